"""The main job through the real window: unlock, look, ask, follow a citation, copy."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desk.safeguards.sealed import Released, Stopped, seal
from desk.services.export import ADVISORY
from desk.settings import Theme
from desk.ui import theme
from desk.ui.main_window import MainWindow
from desk.ui.pages.reports import NO_CASE
from desk.ui.pages.review_dialog import ReviewDialog
from desk.ui.pages.settings import SettingsPage
from desk.ui.rail import PAGES
from desk.ui.widgets.answer import TurnView
from desk.ui.widgets.decision import DecisionCard
from desk.vocabulary.answer import Answer, AnswerSentence, Support
from desk.vocabulary.decision import Decision, Finding, Rule, Verdict
from desk.vocabulary.errors import SafeguardsFailed
from desk.vocabulary.marking import Level, Marking
from tests.services.conftest import REPORTS


def texts(widget: QWidget) -> str:
    """Everything a person can read in a widget."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def ask(qtbot: QtBot, window: MainWindow, question: str) -> None:
    window.show_page("ask")
    window.ask._input.setPlainText(question)
    qtbot.keyClick(window.ask._input, Qt.Key.Key_Return)
    assert window.ask._task is not None
    qtbot.waitUntil(lambda: window.ask._task is None, timeout=60_000)


def test_a_wrong_passphrase_is_a_sentence_beside_the_field(qtbot: QtBot, locked: MainWindow) -> None:
    locked.unlock.unlock("not this one")
    qtbot.waitUntil(lambda: "does not open the vault" in texts(locked.unlock), timeout=20_000)
    assert not locked.context.is_open


def test_the_first_page_asks_for_consent(locked: MainWindow) -> None:
    assert "consent" in texts(locked.unlock).lower()


def test_the_banners_carry_the_roll_up_of_the_case(window: MainWindow) -> None:
    assert [banner.text() for banner in window._banners] == ["SECRET//NOFORN"] * 2
    assert window.windowTitle().startswith("SECRET//NOFORN")


def test_every_page_can_be_reached_by_key(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=5_000)
    for number, (name, _, _) in enumerate(PAGES, start=1):
        qtbot.keyClick(window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)
        # A button pressed by key stays down for a moment before it acts.
        qtbot.waitUntil(lambda page=window._pages[name]: window._stack.currentWidget() is page, timeout=5_000)


def test_an_answer_streams_in_and_its_citation_lights_the_words(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, "How many crates of drone engines were found?")
    turn = window.ask._turn
    assert turn is not None
    assert "May be answered" in texts(turn)
    assert "412" in texts(turn)
    chip = next(each for each in turn.findChildren(QToolButton) if each.accessibleName().startswith("Citation 1"))
    qtbot.mouseClick(chip, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(window.viewer._text.extraSelections()), timeout=10_000)
    assert "412" in window.viewer._text.extraSelections()[0].cursor.selectedText()


def test_a_blocked_question_shows_rule_words_and_way_out(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, "Where does Daniel Whitfield, the U.S. citizen from Ohio, live?")
    turn = window.ask._turn
    assert turn is not None
    assert turn.findChild(DecisionCard) is not None
    assert "Blocked" in texts(turn)
    assert "What to do" in texts(turn)
    assert turn.released is None


def test_what_a_conversation_holds_stands_above_the_question(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, "Where does Corwin Hadley live?")
    qtbot.waitUntil(lambda: window.ask._held.isVisibleTo(window.ask), timeout=10_000)
    assert "Corwin Hadley (D1, referred until facts are stated)" in texts(window.ask._held)
    window.ask.new_conversation()
    assert not window.ask._held.isVisibleTo(window.ask)


def test_what_bears_on_force_is_advisory_on_screen_and_in_the_clipboard(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, "What would a raid on the depot at Tesh need?")
    turn = window.ask._turn
    assert turn is not None
    assert ADVISORY.upper() in texts(turn)
    QGuiApplication.clipboard().clear()
    turn.copy_wanted.emit(turn.released)
    qtbot.waitUntil(lambda: ADVISORY in QGuiApplication.clipboard().text(), timeout=10_000)


