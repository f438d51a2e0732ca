"""What the viewer shows is the report whose title stands above it, however the wishes overtake each other."""

import threading
from collections.abc import Callable, Iterator, Sequence

import pytest
from pytestqt.qtbot import QtBot

from desk.ui.main_window import MainWindow
from desk.vocabulary.answer import Citation
from desk.vocabulary.errors import DeskError
from desk.vocabulary.report import Report

Held = dict[str, threading.Event]


def report(window: MainWindow, file_name: str) -> Report:
    case = window.context.case
    assert case is not None
    return next(each for each in window.context.desk.reports.list(case.case.id).reports if each.file_name == file_name)


def cited(window: MainWindow, file_name: str, words: str) -> Citation:
    found = report(window, file_name)
    start = window.context.desk.reports.page_text(found.id, 1).index(words)
    return Citation(1, found.id, found.title, 0, 1, start, start + len(words), words, None)


@pytest.fixture
def held(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> Iterator[Held]:
    """Reports, by id, whose text is not read before their event is set."""
    held: Held = {}
    reports = window.context.desk.reports
    read: Callable[[str], Sequence[str]] = reports.pages

    def pages(report_id: str) -> Sequence[str]:
        if report_id in held:
            held[report_id].wait(10)
        return read(report_id)

    monkeypatch.setattr(reports, "pages", pages)
    yield held
    for event in held.values():
        event.set()


def test_a_report_that_arrives_late_does_not_stand_under_the_title_of_the_next(
    qtbot: QtBot, window: MainWindow, held: Held
) -> None:
    first, second = report(window, "amal.txt"), report(window, "weather.txt")
    held[first.id] = threading.Event()
    window._show_report(first)
    window._show_report(second)
    qtbot.waitUntil(lambda: "strait stayed calm" in window.viewer._text.toPlainText(), timeout=10_000)
    held[first.id].set()
    qtbot.wait(300)
    assert "strait stayed calm" in window.viewer._text.toPlainText()
    assert window.viewer._title._whole == second.title


def test_words_cited_of_a_report_still_being_opened_are_lit_once_it_is_there(
    qtbot: QtBot, window: MainWindow, held: Held
) -> None:
    first = report(window, "amal.txt")
    held[first.id] = threading.Event()
    window._show_report(first)
    window._show_citation(cited(window, "amal.txt", "412 crates"))
    held[first.id].set()
    qtbot.waitUntil(lambda: bool(window.viewer._text.extraSelections()), timeout=10_000)
    assert window.viewer._text.extraSelections()[0].cursor.selectedText() == "412 crates"


def test_a_report_that_could_not_be_opened_is_opened_anew_when_asked_for_again(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports = window.context.desk.reports
    citation = cited(window, "amal.txt", "412 crates")

    def fails(_: str) -> Sequence[str]:
        raise DeskError("The original could not be read.")

    with monkeypatch.context() as patch:
        patch.setattr(reports, "pages", fails)
        window._show_citation(citation)
        qtbot.waitUntil(lambda: window.viewer._state.currentWidget() is not window.viewer._stack, timeout=10_000)
        qtbot.waitUntil(lambda: "could not be read" in window.viewer._state._message.accessibleName(), timeout=10_000)
    window._show_citation(citation)
    qtbot.waitUntil(lambda: bool(window.viewer._text.extraSelections()), timeout=10_000)
