"""What is known of the reports of a case besides their text: what a search is narrowed by."""

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from desk.vault.database import Database

# A file inside another is named by the outer one's path, this, and its own name.
_INSIDE = "!/"


@dataclass(frozen=True, slots=True)
class Described:
    """One report. ``marking`` is its banner, empty where it carries none; ``folder`` where its file lay."""

    id: str
    number: int
    title: str
    file_name: str
    format: str
    originator: str
    marking: str
    date: date | None
    folder: str


class DescriptionRepository:
    """Describes reports, all of a case at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_case(self, case_id: str) -> list[Described]:
        """The reports of a case in the order they came in."""
        paths = self._database.rows(
            "SELECT report_id, min(path) FROM items WHERE case_id = ? AND report_id IS NOT NULL GROUP BY report_id",
            (case_id,),
        )
        folders = {row[0]: _folder(row[1]) for row in paths}
        rows = self._database.rows(
            """SELECT id, number, title, file_name, format, author, marking, date FROM reports
            WHERE case_id = ? ORDER BY number""",
            (case_id,),
        )
        return [
            Described(
                id=row["id"],
                number=row["number"],
                title=row["title"],
                file_name=row["file_name"],
                format=row["format"],
                originator=row["author"],
                marking=row["marking"] or "",
                date=date.fromisoformat(row["date"]) if row["date"] else None,
                folder=folders.get(row["id"], ""),
            )
            for row in rows
        ]


def _folder(path: str) -> str:
    """The folder of a file; the file it came in, where it came in one."""
    outer, inside, _ = path.rpartition(_INSIDE)
    return PurePath(outer).name if inside else PurePath(path).parent.name
