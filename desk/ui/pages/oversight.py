"""Oversight: what waits for an officer, with everything needed to decide, and what was decided."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk.services.oversight import Officer
from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.pages.officer_dialogs import DecideDialog, EnrolDialog, what_is_decided
from desk.ui.pages.test_bench import TestBench
from desk.ui.theme import SPACE
from desk.ui.widgets.card_list import CardList
from desk.ui.widgets.page_header import PageHeader
from desk.ui.widgets.state_view import StateView
from desk.ui.widgets.text import Label, button
from desk.vocabulary.review import Review, ReviewKind, ReviewState

WIDTH = 860
_KINDS = {ReviewKind.REFERRAL: "Facts about a subject", ReviewKind.CONTEST: "Contested decision"}
_STATES = {ReviewState.OPEN: "Waiting", ReviewState.CONFIRMED: "Confirmed", ReviewState.DECLINED: "Declined"}


class OversightPage(QWidget):
    """The referrals and contests of the case in hand, what waits longest first."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self._context = context
        self._enrol = button("&Enrol an officer", "shield-check")
        self._enrol.clicked.connect(self._enrol_officer)
        bench = button("&Test the safeguards", "shield-check")
        bench.clicked.connect(lambda: TestBench(context, self).open())
        self._header = PageHeader("Oversight", "", bench, self._enrol)
        self._cards = CardList("Referrals and contests", WIDTH)
        self._state = StateView(self._cards)
        self._reading: tasks.Task | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        column.addWidget(self._header)
        column.addWidget(self._state, 1)

    def refresh(self) -> None:
        """Read what waits and what is decided; an earlier look, at another case perhaps, must not overtake this one."""
        if self._reading is not None:
            self._reading.abandon()
        case, oversight = self._context.case, self._context.desk.oversight
        if case is None:
            what = "Referrals belong to a case. Choose one."
            to_cases = ("Go to cases", "briefcase", lambda: self._context.page_wanted.emit("cases"))
            self._state.show_empty("briefcase", "No case in hand", what, to_cases)
            return
        case_id = case.case.id

        def read(_: tasks.Task) -> tuple[list[Review], list[Officer]]:
            return oversight.reviews(case_id), oversight.officers()

        self._reading = tasks.run(self, read, self._show, self._state.show_problem)

    def _show(self, found: tuple[list[Review], list[Officer]]) -> None:
        reviews, officers = found
        self._enrol.setVisible(not officers)
        names = ", ".join(officer.name for officer in officers)
        self._header.say("Oversight", f"May decide: {names}" if names else "Nobody may decide yet: enrol an officer.")
        self._cards.show_cards(self._card(review) for review in reviews)
        if reviews:
            self._state.show_result()
        else:
            what = "Where a question is referred or blocked, the analyst can state facts or contest it. It waits here then."
            self._state.show_empty("shield-check", "Nothing waits for a decision", what)

    def _card(self, review: Review) -> QFrame:
        card = QFrame()
        card.setProperty("look", "warning" if review.state is ReviewState.OPEN else "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, SPACE + 4)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(Label(_KINDS[review.kind], "heading"), 1)
        head.addWidget(Label(_STATES[review.state], "strong"))
        column.addLayout(head)
        for text, look in _lines(review):
            column.addWidget(Label(text, look, wraps=True, selectable=True))
        if review.state is ReviewState.OPEN:
            column.addLayout(self._ways(review))
        return card

    def _ways(self, review: Review) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch()
        for text, picture, confirm in (("Decline", "x", False), ("Confirm", "check", True)):
            made = button(text, picture)
            made.setAccessibleName(f"{text}: {review.question}")
            made.clicked.connect(lambda _=False, confirm=confirm: self._decide(review, confirm))
            row.addWidget(made)
        return row

    def _decide(self, review: Review, confirm: bool) -> None:
        dialog = DecideDialog(self._context, review, confirm, self)
        dialog.accepted.connect(self.refresh)
        dialog.open()

    def _enrol_officer(self) -> None:
        dialog = EnrolDialog(self._context, self)
        dialog.accepted.connect(self.refresh)
        dialog.open()


def _lines(review: Review) -> list[tuple[str, str]]:
    lines = what_is_decided(review)
    rules = ", ".join(review.rules)
    lines.append((f"Rules: {rules}. From {review.submitted_by}, {review.submitted_at:%d %B %Y, %H:%M} UTC", "faint"))
    if review.decided_by and review.decided_at:
        lines.append((f"{review.decided_by}, {review.decided_at:%d %B %Y}: {review.decision_reason}", "muted"))
    return lines
