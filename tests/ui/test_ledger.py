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
    qtbot.waitUntil(lambda: model.rowCount() >= desk.ledger.count(), timeout=10_000)
    shown = {model.row(index).kind: model.data(index, Qt.ItemDataRole.DisplayRole) for index in _last_column(model)}
    assert shown["report_opened"] == report.title
    assert {kind for kind, what in shown.items() if not what} <= {"vault_created", "index_rebuilt"}


def _last_column(model: object) -> list:
    return [model.index(number, 3) for number in range(model.rowCount())]
