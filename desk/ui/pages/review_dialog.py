"""What an analyst does with a stopped question: state facts about its subject, or contest the decision."""

from functools import partial

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desk.safeguards.sealed import Stopped
from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.widgets.answer import TurnView
from desk.ui.widgets.decision import DecisionCard
from desk.ui.widgets.dialog import FormDialog
from desk.ui.widgets.form import Field
from desk.vocabulary.review import Review, ReviewKind, Side, Statement

_SIDES = {"Foreign: no U.S. person, and not in the United States": Side.FOREIGN, "A U.S. person": Side.DOMESTIC}


def open_when_wanted(asking: TurnView | DecisionCard, context: Context, parent: QWidget) -> None:
    """Open the dialog over ``parent`` wherever ``asking`` says that facts are to be stated or a decision contested."""

    def show(kind: ReviewKind, stopped: Stopped) -> None:
        ReviewDialog(context, stopped, kind, parent).open()

    asking.facts_wanted.connect(partial(show, ReviewKind.REFERRAL))
    asking.contest_wanted.connect(partial(show, ReviewKind.CONTEST))


class ReviewDialog(FormDialog):
    """Sends a referral or a contest to the oversight officer's list."""

    def __init__(self, context: Context, stopped: Stopped, kind: ReviewKind, parent: QWidget) -> None:
        self._context, self._stopped, self._kind = context, stopped, kind
        self._subject, self._fact, self._source = QComboBox(), QLineEdit(), QLineEdit()
        self._subject.setEditable(True)
        self._subject.addItems(list(context.desk.oversight.subjects(stopped.text)))
        self._side, self._reason = QComboBox(), QPlainTextEdit()
        self._side.addItems(list(_SIDES))
        self._reason.setTabChangesFocus(True)
        self._reason.setFixedHeight(90)
        if kind is ReviewKind.REFERRAL:
            title, act = "State facts", "&Send to the oversight officer"
            what = (
                "The question stays unanswered until an officer has confirmed the fact. It then serves the whole case."
            )
            fields = [
                Field("&Who", self._subject, "The person or account the fact is about."),
                Field("What the fact &makes of them", self._side),
                Field("The &fact", self._fact, "Nationality, residence, employer: as the source says it."),
                Field("S&ource", self._source, "Report and page, or where else it stands."),
            ]
        else:
            title, act = "Contest the decision", "&Send to the oversight officer"
            what = "The officer sees the question, the decision and your reason. The decision itself stays as it is."
            fields = [Field("&What was misread", self._reason)]
        super().__init__(parent, title, what, act, fields)

    def send(self) -> None:
        """Submit; what is missing is said in the dialog."""
        case, oversight, stopped = self._context.case, self._context.desk.oversight, self._stopped
        if case is None:
            return
        case_id, reason = case.case.id, self._reason.toPlainText()
        side = _SIDES[self._side.currentText()]
        words, source = self._fact.text().strip(), self._source.text().strip()
        statement = Statement(self._subject.currentText().strip(), side, words, source)

        def submit(_: tasks.Task) -> Review:
            if self._kind is ReviewKind.REFERRAL:
                return oversight.refer(case_id, stopped, statement)
            return oversight.contest(case_id, stopped, reason)

        self.wait()
        tasks.run(self, submit, self._sent, self.say_wrong)

    def _sent(self, _: Review) -> None:
        self._context.said.emit("Sent: it waits under Oversight for an officer.")
        self.accept()
