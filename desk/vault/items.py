"""The ingest queue in the vault: which files were given to a case, and where each stands."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from desk.vault.database import Database
from desk.vocabulary.errors import NotFound
from desk.vocabulary.report import UNFINISHED, IngestItem, ItemState

_ENDED = (ItemState.FAILED, ItemState.CANCELLED, ItemState.DUPLICATE)
_CHANGEABLE = frozenset({"state", "reason", "remedy", "code", "report_id", "done", "total"})


class ItemRepository:
    """Add, change and take queue items."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, case_id: str, path: str) -> IngestItem:
        """Queue one file. Given again while it waits, or after it came to nothing, it keeps its place in the list."""
        with self._database.transaction() as connection:
            known = connection.execute(
                "SELECT id, state FROM items WHERE case_id = ? AND path = ? AND state != ?",
                (case_id, path, ItemState.COMPLETE.value),
            ).fetchone()
            if known is None:
                statement = "INSERT INTO items (case_id, path, state) VALUES (?, ?, ?)"
                item_id = connection.execute(statement, (case_id, path, ItemState.WAITING.value)).lastrowid
            else:
                item_id = known["id"]
                if ItemState(known["state"]) in _ENDED:
                    connection.execute(
                        "UPDATE items SET state = ?, reason = '', remedy = '', code = '', report_id = NULL, done = 0, "
                        "total = 0 WHERE id = ?",
                        (ItemState.WAITING.value, item_id),
                    )
        return self.get(int(item_id))

    def note(self, case_id: str, path: str, state: ItemState, reason: str) -> IngestItem:
        """Note a file that is not to be read, left out or failed, once; a report that came of it before stays."""
        with self._database.transaction() as connection:
            known = connection.execute(
                "SELECT id, state FROM items WHERE case_id = ? AND path = ?", (case_id, path)
            ).fetchone()
            if known is None:
                statement = "INSERT INTO items (case_id, path, state, reason) VALUES (?, ?, ?, ?)"
                item_id = connection.execute(statement, (case_id, path, state.value, reason)).lastrowid
            else:
                item_id = known["id"]
                if state is ItemState.FAILED:
                    connection.execute(
                        "UPDATE items SET state = ?, reason = ?, remedy = '', code = '' WHERE id = ? AND state != ?",
                        (state.value, reason, item_id, ItemState.COMPLETE.value),
                    )
        return self.get(int(item_id))

    def update(self, item_id: int, **changes: object) -> None:
        """Change fields of one item."""
        unknown = changes.keys() - _CHANGEABLE
        if unknown:
            raise ValueError(f"an item has no {unknown}")
        fields = ", ".join(f"{name} = ?" for name in changes)
        with self._database.transaction() as connection:
            # The names come from the fixed set above, the values are bound.
            connection.execute(f"UPDATE items SET {fields} WHERE id = ?", (*changes.values(), item_id))  # noqa: S608

    def get(self, item_id: int) -> IngestItem:
        """One item; raises ``NotFound``."""
        row = self._database.row("SELECT * FROM items WHERE id = ?", (item_id,))
        if row is None:
            raise NotFound("This file is no longer in the queue.")
        return _item(row)

    def list(self, case_id: str | None = None, states: Sequence[ItemState] | None = None) -> list[IngestItem]:
        """Items in the order they were given, of one case or all, in some states or any."""
        wanted = [state.value for state in (states if states is not None else ItemState)]
        marks = ", ".join("?" * len(wanted))
        statement = f"SELECT * FROM items WHERE state IN ({marks}) AND (? IS NULL OR case_id = ?) ORDER BY id"  # noqa: S608
        return [_item(row) for row in self._database.rows(statement, (*wanted, case_id, case_id))]

    def counts(self, case_id: str) -> Counter[ItemState]:
        """How many items of a case are in each state."""
        rows = self._database.rows(
            "SELECT state, count(*) AS n FROM items WHERE case_id = ? GROUP BY state", (case_id,)
        )
        return Counter({ItemState(row["state"]): row["n"] for row in rows})

    def unfinished(self) -> bool:
        """Whether any file waits or is being worked on, in any case."""
        statement = "SELECT 1 FROM items WHERE state IN (?, ?, ?) LIMIT 1"
        return self._database.row(statement, tuple(state.value for state in UNFINISHED)) is not None

    def next_waiting(self) -> IngestItem | None:
        """Take the oldest waiting item: it is marked as being read, so that no other thread takes it."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "UPDATE items SET state = ? WHERE id = (SELECT id FROM items WHERE state = ? ORDER BY id LIMIT 1) "
                "RETURNING *",
                (ItemState.READING.value, ItemState.WAITING.value),
            ).fetchone()
        return _item(row) if row else None

    def reset_interrupted(self) -> None:
        """Put back what a crash interrupted; called when the vault is opened."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE items SET state = ?, done = 0, total = 0 WHERE state IN (?, ?)",
                (ItemState.WAITING.value, ItemState.READING.value, ItemState.EMBEDDING.value),
            )


def _item(row: Any) -> IngestItem:
    return IngestItem(
        id=row["id"],
        case_id=row["case_id"],
        path=row["path"],
        state=ItemState(row["state"]),
        reason=row["reason"],
        remedy=row["remedy"],
        code=row["code"],
        report_id=row["report_id"],
        done=row["done"],
        total=row["total"],
        stored=row["stored"],
        parent=row["parent"],
    )
