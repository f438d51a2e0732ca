"""Tables: how every one looks and is walked, and the model of one that shows a list of things, one a row."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QHeaderView, QTableView

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 36
Thing = TypeVar("Thing")


def table_view(model: QAbstractItemModel, name: str, widths: Mapping[int, int], stretched: int) -> QTableView:
    """A table whose rows are chosen whole and which Tab leaves.

    ``widths`` are pixels by column; ``stretched`` is the column that takes the rest.
    """
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(name)
    table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    heads = table.horizontalHeader()
    heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    heads.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
    for column, width in widths.items():
        table.setColumnWidth(column, width)
    return table


class RowModel(QAbstractTableModel, Generic[Thing]):
    """One thing a row, under the heads given; ``data`` is left to who knows the things."""

    def __init__(self, heads: Sequence[str], parent: QObject) -> None:
        super().__init__(parent)
        self._heads = heads
        self._rows: list[Thing] = []

    def show_rows(self, shown: list[Thing]) -> None:
        """Exchange the rows."""
        self.beginResetModel()
        self._rows = shown
        self.endResetModel()

    def row(self, index: Index) -> Thing | None:
        """What stands in the row of an index."""
        return self._rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """How many."""
        return 0 if parent.isValid() else len(self._heads)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names of the columns."""
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self._heads[section]
        return None
