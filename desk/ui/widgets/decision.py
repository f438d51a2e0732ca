"""The safeguards' decision, in words: quiet where a question may be answered, in full where it may not."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from desk.safeguards.sealed import Stopped
from desk.services.export import ADVISORY
from desk.ui.theme import SPACE, icon, tokens
from desk.ui.widgets.text import Label, button, empty, restyle, units
from desk.vocabulary.decision import Decision, Finding, Verdict

TITLES = {
    Verdict.ALLOW: "May be answered",
    Verdict.REFER: "Referred: not answered until a person states facts",
    Verdict.BLOCK: "Blocked: not answered",
}
_PICTURES = {Verdict.ALLOW: "shield-check", Verdict.REFER: "shield-alert", Verdict.BLOCK: "shield-x"}


class DecisionLine(QWidget):
    """One quiet line: the question may be answered."""

    def __init__(self, decision: Decision) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(_picture(decision.verdict), alignment=Qt.AlignmentFlag.AlignTop)
        why = f": {'; '.join(decision.basis)}" if decision.basis else ""
        row.addWidget(Label(f"{TITLES[decision.verdict]}{why}", "faint", wraps=True, selectable=True), 1)


class AdvisoryBar(QFrame):
    """The advisory mark in a bar of its own, never part of the classification banner."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("advisory")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, 4, SPACE, 4)
        label = Label(ADVISORY.upper())
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(label)
        self.setAccessibleName(ADVISORY)


class DecisionCard(QFrame):
    """A referred or blocked question: verdict, the words that led there, rules, doctrine, what to do instead.

    ``facts_wanted`` and ``contest_wanted`` carry the stopped question: the person states facts, or says it was misread.
    """

    facts_wanted = Signal(object)
    contest_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2 * SPACE, 2 * SPACE, 2 * SPACE, 2 * SPACE)
        self._column.setSpacing(SPACE)

    def show_stopped(self, stopped: Stopped) -> None:
        """Show why a question is not answered."""
        empty(self._column)
        decision = stopped.decision
        self.setProperty("look", "danger" if decision.verdict is Verdict.BLOCK else "warning")
        restyle(self)
        self._column.addWidget(_head(decision))
        self._column.addWidget(_question(stopped.text, decision))
        for finding in decision.findings:
            self._column.addWidget(_finding(finding))
        self._column.addLayout(self._ways_on(stopped))
        self.setAccessibleName(f"{TITLES[decision.verdict]}. {' '.join(f.reason for f in decision.findings)}")

    def _ways_on(self, stopped: Stopped) -> QHBoxLayout:
        row = QHBoxLayout()
        if stopped.decision.verdict is Verdict.REFER:
            facts = button("State &facts", "file-text", "primary")
            facts.clicked.connect(lambda: self.facts_wanted.emit(stopped))
            row.addWidget(facts)
        contest = button("&Contest", "message-square", "quiet")
        contest.setToolTip("This was misread: tell the oversight officer")
        contest.clicked.connect(lambda: self.contest_wanted.emit(stopped))
        row.addWidget(contest)
        row.addStretch()
        return row


def _picture(verdict: Verdict, size: int = 16) -> QLabel:
    colours = tokens()
    colour = {Verdict.ALLOW: colours.good, Verdict.REFER: colours.warning, Verdict.BLOCK: colours.danger}[verdict]
    label = QLabel()
    label.setPixmap(icon(_PICTURES[verdict], colour, size).pixmap(size, size))
    return label


def _head(decision: Decision) -> QWidget:
    head = QWidget()
    row = QHBoxLayout(head)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(_picture(decision.verdict, 22))
    row.addWidget(Label(TITLES[decision.verdict], "heading"))
    row.addStretch()
    row.addWidget(Label("  ".join(rule.value for rule in decision.rules), "strong"))
    return head


def _question(text: str, decision: Decision) -> QTextEdit:
    """The question as typed with the words that led to the decision lit; built by cursor, so nothing is rendered."""
    view = QTextEdit()
    view.setReadOnly(True)
    view.setAccessibleName("The question, with the words that led to the decision marked")
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setStyleSheet("background: transparent; border: none; padding: 0;")
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    document = QTextDocument(view)
    document.setDefaultFont(view.font())
    document.setDocumentMargin(0)
    document.setPlainText(text)
    view.setDocument(document)
    lit = QTextCharFormat()
    lit.setBackground(QColor(tokens().lit))
    lit.setForeground(QColor("#1b1f27"))
    for start, end in (span for finding in decision.findings for span in finding.spans):
        cursor = QTextCursor(document)
        cursor.setPosition(units(text, start))
        cursor.setPosition(units(text, end), QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(lit)
    view.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    view.setFixedHeight(min(120, 24 * (1 + len(text) // 90) + 4))
    return view


def _finding(finding: Finding) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(Label(f"{finding.rule.value}: {finding.reason}", wraps=True, selectable=True))
    column.addWidget(Label("What to do", "strong"))
    column.addWidget(Label(finding.remedy, wraps=True, selectable=True))
    column.addWidget(Label(f"Rests on: {finding.doctrine}", "faint", wraps=True, selectable=True))
    return part
