"""Passages are read by the screening model before anybody asks."""

import time

from desk.safeguards.policy import load_policy
from desk.services import Desk


def unread(desk: Desk) -> int:
    return len(desk._vault.readings.missing(load_policy().network.digest, after=0, most=1000))


def test_a_question_keeps_what_was_read_for_it(desk: Desk, case_id: str) -> None:
    before = unread(desk)
    desk.ask.ask(desk.ask.start(case_id).id, "What did the customs inspectors find aboard the Amal?")
    assert unread(desk) < before


def test_the_rest_is_read_behind_the_window_and_then_nothing_is_left(desk: Desk, case_id: str) -> None:
    desk.ahead.start()
    end = time.monotonic() + 60
    while unread(desk) and time.monotonic() < end:
        time.sleep(0.1)
    assert unread(desk) == 0
    assert desk.ahead.finish() == 0
