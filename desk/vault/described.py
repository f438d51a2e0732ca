"""What is known of the reports of a case besides their text: what a search is narrowed by."""

from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from desk.vault.database import Database
from desk.vault.reports import ReportRepository
from desk.vocabulary.details import Detail

# A file inside another is named by the outer one's path, this, and its own name.
_INSIDE = "!/"


@dataclass(frozen=True, slots=True)
class Described:
    """One report as it counts, with what a person stated. ``marking`` is its banner, empty where it carries none;
    ``report_number`` its serial number, ``number`` the desk's own; ``folder`` is where its file lay.
    """

    id: str
    number: int
    title: str
    file_name: str
    format: str
    originator: str
    marking: str
    date: date | None
    folder: str
    report_number: str = ""


class DescriptionRepository:
    """Describes reports, all of a case at once."""

    def __init__(self, database: Database, reports: ReportRepository) -> None:
        self._database = database
        self._reports = reports

    def of_case(self, case_id: str) -> list[Described]:
        """The reports of a case in the order they came in."""
        paths = self._database.rows(
            "SELECT report_id, min(path) FROM items WHERE case_id = ? AND report_id IS NOT NULL GROUP BY report_id",
            (case_id,),
        )
        folders = {row[0]: _folder(row[1]) for row in paths}
        rows = self._database.rows("SELECT id, number FROM reports WHERE case_id = ?", (case_id,))
        numbers = {row["id"]: row["number"] for row in rows}
        return [
            Described(
                id=report.id,
                number=numbers[report.id],
                title=report.title,
                file_name=report.file_name,
                format=report.format,
                originator=report.says(Detail.ORIGINATOR),
                marking=report.marking.banner() if report.marking else "",
                date=report.date,
                folder=folders.get(report.id, ""),
                report_number=report.says(Detail.NUMBER),
            )
            for report in self._reports.list(case_id)
            if report.id in numbers
        ]


def _folder(path: str) -> str:
    """The folder of a file; the file it came in, where it came in one."""
    outer, inside, _ = path.rpartition(_INSIDE)
    return PurePath(outer).name if inside else PurePath(path).parent.name
