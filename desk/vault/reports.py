"""Reports, their pages and passages. A report enters in one transaction and is whole or absent."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from desk.vault.database import Database
from desk.vault.record import LedgerRepository
from desk.vocabulary.errors import NotFound
from desk.vocabulary.marking import Marking
from desk.vocabulary.report import Box, ItemState, Passage, PassageDraft, Reading, Report

_PASSAGE = """SELECT p.*, r.case_id, r.title, r.marking AS report_marking
    FROM passages p JOIN reports r ON r.id = p.report_id"""


class ReportRepository:
    """Store, find and remove reports."""

    def __init__(self, database: Database, ledger: LedgerRepository) -> None:
        self._database = database
        self._ledger = ledger

    def store(
        self,
        report_id: str,
        case_id: str,
        item_id: int,
        reading: Reading,
        sha256: str,
        size: int,
        file_name: str,
        vectors: npt.NDArray[np.float32],
        model: str,
        parent: str | None = None,
        inside: Sequence[tuple[str, str]] = (),
    ) -> Report:
        """Store report, passages, words, vectors, ledger entry, the item's state and the files inside in one transaction.

        ``inside`` are the paths and hashes of files that came in this one; their contents are in the vault already.
        ``vectors`` is (passages, d) float32, one row for each passage of ``reading`` in order.
        """
        if len(vectors) != len(reading.passages):
            raise ValueError(f"{len(reading.passages)} passages with {len(vectors)} vectors")
        with self._database.transaction() as connection:
            number = connection.execute("SELECT coalesce(max(number), 0) + 1 FROM reports").fetchone()[0]
            values = _report_values(report_id, number, case_id, reading, sha256, size, file_name, model)
            values = (*values, parent)
            connection.execute(f"INSERT INTO reports VALUES ({', '.join('?' * len(values))})", values)  # noqa: S608
            scope = self._scope(connection, case_id, number)
            ids = [_insert_passage(connection, report_id, scope, draft) for draft in reading.passages]
            connection.executemany(
                "INSERT INTO items (case_id, path, state, stored, parent) VALUES (?, ?, ?, ?, ?)",
                [(case_id, path, ItemState.WAITING.value, stored, report_id) for path, stored in inside],
            )
            connection.execute(
                "INSERT INTO vectors VALUES (?, ?, ?)",
                (report_id, np.asarray(ids, dtype="<i8").tobytes(), np.asarray(vectors, dtype="<f4").tobytes()),
            )
            connection.execute(
                "UPDATE items SET state = ?, report_id = ?, done = ?, total = ? WHERE id = ?",
                (ItemState.COMPLETE.value, report_id, len(ids), len(ids), item_id),
            )
            self._ledger.append(
                "report_added",
                {
                    "case": case_id,
                    "report": report_id,
                    "title": reading.title,
                    "sha256": sha256,
                    "passages": len(ids),
                },
            )
        return self.get(report_id)

    def find_by_hash(self, case_id: str, sha256: str) -> Report | None:
        """The case's report with this content, or None."""
        row = self._database.row("SELECT * FROM reports WHERE case_id = ? AND sha256 = ?", (case_id, sha256))
        return _report(row) if row else None

    def has_title(self, case_id: str, title: str) -> bool:
        """Whether a report of the case has this title."""
        statement = "SELECT 1 FROM reports WHERE case_id = ? AND title = ? LIMIT 1"
        return self._database.row(statement, (case_id, title)) is not None

    def get(self, report_id: str) -> Report:
        """One report; raises ``NotFound``."""
        row = self._database.row("SELECT * FROM reports WHERE id = ?", (report_id,))
        if row is None:
            raise NotFound("This report is no longer in the vault.", "It may have been removed from its case.")
        return _report(row)

    def list(self, case_id: str) -> list[Report]:
        """The reports of a case in the order they came in."""
        return [
            _report(r)
            for r in self._database.rows("SELECT * FROM reports WHERE case_id = ? ORDER BY number", (case_id,))
        ]

    def remove(self, report_id: str) -> None:
        """Remove a report with its passages, words and vectors."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM reports WHERE id = ?", (report_id,))
            connection.execute("DELETE FROM items WHERE report_id = ?", (report_id,))

    def warn(self, report_id: str, warning: str) -> None:
        """Add a warning to a report, once."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT warnings FROM reports WHERE id = ?", (report_id,)).fetchone()
            warnings = json.loads(row[0]) if row else []
            if row and warning not in warnings:
                document = json.dumps([*warnings, warning])
                connection.execute("UPDATE reports SET warnings = ? WHERE id = ?", (document, report_id))

    def passages(self, ids: Sequence[int]) -> Sequence[Passage]:
        """Passages in the order of ``ids``; ids that are gone are left out."""
        found: dict[int, Passage] = {}
        for begin in range(0, len(ids), 500):
            some = [int(each) for each in ids[begin : begin + 500]]
            statement = f"{_PASSAGE} WHERE p.id IN ({', '.join('?' * len(some))})"
            found |= {row["id"]: _passage(row) for row in self._database.rows(statement, tuple(some))}
        return [found[int(each)] for each in ids if int(each) in found]

    def passages_of(self, report_id: str) -> Sequence[Passage]:
        """The passages of a report in reading order."""
        rows = self._database.rows(f"{_PASSAGE} WHERE p.report_id = ? ORDER BY p.page, p.start", (report_id,))
        return [_passage(row) for row in rows]

    def passages_on(self, report_id: str, page: int) -> Sequence[Passage]:
        """The passages of one page (1-based) in reading order."""
        rows = self._database.rows(
            f"{_PASSAGE} WHERE p.report_id = ? AND p.page = ? ORDER BY p.start", (report_id, page)
        )
        return [_passage(row) for row in rows]

    def page_text(self, report_id: str, page: int) -> str:
        """The text of one page (1-based): its passages, which tile it."""
        statement = "SELECT text FROM passages WHERE report_id = ? AND page = ? ORDER BY start"
        return "".join(row[0] for row in self._database.rows(statement, (report_id, page)))

    def passage_count(self, case_id: str) -> int:
        """How many passages a case has."""
        row = self._database.row("SELECT coalesce(sum(passages), 0) FROM reports WHERE case_id = ?", (case_id,))
        return int(row[0]) if row else 0

    @staticmethod
    def _scope(connection: Any, case_id: str, number: int) -> str:
        case = connection.execute("SELECT number FROM cases WHERE id = ?", (case_id,)).fetchone()
        if case is None:
            raise NotFound("The case of this report is no longer in the vault.")
        return scope_words(case[0], number)


