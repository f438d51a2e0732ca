"""The ledger in the vault: every entry committed before anything goes on, count and head kept beside the entries."""

import getpass
import json
from collections.abc import Mapping
from typing import Any

from desk.ledger import Entry, Verification, make_entry, verify
from desk.vault.database import Database
from desk.vocabulary.errors import DeskError, LedgerFailed


class LedgerRepository:
    """Append, read, verify. The entries' own chain shows changes; ``meta`` shows a cut-off end.

    A person who can write the database with its key can rewrite both: only a head kept elsewhere shows that.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, kind: str, body: Mapping[str, Any]) -> Entry:
        """Store an entry durably, within the transaction under way or one of its own. Raises ``LedgerFailed``."""
        try:
            with self._database.transaction() as connection:
                entry = make_entry(self._last(), kind, body, getpass.getuser())
                connection.execute(
                    "INSERT INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (entry.seq, entry.at, entry.actor, kind, json.dumps(entry.body), entry.previous, entry.digest),
                )
                connection.execute(
                    "INSERT INTO meta VALUES ('ledger', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    (json.dumps({"count": entry.seq, "head": entry.digest}),),
                )
        except DeskError as error:
            raise LedgerFailed(
                f"The ledger could not be written, so nothing further was done. {error.message}", error.remedy
            ) from error
        return entry

    def entries(self, after: int = 0, limit: int | None = None) -> list[Entry]:
        """Entries with a number above ``after``, oldest first."""
        rows = self._database.rows(
            "SELECT * FROM ledger WHERE seq > ? ORDER BY seq LIMIT ?", (after, -1 if limit is None else limit)
        )
        return [_entry(row) for row in rows]

    def count(self) -> int:
        """How many entries there are."""
        row = self._database.row("SELECT count(*) FROM ledger")
        return int(row[0]) if row else 0

    def verify(self) -> Verification:
        """Whether every entry is as written and the end is where it was."""
        row = self._database.row("SELECT value FROM meta WHERE key = 'ledger'")
        if row is None:
            return verify(self.entries(), count=0)
        end = json.loads(row[0])
        return verify(self.entries(), int(end["count"]), str(end["head"]))

    def _last(self) -> Entry | None:
        row = self._database.row("SELECT * FROM ledger ORDER BY seq DESC LIMIT 1")
        return _entry(row) if row else None


def _entry(row: Any) -> Entry:
    body = json.loads(row["body"])
    return Entry(row["seq"], row["at"], row["actor"], row["kind"], body, row["previous"], row["digest"])
