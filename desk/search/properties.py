"""Properties of reports: whether one has what a field of a search asks for."""

from collections.abc import Iterable
from pathlib import PurePath

from desk.search.query import Dated, Field
from desk.search.spelling import folded
from desk.vault.described import Described

UNMARKED = "unmarked"


def reports_with(wanted: Field | Dated, reports: Iterable[Described]) -> list[int]:
    """The numbers of the reports that have what is wanted."""
    return [report.number for report in reports if _has(report, wanted)]


def _has(report: Described, wanted: Field | Dated) -> bool:
    if isinstance(wanted, Dated):
        return report.date is not None and wanted.first <= report.date <= wanted.last
    value = _plain(wanted.value)
    match wanted.name:
        case "type":
            return value in (report.format, PurePath(report.file_name).suffix.lstrip(".").lower())
        case "marking":
            return value in _marks(report)
        case "number":
            # The desk keeps no serial number of its own: it stands in the title or in the file's name.
            return value in _plain(report.title) or value in _plain(report.file_name)
        case name:
            return value in _plain(_texts(report)[name])


def _texts(report: Described) -> dict[str, str]:
    return {
        "title": report.title,
        "originator": report.originator,
        "file": report.file_name,
        "folder": report.folder,
    }


def _marks(report: Described) -> set[str]:
    """The banner and each of its parts: SECRET//NOFORN is SECRET, NOFORN and both."""
    if not report.marking:
        return {UNMARKED}
    banner = report.marking.casefold()
    return {banner} | {part.strip() for whole in banner.split("//") for part in (whole, *whole.split("/"))}


def _plain(text: str) -> str:
    return " ".join(folded(text).split())
