"""Search: the field above, facets at the left, the passages found; beside question answering, under the same safeguards."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desk.safeguards.sealed import Stopped
from desk.services.search import HitPage, Looked
from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.pages.review_dialog import open_when_wanted
from desk.ui.pages.search_facets import FacetColumn
from desk.ui.pages.search_field import SearchField
from desk.ui.pages.search_foot import SearchFoot
from desk.ui.pages.search_help import SearchHelp
from desk.ui.pages.search_hits import HitList
from desk.ui.theme import SPACE
from desk.ui.widgets.choice_row import ChoiceRow
from desk.ui.widgets.decision import AdvisoryBar, DecisionCard
from desk.ui.widgets.state_view import StateView
from desk.ui.widgets.text import Label, button, tool_button
from desk.vocabulary.errors import DeskError, QueryInvalid

# Width from which the facets stand beside what was found without being asked for.
ROOM_FOR_FACETS = 1024
BEST, NEWEST = "Best first", "Newest first"
NO_HIT = (
    "Words next to each other must all occur in one passage. OR between them, a beginning* or a fuzzy~ word finds more; "
    "what is meant rather than said is found by asking."
)


class SearchPage(QWidget):
    """One search at a time in the case in hand."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self._context = context
        self._task: tasks.Task | None = None
        self._looked: Looked | None = None
        self._searched = False
        self._field, self._help = SearchField(), SearchHelp()
        self._facets, self._hits, self._foot = FacetColumn(), HitList(), SearchFoot()
        self._state = StateView(self._content())
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        column.setSpacing(SPACE)
        column.addLayout(self._top())
        column.addWidget(self._help)
        column.addWidget(self._state, 1)
        self._connect()

    def _connect(self) -> None:
        self._field.returnPressed.connect(self.search)
        self._field.went_down.connect(self._hits.focus_first)
        self._help.tried.connect(self._try)
        self._facets.chosen.connect(lambda _: self._look_again())
        self._order.chosen.connect(lambda _: self._look_again())
        self._hits.opened.connect(self._context.open_citation)
        self._hits.more_wanted.connect(self._load_more)
        self._hits.left.connect(self._field.setFocus)
        open_when_wanted(self._decision, self._context, self)
        QShortcut(QKeySequence.StandardKey.Find, self, self.take_field)
        self._context.case_changed.connect(self._case_changed)
        self._context.case_refreshed.connect(self._case_refreshed)

    def _top(self) -> QHBoxLayout:
        go = button("&Search", "search", "primary")
        go.clicked.connect(self.search)
        self._go = go
        self._help_wanted = _toggle("info", "Grammar of a search (F1)")
        self._help_wanted.setShortcut("F1")
        self._help_wanted.toggled.connect(self._help.setVisible)
        self._help.hide()
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self._field, 1)
        row.addWidget(go)
        row.addWidget(self._help_wanted)
        return row

    def _content(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        self._decision = DecisionCard()
        self._results = self._results_area()
        column.addWidget(self._decision, alignment=Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._results, 1)
        return content

    def _results_area(self) -> QWidget:
        self._count = Label("", "strong")
        self._order = ChoiceRow("Order of the passages", [BEST, NEWEST])
        self._narrow = _toggle("chevron-right", "Narrow what was found")
        self._narrow.setText("Narrow")
        self._narrow.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._narrow.toggled.connect(lambda _: self._make_room())
        self._advisory = AdvisoryBar()
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(self._narrow)
        head.addWidget(self._count, 1)
        head.addWidget(self._order)
        right = QVBoxLayout()
        right.setSpacing(SPACE)
        for widget in (self._advisory, self._hits, self._foot):
            right.addWidget(widget, 1 if widget is self._hits else 0)
        row = QHBoxLayout()
        row.setSpacing(2 * SPACE)
        row.addWidget(self._facets)
        row.addLayout(right, 1)
        area = QWidget()
        column = QVBoxLayout(area)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addLayout(row, 1)
        return area

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Facets beside the hits where there is room, behind a button where there is not."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        roomy = self.width() >= ROOM_FOR_FACETS
        self._narrow.setVisible(not roomy)
        self._facets.setVisible(roomy or self._narrow.isChecked())

    def take_field(self) -> None:
        """Let the person type a search."""
        self._field.setFocus()
        self._field.selectAll()

    # The case in hand.

    def _case_changed(self, case: Any) -> None:
        self._leave()
        self._field.clear()
        for widget in (self._field, self._go):
            widget.setEnabled(case is not None)
        self._greet()

    def _case_refreshed(self, _: Any) -> None:
        # What was found, or why nothing may be, stays while reports come in.
        if not self._searched:
            self._greet()

    def _leave(self) -> None:
        """Take what was found off the screen; what is still being looked for must not come after it."""
        if self._task is not None:
            self._task.abandon()
        self._task, self._looked, self._searched = None, None, False
        self._hits.clear()
        self._facets.begin()
        self._foot.begin()
        self._advisory.hide()
        self._count.setText("")

    def _greet(self) -> None:
        case = self._context.case
        if case is None:
            to_cases = ("Go to cases", "briefcase", lambda: self._context.page_wanted.emit("cases"))
            self._state.show_empty("briefcase", "No case in hand", "A search belongs to a case. Choose one.", to_cases)
        elif case.reports == 0:
            to_reports = ("Add reports", "upload", lambda: self._context.page_wanted.emit("reports"))
            self._state.show_empty("file-text", "Nothing to search yet", "Add reports to this case.", to_reports)
        else:
            what = (
                f"Every passage of the {case.reports} reports of this case that holds your words, counted and lit. A search "
                "passes the same safeguards as a question."
            )
            grammar = ("Show the grammar", "info", lambda: self._help_wanted.setChecked(True))
            self._state.show_empty("search", "Search the reports", what, grammar)

    # One search.

    def _try(self, example: str) -> None:
        self._field.setText(example)
        self._field.setFocus()

    def search(self) -> None:
        """Search for what stands in the field."""
        text, case = self._field.text().strip(), self._context.case
        if case is None:
            return
        self._leave()
        if not text:
            self._greet()
            return
        self._searched = True
        self._help_wanted.setChecked(False)
        self._state.show_working("Searching ...")
        search, case_id, by_date = self._context.desk.search, case.case.id, self._by_date()

        def work(task: tasks.Task) -> Stopped | HitPage:
            looked = search.look(case_id, text)
            if isinstance(looked, Stopped):
                return looked
            task.report(looked)
            return search.page(looked, by_date=by_date)

        self._task = tasks.run(self, work, self._finished, self._failed, self._take_looked)

    def _by_date(self) -> bool:
        return self._order.button(NEWEST).isChecked()

    def _take_looked(self, looked: Looked) -> None:
        """How much was found is known before the hits are masked."""
        self._looked = looked
        self._decision.hide()
        self._results.show()
        self._count.setText(f"{_how_many(looked)} - masking the first ...")
        if looked.passages:
            self._state.show_result()

    def _finished(self, outcome: Stopped | HitPage) -> None:
        self._task = None
        if isinstance(outcome, Stopped):
            self._decision.show_stopped(outcome)
            self._decision.show()
            self._results.hide()
            self._state.show_result()
        elif outcome.passages == 0 and not self._facets.choices:
            self._state.show_empty("search", "No passage holds that", NO_HIT)
        else:
            self._show_page(outcome)

    def _show_page(self, page: HitPage) -> None:
        page.masked.verify()
        self._hits.show_page(page)
        self._foot.show_page(page)
        if page.advisory:
            self._advisory.show()
        if page.first == 0:
            self._facets.show_facets(page.facets)
            self._say_how_many(page)
        self._state.show_result()

    def _say_how_many(self, page: HitPage) -> None:
        if self._looked is not None and self._facets.choices:
            reports = _number(page.reports, "report")
            self._count.setText(f"{page.passages:,} of {_number(self._looked.passages, 'passage')}, in {reports}")
        elif self._looked is not None:
            self._count.setText(_how_many(self._looked))

    def _failed(self, error: DeskError) -> None:
        self._task = None
        if isinstance(error, QueryInvalid):
            self._field.point_at(error.start, error.end)
        self._state.show_problem(error)

    def _look_again(self) -> None:
        """What was found, in another order or narrowed."""
        self._read(0)

    def _load_more(self) -> None:
        if self._task is None:
            self._read(len(self._hits.cards))

    def _read(self, first: int) -> None:
        looked, choices, by_date = self._looked, self._facets.choices, self._by_date()
        if looked is None:
            return
        if self._task is not None:
            self._task.abandon()
        page = self._context.desk.search.page

        def read(_: object) -> HitPage:
            return page(looked, choices, by_date=by_date, first=first)

        self._task = tasks.run(self, read, self._finished, self._failed)


def _toggle(picture: str, name: str) -> QToolButton:
    made = tool_button(picture, name)
    made.setCheckable(True)
    return made


def _how_many(looked: Looked) -> str:
    passages, reports = _number(looked.passages, "passage"), _number(looked.reports, "report")
    return f"{passages} in {reports}, {max(1, round(looked.milliseconds))} ms"


def _number(many: int, of_what: str) -> str:
    return f"{many:,} {of_what}{'' if many == 1 else 's'}"
