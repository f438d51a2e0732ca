"""Editing what is said of reports, in the real window and from the keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desk.ui.main_window import MainWindow
from desk.ui.pages.details_dialog import DetailsDialog
from desk.ui.widgets.detail_field import AS_THEY_ARE
from desk.vocabulary.details import SHARED, Detail
from desk.vocabulary.report import Report
from tests.services.conftest import REPORTS
from tests.ui.test_window import ask, texts


@pytest.fixture
def amal(qtbot: QtBot, window: MainWindow) -> Report:
    """The report on the freighter, with the list of reports on the screen."""
    window.show_page("reports")
    qtbot.waitUntil(lambda: window.reports._model.rowCount() >= len(REPORTS), timeout=10_000)
    case = window.context.case
    assert case is not None
    return next(each for each in window.context.desk.reports.list(case.case.id).reports if each.file_name == "amal.txt")


def row_of(window: MainWindow, report: Report) -> int:
    shown = window.reports._shown
    rows = {row.report.id: n for n in range(shown.rowCount()) if (row := shown.row(shown.index(n, 0))) and row.report}
    return rows[report.id]


def edit(qtbot: QtBot, window: MainWindow) -> DetailsDialog:
    """F2 on what is selected."""
    table = window.reports._table
    window.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus, timeout=5_000)
    qtbot.keyClick(table, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: bool(open_dialogs(window)), timeout=5_000)
    return open_dialogs(window)[0]


def open_dialogs(window: MainWindow) -> list[DetailsDialog]:
    return [each for each in window.reports.findChildren(DetailsDialog) if each.isVisible()]


def line(dialog: DetailsDialog, detail: Detail) -> QLineEdit:
    editor = dialog._fields[detail].editor
    assert isinstance(editor, QLineEdit)
    return editor


def choose(dialog: DetailsDialog, detail: Detail, value: str) -> None:
    editor = dialog._fields[detail].editor
    assert isinstance(editor, QComboBox)
    editor.setCurrentIndex(editor.findData(value))


def save(qtbot: QtBot, window: MainWindow, dialog: DetailsDialog) -> None:
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=10_000)


def test_a_report_is_rated_and_shown_with_its_rating_everywhere(qtbot: QtBot, window: MainWindow, amal: Report) -> None:
    ask(qtbot, window, "How many crates of drone engines were found?")
    window.show_page("reports")
    window._show_report(amal)
    window.reports._table.selectRow(row_of(window, amal))
    dialog = edit(qtbot, window)
    line(dialog, Detail.MARKING).setText("s//oc/nf")
    choose(dialog, Detail.RELIABILITY, "B")
    choose(dialog, Detail.CREDIBILITY, "2")
    save(qtbot, window, dialog)
    index = window.reports._shown.index(row_of(window, amal), 0)
    assert [index.siblingAtColumn(column).data() for column in (3, 4)] == ["SECRET//ORCON/NOFORN", "B2"]
    assert window.viewer._rating.text() == "B2"
    assert window.viewer._banner.text() == "SECRET//ORCON/NOFORN"
    qtbot.waitUntil(lambda: window._banners[0].text() == "SECRET//ORCON/NOFORN", timeout=10_000)
    # The answer on the screen cites the report: it is brought up to date, so that nothing leaves under the former mark.
    qtbot.waitUntil(lambda: f"{amal.title} (B2), page 1" in texts(window.ask), timeout=10_000)
    chips = [each.accessibleName() for each in window.ask.findChildren(QToolButton)]
    assert any(name.startswith("Citation 1: (S//OC/NF)") and "(B2)" in name for name in chips)

    window.reports._table.selectRow(row_of(window, amal))
    dialog = edit(qtbot, window)
    for detail in (Detail.MARKING, Detail.RELIABILITY, Detail.CREDIBILITY):
        name = f"Take back: {dialog._fields[detail].editor.accessibleName()}"
        back = next(each for each in dialog.findChildren(QPushButton) if each.accessibleName() == name)
        qtbot.keyClick(back, Qt.Key.Key_Space)
    assert line(dialog, Detail.MARKING).text() == "SECRET//NOFORN"
    save(qtbot, window, dialog)
    assert window.context.desk.reports.get(amal.id).stated == {}
    assert window.viewer._rating.isHidden()
    qtbot.waitUntil(lambda: window._banners[0].text() == "SECRET//NOFORN", timeout=10_000)


def test_the_ledger_says_what_was_made_of_what(qtbot: QtBot, window: MainWindow, amal: Report) -> None:
    state = window.context.desk.reports.state
    state([amal.id], {Detail.CREDIBILITY: "3"})
    state([amal.id], {Detail.CREDIBILITY: None})
    window.show_page("ledger")
    model = window.ledger._model
    what = lambda: [model.index(row, 3).data() for row in range(min(2, model.rowCount()))]  # noqa: E731
    both = [f"{amal.title} - credibility: 3 → none", f"{amal.title} - credibility: none → 3"]
    qtbot.waitUntil(lambda: what() == both, timeout=10_000)


def test_what_was_read_stays_below_what_is_stated(qtbot: QtBot, window: MainWindow, amal: Report) -> None:
    window.reports._table.selectRow(row_of(window, amal))
    dialog = edit(qtbot, window)
    assert "As read from the file" in texts(dialog._fields[Detail.TITLE])
    line(dialog, Detail.TITLE).setText("Engines in hold two")
    assert dialog._fields[Detail.TITLE]._said() == f"In the file: {amal.title}"
    dialog.reject()


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_changed(
    qtbot: QtBot, window: MainWindow, amal: Report
) -> None:
    window.reports._table.selectRow(row_of(window, amal))
    dialog, before = edit(qtbot, window), window.context.desk.ledger.count()
    line(dialog, Detail.MARKING).setText("CONFIDENTIAL")
    line(dialog, Detail.PUBLICATION_DATE).setText("soon")
    line(dialog, Detail.NUMBER).setText("EX/1")
    dialog.send()
    qtbot.waitUntil(lambda: "Nothing was changed." in texts(dialog), timeout=10_000)
    assert "raised, never lowered" in dialog._fields[Detail.MARKING].wrong.text()
    assert "is not a date" in dialog._fields[Detail.PUBLICATION_DATE].wrong.text()
    assert dialog._fields[Detail.NUMBER].wrong.isHidden()
    assert window.context.desk.ledger.count() == before
    assert window.context.desk.reports.get(amal.id).stated == {}
    dialog.reject()


def test_a_mark_that_is_not_known_is_said_when_the_field_is_left(
    qtbot: QtBot, window: MainWindow, amal: Report
) -> None:
    window.reports._table.selectRow(row_of(window, amal))
    dialog = edit(qtbot, window)
    line(dialog, Detail.MARKING).setText("SECRET//NOFORN//NOFRON")
    line(dialog, Detail.MARKING).editingFinished.emit()
    assert "does not know “NOFRON”" in dialog._fields[Detail.MARKING].wrong.text()
    dialog.reject()


def test_several_reports_are_edited_at_once(qtbot: QtBot, window: MainWindow, amal: Report) -> None:
    table = window.reports._table
    table.selectAll()
    reports = window.reports._selected_reports()
    assert len(reports) == len(REPORTS)
    dialog = edit(qtbot, window)
    assert set(dialog._fields) == set(SHARED)
    line(dialog, Detail.ORIGINATOR).setText("Harbour desk")
    choose(dialog, Detail.RELIABILITY, "C")
    save(qtbot, window, dialog)
    get = window.context.desk.reports.get
    after = [get(report.id) for report in reports]
    assert {(each.says(Detail.ORIGINATOR), str(each.rating)) for each in after} == {("Harbour desk", "C6")}

    window.context.desk.reports.state([amal.id], {Detail.RELIABILITY: "A"})
    window.reports.refresh()
    at = lambda: window.reports._shown.index(row_of(window, amal), 4).data()  # noqa: E731
    qtbot.waitUntil(lambda: at() == "A6", timeout=10_000)
    table.selectAll()
    dialog = edit(qtbot, window)
    shown = dialog._fields[Detail.RELIABILITY].editor
    assert isinstance(shown, QComboBox)
    assert shown.currentText() == AS_THEY_ARE
    assert dialog._wanted() == {}
    for detail in (Detail.ORIGINATOR, Detail.RELIABILITY):
        dialog._fields[detail]._back.click()
    save(qtbot, window, dialog)
    assert all(get(report.id).stated == {} for report in reports)
