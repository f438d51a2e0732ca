"""A search passes the guard: as typed, and as the plain words that it stands for. The strictest counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from desk.safeguards.guard import Guard, Json, Judge, Recorder
from desk.safeguards.policy import Policy
from desk.safeguards.sealed import Cleared, Stopped
from desk.search.asked import has_signs, in_words, rules_see, ways
from desk.search.finder import Finder
from desk.search.query import parse
from desk.vocabulary.decision import Verdict


@dataclass(frozen=True, slots=True)
class ClearedSearch:
    """A search as typed and everything it stands for, each with the guard's seal."""

    typed: Cleared
    readings: tuple[Cleared, ...]


class _Aside:
    """Records what a guard reads, but keeps its decisions back: of all readings of a search one stands in the ledger."""

    def __init__(self, record: Recorder) -> None:
        self._record = record
        self._decisions: dict[str, Mapping[str, Json]] = {}

    def __call__(self, kind: str, body: Mapping[str, Json], /) -> object:
        if kind != "question":
            return self._record(kind, body)
        self._decisions[str(body["text"])] = body
        return None

    def written(self, stopped: Stopped) -> Stopped:
        """The same, recorded: what was stopped as typed is in the ledger already."""
        body = self._decisions.get(stopped.text)
        if body is not None:
            self._record("question", body)
        return stopped


def clear_search(
    guard: Guard,
    guard_recording: Callable[[Recorder], Guard],
    record: Recorder,
    finder: Finder,
    policy: Policy,
    text: str,
    judge: Judge | None,
) -> ClearedSearch | Stopped:
    """Decide on a search before anything of it is looked up. Raises ``QueryInvalid`` where it cannot be read.

    In the ledger stand the search as typed, the reading that stopped it, or all that were let through in one entry.
    ``guard_recording`` makes a guard like ``guard`` that records elsewhere.
    """
    plain = _without_signs(text, policy)
    typed = guard.clear(text)
    if isinstance(typed, Cleared) and judge is not None:
        typed = guard.consult(typed, judge)
    aside = _Aside(record)
    reader = guard_recording(aside)
    stopped = _strictest([typed, *(reader.clear(reading) for reading in plain if reading != text)])
    if isinstance(typed, Stopped):
        return aside.written(stopped or typed)
    if stopped is not None:
        return aside.written(stopped)
    # Only now may the words of the reports be asked what a beginning or a fuzzy word stands for.
    outcomes = [reader.clear(reading) for reading in finder.readings(typed)]
    stopped = _strictest(outcomes)
    if stopped is not None:
        return aside.written(stopped)
    readings = tuple(each for each in outcomes if isinstance(each, Cleared))
    record("search", {"case": typed.case_id, "text": text, "read_as": [each.text for each in readings]})
    return ClearedSearch(typed, readings)


def _without_signs(text: str, policy: Policy) -> list[str]:
    """What can be read of a search before it is known what its signs stand for: half a word is not what is asked."""
    said = [in_words(way) for way in ways(parse(text)) if not has_signs(way)]
    return [each for each in dict.fromkeys(said) if each and rules_see(each, policy)]


def _strictest(outcomes: Sequence[Cleared | Stopped]) -> Stopped | None:
    """Of those stopped, the first of the strictest; None where nothing was."""
    stopped = [each for each in outcomes if isinstance(each, Stopped)]
    return next((each for each in stopped if each.decision.verdict is Verdict.BLOCK), stopped[0] if stopped else None)
