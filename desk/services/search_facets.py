"""Facets as a person sees them: counted for what was found, with names in their labels masked."""

from collections import Counter
from collections.abc import Mapping, Sequence

from desk.safeguards.mask import Masker
from desk.safeguards.policy import Policy
from desk.safeguards.readings import read_all
from desk.search.facets import Choice, Count, Facet, allows, counted, values_of
from desk.search.finder import FoundPassages, Hit
from desk.vault.described import Described

# Values shown of each facet; those chosen are shown in any case.
_MOST_VALUES = 12
_WITH_NAMES = (Facet.ORIGINATOR, Facet.FOLDER, Facet.REPORT)

Counts = Mapping[Facet, Counter[str]]


def narrowed(found: FoundPassages, choices: Sequence[Choice]) -> tuple[list[Hit], Counts]:
    """The hits that the choices leave, and the passages for each value of each facet."""
    values = {report.id: values_of(report) for report in found.reports.values()}
    counts = counted((hit.report_id for hit in found.hits), values, choices)
    left = {report for report, own in values.items() if allows(choices, own)}
    return [hit for hit in found.hits if hit.report_id in left], counts


def labelled(
    counts: Counts, choices: Sequence[Choice], reports: Mapping[str, Described], masker: Masker, policy: Policy
) -> dict[Facet, tuple[Count, ...]]:
    """The most frequent values of each facet with what to show for them; years newest first."""
    shown = {facet: _shown(facet, counts[facet], choices) for facet in Facet}
    labels = {(f, v): _label(f, v, reports) for f in Facet for v, _ in shown[f]}
    # A name in a title or among originators may be a U.S. person's.
    read_all([label for (facet, _), label in labels.items() if facet in _WITH_NAMES], policy)
    return {
        facet: tuple(Count(value, _masked(facet, labels[facet, value], masker), n) for value, n in shown[facet])
        for facet in Facet
    }


def _shown(facet: Facet, counts: Counter[str], choices: Sequence[Choice]) -> list[tuple[str, int]]:
    chosen = [choice.value for choice in choices if choice.facet is facet]
    most = [value for value, _ in counts.most_common(_MOST_VALUES)]
    values = [*most, *(value for value in chosen if value not in most)]
    if facet is Facet.YEAR:
        values.sort(key=lambda value: (value.isdigit(), value), reverse=True)
    return [(value, counts[value]) for value in values]


def _label(facet: Facet, value: str, reports: Mapping[str, Described]) -> str:
    return reports[value].title if facet is Facet.REPORT else value


def _masked(facet: Facet, label: str, masker: Masker) -> str:
    return masker.mask(label).text if facet in _WITH_NAMES else label
