"""The vectors of passages: the truth from which the search index is rebuilt without embedding again.

One blob a report, float32, with the ids of its passages beside it: a case of 10,000 passages is read in some
milliseconds, a report in one row.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from desk.vault.database import Database

Ids = npt.NDArray[np.int64]
Matrix = npt.NDArray[np.float32]
_SELECT = "SELECT v.ids, v.vectors FROM vectors v JOIN reports r ON r.id = v.report_id"


class VectorRepository:
    """Read vectors by case or report; exchange them after a change of model."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_reports(self, case_id: str, report_ids: Sequence[str]) -> tuple[Ids, Matrix]:
        """Ids (n,) and vectors (n, d) of some reports of a case."""
        marks = ", ".join("?" * len(report_ids))
        statement = f"{_SELECT} WHERE r.case_id = ? AND r.id IN ({marks}) ORDER BY r.number"
        return _joined(self._database.rows(statement, (case_id, *report_ids)))

    def of_case(self, case_id: str) -> tuple[Ids, Matrix]:
        """Ids (n,) and vectors (n, d) of a case, in the order of ids."""
        return _joined(self._database.rows(f"{_SELECT} WHERE r.case_id = ? ORDER BY r.number", (case_id,)))

    def ids(self, case_id: str) -> list[int]:
        """The ids of a case's passages."""
        statement = (
            "SELECT v.ids FROM vectors v JOIN reports r ON r.id = v.report_id WHERE r.case_id = ? ORDER BY r.number"
        )
        return [
            int(each) for row in self._database.rows(statement, (case_id,)) for each in np.frombuffer(row[0], "<i8")
        ]

    def iterate(self, case_id: str, batch: int) -> Iterator[tuple[Ids, Matrix]]:
        """A case's ids and vectors in pieces of at most ``batch``."""
        ids, matrix = self.of_case(case_id)
        for begin in range(0, len(ids), batch):
            yield ids[begin : begin + batch], matrix[begin : begin + batch]

    def model(self) -> str | None:
        """The model that made the vectors; None while there are none."""
        row = self._database.row("SELECT model FROM reports WHERE passages > 0 ORDER BY number DESC LIMIT 1")
        return str(row[0]) if row else None

    def replace_all(self, model: str, reports: Iterable[tuple[str, Matrix]]) -> None:
        """Exchange the vectors of every report, in one transaction, for those of another model."""
        with self._database.transaction() as connection:
            for report_id, matrix in reports:
                blob = np.asarray(matrix, dtype="<f4").tobytes()
                connection.execute("UPDATE vectors SET vectors = ? WHERE report_id = ?", (blob, report_id))
                connection.execute("UPDATE reports SET model = ? WHERE id = ?", (model, report_id))


def _joined(rows: Sequence[Mapping[str, Any]]) -> tuple[Ids, Matrix]:
    pairs = [(np.frombuffer(row[0], "<i8"), np.frombuffer(row[1], "<f4")) for row in rows]  # type: ignore[index]
    pairs = [(ids, flat.reshape(len(ids), -1)) for ids, flat in pairs if len(ids)]
    if not pairs:
        return np.empty(0, np.int64), np.empty((0, 0), np.float32)
    return np.concatenate([ids for ids, _ in pairs]), np.concatenate([matrix for _, matrix in pairs])
