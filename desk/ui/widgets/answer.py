"""An answer on the screen: released sentences with their citations, marks, note and sources.

The methods take released values alone and verify their seals: nothing else gets on the screen here. What an answer says
cannot be selected: a sentence taken by hand would leave without its marks and without an entry in the ledger. Copy and
Save take the whole answer, with both.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from desk.safeguards.sealed import Released, ReleasedSentence, Stopped
from desk.services.export import NOT_A_SOURCE, UNSUPPORTED
from desk.ui.theme import SPACE
from desk.ui.widgets.banner import Banner
from desk.ui.widgets.decision import AdvisoryBar, DecisionCard, DecisionLine
from desk.ui.widgets.flow import FlowLayout
from desk.ui.widgets.text import Label, button
from desk.vocabulary.answer import Answer, AnswerSentence, Citation, Support
from desk.vocabulary.decision import Decision, Verdict


class TurnView(QWidget):
    """One question with its decision and, as it arrives, its answer."""

    citation_opened = Signal(object)
    copy_wanted = Signal(object)
    save_wanted = Signal(object)
    facts_wanted = Signal(object)
    contest_wanted = Signal(object)

    def __init__(self, question: str) -> None:
        super().__init__()
        self._heading = ""
        self._decided = False
        self._released: Released | None = None
        self._advisory: AdvisoryBar | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 3 * SPACE)
        self._column.setSpacing(SPACE)
        self._column.addWidget(Label(question, "question", wraps=True, selectable=True))
        self._marks = QVBoxLayout()
        self._column.addLayout(self._marks)
        self._body = QVBoxLayout()
        self._body.setSpacing(SPACE)
        self._column.addLayout(self._body)
        self._working = Label("Reading the reports ...", "muted")
        self._column.addWidget(self._working)
        self._working.hide()

    @property
    def released(self) -> Released | None:
        """The whole answer, once it is there."""
        return self._released

    def show_decision(self, decision: Decision) -> None:
        """The decision comes first. A stopped question is shown in full by ``show_stopped``."""
        if decision.verdict is Verdict.ALLOW:
            self._decided = True
            self._marks.addWidget(DecisionLine(decision))
            self._working.show()

    def show_stopped(self, stopped: Stopped) -> None:
        """A referred or blocked question."""
        self._working.hide()
        card = DecisionCard()
        card.facts_wanted.connect(self.facts_wanted)
        card.contest_wanted.connect(self.contest_wanted)
        card.show_stopped(stopped)
        self._body.addWidget(card)

    def show_sentence(self, released: ReleasedSentence) -> None:
        """One more sentence."""
        released.verify()
        if released.advisory:
            self._show_advisory()
        self._add(released.sentence)

    def show_released(self, released: Released) -> None:
        """The answer is whole: marks, note, sources, and what can be done with it."""
        released.verify()
        self._working.hide()
        if not self._decided:
            self._add_all(released)
        self._released = released
        answer = released.answer
        if answer.advisory:
            self._show_advisory()
        if answer.note:
            self._body.addWidget(Label(answer.note, "strong", wraps=True))
        if answer.citations:
            self._body.addWidget(_Sources(answer, self.citation_opened.emit))
        self._body.addWidget(self._foot(answer))

    def show_problem(self, text: str) -> None:
        """The answer did not come."""
        self._working.hide()
        self._body.addWidget(Label(text, "danger", wraps=True, selectable=True))

    def _add_all(self, released: Released) -> None:
        """An answer of before, which does not arrive piece by piece."""
        self._decided = True
        self._marks.addWidget(DecisionLine(released.decision))
        for sentence in released.answer.sentences:
            self._add(sentence)

    def _add(self, sentence: AnswerSentence) -> None:
        if sentence.heading and sentence.heading != self._heading:
            self._heading = sentence.heading
            self._body.addWidget(Label(sentence.heading, "muted", wraps=True))
        self._body.addWidget(_Sentence(sentence, self.citation_opened.emit))

    def _show_advisory(self) -> None:
        if self._advisory is None:
            self._advisory = AdvisoryBar()
            self._marks.addWidget(self._advisory)

    def _foot(self, answer: Answer) -> QWidget:
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(0, SPACE, 0, 0)
        marking = Banner()
        marking.show_marking(answer.marking)
        column.addWidget(marking)
        if answer.unmarked_sources:
            column.addWidget(Label(NOT_A_SOURCE, "faint", wraps=True))
        row = QHBoxLayout()
        row.addWidget(Label(answer.produced_by, "faint", wraps=True), 1)
        for text, picture, signal in (
            ("Copy", "copy", self.copy_wanted),
            ("Save as Markdown", "download", self.save_wanted),
        ):
            made = button(text, picture, "quiet")
            made.clicked.connect(lambda _=False, signal=signal: signal.emit(self._released))
            row.addWidget(made)
        column.addLayout(row)
        return foot


class _Sentence(QFrame):
    """A sentence and, below it, its citations."""

    def __init__(self, sentence: AnswerSentence, opened: object) -> None:
        super().__init__()
        unsupported = sentence.support is Support.UNSUPPORTED
        self.setProperty("look", "unsupported" if unsupported else "")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE if unsupported else 0, 0, 0, 0)
        column.setSpacing(2)
        look = "unsupported" if unsupported else "answer"
        column.addWidget(Label(sentence.text, look, wraps=True))
        if unsupported:
            column.addWidget(Label(UNSUPPORTED, "faint"))
        if sentence.citations:
            column.addWidget(_chips(sentence.citations, opened))


def _chips(citations: tuple[Citation, ...], opened: object) -> QWidget:
    line = QWidget()
    flow = FlowLayout(line)
    for citation in citations:
        flow.addWidget(citation_chip(citation, opened))
    place = citations[0]
    flow.addWidget(Label(place.where, "faint"))
    return line


def citation_chip(citation: Citation, opened: object) -> QToolButton:
    """The number of a citation; a click or Space opens the report at the words."""
    chip = QToolButton()
    chip.setProperty("look", "chip")
    chip.setText(str(citation.number))
    chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    chip.setCursor(Qt.CursorShape.PointingHandCursor)
    chip.setAccessibleName(f"Citation {citation.number}: {citation.source}")
    chip.setToolTip(f"Open {citation.where}")
    chip.clicked.connect(lambda: opened(citation))  # type: ignore[operator]
    return chip


class _Sources(QFrame):
    """The places cited: one line a report and page, with the numbers that point there."""

    def __init__(self, answer: Answer, opened: object) -> None:
        super().__init__()
        self.setProperty("look", "card")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, SPACE, 2 * SPACE, SPACE)
        column.setSpacing(4)
        column.addWidget(Label("Sources", "strong"))
        places: dict[tuple[str, int], list[Citation]] = {}
        for citation in answer.citations:
            places.setdefault((citation.report_id, citation.where), []).append(citation)
        for citations in places.values():
            column.addWidget(_source(citations, opened))


def _source(citations: list[Citation], opened: object) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    for citation in citations:
        row.addWidget(citation_chip(citation, opened), alignment=Qt.AlignmentFlag.AlignTop)
    first = citations[0]
    source = Label(first.source, "muted", wraps=True)
    source.setToolTip(first.rating.words.capitalize() if first.rating else "")
    row.addWidget(source, 1)
    return line
