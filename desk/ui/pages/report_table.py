"""Qt item models over the files and reports of a case: one row a file, from waiting to complete."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from desk.ui.theme import icon, tokens
from desk.vocabulary.report import IngestItem, ItemState, Report

HEADS = ("Title", "Date", "Pages", "Marking", "State")
Index = QModelIndex | QPersistentModelIndex
_PICTURES = {
    ItemState.WAITING: "square",
    ItemState.READING: "loader",
    ItemState.EMBEDDING: "loader",
    ItemState.COMPLETE: "circle-check",
    ItemState.DUPLICATE: "copy",
    ItemState.FAILED: "circle-alert",
    ItemState.CANCELLED: "x",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A report, a file on its way, or one that failed."""

    report: Report | None
    item: IngestItem | None

    @property
    def state(self) -> ItemState:
        """Where it stands."""
        return self.item.state if self.item else ItemState.COMPLETE

    @property
    def said(self) -> str:
        """What there is to say about it, a sentence or nothing."""
        if self.item and self.item.reason:
            return f"{self.item.reason} {self.item.remedy}".strip()
        return " ".join(self.report.warnings) if self.report else ""


def rows(reports: Sequence[Report], items: Sequence[IngestItem]) -> list[Row]:
    """Unfinished and failed files first, then reports."""
    by_report = {item.report_id: item for item in items if item.state is ItemState.COMPLETE and item.report_id}
    loose = [Row(None, item) for item in items if item.state is not ItemState.COMPLETE]
    return loose + [Row(report, by_report.get(report.id)) for report in reports]


class ReportModel(QAbstractTableModel):
    """The rows of the reports page."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def show_rows(self, shown: list[Row]) -> None:
        """Exchange the rows."""
        self.beginResetModel()
        self._rows = shown
        self.endResetModel()

    def row(self, index: Index) -> Row | None:
        """The row at an index."""
        return self._rows[index.row()] if index.isValid() else None

    def item_changed(self, changed: IngestItem) -> bool:
        """Take up a change of one file; False where it is not among the rows yet, or has become a report."""
        for number, row in enumerate(self._rows):
            if row.item and row.item.id == changed.id:
                self._rows[number] = Row(row.report, changed)
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(HEADS) - 1))
                return changed.state is not ItemState.COMPLETE
        return False

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many."""
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return HEADS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        row = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _words(row)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{HEADS[index.column()]}: {_words(row)[index.column()]}"
        if role == Qt.ItemDataRole.DecorationRole and index.column() == len(HEADS) - 1:
            return icon(_PICTURES[row.state], _colour(row), 16)
        if role == Qt.ItemDataRole.ForegroundRole and row.state is ItemState.FAILED:
            return QColor(tokens().danger)
        return None


def _words(row: Row) -> tuple[str, ...]:
    if row.report is None:
        path = row.item.path if row.item else ""
        return Path(path).name, "", "", "", _state(row)
    report = row.report
    day = f"{report.date:%d %b %Y}" if report.date else "-"
    marking = report.marking.banner() if report.marking else "unmarked"
    return report.title, day, str(report.pages or "-"), marking, _state(row)


def _state(row: Row) -> str:
    item = row.item
    if item and item.code == "no_text_layer":
        return "No text layer"
    if item and item.state is ItemState.EMBEDDING and item.total:
        return f"Embedding {item.done} of {item.total}"
    return row.state.value.capitalize()


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
