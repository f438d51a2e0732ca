"""Watched folders in the real window: begin, see, stop; what is put there appears among the reports."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desk.ui.main_window import MainWindow
from desk.ui.pages.watched_dialog import WatchedDialog
from tests.ui.test_oversight import press
from tests.ui.test_window import texts


def test_a_folder_is_watched_and_left_from_the_reports_page(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.show_page("reports")
    press(qtbot, window.reports, "Watched folders")
    dialog = window.reports.findChild(WatchedDialog)
    qtbot.waitUntil(lambda: "No folder is watched yet" in texts(dialog), timeout=10_000)
    dialog.watch(tmp_path)
    qtbot.waitUntil(lambda: str(tmp_path) in texts(dialog), timeout=10_000)
    (tmp_path / "late.txt").write_text("The ferry to Tesh runs again on Sundays.")
    desk, case = window.context.desk, window.context.case
    desk.watching.look()
    desk.watching.look()
    qtbot.waitUntil(
        lambda: any("ferry to Tesh" in report.title for report in desk.reports.list(case.case.id).reports),
        timeout=30_000,
    )
    press(qtbot, dialog, "Stop")
    qtbot.waitUntil(lambda: "No folder is watched yet" in texts(dialog), timeout=10_000)
    dialog.accept()


def test_what_is_no_folder_is_refused_in_the_dialog(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    window.show_page("reports")
    window.reports.show_watched()
    dialog = window.reports.findChildren(WatchedDialog)[-1]
    dialog.watch(tmp_path / "missing")
    qtbot.waitUntil(lambda: "no folder that can be watched" in texts(dialog), timeout=10_000)
    dialog.accept()
