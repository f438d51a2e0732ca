"""Referral and decision through the real window: an analyst states a fact, an officer confirms it with a key."""

import threading
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desk.ui.main_window import MainWindow
from desk.ui.pages.officer_dialogs import DecideDialog, EnrolDialog
from desk.ui.pages.review_dialog import ReviewDialog
from desk.vocabulary.review import Review
from tests.ui.test_window import ask, texts

QUESTION = "Where does Tamsin Orle live?"
OWN_WORDS = "an officer's own words"


def press(qtbot: QtBot, where: QWidget, name: str) -> None:
    buttons = [each for each in where.findChildren(QPushButton) if name in each.text().replace("&", "")]
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)


def test_a_fact_is_stated_and_confirmed_and_the_question_may_be_asked(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    ask(qtbot, window, QUESTION)
    turn = window.ask._turn
    assert turn is not None
    press(qtbot, turn, "State facts")
    dialog = window.ask.findChild(ReviewDialog)
    assert dialog._subject.currentText() == "Tamsin Orle"
    press(qtbot, dialog, "Send to the oversight officer")
    qtbot.waitUntil(lambda: "needs the fact" in texts(dialog), timeout=10_000)
    dialog._fact.setText("a Maravendi national")
    dialog._source.setText("registry extract, page 2")
    press(qtbot, dialog, "Send to the oversight officer")
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)

    window.show_page("oversight")
    page = window.oversight
    qtbot.waitUntil(lambda: "a Maravendi national" in texts(page), timeout=10_000)
    press(qtbot, page, "Enrol an officer")
    enrol = page.findChild(EnrolDialog)
    enrol._name.setText("R. Vance")
    enrol._file.path.setText(str(tmp_path / "officer.pem"))
    enrol._first.setText(OWN_WORDS)
    enrol._again.setText(OWN_WORDS)
    press(qtbot, enrol, "Make the key and enrol")
    qtbot.waitUntil(lambda: "May decide: R. Vance" in texts(page), timeout=10_000)

    press(qtbot, page, "Confirm")
    decide = page.findChild(DecideDialog)
    assert "a Maravendi national" in texts(decide)
    assert "registry extract, page 2" in texts(decide)
    decide._reason.setText("Seen in the registry.")
    decide._file.path.setText(str(tmp_path / "officer.pem"))
    decide._passphrase.setText("not these words")
    press(qtbot, decide, "Confirm")
    qtbot.waitUntil(lambda: "does not open the key" in texts(decide), timeout=10_000)
    decide._passphrase.setText(OWN_WORDS)
    press(qtbot, decide, "Confirm")
    qtbot.waitUntil(lambda: "R. Vance," in texts(page), timeout=10_000)

    window.ask.new_conversation()
    ask(qtbot, window, QUESTION)
    assert window.ask._turn is not None
    assert "registry extract, page 2" in texts(window.ask._turn)


def test_a_contest_needs_its_reason(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, "Where does Daniel Whitfield, the U.S. citizen from Ohio, live?")
    turn = window.ask._turn
    assert turn is not None
    press(qtbot, turn, "Contest")
    dialog = window.ask.findChild(ReviewDialog)
    press(qtbot, dialog, "Send to the oversight officer")
    qtbot.waitUntil(lambda: "needs a reason" in texts(dialog), timeout=10_000)
    dialog.reject()


def test_an_answer_that_comes_late_does_not_show_another_case(qtbot: QtBot, window: MainWindow) -> None:
    page, desk = window.oversight, window.context.desk
    first = window.context.case
    empty = desk.cases.create("Without referrals", "Testing", "Order 1", first.case.ceiling)
    stopped = desk.ask.screen(first.case.id, QUESTION.replace("Tamsin Orle", "Ansel Dray"))
    desk.oversight.contest(first.case.id, stopped, "a reason of the first case")
    may_go_on = threading.Event()
    reviews = desk.oversight.reviews

    def slow_for_the_first(case_id: str) -> list[Review]:
        found = reviews(case_id)
        if case_id == first.case.id:
            may_go_on.wait(10)
        return found

    desk.oversight.reviews = slow_for_the_first
    page.refresh()
    window.context.choose_case(desk.cases.get(empty.id))
    page.refresh()
    qtbot.waitUntil(lambda: "Nothing waits for a decision" in texts(page), timeout=10_000)
    may_go_on.set()
    qtbot.wait(500)
    assert "a reason of the first case" not in texts(page)
    del desk.oversight.reviews
    window.context.choose_case(first)
    desk.cases.remove(empty.id)  # the vault serves every test, and opens on the only case there is
