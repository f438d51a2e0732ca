"""What the safeguards remember in a conversation, in one line above the question."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desk.safeguards.conversation import Held
from desk.ui.theme import SPACE
from desk.ui.widgets.text import ElidedLabel
from desk.vocabulary.decision import Verdict

_STATES = {Verdict.REFER: "referred until facts are stated", Verdict.BLOCK: "blocked"}


class HeldLine(QWidget):
    """Hidden while nothing is held."""

    def __init__(self) -> None:
        super().__init__()
        self._said = ElidedLabel("", "faint")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, SPACE // 2)
        row.addWidget(self._said, 1)
        self.hide()

    def show_held(self, held: Sequence[Held]) -> None:
        """Say what is held, newest first."""
        self.setVisible(bool(held))
        each = "; ".join(f"{h.words} ({h.rule.value}, {_STATES[h.verdict]})" for h in reversed(held))
        self._said.setText(f"Held in this conversation: {each}. Other questions are free.")
