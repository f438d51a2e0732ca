"""Every row of the ledger says what it is about."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desk.ui.main_window import MainWindow
from tests.ui.test_window import ask


def test_no_entry_with_something_to_say_has_an_empty_row(qtbot: QtBot, window: MainWindow) -> None:
    ask(qtbot, window, "What did inspectors find on the freighter Amal?")
    desk = window.context.desk
    report = desk.reports.list(window.context.case.case.id).reports[0]
    desk.reports.pages(report.id)
    window.show_page("ledger")
    model = window.ledger._model
    newest = desk.ledger.entries(desk.ledger.count() - 1, None)[0]
    assert newest.kind == "report_opened"
    qtbot.waitUntil(lambda: model.rowCount() > 0 and model.row(model.index(0, 0)) == newest, timeout=10_000)
    what = [(model.row(index).kind, model.data(index, Qt.ItemDataRole.DisplayRole)) for index in _last_column(model)]
    assert what[0] == ("report_opened", report.title)
    assert {kind for kind, said in what if not said} <= {"vault_created", "index_rebuilt"}


def _last_column(model: object) -> list:
    return [model.index(number, 3) for number in range(model.rowCount())]
