"""Where a person says that a fact stands: a report of the case, to be looked up there, or words of their own."""

import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from desk.vocabulary.errors import DeskError
from desk.vocabulary.report import Report

# Shorter names stand in any sentence.
_SHORTEST = 4
_PAGE = re.compile(r"\b(?:pages?|pp?\.)\s*(\d+)", re.IGNORECASE)


def report_named(source: str, reports: Sequence[Report]) -> Report | None:
    """The report whose title or file name stands in a source, the longest name first; None where none does.

    Raises ``DeskError`` where the source names a page that the report has not.
    """
    named = [(name, report) for report in reports for name in _names(report) if _stands(name, source)]
    if not named:
        return None
    report = max(named, key=lambda pair: len(pair[0]))[1]
    for page in _PAGE.findall(source):
        if report.pages and not 1 <= int(page) <= report.pages:
            raise DeskError(
                f"The source names page {page}, but “{report.title}” has {report.pages}.", "Correct the source."
            )
    return report


def _names(report: Report) -> Iterable[str]:
    return {
        name for name in (report.title, report.file_name, PurePath(report.file_name).stem) if len(name) >= _SHORTEST
    }


def _stands(name: str, source: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", source, re.IGNORECASE) is not None
