"""What a search asks, in words that the safeguards read well.

A search is a question in an odd grammar: operators stand between a name and what is sought of it, alternatives and
exclusions bring in words that nobody says of the subject ("... OR Valdorian" makes nobody a foreigner), and a beginning
or a fuzzy word hides what it finds. So besides the search as typed, each way to fulfil it is read as plain words.
"""

from collections.abc import Callable, Sequence

from desk.search.query import Beginning, Dated, Either, Every, Field, Fuzzy, Near, Node, Not, Phrase, Term, Word
from desk.vocabulary.errors import QueryInvalid

# Ways to fulfil a search: each is read by the safeguards, in a few milliseconds.
MOST_WAYS = 100

Way = tuple[Term | Field, ...]


def ways(node: Node) -> list[Way]:
    """Each combination of words and values that fulfils a search, without what it excludes.

    Raises ``QueryInvalid`` where there are too many to read each: what cannot be screened is not searched.
    """
    return _ways(node, True)


def in_words(way: Way, spelled: Callable[[Term], Sequence[str]] = lambda _: ()) -> str:
    """A way as plain words; ``spelled`` gives what stands in for a beginning or a fuzzy word."""
    return " ".join(_said(each, spelled) for each in way)


def _said(each: Term | Field, spelled: Callable[[Term], Sequence[str]]) -> str:
    if isinstance(each, Field):
        return each.value
    return " ".join(spelled(each) or (each.text,))


def _ways(node: Node, wanted: bool) -> list[Way]:
    match node:
        case Not(part):
            return _ways(part, not wanted)
        case Every(parts):
            return _combined(parts, wanted) if wanted else _alternatives(parts, wanted)
        case Either(parts):
            return _alternatives(parts, wanted) if wanted else _combined(parts, wanted)
        case Near(groups):
            return _combined([Either(group) for group in groups], True) if wanted else [()]
        case Word() | Phrase() | Beginning() | Fuzzy() | Field():
            return [(node,)] if wanted else [()]
        case Dated():
            return [()]


def _alternatives(parts: Sequence[Node], wanted: bool) -> list[Way]:
    return _limited([way for part in parts for way in _ways(part, wanted)])


def _combined(parts: Sequence[Node], wanted: bool) -> list[Way]:
    found: list[Way] = [()]
    for part in parts:
        found = _limited([one + other for one in found for other in _ways(part, wanted)])
    return found


def _limited(found: list[Way]) -> list[Way]:
    each = list(dict.fromkeys(found))
    if len(each) > MOST_WAYS:
        raise QueryInvalid(
            f"The alternatives of this search can be combined in more than {MOST_WAYS} ways.",
            "Each is read by the safeguards before anything is looked up: search in parts, with fewer alternatives.",
        )
    return each
