"""Facets: what the passages found have in common, with counts, and what a person keeps or leaves out of it."""

import enum
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from desk.search.properties import UNMARKED
from desk.vault.described import Described


class Facet(enum.StrEnum):
    """A property by which what was found can be narrowed."""

    FORMAT = "format"
    MARKING = "marking"
    YEAR = "year"
    ORIGINATOR = "originator"
    FOLDER = "folder"
    REPORT = "report"


UNDATED, UNNAMED = "undated", "not stated"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet that is kept, or left out."""

    facet: Facet
    value: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the passages found have this value. ``label`` is what to show for it."""

    value: str
    label: str
    passages: int


def values_of(report: Described) -> Mapping[Facet, str]:
    """The value of a report for each facet."""
    return {
        Facet.FORMAT: report.format,
        Facet.MARKING: report.marking or UNMARKED,
        Facet.YEAR: f"{report.date.year:04}" if report.date else UNDATED,
        Facet.ORIGINATOR: report.originator or UNNAMED,
        Facet.FOLDER: report.folder or UNNAMED,
        Facet.REPORT: report.id,
    }


def allows(choices: Sequence[Choice], values: Mapping[Facet, str], but: Facet | None = None) -> bool:
    """Whether a report with these values is left by the choices; those of the facet ``but`` are passed over.

    Of several values kept of one facet any will do; every value left out is gone.
    """
    for facet in Facet:
        if facet is but:
            continue
        own = [choice for choice in choices if choice.facet is facet]
        kept = {choice.value for choice in own if choice.kept}
        left_out = {choice.value for choice in own if not choice.kept}
        if values[facet] in left_out or (kept and values[facet] not in kept):
            return False
    return True


def counted(
    passages: Iterable[str], values: Mapping[str, Mapping[Facet, str]], choices: Sequence[Choice]
) -> dict[Facet, Counter[str]]:
    """Passages for each value of each facet. ``passages`` has the report of each, ``values`` those of each report.

    A facet is counted as if nothing of it were chosen yet: that is what choosing another of its values would give.
    """
    in_report = Counter(passages)
    found: dict[Facet, Counter[str]] = {}
    for facet in Facet:
        counts: Counter[str] = Counter()
        for report, number in in_report.items():
            if allows(choices, values[report], but=facet):
                counts[values[report][facet]] += number
        found[facet] = counts
    return found
