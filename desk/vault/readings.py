"""What the screening model read in passages, kept so that it reads each of them once."""

import json
from collections.abc import Mapping, Sequence

from desk.safeguards.network import Identifying
from desk.safeguards.readings import Read
from desk.vault.database import Database, Row

_SELECT = "SELECT passage_id, advisory, injected, identifying FROM passages_read"


class PassageReadings:
    """Readings by passage, those of one model at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, model: str, passages: Sequence[int]) -> Mapping[int, Read]:
        """What this model read of passages; those it has not read are left out."""
        marks = ", ".join("?" * len(passages))
        statement = f"{_SELECT} WHERE model = ? AND passage_id IN ({marks})"
        rows = self._database.rows(statement, (model, *passages))
        return {row[0]: _read(row) for row in rows}

    def keep(self, model: str, read: Mapping[int, Read]) -> None:
        """Keep readings; passages that were removed meanwhile are passed over."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO passages_read SELECT id, ?, ?, ?, ? FROM passages WHERE id = ?",
                [
                    (model, each.advisory, each.injected, json.dumps(each.identifying), number)
                    for number, each in read.items()
                ],
            )

    def missing(self, model: str, after: int, most: int) -> Mapping[int, str]:
        """Ids and texts of at most ``most`` passages beyond the id ``after`` that this model has not read, in order."""
        rows = self._database.rows(
            "SELECT p.id, p.text FROM passages p LEFT JOIN passages_read r ON r.passage_id = p.id AND r.model = ?"
            " WHERE p.id > ? AND r.passage_id IS NULL ORDER BY p.id LIMIT ?",
            (model, after, most),
        )
        return {row[0]: row[1] for row in rows}


def _read(row: Row) -> Read:
    return Read(row[1], row[2], tuple(Identifying(*piece) for piece in json.loads(row[3])))
