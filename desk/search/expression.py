"""A search's tree as an FTS5 expression. Whatever was typed gets there inside FTS5 strings, in which nothing is an operator."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product

from desk.search.query import Beginning, Dated, Either, Every, Field, Fuzzy, Near, Node, Not, Term
from desk.vocabulary.errors import QueryInvalid

# Combinations of the spellings of words that have to stand near each other.
MOST_COMBINATIONS = 400
# No report has the number 0.
_NOTHING = '{scope} : "r0"'

Spellings = Mapping[Term, Sequence[str]]
ReportsWith = Callable[[Field | Dated], Sequence[int]]


def matching(node: Node, case_number: int, spellings: Spellings, reports_with: ReportsWith) -> str:
    """The expression that matches the passages of a case which a search means.

    ``spellings`` has the words of the index that a word or a fuzzy word stands for; ``reports_with`` the numbers of the
    reports with a property.
    """
    case = f'{{scope}} : "c{case_number}"'
    return f"({case}) AND ({_expression(node, case, spellings, reports_with)})"


def ranking(node: Node, case_number: int, spellings: Spellings) -> str | None:
    """The expression whose BM25 score ranks what a search found: any of its words that are not excluded."""
    wanted = [_text(each, spellings) for each in _wanted(node, True)]
    return f'({{scope}} : "c{case_number}") AND ({" OR ".join(wanted)})' if wanted else None


def _wanted(node: Node, wanted: bool) -> list[Term | Near]:
    match node:
        case Every(parts) | Either(parts):
            return [each for part in parts for each in _wanted(part, wanted)]
        case Not(part):
            return _wanted(part, not wanted)
        case Field() | Dated():
            return []
        case _:
            return [node] if wanted else []


def _expression(node: Node, case: str, spellings: Spellings, reports_with: ReportsWith) -> str:
    match node:
        case Every(parts):
            return _every(parts, case, spellings, reports_with)
        case Either(parts):
            return " OR ".join(f"({_expression(part, case, spellings, reports_with)})" for part in parts)
        case Not():
            return _every((node,), case, spellings, reports_with)
        case Field() | Dated():
            return _reports(reports_with(node))
        case _:
            return _text(node, spellings)


def _every(parts: Sequence[Node], case: str, spellings: Spellings, reports_with: ReportsWith) -> str:
    """FTS5's NOT stands between two expressions; where nothing is wanted, it is everything but what is not."""
    wanted = [part for part in parts if not isinstance(part, Not)]
    unwanted = [part.part for part in parts if isinstance(part, Not)]
    said = " AND ".join(f"({_expression(part, case, spellings, reports_with)})" for part in wanted) or case
    if not unwanted:
        return said
    refused = " OR ".join(f"({_expression(part, case, spellings, reports_with)})" for part in unwanted)
    return f"({said}) NOT ({refused})"


def _reports(numbers: Sequence[int]) -> str:
    words = " OR ".join(f'"r{number}"' for number in numbers)
    return f"{{scope}} : ({words})" if numbers else _NOTHING


def _text(term: Term | Near, spellings: Spellings) -> str:
    if not isinstance(term, Near):
        return _any([f"{{text}} : {each}" for each in _strings(term, spellings)])
    groups = [[each for one in group for each in _strings(one, spellings)] for group in term.groups]
    return _any([f"{{text}} : NEAR({' '.join(each)}, {term.distance})" for each in _limited(groups)])


def _any(expressions: Sequence[str]) -> str:
    return " OR ".join(f"({each})" for each in expressions) or _NOTHING


def _limited(groups: Sequence[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    count = 1
    for group in groups:
        count *= len(group)
    if count > MOST_COMBINATIONS:
        raise QueryInvalid(
            f"The words around NEAR have more than {MOST_COMBINATIONS} combinations of spellings.",
            "Put words in quotation marks to search for that spelling alone, or take alternatives out.",
        )
    return product(*groups)


def _strings(term: Term, spellings: Spellings) -> list[str]:
    """A term as FTS5 strings; none where a beginning or a fuzzy word stands for nothing that the reports hold.

    What the safeguards were shown of it is then all there is to find.
    """
    found = spellings.get(term, ())
    if isinstance(term, Beginning):
        return [f"{_quoted(term.text)} *"] if found else []
    if isinstance(term, Fuzzy):
        return [_quoted(each) for each in found]
    # The word as typed counts beside its forms: how the index folds letters is then its own affair.
    return [_quoted(each) for each in dict.fromkeys((term.text, *found))]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
