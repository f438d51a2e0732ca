"""The viewer: a report as received, at a page, with the cited words lit. Nothing is ever written to disk for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPolygonF, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSpinBox, QStackedWidget, QTextEdit, QVBoxLayout, QWidget

from desk.reading import pdfium_range
from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.theme import NUMBER_MARGINS, SPACE, tokens
from desk.ui.widgets.banner import Banner
from desk.ui.widgets.pdf_page import PdfPage
from desk.ui.widgets.state_view import StateView
from desk.ui.widgets.text import ElidedLabel, Label, PlainView, tool_button, units
from desk.vocabulary.answer import Citation
from desk.vocabulary.errors import DeskError
from desk.vocabulary.marking import counted
from desk.vocabulary.report import Box, Report

NOT_BY_PDFIUM = "PDFium could not open it"
STEP, LEAST, MOST = 1.25, 0.3, 5.0


@dataclass(frozen=True, slots=True)
class _Place:
    """Where to go: a page (from 1) and, for a citation, a span of its text."""

    page: int = 1
    start: int = 0
    end: int = 0


class ReportViewer(QWidget):
    """Emits ``closed`` when the person goes back."""

    closed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self._context = context
        self._report: Report | None = None
        self._is_open = False
        self._task: tasks.Task | None = None
        self._place = _Place()
        self._starts = [0]  # where each page begins in the text shown
        self._page_text = ""
        self._boxes: Sequence[Box] = ()
        self._scale = 0.0  # 0: as wide as the view
        self._document = QPdfDocument(self)
        self._bytes, self._buffer = QByteArray(), QBuffer(self)
        self._page = PdfPage(self._document)
        self._text = PlainView("Text of the report")
        self._state = StateView(self._body())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._banner = Banner()
        column.addWidget(self._head())
        column.addWidget(self._banner)
        column.addWidget(self._state, 1)
        context.reports_edited.connect(self._take_edited)

    def _head(self) -> QWidget:
        head = QWidget()
        head.setObjectName("top")
        row = QHBoxLayout(head)
        row.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        back = tool_button("arrow-left", "Close the report (Esc)")
        back.setShortcut("Esc")
        back.clicked.connect(self.closed)
        self._title = ElidedLabel("", "strong")
        self._rating = Label("", "strong")
        self._rating.hide()
        self._number = QSpinBox()
        self._number.lineEdit().setTextMargins(*NUMBER_MARGINS)
        self._number.setAccessibleName("Page")
        self._number.setKeyboardTracking(False)
        self._number.valueChanged.connect(self._go_to)
        self._pages = Label("", "muted")
        row.addWidget(back)
        row.addWidget(self._title, 1)
        row.addWidget(self._rating)
        self._page_tools = [self._number, self._pages]
        for picture, name, act in (
            ("chevron-left", "Page before (Page Up)", lambda: self._number.stepDown()),
            ("chevron-right", "Next page (Page Down)", lambda: self._number.stepUp()),
            ("zoom-out", "Smaller (Ctrl+-)", lambda: self._zoom(1 / STEP)),
            ("zoom-in", "Larger (Ctrl++)", lambda: self._zoom(STEP)),
            ("move-horizontal", "As wide as the view (Ctrl+0)", self._fit),
        ):
            made = tool_button(picture, name)
            made.setShortcut(
                name.rsplit("(", 1)[1].rstrip(")").replace("Page Up", "PgUp").replace("Page Down", "PgDown")
            )
            made.clicked.connect(act)
            self._page_tools.append(made)
        for tool in self._page_tools:
            row.addWidget(tool)
        return head

    def _body(self) -> QStackedWidget:
        self._area = QScrollArea()
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._area.setWidget(self._page)
        self._area.setAccessibleName("Pages of the report")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._area)
        self._stack.addWidget(self._text)
        return self._stack

    # What is shown.

    def show_report(self, report: Report) -> None:
        """Open a report at its beginning."""
        self._open(report, _Place())

    def show_citation(self, citation: Citation) -> None:
        """Open the cited report at the page, with the cited words lit."""
        place = _Place(citation.page, citation.start, citation.end)
        if self._report is not None and self._report.id == citation.report_id:
            self._place = place
            self._load_page()
            return
        self._leave()
        get = self._context.desk.reports.get
        self._run(lambda _: get(citation.report_id), lambda report: self._open(report, place))

    def _open(self, report: Report, place: _Place) -> None:
        self._leave()
        self._report, self._place = report, place
        self._show_details(report)
        reports = self._context.desk.reports
        if _is_drawn(report):
            self._run(lambda _: reports.drawable(report.id), self._opened)
        else:
            self._run(lambda _: reports.pages(report.id), self._opened_text)

    def _show_details(self, report: Report) -> None:
        """Title, rating and marking, as they count."""
        self._title.setText(report.title)
        self._rating.setVisible(report.rating is not None)
        if report.rating is not None:
            self._rating.setText(str(report.rating))
            self._rating.setToolTip(report.rating.words.capitalize())
            self._rating.setAccessibleName(f"Rating {report.rating}: {report.rating.words}")
        case = self._context.case
        self._banner.setVisible(case is not None)
        if case is not None:
            self._banner.show_marking(counted(report.marking, case.case.ceiling), unmarked=report.marking is None)

    def _take_edited(self, edited: Sequence[Report]) -> None:
        """What was stated of the report on the screen is shown at once."""
        for report in edited:
            if self._report is not None and report.id == self._report.id:
                self._report = report
                self._show_details(report)

    def _leave(self) -> None:
        """Take the report before off the screen, so that nothing of it stands under the title of the next."""
        self._report, self._is_open = None, False
        self._title.setText("")
        self._rating.hide()
        self._banner.hide()
        for tool in self._page_tools:
            tool.hide()
        self._state.show_working("Opening the report ...")

    def _run(self, work: tasks.Work, finished: Callable[[Any], None]) -> None:
        """Read from the vault; what is still being read for an earlier wish must not arrive after it."""
        if self._task is not None:
            self._task.abandon()
        self._task = tasks.run(self, work, finished, self._failed)

    def _failed(self, error: DeskError) -> None:
        # Not the report in hand any more: the next wish for it opens it anew.
        self._report, self._is_open = None, False
        self._state.show_problem(error)

    def _opened(self, data: bytes) -> None:
        self._document.close()
        self._buffer.close()
        self._bytes = QByteArray(data)
        self._buffer.setData(self._bytes)
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        if self._document.status() is not QPdfDocument.Status.Ready:
            what = DeskError("This PDF cannot be drawn here.", "Its text can still be asked; the original is unharmed.")
            self._failed(what)
            return
        self._number.blockSignals(True)
        self._number.setRange(1, self._document.pageCount())
        self._number.blockSignals(False)
        self._pages.setText(f"of {self._document.pageCount()}")
        for tool in self._page_tools:
            tool.show()
        self._page.begin()
        self._is_open = True
        self._load_page()

    def _load_page(self) -> None:
        """The text of the page decides where the cited words are. A report still being opened comes here by itself."""
        if self._report is None or not self._is_open:
            return
        if not _is_drawn(self._report):
            self._light_text()
            return
        report_id, page = self._report.id, self._place.page
        if self._place.start == self._place.end:
            self._show(("", ()))
            return
        reports, place = self._context.desk.reports, self._place

        def read(_: object) -> tuple[str, Sequence[Box]]:
            return reports.page_text(report_id, page), reports.boxes(report_id, page, place.start, place.end)

        self._run(read, self._show)

    def _show(self, found: tuple[str, Sequence[Box]]) -> None:
        self._page_text, self._boxes = found
        self._show_view(self._area)
        self._draw()

    def _draw(self) -> None:
        self._number.blockSignals(True)
        self._number.setValue(self._place.page)
        self._number.blockSignals(False)
        self._page.show_page(self._place.page, self._scale or self._fitting(), self._polygons())
        lit = self._page.first_lit()
        if lit is not None:
            middle = lit.center().toPoint()
            self._area.ensureVisible(middle.x(), middle.y(), 40, self._area.viewport().height() // 3)
        else:
            self._area.verticalScrollBar().setValue(0)

    def _polygons(self) -> list[QPolygonF]:
        if self._place.start == self._place.end or not self._page_text:
            return []
        first, length = pdfium_range(self._page_text, self._place.start, self._place.end)
        exact = list(self._document.getSelectionAtIndex(self._place.page - 1, first, length).bounds())
        # A scanned page has no text of its own: the places are those at which its words were recognised.
        return exact or [QPolygonF(QRectF(box.x, box.y, box.width, box.height)) for box in self._boxes]

    def _opened_text(self, pages: list[str]) -> None:
        self._starts = [sum(len(page) + 1 for page in pages[:number]) for number in range(len(pages))]
        self._text.setPlainText("\n".join(pages))
        self._is_open = True
        self._show_view(self._text)
        self._light_text()

    def _show_view(self, view: QWidget) -> None:
        self._state.show_result()
        self._stack.setCurrentWidget(view)

    def _light_text(self) -> None:
        text = self._text.toPlainText()
        before = self._starts[min(self._place.page, len(self._starts)) - 1]
        cursor = self._text.textCursor()
        cursor.setPosition(units(text, before + self._place.start))
        self._text.setTextCursor(cursor)
        cursor.setPosition(units(text, before + self._place.end), QTextCursor.MoveMode.KeepAnchor)
        lit = QTextEdit.ExtraSelection()
        lit.cursor = cursor
        form = QTextCharFormat()
        form.setBackground(QColor(tokens().lit))
        form.setForeground(QColor("#1b1f27"))
        lit.format = form
        self._text.setExtraSelections([lit] if self._place.start < self._place.end else [])
        self._text.centerCursor()

    # What the person does.

    def _go_to(self, page: int) -> None:
        self._place = _Place(page)
        self._load_page()

    def _zoom(self, factor: float) -> None:
        self._scale = min(MOST, max(LEAST, (self._scale or self._fitting()) * factor))
        self._draw()

    def _fit(self) -> None:
        self._scale = 0.0
        self._draw()

    def _fitting(self) -> float:
        width = self._document.pagePointSize(self._place.page - 1).width()
        room = self._area.viewport().width() - 2 * SPACE
        return max(LEAST, min(2.0, room / width)) if width else 1.0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page as wide as the view."""
        super().resizeEvent(event)
        if not self._scale and self._is_open and self._stack.currentWidget() is self._area:
            self._draw()


def _is_drawn(report: Report) -> bool:
    """Whether PDFium opened the file in the jail: what it could not open there is not given to it here."""
    if report.format == "image":
        return True
    return report.format == "pdf" and not any(warning.startswith(NOT_BY_PDFIUM) for warning in report.warnings)
