"""The facets of a search: what the passages found have in common, each value to be kept alone or left out."""

import html
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desk.services.search import Choice, Count, Facet
from desk.ui.theme import SPACE, icon, tokens
from desk.ui.widgets.text import Label, button, empty, tool_button

WIDTH = 256
# Values shown of a facet before the person asks for all.
FEW = 5
TITLES = {
    Facet.FORMAT: "Format",
    Facet.MARKING: "Marking",
    Facet.YEAR: "Year",
    Facet.ORIGINATOR: "Originator",
    Facet.FOLDER: "Folder",
    Facet.REPORT: "Report",
}
_LEAVE_OUT = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Minus)


class ValueButton(QPushButton):
    """One value with its count. Space keeps it alone, Delete or minus leaves it out; the same again takes that back."""

    keep_wanted = Signal()
    leave_out_wanted = Signal()

    def __init__(self, facet: Facet, count: Count, state: bool | None) -> None:
        super().__init__()
        self.setProperty("look", "facet")
        self.setProperty("state", {True: "kept", False: "left_out", None: ""}[state])
        self.setAutoDefault(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if state is not None:
            self.setIcon(icon("check" if state else "x", tokens().good if state else tokens().danger, 14))
        self.ensurePolished()
        room = WIDTH - 104 - (20 if state is not None else 0)
        shown = self.fontMetrics().elidedText(count.label, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
        said = {True: "kept alone", False: "left out", None: "not chosen"}[state]
        self.setAccessibleName(f"{TITLES[facet]} {count.label}, {count.passages} passages, {said}")
        self.setToolTip(f"{html.escape(count.label)}<br>Space: only these. Delete: without these.")
        self.clicked.connect(self.keep_wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete or minus leaves out."""
        if event.key() in _LEAVE_OUT:
            self.leave_out_wanted.emit()
        else:
            super().keyPressEvent(event)


class FacetColumn(QScrollArea):
    """Emits ``chosen`` with what the person chose among the values, whenever that changes."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._choices: tuple[Choice, ...] = ()
        self._facets: Mapping[Facet, Sequence[Count]] = {}
        self._whole: set[Facet] = set()
        inner = QWidget()
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(0, 0, SPACE, 0)
        self._column = QVBoxLayout()
        self._column.setSpacing(2)
        outer.addLayout(self._column)
        outer.addStretch()
        self.setWidgetResizable(True)
        self.setWidget(inner)
        self.setFixedWidth(WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Narrow what was found")

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What is kept and left out."""
        return self._choices

    def begin(self) -> None:
        """A new search: nothing is chosen."""
        self._choices, self._facets, self._whole = (), {}, set()
        empty(self._column)

    def choose(self, facet: Facet, value: str, kept: bool) -> None:
        """Keep a value alone or leave it out; where that is so already, take it back."""
        wanted = Choice(facet, value, kept)
        others = tuple(each for each in self._choices if (each.facet, each.value) != (facet, value))
        self._choices = others if wanted in self._choices else (*others, wanted)
        self.chosen.emit(self._choices)

    def take_all_back(self) -> None:
        """Everything found again."""
        self._choices = ()
        self.chosen.emit(())

    def show_facets(self, facets: Mapping[Facet, Sequence[Count]]) -> None:
        """Show the values and counts; the keys stay with the value they were for."""
        focused = self.focusWidget() if self.isAncestorOf(self.focusWidget()) else None
        held = focused.objectName() if focused is not None and focused.hasFocus() else ""
        self._facets = facets
        empty(self._column)
        if self._choices:
            back = button("&Take all back", "rotate-ccw", "quiet")
            back.clicked.connect(self.take_all_back)
            self._column.addWidget(back, alignment=Qt.AlignmentFlag.AlignLeft)
        for facet, counts in facets.items():
            self._add(facet, counts)
        again = self.findChild(ValueButton, held) if held else None
        if again is not None:
            again.setFocus()

    def _add(self, facet: Facet, counts: Sequence[Count]) -> None:
        chosen = {each.value: each.kept for each in self._choices if each.facet is facet}
        # What all have in common narrows nothing.
        if len(counts) < 2 and not chosen:
            return
        title = Label(TITLES[facet], "strong")
        title.setContentsMargins(8, SPACE, 0, 2)
        self._column.addWidget(title)
        few = counts if facet in self._whole else [c for n, c in enumerate(counts) if n < FEW or c.value in chosen]
        for count in few:
            self._column.addWidget(self._value(facet, count, chosen.get(count.value)))
        if len(few) < len(counts):
            more = button(f"{len(counts) - len(few)} more", "", "quiet")
            more.clicked.connect(lambda: self._show_whole(facet))
            self._column.addWidget(more, alignment=Qt.AlignmentFlag.AlignLeft)

    def _show_whole(self, facet: Facet) -> None:
        self._whole.add(facet)
        self.show_facets(self._facets)

    def _value(self, facet: Facet, count: Count, state: bool | None) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        made = ValueButton(facet, count, state)
        made.setObjectName(f"{facet}:{count.value}")
        made.keep_wanted.connect(lambda: self.choose(facet, count.value, True))
        made.leave_out_wanted.connect(lambda: self.choose(facet, count.value, False))
        out = tool_button("x", f"Without {html.escape(count.label)}")
        out.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Delete on the value does the same
        out.clicked.connect(lambda: self.choose(facet, count.value, False))
        row.addWidget(made, 1)
        row.addWidget(Label(f"{count.passages:,}", "faint"))
        row.addWidget(out)
        return line
