"""A second opinion from a real server process: it stops more, never less, and its absence is on record."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk.models.endpoint import Endpoint
from desk.models.judge import Judge
from desk.safeguards.policy import load_policy
from desk.safeguards.sealed import Cleared, Stopped
from desk.settings import Settings, validated
from desk.vocabulary.decision import Rule, Verdict
from tests.answering.conftest import Room

Start = Callable[..., str]
QUESTION = "What did the inspectors find on the freighter Amal?"
STRICT = {"verdict": "block", "rule": "D2", "reason": "It gathers people in Ohio by what they read."}


def judge(address: str, seconds: int = 5) -> Judge:
    settings: Settings = validated({"model": {"base_url": address, "name": "m"}})
    return Judge(Endpoint(settings.model), load_policy().rules, seconds)


def opinions(room: Room) -> list[Any]:
    return [body for kind, body in room.entries if kind == "second_opinion"]


def test_a_stricter_opinion_stops_the_question_and_says_who_stopped_it(room: Room, chat_server: Start) -> None:
    stopped = room.guard.consult(room.cleared(QUESTION), judge(chat_server("stream", json.dumps(STRICT))))
    assert isinstance(stopped, Stopped)
    assert (stopped.decision.verdict, stopped.decision.rules) == (Verdict.BLOCK, (Rule.D2,))
    assert "It gathers people in Ohio by what they read." in stopped.decision.findings[0].reason
    assert opinions(room)[0]["verdict"] == "block"


def test_a_milder_opinion_changes_nothing(room: Room, chat_server: Start) -> None:
    allowed = {"verdict": "allow", "rule": None, "reason": "A ship."}
    cleared = room.cleared(QUESTION)
    assert room.guard.consult(cleared, judge(chat_server("stream", json.dumps(allowed)))) is cleared


@pytest.mark.parametrize(
    ("mode", "reply"),
    [("stall", ""), ("drip", ""), ("refuse", ""), ("garbage", ""), ("stream", "I would rather not."), ("stream", "{}")],
)
def test_a_judge_that_fails_leaves_the_decision_and_an_entry(
    room: Room, chat_server: Start, mode: str, reply: str
) -> None:
    cleared = room.cleared(QUESTION)
    assert room.guard.consult(cleared, judge(chat_server(mode, reply), seconds=1)) is cleared
    assert opinions(room)[0]["failed"]


def test_the_judge_gets_the_question_between_borders_with_a_schema(
    room: Room, chat_server: Start, tmp_path: Path
) -> None:
    room.guard.consult(room.cleared(QUESTION), judge(chat_server("stream", json.dumps(STRICT))))
    sent = json.loads((tmp_path / "requests").read_text())
    assert sent["response_format"]["json_schema"]["schema"]["required"] == ["verdict", "rule", "reason"]
    assert sent["messages"][1]["content"].splitlines()[1] == QUESTION


def test_a_question_that_was_not_cleared_never_reaches_the_judge(room: Room, chat_server: Start) -> None:
    unsealed = Cleared(QUESTION, QUESTION, "case", room.cleared(QUESTION).decision)
    with pytest.raises(Exception, match="safeguards"):
        room.guard.consult(unsealed, judge(chat_server("stream", json.dumps(STRICT))))
