"""The safeguards' decision, in words: quiet where a question may be answered, in full where it may not."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from desk.safeguards.sealed import Stopped
from desk.services.export import ADVISORY
from desk.ui.theme import SPACE, icon, tokens
from desk.ui.widgets.text import Label, empty, restyle
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
        row.addWidget(_picture(decision.verdict))
        row.addWidget(Label(TITLES[decision.verdict], "faint"))
        row.addStretch()


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
    """A referred or blocked question: verdict, the words that led there, rules, doctrine, what to do instead."""

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
        self.setAccessibleName(f"{TITLES[decision.verdict]}. {' '.join(f.reason for f in decision.findings)}")


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
        cursor.setPosition(_units(text, start))
        cursor.setPosition(_units(text, end), QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(lit)
    view.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    view.setFixedHeight(min(120, 24 * (1 + len(text) // 90) + 4))
    return view


def _units(text: str, offset: int) -> int:
    """Qt counts UTF-16 units, spans count characters."""
    return offset + sum(1 for letter in text[:offset] if ord(letter) > 0xFFFF)


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
