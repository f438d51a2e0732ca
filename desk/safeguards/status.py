"""Whose person is it: domestic, foreign or unknown, and the stated fact that this rests on.

Presumptions are those of the contract: a U.S. person anywhere and anyone located in the United States is domestic; a
person abroad or of unknown place about whom something foreign is stated is not; a bare name says nothing.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from desk.safeguards.phrases import Token
from desk.safeguards.recognise import Fact, Mention, Parse


class Status(enum.StrEnum):
    """What the stated facts make of a subject."""

    DOMESTIC = "domestic"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Subject:
    """A mention with its status and the facts the status rests on."""

    mention: Mention
    status: Status
    facts: tuple[Fact, ...]

    @property
    def why(self) -> str:
        """The deciding fact in words."""
        side = "domestic" if self.status is Status.DOMESTIC else "foreign"
        return next(
            (fact.why for fact in self.facts if fact.side == side), "nothing domestic and nothing foreign is stated"
        )


_LINKS = frozenset(
    "in from of at near outside around across based live lives living lived reside resides residing resided"
    " located born raised who that which is are was were a an the and or works working worked employed"
    " studying studies enrolled attends attending teaching teaches staying stays now currently here with for"
    " on by native originally also both as under registered incorporated headquartered operating holding holds"
    " carrying moved relocated to settled between member his her their whose has have been being believed"
    " reportedly known to be suspected local somewhere northern southern eastern western north south east west"
    " central downtown suburban rural citizen national resident passport inside within throughout named called"
    " account number phone belonging owned owns run using used serving deployed stationed travelling traveling"
    " hiding operates recently - ' , ( ) : \" area city town suburb street neighborhood county state village"
    " became become becomes becoming naturalized naturalised"
    " district province region capital border coast university college department chapter branch local office"
    " nat nationality f m".split()
)
_ARTICLES = frozenset("a an the".split())
_NEGATIONS = frozenset("not no isn't non never neither nor aren't wasn't".split())
_HEADS = frozenset({"person", "role", "relation", "people", "account", "masked", "organisation", "company"})
_ADJECTIVE_STOP = frozenset(
    "of in at from to by for with and or about on , . ; : ? ! is are was were that who which whom the a an"
    " his her their between against near into over via 's".split()
)


def subjects(parse: Parse) -> list[Subject]:
    """Every mention with its status, in order of the text."""
    owned: dict[int, list[Fact]] = {index: [] for index in range(len(parse.mentions))}
    for fact in parse.facts:
        owner = _owner(parse, fact)
        if owner is not None:
            owned[owner].append(_unless_denied(parse, fact))
    return [_subject(parse, index, owned) for index in range(len(parse.mentions))]


def _unless_denied(parse: Parse, fact: Fact) -> Fact:
    """ "Not a U.S. citizen" states the opposite."""
    before = {token.low for token in parse.tokens[max(0, fact.first - 3) : fact.first]}
    if fact.side == "domestic" and before & _NEGATIONS:
        return Fact("foreign", "nationality", fact.first, fact.last, f"{fact.why}, which is denied")
    return fact


def _owner(parse: Parse, fact: Fact) -> int | None:
    """The mention a fact is about: itself, the noun it describes, or the one before it that linking words lead to."""
    for index, mention in enumerate(parse.mentions):
        if mention.first <= fact.first < mention.last:
            return index
    return _described(parse, fact) if (owner := _linked(parse, fact)) is None else owner


def _described(parse: Parse, fact: Fact) -> int | None:
    """The mention just after an adjective: "American software engineer", "Ohio-based imam", "Columbus nurse"."""
    for index, mention in enumerate(parse.mentions):
        between = parse.tokens[fact.last : mention.first]
        if mention.first >= fact.last and mention.kind in _HEADS:
            fits = len(between) <= 4 and not any(token.low in _ADJECTIVE_STOP for token in between)
            return index if fits else None
    return None


def _linked(parse: Parse, fact: Fact) -> int | None:
    """The nearest mention before a fact that only linking words, names of places and nouns of persons separate."""
    adjective = fact.sort in ("citizen", "nationality") and _described(parse, fact) is not None
    if adjective:
        return None
    for index in range(len(parse.mentions) - 1, -1, -1):
        mention = parse.mentions[index]
        if mention.last > fact.first or mention.kind not in _HEADS | {"pronoun"}:
            continue
        if not _path(parse, mention.last, fact):
            return None
        return _head_of(parse, index)
    return None


def _path(parse: Parse, start: int, fact: Fact) -> bool:
    other_facts = {i for f in parse.facts for i in range(f.first, f.last)}
    steps = parse.tokens[start : fact.first]
    linking = [token.low in _LINKS or start + i in other_facts or token.low.isdigit() for i, token in enumerate(steps)]
    return len(steps) <= 10 and all(link or _in_noun_phrase(steps, i) for i, link in enumerate(linking))


def _in_noun_phrase(steps: Sequence[Token], index: int) -> bool:
    """One of at most three words after an article: "owner of a car dealership in Tampa"."""
    before = [token.low for token in steps[max(0, index - 3) : index]]
    articles = [place for place, word in enumerate(before) if word in _ARTICLES]
    return bool(articles) and all(word.isalpha() and word not in _LINKS for word in before[articles[-1] + 1 :])


def _head_of(parse: Parse, index: int) -> int:
    """A chain of appositions leads to its first member: "John Smith, a teacher at a school in Ohio"."""
    mention = parse.mentions[index]
    if mention.kind in ("pronoun",):
        earlier = [i for i in range(index) if parse.mentions[i].kind in ("person", "role", "relation", "account")]
        return earlier[-1] if earlier else index
    return index


def _subject(parse: Parse, index: int, owned: dict[int, list[Fact]]) -> Subject:
    mention = parse.mentions[index]
    facts = tuple(owned[index])
    facts += _own_facts(parse, mention) + _of_employer(parse, index)
    if index and mention.kind == "person":
        facts += _of_title(parse, index, owned)
    facts += tuple(fact for other in _appositions(parse, index) for fact in parse_facts(parse, other))
    return Subject(mention, decide_status(mention, facts), facts)


def _own_facts(parse: Parse, mention: Mention) -> tuple[Fact, ...]:
    if mention.kind in ("masked", "agency"):
        return (Fact("domestic", "citizen", mention.first, mention.last, "it is marked or known as a U.S. person"),)
    start, end = parse.span(mention.first, mention.last)
    return tuple(
        Fact(
            mark.status, "selector", mention.first, mention.last, f'"{parse.text[mark.start : mark.end]}" is {mark.why}'
        )
        for mark in parse.selectors
        if mark.start < end and start < mark.end and mark.status != "unknown"
    )


def _of_title(parse: Parse, index: int, owned: dict[int, list[Fact]]) -> tuple[Fact, ...]:
    """What is stated of the role a name follows: "American journalist Sarah Klein", "Texan rancher Bill Ray"."""
    before = parse.mentions[index - 1]
    gap = [token.low for token in parse.tokens[before.last : parse.mentions[index].first]]
    fits = (
        before.kind in ("role", "people", "relation")
        and not parse.tokens[before.last - 1].possessive
        and set(gap) <= {".", ",", "named"}
        and len(gap) < 2
    )
    return (*owned[index - 1], *_of_employer(parse, index - 1)) if fits else ()


def _of_employer(parse: Parse, index: int) -> tuple[Fact, ...]:
    """An organisation or place named right before a role: "FBI agent", "Boston Globe reporter", "Houston pastor"."""
    mention = parse.mentions[index]
    if mention.kind not in ("role", "people", "relation", "organisation"):
        return ()
    return tuple(
        f
        for f in parse.facts
        if f.last <= mention.first and _adjacent(parse, f, mention) and not parse.tokens[f.last - 1].possessive
    )


def _appositions(parse: Parse, index: int) -> list[Mention]:
    """Mentions that only commas, articles and linking words join to this one: they speak of the same subject."""
    joined: list[Mention] = []
    end = parse.mentions[index].last
    stated = {i for fact in parse.facts for i in range(fact.first, fact.last)}
    for other in parse.mentions[index + 1 :]:
        # "Ruth Feldman, an American teacher": what is stated in between is stated of both.
        between = [parse.tokens[i].low for i in range(end, other.first) if i not in stated]
        same = all(word in _SAME for word in between) and other.kind != "pronoun" and "and" not in between
        if not same or (other.kind == "person" and parse.mentions[index].kind == "person"):
            break
        if parse.tokens[end - 1].possessive:
            break
        joined.append(other)
        end = other.last
    return joined


_SAME = frozenset(
    ", now a an the is was became becomes holds holding has carries carrying of at in for from who with works working member"
    " employed as called named by ( ) -".split()
)


def parse_facts(parse: Parse, mention: Mention) -> tuple[Fact, ...]:
    """Facts that lie inside or beside one mention."""
    inside = tuple(f for f in parse.facts if mention.first <= f.first < mention.last)
    after = tuple(f for f in parse.facts if f.first >= mention.last and _path(parse, mention.last, f))
    before = tuple(f for f in parse.facts if f.last <= mention.first and _adjacent(parse, f, mention))
    return inside + after + before


def _adjacent(parse: Parse, fact: Fact, mention: Mention) -> bool:
    between = parse.tokens[fact.last : mention.first]
    return len(between) <= 3 and not any(token.low in _ADJECTIVE_STOP for token in between)


def decide_status(mention: Mention, facts: Sequence[Fact]) -> Status:
    """Domestic facts outweigh foreign ones, save for a foreign government's own people and bodies abroad."""
    sides = {(fact.side, fact.sort) for fact in facts}
    domestic = [sort for side, sort in sides if side == "domestic"]
    foreign = [sort for side, sort in sides if side == "foreign"]
    if mention.kind == "foreign":
        return Status.FOREIGN
    if "citizen" in domestic or "selector" in domestic or "place" in domestic:
        return Status.DOMESTIC
    if domestic and not foreign:
        return Status.DOMESTIC
    if foreign and not domestic:
        return Status.FOREIGN
    if foreign and set(domestic) == {"sign"}:
        return Status.FOREIGN
    if domestic and foreign:
        return Status.DOMESTIC if "us.org" in domestic or "us.agency" in domestic else Status.UNKNOWN
    return Status.UNKNOWN
