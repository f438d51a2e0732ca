"""Test the safeguards: run the measure on the organisation's own labelled cases and look at each one that was judged wrong."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHeaderView,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desk.services.policies import Measured
from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.theme import SPACE
from desk.ui.widgets.page_header import PageHeader
from desk.ui.widgets.state_view import StateView
from desk.ui.widgets.text import Label, button

WHAT = "A folder with queries.jsonl: one question a line with its verdict, rules and mark. docs/safeguards.md tells the form."


class TestBench(QDialog):
    """Choose a folder, see rates with their bounds, and every wrong case."""

    __test__ = False  # pytest would take the name for one of its own

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle("Test the safeguards")
        self.resize(980, 680)
        choose = button("&Choose a folder", "folder-open", "primary")
        choose.clicked.connect(self.choose)
        self._rates = _table("Rates", ("Part", "Measure", "Value", "95 % bounds", "Cases"), stretched=1)
        self._wrong = _table("Judged otherwise", ("Question", "Expected", "Got", "Rules"), stretched=0)
        self._said = Label("", "muted", wraps=True, selectable=True)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self._rates)
        split.addWidget(self._wrong)
        split.setSizes([230, 330])
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self._said)
        inner.addWidget(split, 1)
        self._state = StateView(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        column.addWidget(
            PageHeader(
                "Test the safeguards", "Nothing is asked and nothing recorded; only verdicts are compared.", choose
            )
        )
        column.addWidget(self._state, 1)
        self._state.show_empty("shield-check", "Your own cases", WHAT)

    def choose(self) -> None:
        """Ask for the folder."""
        name = QFileDialog.getExistingDirectory(self, "Folder with labelled cases")
        if name:
            self.measure(Path(name))

    def measure(self, folder: Path) -> None:
        """Run the measure off the GUI thread."""
        self._state.show_working("Judging the cases ...")
        measure = self._context.desk.policies.measure
        tasks.run(self, lambda _: measure(folder), self._show, self._state.show_problem)

    def _show(self, found: Measured) -> None:
        self._said.setText(f"Policy {found.policy}. {len(found.wrong)} questions were judged otherwise than labelled.")
        _fill(
            self._rates,
            [(r.part, r.name, f"{r.value:.3f}", f"{r.low:.3f} to {r.high:.3f}", f"{r.n:,}") for r in found.rates],
        )
        _fill(self._wrong, [(w.text, w.expected, w.got, " ".join(w.rules)) for w in found.wrong])
        self._state.show_result()
        # The columns have their widths only now, and with them the rows their heights.
        QTimer.singleShot(0, self._wrong, self._wrong.resizeRowsToContents)


def _table(name: str, heads: Sequence[str], stretched: int) -> QTableWidget:
    table = QTableWidget(0, len(heads))
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(heads))
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    table.horizontalHeader().setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    return table


def _fill(table: QTableWidget, rows: Sequence[Sequence[str]]) -> None:
    table.setRowCount(len(rows))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            item = QTableWidgetItem(text)
            table.setItem(number, column, item)