def test_a_conversation_can_be_opened_again(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, "How many crates of drone engines were found?")
    conversation = window.ask._conversation
    assert conversation is not None
    window.ask.new_conversation()
    window.ask.reopen(conversation)
    qtbot.waitUntil(lambda: "412" in texts(window.ask), timeout=10_000)


def test_an_answer_stays_on_the_screen_when_more_reports_come_in(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, "How many crates of drone engines were found?")
    case = window.context.case
    assert case is not None
    window.context.choose_case(replace(case, reports=case.reports + 1, marking=Marking.of(Level.SECRET)))
    assert "412" in texts(window.ask)
    assert [banner.text() for banner in window._banners] == ["SECRET"] * 2


def test_the_decision_is_shown_once_where_the_reports_say_nothing(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, "Which vaccines are given to newborn children?")
    assert texts(window.ask).count("May be answered") == 1
    assert "Nothing in this case answers that." in texts(window.ask)


def test_nothing_without_a_seal_gets_on_the_screen(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, "How many crates of drone engines were found?")
    turn = window.ask._turn
    assert turn is not None
    assert turn.released is not None
    forged = Released("x", turn.released.decision, turn.released.answer)
    with pytest.raises(SafeguardsFailed):
        turn.show_released(forged)


@pytest.mark.usefixtures("qapp")
def test_nothing_an_answer_says_can_be_taken_without_its_marks(qtbot: QtBot) -> None:
    sentences = tuple(AnswerSentence(f"Words that are {each.value}.", (), each) for each in Support)
    answer = Answer(sentences, Marking.of(Level.SECRET), False, "A note on the answer.", "Quotes", True)
    view = TurnView("Which words?")
    qtbot.addWidget(view)
    view.show_released(seal(Released("Which words?", Decision(Verdict.ALLOW, (), False, "test"), answer)))
    said = {label.text(): label.textInteractionFlags() for label in view.findChildren(QLabel)}
    selectable = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    for words in (*(each.text for each in sentences), answer.note):
        assert not said[words] & selectable
    assert said["Which words?"] & selectable


