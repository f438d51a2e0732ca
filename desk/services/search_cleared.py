"""A search passes the guard: as typed, and in every way of fulfilling it read as plain words. The strictest counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from desk.safeguards.guard import Guard, Json, Judge, Recorder
from desk.safeguards.sealed import Cleared, Stopped
from desk.search.asked import in_words, ways
from desk.search.finder import Finder
from desk.search.query import Beginning, Fuzzy, parse
from desk.vocabulary.decision import Verdict


@dataclass(frozen=True, slots=True)
class ClearedSearch:
    """A search as typed and everything it stands for, each with the guard's seal."""

    typed: Cleared
    readings: tuple[Cleared, ...]


def clear_search(
    guard: Guard,
    aside: Callable[[Recorder], Guard],
    record: Recorder,
    finder: Finder,
    text: str,
    judge: Judge | None,
) -> ClearedSearch | Stopped:
    """Decide on a search before anything of it is looked up. Raises ``QueryInvalid`` where it cannot be read.

    ``aside`` makes a guard like ``guard`` that records elsewhere: what a search stands for is one entry of the ledger, not
    one for each way of reading it; where a reading is stopped, that has an entry of its own.
    """
    # Half a word is not what is asked: a way with a beginning or a fuzzy word is read once it is known what that stands for.
    plain = [in_words(way) for way in ways(parse(text)) if not any(isinstance(each, Beginning | Fuzzy) for each in way)]
    reader = aside(_but_allowed(record))
    typed = guard.clear(text)
    if isinstance(typed, Cleared) and judge is not None:
        typed = guard.consult(typed, judge)
    readings = _read(reader, plain)
    stopped = _strictest([typed, *readings])
    if stopped is not None:
        return stopped
    assert isinstance(typed, Cleared)  # noqa: S101 - what is not stopped is cleared
    # Only now may the words of the reports be asked what a beginning or a fuzzy word stands for.
    readings = _read(reader, finder.readings(typed))
    stopped = _strictest(readings)
    if stopped is not None:
        return stopped
    cleared = tuple(each for each in readings if isinstance(each, Cleared))
    record("search", {"case": typed.case_id, "text": text, "read_as": [each.text for each in cleared]})
    return ClearedSearch(typed, cleared)


def _read(reader: Guard, texts: Sequence[str]) -> list[Cleared | Stopped]:
    return [reader.clear(text) for text in dict.fromkeys(texts) if text]


def _strictest(outcomes: Sequence[Cleared | Stopped]) -> Stopped | None:
    """Of those stopped, the first of the strictest; None where nothing was."""
    stopped = [each for each in outcomes if isinstance(each, Stopped)]
    return next((each for each in stopped if each.decision.verdict is Verdict.BLOCK), stopped[0] if stopped else None)


def _but_allowed(record: Recorder) -> Recorder:
    def recorded(kind: str, body: Mapping[str, Json], /) -> object:
        decision = body.get("decision")
        allowed = isinstance(decision, Mapping) and decision.get("verdict") == Verdict.ALLOW.value
        return None if kind == "question" and allowed else record(kind, body)

    return recorded
