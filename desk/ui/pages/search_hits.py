"""The passages a search found: cards with lit words, each of which opens its report at its place."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk.services.search import HitPage, ShownHit
from desk.ui.theme import SPACE
from desk.ui.widgets.lit_text import LitText
from desk.ui.widgets.text import ElidedLabel, Label, button, empty, restyle

ORDERS = "Holds words addressed to software; they are never followed."
_OPENS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class HitCard(QFrame):
    """One passage. What it says cannot be selected: words taken by hand would leave without their marks."""

    opened = Signal(object)
    moved = Signal(int)

    def __init__(self, hit: ShownHit) -> None:
        super().__init__()
        self._hit = hit
        self.setProperty("look", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        citation = hit.citation
        text, lit = hit.excerpt
        self.body = LitText(text, lit)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * SPACE, SPACE + 2, 2 * SPACE, SPACE + 4)
        column.setSpacing(4)
        column.addLayout(self._head(hit))
        column.addWidget(self.body)
        if hit.passage.injected:
            column.addWidget(Label(ORDERS, "danger", wraps=True))
        self.setAccessibleName(f"{hit.number}: {citation.mark} {citation.report_title}, {citation.where}. {text}")
        self.setToolTip("Open the report here (Enter)")

    def _head(self, hit: ShownHit) -> QHBoxLayout:
        citation = hit.citation
        day = f"{hit.date:%d %b %Y}" if hit.date else "undated"
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(Label(citation.mark, "faint"))
        row.addWidget(ElidedLabel(citation.report_title, "strong"), 1)
        row.addWidget(Label(citation.where, "muted"))
        row.addWidget(Label(day, "muted"))
        return row

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the arrows go to the neighbours."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in _OPENS:
            self.opened.emit(self._hit.citation)
        elif event.key() in steps:
            self.moved.emit(steps[event.key()])
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self._hit.citation)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which card the keys are for."""
        super().focusInEvent(event)
        self._show_chosen(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And that they are no longer."""
        super().focusOutEvent(event)
        self._show_chosen(False)

    def _show_chosen(self, chosen: bool) -> None:
        self.setProperty("chosen", chosen)
        restyle(self)


class HitList(QScrollArea):
    """Emits ``opened`` with a citation, ``more_wanted`` where the person asks for the next hits, ``left`` above the first."""

    opened = Signal(object)
    more_wanted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        inner = QWidget()
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, SPACE // 2, 0)
        outer.setSpacing(SPACE)
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE)
        outer.addLayout(self._column)
        self._more = button("Load &more", "chevron-down")
        self._more.clicked.connect(self.more_wanted)
        self._more.hide()
        outer.addWidget(self._more, alignment=Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch()
        self.setWidgetResizable(True)
        self.setWidget(inner)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Passages found")
        self.cards: list[HitCard] = []

    def clear(self) -> None:
        """Show nothing."""
        empty(self._column)
        self.cards = []
        self._more.hide()

    def show_page(self, page: HitPage) -> None:
        """Show the first hits in place of what is there, or add the next."""
        page.masked.verify()
        if page.first == 0:
            self.clear()
            self.verticalScrollBar().setValue(0)
        added = [HitCard(hit) for hit in page.hits]
        for number, card in enumerate(added, start=len(self.cards)):
            card.opened.connect(self.opened)
            card.moved.connect(partial(self._move, number))
            self._column.addWidget(card)
            card.show()  # at once, so that the keys can go to it
        self.cards += added
        if page.first and added and self._more.hasFocus():
            added[0].setFocus()
        self._more.setVisible(page.more > 0)
        self._more.setText(f"Load &more ({page.more:,})")

    def focus_first(self) -> None:
        """Let the keys go to the first hit."""
        if self.cards:
            self.cards[0].setFocus()

    def _move(self, number: int, step: int) -> None:
        wanted = number + step
        if wanted < 0:
            self.left.emit()
        elif wanted < len(self.cards):
            self.cards[wanted].setFocus()
            self.ensureWidgetVisible(self.cards[wanted])
        elif self._more.isVisible():
            self._more.setFocus()
            self.ensureWidgetVisible(self._more)
