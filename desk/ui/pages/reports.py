"""The reports of the case in hand: drop files, watch them arrive, filter, open, retry."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLineEdit,
    QProgressBar,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desk.services.ingest import AddedFiles, IngestSummary
from desk.services.reports import ReportList
from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.pages.details_dialog import DetailsDialog
from desk.ui.pages.report_table import STATES, ReportModel, Row, ShownReports, counts, rows
from desk.ui.pages.review_dialog import open_when_wanted
from desk.ui.pages.watched_dialog import WatchedDialog
from desk.ui.theme import SPACE, icon, tokens
from desk.ui.widgets.choice_row import ChoiceRow
from desk.ui.widgets.decision import DecisionCard
from desk.ui.widgets.page_header import PageHeader
from desk.ui.widgets.state_view import StateView
from desk.ui.widgets.table import table_view
from desk.ui.widgets.text import Label, button
from desk.vocabulary.details import Detail
from desk.vocabulary.errors import DeskError
from desk.vocabulary.report import UNFINISHED, IngestItem, ItemState, Report

PASSWORD_CODES = ("encrypted", "wrong_password")
ROOM_FOR_ONE_LINE = 640
NO_CASE = "Files are added to a case: choose one first, under Cases."


class ReportsPage(QWidget):
    """Files and reports of the case in hand."""

    report_opened = Signal(object)
    _item_changed = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAcceptDrops(True)
        self._context = context
        self._summary: IngestSummary | None = None
        self._ways_in = self._add_buttons()
        self._header = PageHeader("Reports", "", *self._ways_in)
        self._filter = self._filter_field()
        self._which = ChoiceRow("Which files are shown", list(STATES))
        self._decision = DecisionCard()
        open_when_wanted(self._decision, context, self)
        self._decision.hide()
        self._model = ReportModel(self)
        self._shown = ShownReports(self._model, self)
        self._which.chosen.connect(self._shown.show_states)
        self._table = self._table_view()
        self._strip = self._ingest_strip()
        self._detail = self._detail_bar()
        self._state = StateView(self._content())
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        column.addWidget(self._header)
        column.addWidget(self._state, 1)
        # Many changes a second become one look at the vault.
        self._again = QTimer(self, singleShot=True, interval=250)
        self._again.timeout.connect(self._look_again)
        self._reading: tasks.Task | None = None
        self._item_changed.connect(self._take_change)
        context.case_changed.connect(self._case_changed)
        context.reports_edited.connect(self._edited)

    def _add_buttons(self) -> tuple[QWidget, ...]:
        files, folder = button("Add &files", "upload", "primary"), button("Add f&older", "folder-open")
        watched = button("&Watched folders", "eye")
        files.clicked.connect(self.choose_files)
        folder.clicked.connect(self.choose_folder)
        watched.clicked.connect(self.show_watched)
        for each in (files, folder, watched):
            each.setEnabled(False)
        return files, folder, watched

    def _filter_field(self) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText("Filter by title, number, originator, file name, date, marking or rating, then Enter")
        field.setAccessibleName("Filter reports")
        field.setClearButtonEnabled(True)
        field.addAction(icon("search", tokens().faint), QLineEdit.ActionPosition.LeadingPosition)
        field.returnPressed.connect(self.refresh)
        field.textChanged.connect(lambda text: None if text else self.refresh())
        return field

    def _table_view(self) -> QTableView:
        table = table_view(self._shown, "Reports", widths={1: 110, 2: 64, 3: 190, 4: 74, 5: 150}, stretched=0)
        table.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        heads = table.horizontalHeader()
        heads.setSortIndicatorClearable(True)
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        table.activated.connect(self._open)
        edit = QShortcut(QKeySequence("F2"), table)
        edit.setContext(Qt.ShortcutContext.WidgetShortcut)
        edit.activated.connect(self.edit_selected)
        table.doubleClicked.connect(self._open)
        table.selectionModel().selectionChanged.connect(lambda *_: self._show_selection())
        return table

    def _ingest_strip(self) -> QFrame:
        strip = QFrame()
        strip.setProperty("look", "card")
        row = QHBoxLayout(strip)
        row.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        self._progress_text = Label("", "strong")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName("Files done")
        self._pause, cancel = button("&Pause", "pause", "quiet"), button("&Cancel all", "x", "quiet")
        self._pause.clicked.connect(self._toggle_pause)
        cancel.clicked.connect(self._cancel_all)
        row.addWidget(self._progress_text)
        row.addWidget(self._progress, 1)
        row.addWidget(self._pause)
        row.addWidget(cancel)
        strip.hide()
        return strip

    def _detail_bar(self) -> QFrame:
        bar = QFrame()
        bar.setProperty("look", "card")
        self._detail_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, bar)
        self._detail_row.setContentsMargins(2 * SPACE, SPACE, SPACE, SPACE)
        self._said = Label("", "muted", wraps=True, selectable=True)
        self._retry, self._cancel = button("&Retry", "rotate-ccw"), button("Cancel this file", "x")
        self._view, self._remove = button("&Open", "eye"), button("Remove", "trash-2", "danger")
        self._ask, self._edit = button("&Ask this", "message-square-quote"), button("&Edit", "pencil")
        self._edit.setToolTip("Edit what is said of it (F2)")
        self._edit.clicked.connect(self.edit_selected)
        self._ask.clicked.connect(lambda: self._context.reports_chosen.emit(self._selected_reports()))
        self._retry.clicked.connect(self._retry_selected)
        self._cancel.clicked.connect(self._cancel_selected)
        self._view.clicked.connect(lambda: self._open(self._table.currentIndex()))
        self._remove.clicked.connect(self._remove_selected)
        self._detail_row.addWidget(self._said, 1)
        buttons = QHBoxLayout()
        self._detail_row.addLayout(buttons)
        buttons.addStretch()
        for widget in (self._retry, self._cancel, self._ask, self._edit, self._view, self._remove):
            buttons.addWidget(widget)
        bar.hide()
        return bar

    def _content(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        for widget in (self._strip, self._filter, self._which, self._decision):
            column.addWidget(widget)
        column.addWidget(self._table, 1)
        column.addWidget(self._detail)
        return content

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside an open report there is no room for words and buttons in one line."""
        super().resizeEvent(event)
        way = (
            QBoxLayout.Direction.LeftToRight if self.width() >= ROOM_FOR_ONE_LINE else QBoxLayout.Direction.TopToBottom
        )
        self._detail_row.setDirection(way)

    # What comes in.

    def watch(self) -> None:
        """Hear of every change in the queue; called once the vault is open."""
        self._context.desk.ingest.subscribe(self._item_changed.emit)
        self._context.desk.ingest.start()
        self._context.desk.watching.start()

    def show_watched(self) -> None:
        """The watched folders of the case in hand."""
        if self._context.case is not None:
            WatchedDialog(self._context, self._context.case.case.id, self).open()

    def _case_changed(self, case: Any) -> None:
        self._header.say("Reports", f"{case.case.name}: {case.case.purpose}" if case else "")
        for each in self._ways_in:
            each.setEnabled(case is not None)
        self._filter.clear()
        self.refresh()

    def _take_change(self, item: IngestItem) -> None:
        case = self._context.case
        if case is not None and item.case_id == case.case.id and not self._model.item_changed(item):
            self._again.start()

    def refresh(self) -> None:
        """Read reports and queue again."""
        case = self._context.case
        if case is None:
            self._stop_reading()
            self._state.show_empty(
                "briefcase",
                "No case in hand",
                "Reports belong to a case. Choose one, or make one.",
                ("Go to cases", "briefcase", lambda: self._context.page_wanted.emit("cases")),
            )
            return
        desk, words, case_id = self._context.desk, self._filter.text().strip(), case.case.id

        def read(_: tasks.Task) -> tuple[ReportList, list[IngestItem], IngestSummary]:
            return desk.reports.list(case_id, words), desk.ingest.items(case_id), desk.ingest.summary(case_id)

        self._read(read, self._show)

    def _look_again(self) -> None:
        """A filter is a query for the record, asked by a person and not by a timer: under one only the counts go on."""
        if not self._context.is_open:
            return  # the vault was closed while a change waited to be shown
        case = self._context.case
        if case is None or not self._filter.text().strip():
            self.refresh()
            return
        summary, case_id = self._context.desk.ingest.summary, case.case.id
        self._read(lambda _: summary(case_id), self._show_summary)

    def _read(self, read: tasks.Work, show: Callable[[Any], None]) -> None:
        """Read from the vault; an earlier look that is still under way must not overtake this one."""
        self._stop_reading()
        self._reading = tasks.run(self, read, show, self._state.show_problem)

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.abandon()

    def _show(self, found: tuple[ReportList, list[IngestItem], IngestSummary]) -> None:
        case = self._context.case
        if case is None:
            return  # it was removed while its reports were being listed
        reports, items, summary = found
        filtered = bool(self._filter.text().strip())
        self._decision.setVisible(reports.stopped is not None)
        if reports.stopped is not None:
            self._decision.show_stopped(reports.stopped)
        found_rows = rows(reports.reports, [] if filtered else items, reports.came_in, case.case.ceiling)
        self._model.show_rows(found_rows)
        self._which.show_counts(counts(found_rows))
        self._detail.hide()
        self._show_summary(summary)
        if not filtered and case.reports != len(reports.reports):
            # The banners roll up what is there now, while more is still coming in.
            self._context.reports_changed.emit()
        if summary.total or reports.reports or filtered:
            self._state.show_result()
        else:
            self._state.show_empty(
                "upload",
                "No reports yet",
                "Drop files or a folder anywhere on this page: PDF and scans, Office documents, e-mail, web pages, tables, "
                "pictures, archives. Originals are kept as they are.",
                ("Add files", "upload", self.choose_files),
                ("Add folder", "folder-open", self.choose_folder),
            )

    def _show_summary(self, summary: IngestSummary) -> None:
        had_work = bool(self._summary and self._summary.unfinished)
        self._summary = summary
        self._strip.setVisible(summary.unfinished > 0)
        self._progress.setRange(0, summary.total)
        self._progress.setValue(summary.total - summary.unfinished)
        paused = self._context.desk.ingest.paused
        left = f", about {_duration(summary.seconds_left)} left" if summary.seconds_left and not paused else ""
        verb = "Paused" if paused else "Reading"
        self._progress_text.setText(f"{verb}: {summary.unfinished} of {summary.total} files to go{left}")
        self._pause.setText("&Go on" if paused else "&Pause")
        self._pause.setIcon(icon("play" if paused else "pause", tokens().text))
        if summary.unfinished:
            self._again.start(1000)
        elif had_work:
            self._context.reports_changed.emit()

    # What the person does.

    def choose_files(self) -> None:
        """Ask for files."""
        names, _ = QFileDialog.getOpenFileNames(self, "Add files")
        self.add([Path(name) for name in names])

    def choose_folder(self) -> None:
        """Ask for a folder."""
        name = QFileDialog.getExistingDirectory(self, "Add a folder")
        self.add([Path(name)] if name else [])

    def add(self, paths: list[Path]) -> None:
        """Queue files and folders for the case in hand."""
        if not paths:
            return
        if self._context.case is None:
            self._context.said.emit(NO_CASE)
            return
        case_id = self._context.case.case.id
        tasks.run(self, lambda _: self._context.desk.ingest.add(case_id, paths), self._added, self._state.show_problem)

    def _added(self, added: AddedFiles) -> None:
        left_out = f"{len(added.skipped)} left out: {added.skipped[0][1]}" if added.skipped else ""
        clauses = filter(None, (f"{len(added.items)} files added", added.hidden_said, left_out))
        self._context.said.emit("; ".join(clauses))
        self.refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders, where there is a case to put them in."""
        if not event.mimeData().hasUrls():
            return
        if self._context.case is None:
            self._context.said.emit(NO_CASE)
            return
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Queue what was dropped."""
        self.add([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def _selected(self) -> Row | None:
        return self._shown.row(self._table.currentIndex())

    def _selected_reports(self) -> list[Report]:
        chosen = [self._shown.row(index) for index in self._table.selectionModel().selectedRows()]
        return [row.report for row in chosen if row is not None and row.report is not None]

    def _show_selection(self) -> None:
        """What can be done with the rows selected: all of it with one, asking and editing with many."""
        indexes, reports = self._table.selectionModel().selectedRows(), self._selected_reports()
        row = self._shown.row(indexes[0]) if len(indexes) == 1 else None
        self._detail.setVisible(bool(indexes))
        self._said.setText(_said(row) if row else f"{len(indexes)} selected.")
        self._ask.setVisible(bool(reports))
        self._ask.setText("&Ask this" if len(reports) == 1 else f"&Ask these {len(reports)}")
        self._edit.setVisible(bool(reports))
        self._edit.setText("&Edit" if len(reports) == 1 else f"&Edit these {len(reports)}")
        self._view.setVisible(row is not None and row.report is not None)
        self._remove.setVisible(row is not None and row.report is not None)
        self._retry.setVisible(row is not None and row.state in (ItemState.FAILED, ItemState.CANCELLED))
        self._cancel.setVisible(row is not None and row.state in UNFINISHED)

    def _open(self, index: QModelIndex) -> None:
        row = self._shown.row(index)
        if row is not None and row.report is not None:
            self.report_opened.emit(row.report)

    def _retry_selected(self) -> None:
        row = self._selected()
        if row is None or row.item is None:
            return
        password = None
        if row.item.code in PASSWORD_CODES:
            name = Path(row.item.path).name
            password, given = QInputDialog.getText(
                self, "Password", f"Password of {name}:", QLineEdit.EchoMode.Password
            )
            if not given:
                return
        self._do(partial(self._context.desk.ingest.retry, row.item.id, password))

    def _cancel_selected(self) -> None:
        row = self._selected()
        if row is not None and row.item is not None:
            self._do(partial(self._context.desk.ingest.cancel, row.item.id))

    def _remove_selected(self) -> None:
        row = self._selected()
        if row is not None and row.report is not None:
            remove = partial(self._context.desk.reports.remove, row.report.id)
            self._do(remove, self._context.reports_changed.emit)

    def edit_selected(self) -> None:
        """State details of the reports selected."""
        case, reports = self._context.case, self._selected_reports()
        if case is not None and reports:
            DetailsDialog(self._context, reports, case.case.ceiling, self).open()

    def _edited(self, edited: Sequence[Report]) -> None:
        """Show what was stated. The list is not read again: a filter over it would be a query nobody asked for."""
        case = self._context.case
        if case is not None:
            self._model.reports_edited(edited, case.case.ceiling)
            self._show_selection()

    def _toggle_pause(self) -> None:
        ingest = self._context.desk.ingest
        self._do(ingest.resume if ingest.paused else ingest.pause)

    def _cancel_all(self) -> None:
        if self._context.case is not None:
            self._do(partial(self._context.desk.ingest.cancel_all, self._context.case.case.id))

    def _do(self, act: Callable[[], object], then: Callable[[], object] | None = None) -> None:
        def done(_: object) -> None:
            if then is not None:
                then()
            self.refresh()

        tasks.run(self, lambda _: act(), done, self._failed)

    def _failed(self, error: DeskError) -> None:
        self._context.said.emit(str(error))


def _said(row: Row) -> str:
    if row.report is None:
        return row.said or "Waiting for its turn."
    known = (row.report.says(Detail.NUMBER), row.report.says(Detail.ORIGINATOR))
    return "\n".join(filter(None, (", ".join(filter(None, known)), row.said or row.report.file_name)))


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
