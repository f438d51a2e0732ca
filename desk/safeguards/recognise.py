"""Who and what a text speaks of: persons, roles, groups, organisations, accounts, and the facts stated around them."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from desk.safeguards import names as naming
from desk.safeguards.named_things import names_a_thing
from desk.safeguards.phrases import Hit, Token, tokens
from desk.safeguards.places import place_facts
from desk.safeguards.policy import Policy
from desk.safeguards.selectors import Selector, selectors

PERSON_KINDS = frozenset({"person", "role", "relation", "people", "account", "masked"})
# Kinds that name one person, whoever that is.
NAMED_KINDS = frozenset({"person", "account", "masked"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``first`` to ``last`` (exclusive) speak of somebody.

    ``kind``: person (named), role, relation, people (a group by kind), organisation, agency (own government or forces),
    foreign (a foreign organisation), account (a selector), masked (a masked U.S. person), pronoun.
    """

    kind: str
    first: int
    last: int
    text: str
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """Words that state something about status: ``side`` is domestic, foreign or ambiguous, ``sort`` what they state."""

    side: str
    sort: str
    first: int
    last: int
    why: str


@dataclass(frozen=True)
class Parse:
    """A text taken apart. ``tags[i]`` holds the hits that begin at token i."""

    text: str
    tokens: list[Token]
    hits: list[Hit]
    mentions: list[Mention]
    facts: list[Fact]
    selectors: list[Selector]
    tags: list[list[Hit]] = field(repr=False)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters of tokens ``first`` to ``last`` (exclusive)."""
        return self.tokens[first].start, self.tokens[last - 1].end

    def tagged(self, prefix: str, first: int = 0, last: int | None = None) -> Iterator[Hit]:
        """Hits whose tag begins with a prefix, within tokens ``first`` to ``last``."""
        end = len(self.tokens) if last is None else last
        return (hit for hit in self.hits if hit.tag.startswith(prefix) and first <= hit.first and hit.last <= end)

    def words(self, first: int, last: int) -> str:
        """The lower-case words of a range of tokens."""
        return " ".join(token.low for token in self.tokens[max(0, first) : last])


_SUPPOSED = frozenset("believe think assume guess suppose bet reckon".split())


def parse(text: str, policy: Policy, *, report: bool = False, person: str = "") -> Parse:
    """Take a question, or words of a report, apart; about a millisecond for a question.

    ``person`` is a name known to be a person's, whatever it looks like: "Hanno Brisk" is a town and an adjective.
    """
    found = tokens(text)
    lows = _spelled(found)
    hits = list(policy.lexicon.hits(lows))
    marks = selectors(text, report=report)
    spoken = {i for mark in marks for i in _covered(found, mark.start, mark.end)}
    gazetteer = [
        h for h in policy.places.hits(lows) if not spoken & set(range(h.first, h.last)) and _is_county(lows, h)
    ]
    taken = _taken(hits, gazetteer, spoken)
    breaks = _breaks(text, found) if report else frozenset()
    people = [
        name
        for name in naming.names(found, policy, taken, breaks)
        if not names_a_thing(found, name.first, name.last, report=report)
    ]
    if report:
        people = _with_listed(text, found, people, [*hits, *gazetteer])
    people = _with_known(found, people, person)
    named = {i for name in people for i in range(name.first, name.last)}
    hits = [hit for hit in hits if hit.tag == "foreign.figure" or not _inside_name(hit, named, people)]
    hits = _without_shadowed(hits)
    gazetteer = [hit for hit in gazetteer if not named & set(range(hit.first, hit.last))]
    facts = [Fact(*fact) for fact in place_facts(found, hits, gazetteer)]
    facts += _status_facts(hits, gazetteer)
    facts += _nationals_of_elsewhere(found, hits, gazetteer)
    facts = [_as_written(text, found, _unless_supposed(found, fact)) for fact in facts]
    mentions = [Mention("person", n.first, n.last, _text(text, found, n.first, n.last), n.certain) for n in people]
    mentions += _selector_mentions(text, found, marks)
    mentions += _word_mentions(text, found, hits, gazetteer, named | spoken)
    mentions.sort(key=lambda mention: (mention.first, -mention.last))
    tags: list[list[Hit]] = [[] for _ in found]
    for hit in hits:
        tags[hit.first].append(hit)
    return Parse(text, found, hits, _without_overlap(mentions), facts, marks, tags)


def _as_written(text: str, found: list[Token], fact: Fact) -> Fact:
    """A fact whose reason quotes the words as they stand in the text."""
    low = " ".join(token.low for token in found[fact.first : fact.last])
    written = " ".join(text[found[fact.first].start : found[fact.last - 1].end].split())
    return replace(fact, why=fact.why.replace(f'"{low}"', f'"{written}"'))


def _with_listed(text: str, found: list[Token], people: list[naming.Name], known: Iterable[Hit]) -> list[naming.Name]:
    """Names with those written surname first; "Columbus, Ohio" is written so too and is none."""
    places = {i for hit in known if hit.tag.startswith(("place.", "us.")) for i in range(hit.first, hit.last)}
    spans = [_covered(found, start, end) for start, end in naming.listed_names(text)]
    listed = [
        naming.Name(s[0], s[-1] + 1, True)
        for s in spans
        if s and s[-1] not in places and len(found[s[-1]].text.strip(".")) != 2
    ]
    others = [p for p in people if not any(p.first < one.last and one.first < p.last for one in listed)]
    return sorted([*others, *listed], key=lambda name: name.first)


def _with_known(found: list[Token], people: list[naming.Name], person: str) -> list[naming.Name]:
    """Names with those of somebody known, where no name was seen that overlaps."""
    words = [token.low for token in tokens(person)]
    starts = range(len(found) - len(words) + 1) if words else ()
    known = [
        naming.Name(i, i + len(words), True)
        for i in starts
        if [token.low for token in found[i : i + len(words)]] == words
    ]
    new = [k for k in known if not any(k.first < name.last and name.first < k.last for name in people)]
    return sorted([*people, *new], key=lambda name: name.first)


_BREAK = re.compile(r"\n[^\S\n]*\n|[^\S\n]{3,}|\t")


def _breaks(text: str, found: Sequence[Token]) -> frozenset[int]:
    """Tokens before which a paragraph or a column ends: no name goes on across."""
    gaps = ((i, one.end, two.start) for i, (one, two) in enumerate(itertools.pairwise(found), start=1))
    return frozenset(i for i, end, start in gaps if start - end > 1 and _BREAK.search(text, end, start))


def _spelled(found: Sequence[Token]) -> list[str]:
    """The words in lower case; "US" written so among other words is the country, not the pronoun."""
    cased = any(token.low != token.text and not token.text.isupper() for token in found) or any(
        token.text.islower() for token in found
    )
    return ["u.s." if cased and token.text == "US" else token.low for token in found]


def _unless_supposed(found: list[Token], fact: Fact) -> Fact:
    """ "I believe he is foreign" states nothing; that somebody is domestic counts even where it is only supposed."""
    before = {token.low for token in found[max(0, fact.first - 6) : fact.first]}
    supposed = (before & _SUPPOSED and before & {"i", "we"}) or before & {"maybe", "presumably", "pretend", "imagine"}
    return replace(fact, side="ambiguous") if fact.side == "foreign" and supposed else fact


def _covered(found: list[Token], start: int, end: int) -> list[int]:
    return [i for i, token in enumerate(found) if token.start < end and start < token.end]


def _text(text: str, found: list[Token], first: int, last: int) -> str:
    return text[found[first].start : found[last - 1].end]


def _taken(hits: Iterable[Hit], gazetteer: Iterable[Hit], spoken: set[int]) -> frozenset[int]:
    """Tokens that are known words of the field and therefore no part of a name by shape alone."""
    known = {i for hit in hits if not hit.tag.startswith("foreign.hostile") for i in range(hit.first, hit.last)}
    return frozenset(known | {i for hit in gazetteer for i in range(hit.first, hit.last)} | spoken)


def _inside_name(hit: Hit, named: set[int], people: list[naming.Name]) -> bool:
    """A word inside a name of several words is not itself ("King" in "Martin Luther King")."""
    covered = set(range(hit.first, hit.last))
    return bool(covered & named) and any(covered <= set(range(n.first, n.last)) for n in people)


def _status_facts(hits: list[Hit], gazetteer: list[Hit]) -> Iterator[Fact]:
    for hit in hits:
        if hit.tag in ("us.status", "us.demonym"):
            yield Fact("domestic", "citizen", hit.first, hit.last, f'"{hit.words}" says a U.S. person')
        elif hit.tag in ("us.org", "us.agency"):
            yield Fact("domestic", hit.tag, hit.first, hit.last, f'"{hit.words}" is a U.S. organization')
        elif hit.tag == "us.sign":
            yield Fact(
                "domestic", "sign", hit.first, hit.last, f'"{hit.words}" belongs to public life in the United States'
            )
        elif hit.tag in ("foreign.org", "foreign.word", "foreign.figure"):
            yield Fact("foreign", hit.tag, hit.first, hit.last, f'"{hit.words}" is foreign')
        elif hit.tag == "us.both":
            yield Fact(
                "ambiguous", "place", hit.first, hit.last, f'"{hit.words}" can be in the United States or abroad'
            )
    american = {hit.first for hit in hits if hit.tag in ("us.demonym", "us.both")}
    for hit in gazetteer:
        if hit.tag == "demonym" and hit.first not in american and hit.words != "american":
            yield Fact("foreign", "nationality", hit.first, hit.last, f'"{hit.words}" is a foreign nationality')
        elif hit.tag == "us.company":
            yield Fact("domestic", "us.org", hit.first, hit.last, f'"{hit.words}" is a U.S. company')


_DEMONYM_ENDINGS = ("ian", "an", "ese", "ish", "i", "ic", "ite")


def _nationals_of_elsewhere(found: list[Token], hits: list[Hit], gazetteer: list[Hit]) -> Iterator[Fact]:
    """ "A Maravendi national": a country that no gazetteer knows is not the United States, whose names all are known."""
    known = {i for hit in [*hits, *gazetteer] for i in range(hit.first, hit.last)}
    for i, (one, two) in enumerate(itertools.pairwise(found)):
        named = one.capital and one.low.endswith(_DEMONYM_ENDINGS) and len(one.low) > 4 and i not in known
        if named and two.low in ("national", "nationals", "citizen", "citizens"):
            yield Fact("foreign", "nationality", i, i + 2, f'"{one.low} {two.low}" is a foreign nationality')


def _selector_mentions(text: str, found: list[Token], marks: list[Selector]) -> Iterator[Mention]:
    for mark in marks:
        covered = _covered(found, mark.start, mark.end)
        if covered and mark.kind != "zip":
            kind = "masked" if mark.kind == "masked" else "account"
            yield Mention(kind, covered[0], covered[-1] + 1, text[mark.start : mark.end])


def _is_county(lows: list[str], hit: Hit) -> bool:
    return hit.tag != "place.county" or (hit.last < len(lows) and lows[hit.last] in {"county", "parish"})


def _without_shadowed(hits: list[Hit]) -> list[Hit]:
    """A verb inside a longer noun phrase is no verb ("reads" in "license plate reads")."""
    nouns = [h for h in hits if not h.tag.startswith("verb.") and h.last - h.first > 1]
    return [
        hit
        for hit in hits
        if not hit.tag.startswith("verb.")
        or not any(
            n.first <= hit.first and hit.last <= n.last and hit.last - hit.first < n.last - n.first for n in nouns
        )
    ]


_KIND = {
    "noun.relation": "relation",
    "noun.private": "role",
    "noun.crowd": "people",
    "noun.orgword": "organisation",
    "us.org": "organisation",
    "us.agency": "agency",
    "foreign.org": "foreign",
    "us.company": "company",
}
_PRONOUNS = frozenset("he she him her his hers they them their theirs himself herself".split())


def _word_mentions(
    text: str, found: list[Token], hits: list[Hit], gazetteer: list[Hit], closed: set[int]
) -> Iterator[Mention]:
    for hit in [*hits, *(h for h in gazetteer if h.tag in ("us.company", "demonym"))]:
        if closed & set(range(hit.first, hit.last)):
            continue
        kind = _KIND.get(hit.tag)
        if hit.tag in ("us.demonym", "us.status", "demonym"):
            kind = _demonym_kind(found, hit)
        if hit.tag == "us.company" and not found[hit.first].capital and hit.words in _COMPANY_WORDS:
            kind = None
        if kind:
            yield Mention(kind, hit.first, hit.last, _text(text, found, hit.first, hit.last))
    for index, token in enumerate(found):
        if token.low in _PRONOUNS:
            yield Mention("pronoun", index, index + 1, token.text)


_COMPANY_WORDS = frozenset({"apple", "oracle", "intel", "chase", "target", "amazon", "caterpillar", "meta", "signal"})
_NEVER_NOUNS = frozenset(
    {"u.s.", "u.s.a.", "stateside", "homegrown", "naturalized", "naturalised", "conus", "medicare"}
)


def _demonym_kind(found: list[Token], hit: Hit) -> str | None:
    """A nationality as a noun ("an Iranian", "Americans"): not where a noun follows that it describes."""
    following = found[hit.last].low if hit.last < len(found) else ""
    if hit.words in _NEVER_NOUNS or hit.words.endswith("-based"):
        return None
    plural = hit.words.endswith(("s", "men")) and not hit.words.endswith(("ss", "ese"))
    if plural:
        return "people"
    before = found[hit.first - 1].low if hit.first else ""
    ends = not following[:1].isalpha() or following in _AFTER_NOUN
    return "role" if ends and before in _ARTICLES else None


_ARTICLES = frozenset("a an the this that every each any which one known suspected".split())
_AFTER_NOUN = frozenset(
    "in at from of who whom whose that living based with and or is was has had did does near by for to on"
    " behind using".split()
)


def _without_overlap(mentions: list[Mention]) -> list[Mention]:
    """Of mentions on the same words the longest stays; persons and selectors go before words of the lexicon."""
    rank = {"masked": 0, "account": 0, "person": 1, "foreign": 2, "agency": 3, "company": 3, "organisation": 5,
            "relation": 4, "role": 6, "people": 7, "pronoun": 8}  # fmt: skip
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (-(m.last - m.first), rank[m.kind], m.first)):
        if not any(mention.first < other.last and other.first < mention.last for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.first)
