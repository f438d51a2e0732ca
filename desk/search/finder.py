"""A cleared search finds its passages: all of them, with what ranks and narrows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from desk.safeguards.policy import Policy
from desk.safeguards.sealed import Cleared
from desk.search import spelling
from desk.search.asked import readings
from desk.search.expression import Spellings, matching, ranking
from desk.search.properties import reports_with
from desk.search.query import Beginning, Dated, Field, Fuzzy, Node, Phrase, Term, Word, parse, terms
from desk.vault.described import Described
from desk.vocabulary.errors import NotFound, SafeguardsFailed

if TYPE_CHECKING:
    from desk.vault import Vault
    from desk.vault.spelled import SpelledRepository

# Spellings that one word stands for; of a fuzzy word the nearest.
MOST_SPELLINGS = 60
# Of what a beginning or a fuzzy word finds, the safeguards read so many.
_READ = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with the report it belongs to and its BM25 score; higher is better."""

    passage_id: int
    report_id: str
    score: float


@dataclass(frozen=True, slots=True)
class FoundPassages:
    """Every passage a search found, in the order they came in. ``lights`` is the expression that lights their words, if any."""

    case_id: str
    lights: str | None
    hits: tuple[Hit, ...]
    reports: Mapping[str, Described]


def in_order(hits: Sequence[Hit], reports: Mapping[str, Described], *, by_date: bool) -> list[Hit]:
    """The hits best first, or newest first with those of undated reports last."""
    if not by_date:
        return sorted(hits, key=lambda hit: (-hit.score, hit.passage_id))
    days = {report.id: (report.date or date.min).toordinal() for report in reports.values()}
    return sorted(hits, key=lambda hit: (-days[hit.report_id], -hit.score, hit.passage_id))


class Finder:
    """Finds in one vault. Safe to use from many threads."""

    def __init__(self, vault: "Vault", policy: Policy) -> None:
        self._vault = vault
        self._policy = policy

    def readings(self, cleared: Cleared) -> list[str]:
        """What a cleared search stands for in plain words, once it is known what its signs stand for.

        Each has to be cleared as well before ``find`` looks: "addres~" finds "address".
        """
        cleared.verify()
        node = parse(cleared.text)
        spellings = spellings_of(node, self._vault.spelled)
        return readings(node, self._policy, lambda term: spellings.get(term, ())[:_READ])

    def find(self, cleared: Cleared, read: Sequence[Cleared]) -> FoundPassages:
        """The passages of the case that a search matches.

        Raises ``SafeguardsFailed`` unless the guard cleared the search and everything it stands for.
        """
        cleared.verify()
        passed = {each.text for each in read if _verified(each) and each.case_id == cleared.case_id}
        if not passed.issuperset(self.readings(cleared)):
            raise SafeguardsFailed("A search was about to look for more than was cleared; nothing was looked up.")
        node = parse(cleared.text)
        number = self._vault.spelled.case_number(cleared.case_id)
        if number is None:
            raise NotFound("This case is no longer in the vault.")
        spellings = spellings_of(node, self._vault.spelled)
        reports = {report.id: report for report in self._vault.descriptions.of_case(cleared.case_id)}
        match = matching(node, number, spellings, lambda wanted: _numbers(wanted, reports))
        ranked = ranking(node, number, spellings)
        scores = self._vault.spelled.scores(ranked) if ranked else {}
        found = self._vault.spelled.matching(match)
        # A report that came in between is found by the next search.
        hits = (Hit(passage, report, scores.get(passage, 0.0)) for passage, report in found if report in reports)
        return FoundPassages(cleared.case_id, ranked, tuple(hits), reports)


def spellings_of(node: Node, spelled: "SpelledRepository") -> Spellings:
    """What each word, beginning and fuzzy word of a search stands for among the words of the vault's reports."""
    return {term: _spelled(term, spelled) for term in dict.fromkeys(terms(node)) if not isinstance(term, Phrase)}


def _spelled(term: Term, spelled: "SpelledRepository") -> list[str]:
    word = spelling.folded(term.text)
    match term:
        case Word():
            return spelling.forms(word, spelled.beginning_with(spelling.common_beginning(word)))[:MOST_SPELLINGS]
        case Beginning():
            return spelled.beginning_with(word)[:MOST_SPELLINGS]
        case Fuzzy(distance=far):
            near = spelling.near(word, spelled.of_length(len(word) - far, len(word) + far), far)
            return [each for _, each in near][:MOST_SPELLINGS]
        case _:
            return []


def _verified(cleared: Cleared) -> bool:
    cleared.verify()
    return True


def _numbers(wanted: Field | Dated, reports: Mapping[str, Described]) -> list[int]:
    return reports_with(wanted, reports.values())
