"""Qt item models over the files and reports of a case: one row a file, from waiting to complete; sorted and by state."""

import html
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor

from desk.ui.theme import icon, tokens
from desk.ui.widgets.table import Index, RowModel
from desk.vocabulary.marking import Level, described
from desk.vocabulary.report import UNFINISHED, IngestItem, ItemState, Report

HEADS = ("Title", "Date", "Pages", "Marking", "Rating", "State")
RATING = HEADS.index("Rating")
SORT_ROLE = Qt.ItemDataRole.UserRole
# What the list can be narrowed to; None is everything.
STATES: dict[str, tuple[ItemState, ...]] = {
    "All": tuple(ItemState),
    "Reports": (ItemState.COMPLETE,),
    "On the way": UNFINISHED,
    "Failed": (ItemState.FAILED,),
    "Duplicates": (ItemState.DUPLICATE,),
    "Cancelled": (ItemState.CANCELLED,),
    "Left out": (ItemState.SKIPPED,),
}
_ORDER = (
    *UNFINISHED,
    ItemState.COMPLETE,
    ItemState.FAILED,
    ItemState.DUPLICATE,
    ItemState.CANCELLED,
    ItemState.SKIPPED,
)
_PICTURES = {
    ItemState.WAITING: "square",
    ItemState.READING: "loader",
    ItemState.EMBEDDING: "loader",
    ItemState.COMPLETE: "circle-check",
    ItemState.DUPLICATE: "copy",
    ItemState.FAILED: "circle-alert",
    ItemState.CANCELLED: "x",
    ItemState.SKIPPED: "info",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A report, a file on its way, or one that failed. ``marking`` is what a report counts as in its case, in words;
    ``came_in`` is the title of the report it came in, if in one.
    """

    report: Report | None
    item: IngestItem | None
    marking: str = ""
    came_in: str = ""

    @property
    def state(self) -> ItemState:
        """Where it stands."""
        return self.item.state if self.item else ItemState.COMPLETE

    @property
    def said(self) -> str:
        """What there is to say about it, in sentences or nothing."""
        said = [f"Came in “{self.came_in}”."] if self.came_in else []
        if self.item and self.item.reason:
            said += [self.item.reason, self.item.remedy]
        elif self.report:
            said += self.report.warnings
        return " ".join(filter(None, said))


def rows(
    reports: Sequence[Report], items: Sequence[IngestItem], came_in: Mapping[str, str], ceiling: Level
) -> list[Row]:
    """One row for each report and for each file that is none; ``came_in`` as a ``ReportList`` has it, ``ceiling`` of the case."""
    by_report = {item.report_id: item for item in items if item.state is ItemState.COMPLETE and item.report_id}
    loose = [Row(None, item) for item in items if item.state is not ItemState.COMPLETE]
    whole = [
        Row(each, by_report.get(each.id), described(each.marking, ceiling), came_in.get(each.id, ""))
        for each in reports
    ]
    every = loose + whole
    return sorted(every, key=lambda row: _ORDER.index(row.state))


def counts(shown: Sequence[Row]) -> dict[str, int]:
    """How many rows each entry of ``STATES`` would show."""
    by_state = Counter(row.state for row in shown)
    return {name: sum(by_state[state] for state in states) for name, states in STATES.items()}


class ReportModel(RowModel[Row]):
    """The rows of the reports page."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(HEADS, parent)

    def item_changed(self, changed: IngestItem) -> bool:
        """Take up a change of one file; False where it is not among the rows yet, or has become a report."""
        for number, row in enumerate(self._rows):
            if row.item and row.item.id == changed.id:
                self._rows[number] = replace(row, item=changed)
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(HEADS) - 1))
                return changed.state is not ItemState.COMPLETE
        return False

    def reports_edited(self, edited: Sequence[Report], ceiling: Level) -> None:
        """Take up what was stated of reports; ``ceiling`` is that of their case."""
        by_id = {report.id: report for report in edited}
        for number, row in enumerate(self._rows):
            report = row.report and by_id.get(row.report.id)
            outer = row.report and by_id.get(row.report.parent or "")
            if report:
                row = replace(row, report=report, marking=described(report.marking, ceiling))
            if outer:
                row = replace(row, came_in=outer.title)
            if report or outer:
                self._rows[number] = row
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(HEADS) - 1))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(row)[index.column()]
        if role == SORT_ROLE:
            return _sort_key(row, index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == RATING and row.report and row.report.rating:
            return html.escape(row.report.rating.words.capitalize())
        if role == Qt.ItemDataRole.ToolTipRole and row.said:
            return html.escape(row.said)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADS[index.column()]}: {_words(row)[index.column()]}"
        if role == Qt.ItemDataRole.DecorationRole and index.column() == len(HEADS) - 1:
            return icon(_PICTURES[row.state], _colour(row), 16)
        if role == Qt.ItemDataRole.ForegroundRole and row.state is ItemState.FAILED:
            return QColor(tokens().danger)
        return None


class ShownReports(QSortFilterProxyModel):
    """The rows in the order of a column, those of some states alone. Without a column: the order of ``rows``."""

    def __init__(self, model: ReportModel, parent: QObject) -> None:
        super().__init__(parent)
        self._states = STATES["All"]
        self.setSourceModel(model)
        self.setSortRole(SORT_ROLE)

    def show_states(self, name: str) -> None:
        """Show the rows of one entry of ``STATES``."""
        self.beginFilterChange()
        self._states = STATES[name]
        self.endFilterChange()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Whether a row is of a state that is shown."""
        row = self.sourceModel().row(self.sourceModel().index(source_row, 0, source_parent))
        return row.state in self._states

    def row(self, index: Index) -> Row | None:
        """The row at an index of this model."""
        return self.sourceModel().row(self.mapToSource(index))


def _words(row: Row) -> tuple[str, ...]:
    if row.report is None:
        name = Path(row.item.path).name if row.item else ""
        return f"{name}: {row.said}" if row.said else name, "", "", "", "", _state(row)
    report = row.report
    day = f"{report.date:%d %b %Y}" if report.date else "-"
    return report.title, day, str(report.pages or "-"), row.marking, str(report.rating or "-"), _state(row)


def _sort_key(row: Row, column: int) -> str | int:
    report = row.report
    keys = (
        _words(row)[0].casefold(),
        (report.date or date.min).isoformat() if report else "",
        report.pages if report else -1,
        # Qt compares one kind of thing: level first, then the words of the marking.
        f"{report.marking.level.value if report.marking else 0} {_words(row)[3]}" if report else "",
        # What is not rated comes after all that is.
        str(report.rating or "G") if report else "",
        _ORDER.index(row.state),
    )
    return keys[column]


def _state(row: Row) -> str:
    item = row.item
    if item and item.code == "no_text_layer":
        return "No text layer"
    if item and item.state is ItemState.EMBEDDING and item.total:
        return f"Embedding {item.done} of {item.total}"
    return "Left out" if row.state is ItemState.SKIPPED else row.state.value.capitalize()


def _colour(row: Row) -> str:
    colours = tokens()
    if row.item and row.item.code == "no_text_layer":
        return colours.warning
    return {
        ItemState.COMPLETE: colours.good,
        ItemState.FAILED: colours.danger,
        ItemState.READING: colours.accent,
        ItemState.EMBEDDING: colours.accent,
    }.get(row.state, colours.faint)