def scope_words(case_number: int, report_number: int) -> str:
    """The words by which the lexical index tells cases and reports apart."""
    return f"c{case_number} r{report_number}"


def _insert_passage(connection: Any, report_id: str, scope: str, draft: PassageDraft) -> int:
    marking = draft.marking.banner() if draft.marking else None
    boxes = json.dumps([[box.x, box.y, box.width, box.height] for box in draft.boxes])
    cursor = connection.execute(
        'INSERT INTO passages (report_id, page, start, "end", text, boxes, marking, scope, place) '
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (report_id, draft.page, draft.start, draft.end, draft.text, boxes, marking, scope, draft.place),
    )
    return int(cursor.lastrowid)


def _report_values(
    report_id: str, number: int, case_id: str, reading: Reading, sha256: str, size: int, file_name: str, model: str
) -> tuple[Any, ...]:
    return (
        report_id,
        number,
        case_id,
        reading.title,
        file_name,
        reading.format,
        sha256,
        size,
        reading.date.isoformat() if reading.date else None,
        reading.author,
        reading.marking.banner() if reading.marking else None,
        json.dumps(reading.warnings),
        len(reading.pages),
        len(reading.passages),
        model,
        datetime.now(UTC).isoformat(),
    )


def _report(row: Any) -> Report:
    return Report(
        id=row["id"],
        case_id=row["case_id"],
        title=row["title"],
        file_name=row["file_name"],
        format=row["format"],
        sha256=row["sha256"],
        size=row["size"],
        pages=row["pages"],
        passages=row["passages"],
        date=date.fromisoformat(row["date"]) if row["date"] else None,
        author=row["author"],
        marking=Marking.parse(row["marking"]) if row["marking"] else None,
        warnings=tuple(json.loads(row["warnings"])),
        added_at=datetime.fromisoformat(row["added_at"]),
        parent=row["parent"],
    )


def _passage(row: Any) -> Passage:
    # A portion without a mark of its own inherits its report's (32 CFR 2001.23(e): never less).
    marking = row["marking"] or row["report_marking"]
    return Passage(
        id=row["id"],
        report_id=row["report_id"],
        case_id=row["case_id"],
        report_title=row["title"],
        page=row["page"],
        start=row["start"],
        end=row["end"],
        text=row["text"],
        boxes=tuple(_boxes(json.loads(row["boxes"]))),
        marking=Marking.parse(marking) if marking else None,
        place=row["place"] or f"page {row['page']}",
    )


def _boxes(values: Iterable[Sequence[float]]) -> Iterable[Box]:
    return (Box(*value) for value in values)