def test_the_reports_show_title_marking_and_state(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("reports")
    model = window.reports._model
    qtbot.waitUntil(lambda: model.rowCount() == len(REPORTS), timeout=10_000)
    shown = {tuple(model.index(row, column).data() for column in (3, 5)) for row in range(len(REPORTS))}
    assert ("SECRET//NOFORN", "Complete") in shown
    assert ("SECRET (unmarked)", "Complete") in shown


def test_chosen_reports_alone_are_asked_until_the_cross_is_pressed(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("reports")
    model = window.reports._model
    qtbot.waitUntil(lambda: model.rowCount() == len(REPORTS), timeout=10_000)
    weather = next(row for row in range(len(REPORTS)) if "weather" in model.index(row, 0).data().lower())
    window.reports._table.selectRow(weather)
    window.reports._ask.click()
    ask(qtbot, window, "How many crates of drone engines were found?")
    turn = window.ask._turn
    assert turn is not None
    assert "Nothing in the chosen reports answers that." in texts(turn)
    window.ask._scope.ask_all()
    ask(qtbot, window, "How many crates of drone engines were found?")
    assert window.ask._turn is not None
    assert "412" in texts(window.ask._turn)


def test_a_filter_that_targets_a_us_person_shows_the_decision(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("reports")
    window.reports._filter.setText("where does Daniel Whitfield, the U.S. citizen from Ohio, live")
    window.reports.refresh()
    qtbot.waitUntil(lambda: not window.reports._decision.isHidden(), timeout=10_000)
    assert window.reports._model.rowCount() == 0


@pytest.mark.parametrize(("name", "title"), [("State &facts", "State facts"), ("&Contest", "Contest the decision")])
def test_a_filter_that_was_stopped_can_be_reviewed(qtbot: QtBot, window: MainWindow, name: str, title: str) -> None:
    finding = Finding(Rule.D1, "It may be about a U.S. person.", "State facts.", "EO 12333")
    filtered = "where does Tamsin Orle live"
    window.reports._decision.show_stopped(Stopped(filtered, Decision(Verdict.REFER, (finding,), False, "t"), filtered))
    pressed = next(each for each in window.reports._decision.findChildren(QPushButton) if each.text() == name)
    pressed.click()
    dialog = window.reports.findChild(ReviewDialog)
    assert title in texts(dialog)
    dialog.reject()


def test_without_a_case_nothing_can_be_added_and_what_is_dropped_is_answered(
    window: MainWindow, tmp_path: Path
) -> None:
    window.show_page("reports")
    assert all(each.isEnabled() for each in window.reports._ways_in)
    window.context.choose_case(None)
    assert not any(each.isEnabled() for each in window.reports._ways_in)
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    rest = (Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(QPointF(10, 10), *rest)
    entered.ignore()
    window.reports.dragEnterEvent(entered)
    assert not entered.isAccepted()
    assert window._said.text() == NO_CASE
    window._say("")
    window.reports.dropEvent(QDropEvent(QPointF(10, 10), *rest))
    assert window._said.text() == NO_CASE


def test_files_dropped_are_read_and_failures_explained(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    window.show_page("reports")
    window.reports.add([tmp_path / "empty.txt"])
    model = window.reports._model

    def failed() -> list[str]:
        rows = [model.row(model.index(number, 0)) for number in range(model.rowCount())]
        return [row.said for row in rows if row is not None and row.item is not None and row.item.code == "empty"]

    qtbot.waitUntil(lambda: bool(failed()), timeout=30_000)
    shown, which = window.reports._shown, window.reports._which
    qtbot.waitUntil(lambda: which.button("Failed").text() == "Failed  1", timeout=10_000)
    which.button("Failed").click()
    assert [shown.index(number, 0).data() for number in range(shown.rowCount())] == [f"empty.txt: {failed()[0]}"]


def test_the_reports_are_sorted_by_the_head_that_is_clicked(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("reports")
    shown, table = window.reports._shown, window.reports._table
    qtbot.waitUntil(lambda: shown.rowCount() >= 4, timeout=10_000)
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    titles = [shown.index(row, 0).data().casefold() for row in range(shown.rowCount())]
    assert titles == sorted(titles, reverse=True)


def test_the_ledger_verifies_and_shows_an_entry_in_full(qtbot: QtBot, window: MainWindow) -> None:
    window.show_page("ledger")
    qtbot.waitUntil(lambda: window.ledger._model.rowCount() > 0, timeout=10_000)
    window.ledger._table.selectRow(0)
    assert json.loads(window.ledger._detail.toPlainText())["seq"] == window.ledger._model.rowCount()
    window.ledger.verify()
    qtbot.waitUntil(lambda: "whole" in window.ledger._outcome.text(), timeout=10_000)


def test_a_bad_setting_is_named_beside_its_field_and_nothing_is_written(qtbot: QtBot, window: MainWindow) -> None:
    page: SettingsPage = window.settings
    line = page._fields["model", "base_url"].editor
    assert isinstance(line, QLineEdit)
    line.setText("not an address")
    page.save()
    assert "it must be an address" in texts(page._fields["model", "base_url"])
    assert not window.context.settings_file.exists()


def test_a_changed_setting_is_kept(qtbot: QtBot, window: MainWindow) -> None:
    page: SettingsPage = window.settings
    line = page._fields["model", "name"].editor
    assert isinstance(line, QLineEdit)
    line.setText("a-model")
    page.save()
    qtbot.waitUntil(window.context.settings_file.exists, timeout=10_000)
    assert "a-model" in window.context.settings_file.read_text()


@pytest.mark.parametrize("look", [Theme.LIGHT, Theme.DARK])
def test_every_page_can_be_drawn_small_in_either_palette(
    qtbot: QtBot, qapp: QApplication, window: MainWindow, look: Theme
) -> None:
    theme.apply(qapp, look, 10)
    window.resize(1024, 700)
    for name, _, _ in PAGES:
        window.show_page(name)
        qtbot.wait(50)
        assert not window.grab().isNull()
        assert window.width() == 1024
    theme.apply(qapp, Theme.LIGHT, 10)


def test_every_control_has_a_name_for_those_who_cannot_see_it(window: MainWindow) -> None:
    # Qt's own buttons inside a line of text are reached through that line.
    own = [each for each in window.findChildren(QToolButton) if not isinstance(each.parent(), QLineEdit)]
    for control in own:
        assert control.accessibleName() or control.text(), control.objectName()
