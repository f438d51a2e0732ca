"""Searching a case in the analysts' own grammar: the guard first, then every passage that matches, masked, a page at a time."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from desk.answering.handling import marking_of, orders_note
from desk.safeguards.guard import Guard, Judge
from desk.safeguards.mask import Masker
from desk.safeguards.policy import Policy
from desk.safeguards.readings import bears_on_force
from desk.safeguards.sealed import Masked, MaskedPassage, Stopped
from desk.search.facets import Choice, Count, Facet
from desk.search.finder import Finder, FoundPassages, Hit, in_order
from desk.services.found import Lit, excerpt, lights, lit_after_masking
from desk.services.guarding import guard_of
from desk.services.informant import CaseInformant
from desk.services.search_cleared import ClearedSearch, clear_search
from desk.services.search_facets import labelled, narrowed
from desk.vocabulary.answer import Citation
from desk.vocabulary.decision import Decision
from desk.vocabulary.errors import DeskError
from desk.vocabulary.marking import Marking

if TYPE_CHECKING:
    from desk.vault import Vault

__all__ = ["PAGE", "Choice", "Count", "Facet", "HitPage", "Lit", "Looked", "Search", "ShownHit", "lights"]

# Hits shown at a time.
PAGE = 50
# Words found that stand so near the first are lit with it in the report, in characters.
_TOGETHER = 160


@dataclass(frozen=True, slots=True)
class Looked:
    """A search that was let through and carried out; it is handed back for each page. ``milliseconds`` is what looking took."""

    text: str
    decision: Decision
    passages: int
    reports: int
    milliseconds: float
    found: FoundPassages = field(repr=False)
    cleared: ClearedSearch = field(repr=False)
    guard: Guard = field(repr=False)
    masker: Masker = field(repr=False)


@dataclass(frozen=True, slots=True)
class ShownHit:
    """One passage found, as it may be shown; ``lit`` are the words found, in characters of its text."""

    number: int
    passage: MaskedPassage
    lit: tuple[Lit, ...]
    date: date | None

    @property
    def excerpt(self) -> tuple[str, tuple[Lit, ...]]:
        """What to show of a long passage: the part with most of the words found, and where they stand in it."""
        return excerpt(self.passage.text, self.lit)

    @property
    def citation(self) -> Citation:
        """Where the words stand in the report, for the viewer."""
        shown = self.passage
        begin = self.lit[0][0] if self.lit else 0
        end = max((stop for start, stop in self.lit if start - begin < _TOGETHER), default=len(shown.text))
        start, stop = shown.page_span(begin, end)
        return Citation(
            number=self.number,
            report_id=shown.report_id,
            report_title=shown.report_title,
            passage_id=shown.passage_id,
            page=shown.page,
            start=start,
            end=stop,
            quote=shown.text[begin:end],
            marking=shown.marking,
            place=shown.place,
        )


@dataclass(frozen=True, slots=True)
class HitPage:
    """One page of hits, with what holds of the search as narrowed. ``masked`` carries the guard's seal over every hit."""

    masked: Masked
    first: int
    passages: int
    reports: int
    lit: tuple[tuple[Lit, ...], ...]
    dates: tuple[date | None, ...]
    facets: Mapping[Facet, tuple[Count, ...]]
    marking: Marking
    unmarked_sources: bool
    advisory: bool
    note: str

    @property
    def hits(self) -> list[ShownHit]:
        """The hits of this page; raises ``SafeguardsFailed`` where the guard did not make them."""
        self.masked.verify()
        shown = zip(self.masked.passages, self.lit, self.dates, strict=True)
        return [ShownHit(number, *each) for number, each in enumerate(shown, start=self.first + 1)]

    @property
    def more(self) -> int:
        """How many hits come after this page."""
        return max(0, self.passages - self.first - len(self.masked.passages))


class Search:
    """Searches in the cases of one vault. ``second_opinion`` gives the judge of the settings, where they name one."""

    def __init__(self, vault: "Vault", policy: Policy, second_opinion: Callable[[], Judge | None]) -> None:
        self._vault = vault
        self._policy = policy
        self._second_opinion = second_opinion
        self._finder = Finder(vault, policy)

    def look(self, case_id: str, text: str) -> Looked | Stopped:
        """Decide on a search, then carry it out. Raises ``QueryInvalid`` where it cannot be read."""
        text = text.strip()
        informant = CaseInformant(self._vault, self._policy, case_id)
        masker = Masker(self._policy, self._vault.masks.numbers(case_id), informant)
        guarding = partial(guard_of, self._vault, self._policy, case_id, masker, informant)
        record = self._vault.ledger.append
        guard = guarding(record)
        cleared = clear_search(guard, guarding, record, self._finder, self._policy, text, self._second_opinion())
        if isinstance(cleared, Stopped):
            return cleared
        began = time.perf_counter()
        found = self._found(cleared)
        took = (time.perf_counter() - began) * 1000
        reports = len({hit.report_id for hit in found.hits})
        decision = cleared.typed.decision
        return Looked(text, decision, len(found.hits), reports, took, found, cleared, guard, masker)

    def page(
        self,
        looked: Looked,
        choices: Sequence[Choice] = (),
        *,
        by_date: bool = False,
        first: int = 0,
        limit: int = PAGE,
    ) -> HitPage:
        """Hits from ``first`` (from 0) on, narrowed by what was chosen of the facets, best or newest first."""
        found = looked.found
        kept, counts = narrowed(found, choices)
        if choices:
            self._vault.ledger.append("search_narrowed", _narrowing(looked, choices))
        hits = in_order(kept, found.reports, by_date=by_date)[first : first + limit]
        masked = self._masked(looked, hits)
        ids = [passage.passage_id for passage in masked.passages]
        spans = self._vault.spelled.spans(found.lights, ids) if found.lights else {}
        ceiling = self._vault.cases.get(found.case_id).ceiling
        marking, unmarked = marking_of(masked.passages, ceiling)
        return HitPage(
            masked=masked,
            first=first,
            passages=len(kept),
            reports=len({hit.report_id for hit in kept}),
            lit=tuple(lit_after_masking(spans.get(p.passage_id, ()), p.replaced) for p in masked.passages),
            dates=tuple(found.reports[p.report_id].date for p in masked.passages),
            facets=labelled(counts, choices, found.reports, looked.masker, self._policy),
            marking=marking,
            unmarked_sources=unmarked,
            advisory=looked.decision.advisory or any(bears_on_force(p.text, self._policy) for p in masked.passages),
            note=orders_note(masked.passages),
        )

    def _found(self, cleared: ClearedSearch) -> FoundPassages:
        try:
            return self._finder.find(cleared.typed, cleared.readings)
        except DeskError as error:
            failed = {"case": cleared.typed.case_id, "text": cleared.typed.text, "reason": error.message}
            self._vault.ledger.append("search_failed", failed)
            raise

    def _masked(self, looked: Looked, hits: Sequence[Hit]) -> Masked:
        passages = self._vault.reports.passages([hit.passage_id for hit in hits])
        return looked.guard.mask(looked.cleared.typed, passages)


def _narrowing(looked: Looked, choices: Sequence[Choice]) -> dict[str, str | list[str]]:
    said = [f"{'only' if each.kept else 'without'} {each.facet}: {each.value}" for each in choices]
    return {"case": looked.found.case_id, "text": looked.text, "choices": said}
