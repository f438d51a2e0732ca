"""Properties of reports: whether one has what a field of a search asks for."""

import re
from collections.abc import Iterable
from pathlib import PurePath

from desk.search.query import Dated, Field
from desk.search.spelling import folded, stem
from desk.vault.described import Described

UNMARKED = "unmarked"
_WORD = re.compile(r"[^\W_]+")


def reports_with(wanted: Field | Dated, reports: Iterable[Described]) -> list[int]:
    """The numbers of the reports that have what is wanted."""
    return [report.number for report in reports if _has(report, wanted)]


def _has(report: Described, wanted: Field | Dated) -> bool:
    if isinstance(wanted, Dated):
        return report.date is not None and wanted.first <= report.date <= wanted.last
    match wanted.name:
        case "type":
            ending = PurePath(report.file_name).suffix.lstrip(".")
            return wanted.value.casefold() in (report.format, ending.casefold())
        case "marking":
            return " ".join(wanted.value.casefold().split()) in _marks(report)
        case "number":
            # Where a report does not say its number, it often stands in its title or in its file's name.
            said = (report.report_number, report.title, report.file_name)
            return any(_holds(each, wanted.value) for each in said)
        case name:
            return _holds(_texts(report)[name], wanted.value)


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


def _holds(text: str, value: str) -> bool:
    """Whether a text has the words of a value one after the other, in any of their forms, as passages are searched.

    Whole words alone: part of a name is not what the safeguards read of it.
    """
    words, wanted = _words(text), _words(value)
    return bool(wanted) and any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))


def _words(text: str) -> list[str]:
    return [stem(word) for word in _WORD.findall(folded(text))]
