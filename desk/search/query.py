"""A search as analysts write it - words, phrases, AND OR NOT, NEAR, fields, dates - becomes a small tree.

Nothing here looks anything up. Whatever is typed is read or refused with a ``QueryInvalid`` that names the place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desk.search.query_dates import span_of_dates
from desk.search.query_tokens import FIELDS, Kind, Token, problem, shortened, tokens

MOST_CHARACTERS, MOST_WORDS, DEEPEST = 2000, 64, 16
DEFAULT_DISTANCE, FARTHEST = 10, 100
SHORTEST_BEGINNING, SHORTEST_FUZZY = 2, 4


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms: ship finds ships, shipped, shipping."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words one after the other, exactly as they are spelled."""

    text: str


@dataclass(frozen=True, slots=True)
class Beginning:
    """Every word that begins so: ``smuggl*``."""

    text: str


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every word at most ``distance`` letters away from this one: ``Piraeus~``."""

    text: str
    distance: int


Term = Word | Phrase | Beginning | Fuzzy


@dataclass(frozen=True, slots=True)
class Near:
    """One term of each group, with at most ``distance`` words between the first and the last of them."""

    groups: tuple[tuple[Term, ...], ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Field:
    """A property of the report that holds ``value``."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Dated:
    """The report's date lies between these, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: "Node"


Node = Word | Phrase | Beginning | Fuzzy | Near | Field | Dated | Every | Either | Not


def parse(text: str) -> Node:
    """The tree of a search; raises ``QueryInvalid`` with the place and what to do."""
    if len(text) > MOST_CHARACTERS:
        raise problem(
            f"A search has at most {MOST_CHARACTERS:,} characters; this one has {len(text):,}.",
            "Shorten it, or ask it as a question.",
            MOST_CHARACTERS,
            len(text),
        )
    found = list(tokens(text))
    words = [token for token in found if token.kind in (Kind.WORD, Kind.PHRASE, Kind.FIELD)]
    if not words:
        raise problem("There is nothing to search for yet.", "Type a word, or words in quotation marks.", 0, len(text))
    if len(words) > MOST_WORDS:
        over = words[MOST_WORDS]
        raise problem(f"A search has at most {MOST_WORDS} words.", "Leave some out.", over.start, over.end)
    return _Parser(found, len(text)).whole()


def terms(node: Node) -> Iterator[Term]:
    """Every word, phrase, beginning and fuzzy word of a search, in order."""
    match node:
        case Every(parts) | Either(parts):
            for part in parts:
                yield from terms(part)
        case Not(part):
            yield from terms(part)
        case Near(groups):
            for group in groups:
                yield from group
        case Word() | Phrase() | Beginning() | Fuzzy():
            yield node


class _Parser:
    """Recursive descent: OR binds least, then AND (or nothing between words), then NOT, then NEAR."""

    def __init__(self, found: list[Token], end: int) -> None:
        self._tokens = found
        self._at = 0
        self._end = end
        self._depth = 0

    def whole(self) -> Node:
        node = self._either()
        left = self._peek()
        if left is not None:
            raise problem("A closing bracket has no opening one.", "Take it out, or open it.", left.start, left.end)
        return node

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, *kinds: Kind) -> Token | None:
        token = self._peek()
        if token is None or token.kind not in kinds:
            return None
        self._at += 1
        return token

    def _either(self) -> Node:
        parts = [self._every()]
        while self._take(Kind.OR):
            parts.append(self._every())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _every(self) -> Node:
        parts = [self._negated()]
        while True:
            token = self._peek()
            if token is None or token.kind in (Kind.OR, Kind.CLOSE):
                break
            self._take(Kind.AND)
            parts.append(self._negated())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _negated(self) -> Node:
        turns = 0
        while self._take(Kind.NOT):
            turns += 1
        node = self._near()
        # Said twice it is unsaid, and a long row of it nests nothing.
        return Not(node) if turns % 2 else node

    def _near(self) -> Node:
        start = self._at
        node = self._primary()
        nodes, distances = [node], set()
        while (token := self._take(Kind.NEAR)) is not None:
            distances.add(_distance(token))
            if len(distances) > 1:
                raise problem(
                    "One NEAR after the other needs the same number.",
                    "Use one number, or put each pair in brackets with AND between them.",
                    token.start,
                    token.end,
                )
            nodes.append(self._primary())
        if not distances:
            return node
        first, last = self._tokens[start], self._tokens[self._at - 1]
        return Near(tuple(_group(each, first.start, last.end) for each in nodes), distances.pop())

    def _primary(self) -> Node:
        token = self._peek()
        if token is None or token.kind not in (Kind.OPEN, Kind.WORD, Kind.PHRASE, Kind.FIELD):
            raise self._missing(token)
        self._at += 1
        if token.kind is Kind.OPEN:
            return self._bracket(token)
        if token.kind is Kind.FIELD:
            return _field(token)
        return Phrase(token.text) if token.kind is Kind.PHRASE else _word(token)

    def _bracket(self, opened: Token) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise problem(f"Brackets are nested more than {DEEPEST} deep.", "Take some out.", opened.start, opened.end)
        node = self._either()
        if not self._take(Kind.CLOSE):
            raise problem("This bracket is never closed.", "Close it with ).", opened.start, opened.end)
        self._depth -= 1
        return node

    def _missing(self, token: Token | None) -> Exception:
        before = self._tokens[self._at - 1] if self._at else None
        after = f" after “{shortened(before.typed)}”" if before else ""
        start = token.start if token else self._end
        what = f"Before “{shortened(token.typed)}” a word is missing." if token else f"A word is missing{after}."
        return problem(what, "Put one there, or quote AND, OR, NOT where they are meant as words.", start, start + 1)


def _distance(token: Token) -> int:
    if not token.text:
        return DEFAULT_DISTANCE
    if len(token.text) > 3 or int(token.text) > FARTHEST:
        raise problem(f"NEAR reaches at most {FARTHEST} words.", "Use a smaller number.", token.start, token.end)
    return int(token.text)


def _group(node: Node, start: int, end: int) -> tuple[Term, ...]:
    parts = node.parts if isinstance(node, Either) else (node,)
    group = tuple(part for part in parts if isinstance(part, Word | Phrase | Beginning | Fuzzy))
    if len(group) != len(parts):
        raise problem(
            "NEAR stands between words, phrases, or brackets with OR between words.",
            "Combine the rest with AND.",
            start,
            end,
        )
    return group


def _word(token: Token) -> Node:
    core = token.text
    if not core.isalnum() and token.mark:
        raise problem(
            f"“{shortened(token.typed)}” is more than one word.", "Mark one word at a time.", token.start, token.end
        )
    if token.mark == "*":
        _long_enough(token, SHORTEST_BEGINNING, "A beginning before *")
        return Beginning(core)
    if token.mark:
        _long_enough(token, SHORTEST_FUZZY, "A word before ~")
        return Fuzzy(core, int(token.mark[1:] or 2 if len(core) > 5 else token.mark[1:] or 1))
    # "e-mail" is two words to the index, one after the other.
    return Word(core) if core.isalnum() else Phrase(core)


def _long_enough(token: Token, least: int, what: str) -> None:
    if len(token.text) < least:
        raise problem(
            f"{what} needs at least {least} letters; “{shortened(token.typed)}” has {len(token.text)}.",
            "Add letters, or leave the sign out.",
            token.start,
            token.end,
        )


def _field(token: Token) -> Node:
    name, value = token.field, token.text.strip()
    if not any(letter.isalnum() for letter in value):
        raise problem(
            f"After “{name}:” a value is missing.",
            f"Write it without a space, as in {name}:{FIELDS[name]}.",
            token.start,
            token.end,
        )
    if name != "date":
        return Field(name, value)
    try:
        return Dated(*span_of_dates(value))
    except ValueError as error:
        raise problem(
            f"“{shortened(value)}” is no date: {error}.",
            "Write date:2023, date:2023-05, date:>=2023-05-01 or date:2021..2023.",
            token.start,
            token.end,
        ) from error
