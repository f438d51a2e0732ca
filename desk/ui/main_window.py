"""The main window: banners above and below, rail, pages, the viewer beside them, a line of what goes on."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QMessageBox,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desk.services import Desk
from desk.services.cases import CaseSummary
from desk.settings import Settings
from desk.ui import tasks, theme
from desk.ui.context import Context
from desk.ui.pages.ask import AskPage
from desk.ui.pages.cases import CasesPage
from desk.ui.pages.ledger import LedgerPage
from desk.ui.pages.oversight import OversightPage
from desk.ui.pages.reports import ReportsPage
from desk.ui.pages.search import SearchPage
from desk.ui.pages.settings import SettingsPage
from desk.ui.pages.unlock import UnlockPage
from desk.ui.pages.viewer import ReportViewer
from desk.ui.rail import Rail
from desk.ui.theme import SPACE
from desk.ui.widgets.banner import Banner
from desk.ui.widgets.text import Label
from desk.vocabulary.errors import DeskError, SettingsInvalid
from desk.vocabulary.marking import Level, Marking
from desk.vocabulary.report import Report

TITLE = "Probity Desk"
# Width from which conversations, thread and report stand side by side.
ROOM_FOR_THREE = 1320


class MainWindow(QMainWindow):
    """One window on one vault. ``search_started``: from now on questions are answered at once."""

    search_started = Signal()

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        settings_file: Path,
        examples: Sequence[str] = (),
        settings_problem: SettingsInvalid | None = None,
    ) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.setMinimumSize(1024, 700)
        self.resize(1360, 860)
        self.context = Context(settings, settings_file, examples, settings_problem)
        self.unlock = UnlockPage(folder, self.context)
        self.unlock.opened.connect(self._opened)
        self._banners = (Banner(), Banner())
        self._said = Label("", "faint")
        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banners[0])
        column.addWidget(self._work_area(), 1)
        column.addWidget(self._status())
        column.addWidget(self._banners[1])
        self.setCentralWidget(central)
        self.show_page("cases")
        self.unlock.setFocus()

    def _status(self) -> QWidget:
        status = QWidget()
        status.setObjectName("status")
        status.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(status)
        row.setContentsMargins(2 * SPACE, 4, 2 * SPACE, 4)
        self._case_name = Label("", "faint")
        row.addWidget(self._said, 1)
        row.addWidget(self._case_name)
        return status

    # Opening.

    def _opened(self, desk: Desk) -> None:
        self.context.set_desk(desk)
        self._add_pages()
        self.context.case_changed.connect(self._case_changed)
        self.context.case_refreshed.connect(self._show_case)
        self.context.cases_changed.connect(self._refresh_case)
        self.context.reports_changed.connect(self._refresh_case)
        self.context.citation_opened.connect(self._show_citation)
        self.context.page_wanted.connect(self.show_page)
        self.context.said.connect(self._say)
        self.show_page("cases")
        self.reports.watch()
        self._warm_up(desk)
        self._warn(desk.warnings)

    def _warn(self, warnings: Sequence[str]) -> None:
        """What is wrong with a vault that opens all the same must not pass unseen."""
        if not warnings:
            return
        box = QMessageBox(QMessageBox.Icon.Warning, TITLE, "\n".join(warnings), parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText("Tell the oversight officer before you go on. The Ledger page shows the record.")
        box.open()

    def _work_area(self) -> QWidget:
        """Rail and pages; until the vault is open, these are the settings and, in the place of the rest, its lock."""
        self.rail = Rail()
        self.rail.set_locked(True)
        self.rail.chosen.connect(self.show_page)
        self.settings = SettingsPage(self.context)
        self.settings.saved.connect(self._take_settings)
        self._pages: dict[str, QWidget] = {"settings": self.settings}
        self._stack = QStackedWidget()
        self._stack.addWidget(self.unlock)
        self._stack.addWidget(self.settings)
        self._split = QSplitter()
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._stack)
        area = QWidget()
        row = QHBoxLayout(area)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self._split, 1)
        return area

    def _add_pages(self) -> None:
        """What there is to see of an open vault."""
        context = self.context
        self.cases, self.ask, self.reports = CasesPage(context), AskPage(context), ReportsPage(context)
        self.search = SearchPage(context)
        self.oversight, self.ledger = OversightPage(context), LedgerPage(context)
        self.reports.report_opened.connect(self._show_report)
        pages: dict[str, QWidget] = {
            "cases": self.cases,
            "ask": self.ask,
            "search": self.search,
            "reports": self.reports,
            "oversight": self.oversight,
            "ledger": self.ledger,
        }
        for page in pages.values():
            self._stack.addWidget(page)
        self._pages |= pages
        self.viewer = ReportViewer(context)
        self.viewer.closed.connect(self._close_viewer)
        self.viewer.hide()
        self._split.addWidget(self.viewer)
        self.rail.set_locked(False)

    def _warm_up(self, desk: Desk) -> None:
        self._say("Starting search behind the window ...")

        def done(report: Any) -> None:
            self._say(report.message or "Ready.")
            desk.ahead.start()
            self._offer_new_embedding(desk)
            self.search_started.emit()

        tasks.run(self, lambda task: desk.warm_up(task.report), done, self._failed, self._say)

    def _offer_new_embedding(self, desk: Desk) -> None:
        def offer(changed: bool) -> None:
            if changed:
                self._ask_to_embed_again(desk)

        tasks.run(self, lambda _: desk.maintenance.model_changed(), offer, self._failed)

    def _ask_to_embed_again(self, desk: Desk) -> None:
        box = QMessageBox(self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText("The settings name another embedding model than the one the reports were embedded with.")
        box.setInformativeText(
            "Until they are embedded again nothing can be asked. It can take as long as adding them did."
        )
        again = box.addButton("Embed again now", QMessageBox.ButtonRole.AcceptRole)
        box.addButton("Later", QMessageBox.ButtonRole.RejectRole)

        def work(task: tasks.Task) -> str:
            desk.maintenance.reembed(task.report)
            return "The reports are embedded with the new model."

        def answered(button: object) -> None:
            if button is again:
                tasks.run(self, work, self._say, self._failed, self._say)

        box.buttonClicked.connect(answered)
        box.open()

    # Pages.

    def show_page(self, name: str) -> None:
        """Show a page and read again what it shows."""
        page = self._pages.get(name, self.unlock)
        self._stack.setCurrentWidget(page)
        self.rail.show_chosen(name)
        if self.context.is_open and name not in ("ask", "search", "reports"):
            self._close_viewer()
        if isinstance(page, CasesPage | LedgerPage | OversightPage | ReportsPage):
            page.refresh()
        elif isinstance(page, SearchPage):
            page.take_field()

    def _show_report(self, report: Report) -> None:
        self._open_viewer()
        self.viewer.show_report(report)

    def _show_citation(self, citation: Any) -> None:
        self._open_viewer()
        self.viewer.show_citation(citation)

    def _open_viewer(self) -> None:
        if not self.viewer.isVisible():
            self.viewer.show()
            self._split.setSizes([self.width() // 2, self.width() // 2])
        self._make_room()

    def _close_viewer(self) -> None:
        self.viewer.hide()
        self._make_room()

    def _make_room(self) -> None:
        self.ask.show_conversations(self.viewer.isHidden() or self.width() >= ROOM_FOR_THREE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three columns where there is room, two where there is not."""
        super().resizeEvent(event)
        if self.context.is_open:
            self._make_room()

    def _case_changed(self, case: CaseSummary | None) -> None:
        self._show_case(case)
        self._close_viewer()

    def _show_case(self, case: CaseSummary | None) -> None:
        marking = case.marking if case else Marking.of(Level.UNCLASSIFIED)
        for banner in self._banners:
            banner.show_marking(marking)
        self._case_name.setText(f"{case.case.name}, up to {case.case.ceiling.label}" if case else "No case in hand")
        name = f"{case.case.name} - " if case else ""
        self.setWindowTitle(f"{marking.banner()} - {name}{TITLE}")

    def _refresh_case(self) -> None:
        """Reports came or went: counts and marking of the case in hand may be others now."""
        case = self.context.case
        if case is None:
            return

        get = self.context.desk.cases.get
        tasks.run(self, lambda _: get(case.case.id), self._take_fresh, self._failed)

    def _take_fresh(self, fresh: CaseSummary) -> None:
        # Another case may have been chosen while this one was read.
        if self.context.case is not None and self.context.case.case.id == fresh.case.id:
            self.context.choose_case(fresh)

    def _take_settings(self, settings: Settings) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, settings.appearance.theme, settings.appearance.text_size)
            self.rail.redraw()
        self.unlock.check_settings()

    # What goes on.

    def _say(self, text: str) -> None:
        self._said.setText(text)

    def _failed(self, error: DeskError) -> None:
        self._say(str(error))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the work in order: what is unfinished waits for the next start."""
        self.hide()
        tasks.end_all()
        if self.context.is_open:
            self.context.desk.close()
            self.context.set_desk(None)
        event.accept()
