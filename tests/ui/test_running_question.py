"""A question still running stays where it was asked, whatever the person turns to meanwhile."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desk.safeguards.sealed import Stopped
from desk.ui.main_window import MainWindow
from desk.vocabulary.decision import Decision, Finding, Rule, Verdict
from tests.ui.test_window import texts

FINDING = Finding(Rule.D1, "It asks about a U.S. person.", "Ask about another subject.", "EO 12333")
LATE = Stopped("The late question", Decision(Verdict.BLOCK, (FINDING,), False, "test"), "The late question")
KEPT = replace(LATE, text="The kept question")


class SlowAsk:
    """Stands in for ``Ask.ask``: answers only once it is asked to stop."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.conversation = ""

    def __call__(self, conversation: str, question: str, *, cancelled: Callable[[], bool], **_: object) -> Stopped:
        self.conversation = conversation
        while not cancelled():
            time.sleep(0.01)
        self.ended.set()
        return LATE


def keep_one(window: MainWindow, monkeypatch: pytest.MonkeyPatch, reopen: Callable[[str], Sequence[Stopped]]) -> None:
    """Let there be a conversation named kept, whatever the vault holds."""
    monkeypatch.setattr(window.context.desk.ask, "reopen", reopen)
    monkeypatch.setattr(window.context.desk.ask, "held", lambda _: ())


@pytest.fixture
def running(window: MainWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> SlowAsk:
    """A question under way in the window."""
    slow = SlowAsk()
    monkeypatch.setattr(window.context.desk.ask, "ask", slow)
    keep_one(window, monkeypatch, lambda _: [KEPT])
    window.show_page("ask")
    window.ask._input.setPlainText("The late question")
    window.ask.ask()
    qtbot.waitUntil(lambda: bool(slow.conversation), timeout=10_000)
    assert window.ask._stop.isVisibleTo(window.ask)
    return slow


def take_another_case(window: MainWindow) -> None:
    case = window.context.case
    assert case is not None
    window.context.choose_case(replace(case, case=replace(case.case, id="another"), reports=0))


LEAVING: dict[str, Callable[[MainWindow], object]] = {
    "another case": take_another_case,
    "no case": lambda window: window.context.choose_case(None),
    "a new conversation": lambda window: window.ask.new_conversation(),
    "a kept conversation": lambda window: window.ask.reopen("kept"),
}


@pytest.mark.parametrize("leave", LEAVING.values(), ids=LEAVING)
def test_a_running_question_is_stopped_and_crosses_into_nothing(
    qtbot: QtBot, window: MainWindow, running: SlowAsk, leave: Callable[[MainWindow], object]
) -> None:
    leave(window)
    assert window.ask._ask.isVisibleTo(window.ask)
    assert not window.ask._stop.isVisibleTo(window.ask)
    qtbot.waitUntil(running.ended.is_set, timeout=10_000)
    # Long enough for what came of it to be delivered, if anything were.
    qtbot.wait(300)
    assert window.ask._conversation != running.conversation
    assert "The late question" not in texts(window.ask._area)
    assert window.ask._task is None


def test_a_kept_conversation_is_shown_in_the_place_of_the_running_question(
    qtbot: QtBot, window: MainWindow, running: SlowAsk
) -> None:
    window.ask.reopen("kept")
    qtbot.waitUntil(lambda: "The kept question" in texts(window.ask._area), timeout=10_000)
    assert window.ask._conversation == "kept"


def test_a_conversation_still_being_opened_does_not_follow_into_a_new_one(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = threading.Event()

    def reopen(_: str) -> Sequence[Stopped]:
        go_on.wait(10)
        return [KEPT]

    keep_one(window, monkeypatch, reopen)
    window.ask.reopen("kept")
    window.ask.new_conversation()
    go_on.set()
    qtbot.wait(300)
    assert window.ask._conversation is None
    assert "The kept question" not in texts(window.ask._area)
