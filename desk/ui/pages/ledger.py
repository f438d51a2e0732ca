"""The ledger: every entry, newest first; verify and export."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, Qt
from PySide6.QtWidgets import QFileDialog, QSplitter, QTableView, QVBoxLayout, QWidget

from desk.ledger import Entry, Verification
from desk.ui import tasks
from desk.ui.context import Context
from desk.ui.theme import SPACE
from desk.ui.widgets.page_header import PageHeader
from desk.ui.widgets.state_view import StateView
from desk.ui.widgets.table import Index, RowModel, table_view
from desk.ui.widgets.text import Label, PlainView, button
from desk.vocabulary.errors import DeskError

HEADS = ("No.", "Time (UTC)", "Kind", "What")
PIECE = 200


class LedgerPage(QWidget):
    """The record of this vault."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self._context = context
        verify, export = button("&Verify the record", "shield-check", "primary"), button("&Export", "download")
        verify.clicked.connect(self.verify)
        export.clicked.connect(self.export)
        self._outcome = Label("", "strong", wraps=True, selectable=True)
        self._outcome.hide()
        self._model = LedgerModel(self)
        self._table = self._table_view()
        self._detail = PlainView("The entry in full", fixed=True)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self._table)
        split.addWidget(self._detail)
        split.setSizes([420, 180])
        self._state = StateView(split)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * SPACE, 3 * SPACE, 3 * SPACE, 2 * SPACE)
        what = "Every question, decision, answer and change, in order. None can be altered without leaving a trace."
        column.addWidget(PageHeader("Ledger", what, export, verify))
        column.addWidget(self._outcome)
        column.addWidget(self._state, 1)

    def _table_view(self) -> QTableView:
        table = table_view(self._model, "Ledger entries", widths={0: 72, 1: 170, 2: 160}, stretched=3)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.selectionModel().currentChanged.connect(lambda current, _: self._show_entry(current))
        table.verticalScrollBar().valueChanged.connect(self._read_more)
        return table

    def refresh(self) -> None:
        """Read the newest entries."""
        ledger = self._context.desk.ledger

        def read(_: tasks.Task) -> list[Entry]:
            return ledger.entries(max(0, ledger.count() - PIECE), PIECE)

        tasks.run(self, read, self._show, self._state.show_problem)

    def _show(self, entries: list[Entry]) -> None:
        self._model.begin(entries)
        if entries:
            self._state.show_result()
            self._table.setCurrentIndex(self._model.index(0, 0))
        else:
            self._state.show_empty("scroll-text", "Nothing is recorded yet", "The first question will stand here.")

    def _read_more(self, position: int) -> None:
        oldest = self._model.oldest()
        if position < self._table.verticalScrollBar().maximum() or oldest <= 1:
            return
        after = max(0, oldest - 1 - PIECE)
        ledger = self._context.desk.ledger
        tasks.run(
            self, lambda _: ledger.entries(after, oldest - 1 - after), self._model.add_older, self._state.show_problem
        )

    def _show_entry(self, index: QModelIndex) -> None:
        entry = self._model.row(index)
        if entry is not None:
            shown = {"seq": entry.seq, "at": entry.at, "actor": entry.actor, "kind": entry.kind, "body": entry.body}
            chain = {"previous": entry.previous, "digest": entry.digest}
            self._detail.setPlainText(json.dumps({**shown, **chain}, ensure_ascii=False, indent=2))

    def verify(self) -> None:
        """Check every entry."""
        tasks.run(self, lambda _: self._context.desk.ledger.verify(), self._verified, self._failed)

    def _verified(self, found: Verification) -> None:
        whole = f"{found.count:,} entries, whole. Head: {found.head}"
        self._say(whole if found.ok else f"NOT WHOLE: {found.problem}", "good" if found.ok else "danger")

    def export(self) -> None:
        """Write every entry to a file."""
        name, _ = QFileDialog.getSaveFileName(self, "Export the ledger", "ledger.jsonl", "JSON Lines (*.jsonl)")
        if name:
            done = f"entries are in {name}. Check them with desk/ledger/verifier.py, which needs no desk."
            export = self._context.desk.ledger.export
            tasks.run(self, lambda _: export(Path(name)), lambda n: self._say(f"{n:,} {done}", "good"), self._failed)

    def _failed(self, error: DeskError) -> None:
        self._say(str(error), "danger")

    def _say(self, text: str, look: str) -> None:
        self._outcome.setProperty("look", look)
        self._outcome.style().polish(self._outcome)
        self._outcome.setText(text)
        self._outcome.show()
        self.refresh()


class LedgerModel(RowModel[Entry]):
    """Entries, newest first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(HEADS, parent)

    def begin(self, entries: list[Entry]) -> None:
        """Show these, given oldest first."""
        self.show_rows(entries[::-1])

    def add_older(self, entries: list[Entry]) -> None:
        """Put older ones, given oldest first, below."""
        older = [entry for entry in entries[::-1] if entry.seq < self.oldest()]
        if older:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(older) - 1)
            self._rows += older
            self.endInsertRows()

    def oldest(self) -> int:
        """The number of the oldest entry shown; 0 where there is none."""
        return self._rows[-1].seq if self._rows else 0

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        entry = self._rows[index.row()]
        kind = entry.kind.replace("_", " ").capitalize()
        return (str(entry.seq), entry.at[:19].replace("T", " "), kind, _summary(entry))[index.column()]


# What says best what an entry is about, the first that it has; every other one is said with its name.
_SAYS = ("text", "question", "title", "name", "problem", "file")


def _summary(entry: Entry) -> str:
    body = entry.body
    text = next((str(body[name]) for name in _SAYS if body.get(name)), "") or _all_said(body)
    verdict = body.get("decision", {}).get("verdict", "") if isinstance(body.get("decision"), dict) else ""
    counted = [
        f"{len(body[name])} {name}" for name in ("sentences", "passages", "reports") if isinstance(body.get(name), list)
    ]
    return " - ".join(part for part in (verdict, text, ", ".join(counted), _changed(body)) if part)


def _changed(body: Mapping[str, Any]) -> str:
    """What an edit made of what: "marking: SECRET → SECRET//NOFORN"."""
    before, after = body.get("before"), body.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return ""
    return ", ".join(
        f"{name.replace('_', ' ')}: {before.get(name) or 'none'} → {value or 'none'}" for name, value in after.items()
    )


def _all_said(body: Mapping[str, Any]) -> str:
    """Every plain value of an entry with its name, but for the case it stands in."""
    plain = ((name, value) for name, value in body.items() if name != "case" and isinstance(value, (str, int)))
    return ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in plain if value != "")
