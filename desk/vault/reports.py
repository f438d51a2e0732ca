"""Reports, their pages and passages. A report enters in one transaction and is whole or absent."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from desk.vault.database import Database
from desk.vault.record import LedgerRepository
from desk.vocabulary.details import Detail
from desk.vocabulary.errors import NotFound
from desk.vocabulary.ratings import Rating
from desk.vocabulary.report import Box, ItemState, Passage, PassageDraft, Reading, Report, raised

_STATED = "(SELECT json_group_object(detail, value) FROM stated WHERE report_id = r.id) AS stated"
_REPORT = f"SELECT r.*, {_STATED} FROM reports r"  # noqa: S608 - no value is part of it
_PASSAGE = f"""SELECT p.*, r.case_id, r.title, r.marking AS report_marking, {_STATED}
    FROM passages p JOIN reports r ON r.id = p.report_id"""  # noqa: S608 - no value is part of it
# Where what a file says stands in ``reports``.
_COLUMNS = {
    Detail.TITLE: "title",
    Detail.INFORMATION_DATE: "information_date",
    Detail.PUBLICATION_DATE: "date",
    Detail.ORIGINATOR: "originator",
    Detail.NUMBER: "report_number",
    Detail.MARKING: "marking",
    Detail.LANGUAGE: "language",
}


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
            _insert(connection, "reports", {**values, "parent": parent})
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
        row = self._database.row(f"{_REPORT} WHERE case_id = ? AND sha256 = ?", (case_id, sha256))
        return _report(row) if row else None

    def has_title(self, case_id: str, title: str) -> bool:
        """Whether a report of the case has this title, as read or as stated."""
        statement = (
            "SELECT 1 FROM reports r LEFT JOIN stated s ON s.report_id = r.id AND s.detail = 'title'"
            " WHERE r.case_id = ? AND ? IN (r.title, s.value) LIMIT 1"
        )
        return self._database.row(statement, (case_id, title)) is not None

    def get(self, report_id: str) -> Report:
        """One report; raises ``NotFound``."""
        row = self._database.row(f"{_REPORT} WHERE id = ?", (report_id,))
        if row is None:
            raise NotFound("This report is no longer in the vault.", "It may have been removed from its case.")
        return _report(row)

    def list(self, case_id: str) -> list[Report]:
        """The reports of a case in the order they came in."""
        return [_report(r) for r in self._database.rows(f"{_REPORT} WHERE case_id = ? ORDER BY number", (case_id,))]

    def state(self, changes: Mapping[str, Mapping[Detail, str | None]]) -> Sequence[Report]:
        """State details of reports, by their ids; None takes back what was stated. All of it with its entries in the ledger,
        or nothing. What is so already is left alone; returns the reports that changed. Raises ``NotFound``.
        """
        with self._database.transaction() as connection:
            return [
                self._stated(connection, before, each)
                for report_id, wanted in changes.items()
                if (each := _new(before := self.get(report_id), wanted))
            ]

    def _stated(self, connection: Any, before: Report, changes: Mapping[Detail, str | None]) -> Report:
        for detail, value in changes.items():
            connection.execute("DELETE FROM stated WHERE report_id = ? AND detail = ?", (before.id, detail.value))
            if value is not None:
                connection.execute("INSERT INTO stated VALUES (?, ?, ?)", (before.id, detail.value, value))
        after = self.get(before.id)
        self._ledger.append(
            "report_edited",
            {
                "case": before.case_id,
                "report": before.id,
                "title": before.title,
                "before": {detail.value: before.says(detail) for detail in changes},
                "after": {detail.value: after.says(detail) for detail in changes},
                "taken_back": [detail.value for detail, value in changes.items() if value is None],
            },
        )
        return after

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


def _insert(connection: Any, table: str, values: Mapping[str, Any]) -> None:
    names, marks = ", ".join(values), ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))  # noqa: S608


def _report_values(
    report_id: str, number: int, case_id: str, reading: Reading, sha256: str, size: int, file_name: str, model: str
) -> dict[str, Any]:
    return {
        "id": report_id,
        "number": number,
        "case_id": case_id,
        "title": reading.title,
        "file_name": file_name,
        "format": reading.format,
        "sha256": sha256,
        "size": size,
        "date": reading.date.isoformat() if reading.date else None,
        "author": reading.author,
        "marking": reading.marking.banner() if reading.marking else None,
        "warnings": json.dumps(reading.warnings),
        "pages": len(reading.pages),
        "passages": len(reading.passages),
        "model": model,
        "added_at": datetime.now(UTC).isoformat(),
        "information_date": reading.information_date.isoformat() if reading.information_date else "",
        "originator": reading.originator,
        "report_number": reading.number,
        "language": reading.language,
    }


def _new(report: Report, changes: Mapping[Detail, str | None]) -> dict[Detail, str | None]:
    """The changes that are any: what the file says already need not be stated."""
    wanted = {detail: None if value == report.read.get(detail, "") else value for detail, value in changes.items()}
    return {detail: value for detail, value in wanted.items() if value != report.stated.get(detail)}


def _report(row: Any) -> Report:
    read = {detail: row[column] for detail, column in _COLUMNS.items() if row[column]}
    # Where no line of the text names who it is from, what the file says of its author is the nearest it says.
    if row["author"]:
        read.setdefault(Detail.ORIGINATOR, row["author"])
    return Report(
        id=row["id"],
        case_id=row["case_id"],
        file_name=row["file_name"],
        format=row["format"],
        sha256=row["sha256"],
        size=row["size"],
        pages=row["pages"],
        passages=row["passages"],
        author=row["author"],
        warnings=tuple(json.loads(row["warnings"])),
        added_at=datetime.fromisoformat(row["added_at"]),
        read=read,
        stated={Detail(name): value for name, value in json.loads(row["stated"]).items()},
        parent=row["parent"],
    )


def _passage(row: Any) -> Passage:
    stated = json.loads(row["stated"])
    return Passage(
        id=row["id"],
        report_id=row["report_id"],
        case_id=row["case_id"],
        report_title=stated.get(Detail.TITLE, row["title"]),
        page=row["page"],
        start=row["start"],
        end=row["end"],
        text=row["text"],
        boxes=tuple(_boxes(json.loads(row["boxes"]))),
        # A portion without a mark of its own inherits its report's (32 CFR 2001.23(e): never less).
        marking=raised(row["marking"] or row["report_marking"], stated.get(Detail.MARKING)),
        place=row["place"] or f"page {row['page']}",
        rating=Rating.of(stated.get(Detail.RELIABILITY, ""), stated.get(Detail.CREDIBILITY, "")),
    )


def _boxes(values: Iterable[Sequence[float]]) -> Iterable[Box]:
    return (Box(*value) for value in values)
