"""Cards below each other, in a page that scrolls."""

from collections.abc import Iterable

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desk.ui.theme import SPACE
from desk.ui.widgets.text import empty


class CardList(QScrollArea):
    """Shows cards from the top; ``width`` is the most they may have."""

    def __init__(self, name: str, width: int | None = None) -> None:
        super().__init__()
        inner = QWidget()
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, SPACE, 0)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(SPACE + 4)
        outer.addLayout(self._cards)
        outer.addStretch()
        if width is not None:
            inner.setMaximumWidth(width)
        self.setWidgetResizable(True)
        self.setWidget(inner)
        self.setAccessibleName(name)

    def show_cards(self, cards: Iterable[QWidget]) -> None:
        """Show these in place of what is there."""
        empty(self._cards)
        for card in cards:
            self._cards.addWidget(card)
