"""What a search asks, in words that the safeguards read well.

A search is a question in an odd grammar: operators stand between a name and what is sought of it, alternatives and
exclusions bring in words that nobody says of the subject ("... OR Valdorian" makes nobody a foreigner), and a beginning
or a fuzzy word hides what it finds. So besides the search as typed, the whole of it is read as plain words, and so is
each way to fulfil it in which the rules see anybody or anything. The other ways are a few words of the whole; what the
screening model makes of so few by themselves is chance (it stopped 3 of 100 pairs of words such as "crane bill").
"""

from collections.abc import Callable, Sequence

from desk.safeguards.intent import judge
from desk.safeguards.known import names_in
from desk.safeguards.normalise import views
from desk.safeguards.policy import Policy
from desk.search.query import Beginning, Dated, Either, Every, Field, Fuzzy, Near, Node, Not, Phrase, Term, Word
from desk.vocabulary.errors import QueryInvalid

# Ways to fulfil a search: each is read by the safeguards, in a few milliseconds.
MOST_WAYS = 100

Way = tuple[Term | Field, ...]
StandsFor = Callable[[Term], Sequence[str]]


def readings(node: Node, policy: Policy, stands_for: StandsFor) -> list[str]:
    """The plain words that have to be cleared for a search: the whole of it, and each way in which the rules see anything.

    ``stands_for`` gives the words that a beginning or a fuzzy word stands for. A way with one that stands for none finds
    nothing, and is not read. Raises ``QueryInvalid`` as ``ways`` does.
    """
    possible = [way for way in ways(node) if all(_stands(each, stands_for) for each in way)]
    said = [in_words(way, stands_for) for way in possible]
    whole = _whole(node, True, stands_for)
    return [each for each in dict.fromkeys([whole, *(way for way in said if rules_see(way, policy))]) if each]


def rules_see(text: str, policy: Policy) -> bool:
    """Whether the rules see somebody named or anything to rule on in a text, or may not be able to read it."""
    return any(
        not view.text.isascii() or bool(judge(view.text, policy)) or bool(names_in(view.text, policy))
        for view in views(text, policy)
    )


def ways(node: Node) -> list[Way]:
    """Each combination of words and values that fulfils a search, without what it excludes.

    Raises ``QueryInvalid`` where there are too many to read each: what cannot be screened is not searched.
    """
    return _ways(node, True)


def in_words(way: Way, stands_for: StandsFor = lambda _: ()) -> str:
    """A way as plain words."""
    return " ".join(_said(each, stands_for) for each in way)


def has_signs(way: Way) -> bool:
    """Whether there is a beginning or a fuzzy word in a way."""
    return any(isinstance(each, Beginning | Fuzzy) for each in way)


def _stands(each: Term | Field, stands_for: StandsFor) -> bool:
    return not isinstance(each, Beginning | Fuzzy) or bool(stands_for(each))


def _said(each: Term | Field, stands_for: StandsFor) -> str:
    if isinstance(each, Field):
        return each.value
    if isinstance(each, Beginning | Fuzzy):
        return " ".join(stands_for(each) or (each.text,))
    return each.text


def _whole(node: Node, wanted: bool, stands_for: StandsFor) -> str:
    """A search without what it excludes, as somebody would say it: "Karsa or Tesh crates"."""
    match node:
        case Not(part):
            return _whole(part, not wanted, stands_for)
        case Every(parts) | Either(parts):
            said = [text for part in parts if (text := _whole(part, wanted, stands_for))]
            return (" " if isinstance(node, Every) is wanted else " or ").join(said)
        case Near(groups):
            return _whole(Every(tuple(Either(group) for group in groups)), wanted, stands_for)
        case Dated():
            return ""
        case Word() | Phrase() | Beginning() | Fuzzy() | Field():
            return _said(node, stands_for) if wanted and _stands(node, stands_for) else ""


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
