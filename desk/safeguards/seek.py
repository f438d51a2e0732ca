"""Who is sought: the subjects that a question seeks to find, watch, know about or act upon, and by which words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any

from desk.safeguards.acts import STRONG, Act, Mode, acts, objects, sentence_bounds, third_party
from desk.safeguards.policy import Policy
from desk.safeguards.recognise import Parse
from desk.safeguards.status import Subject, subjects

THINGS = frozenset(
    "tanker tankers vessel vessels ship ships freighter frigate destroyer submarine submarines carrier"
    " carriers convoy convoys aircraft airplane plane planes jet jets bomber bombers drone drones uav uavs"
    " satellite satellites missile missiles launcher launchers tank tanks artillery radar radars shipment"
    " shipments cargo container containers weapons arms ammunition uranium centrifuge centrifuges oil gas"
    " exports imports prices inflation trade sanctions budget economy project program programme technology law"
    " laws bill legislation policy hurricane storm weather virus outbreak epidemic spread progress trend"
    " trends changes development developments deal treaty election elections malware vulnerability campaign"
    " campaigns disinformation strategy doctrine exercise exercises deployment deployments movement brigade"
    " brigades battalion division divisions troop troops unit units regiment fleet squadron base bases"
    " airfield port ports facility facilities site sites plant reactor pipeline bridge border route routes"
    " smuggling trafficking production supply market prices cyberattack attack attacks bombing war conflict"
    " crisis construction factory lab laboratory news coverage".split()
)
SUBJECTS = frozenset(
    {"person", "role", "relation", "people", "account", "masked", "organisation", "company", "pronoun"}
)
_ATTRIBUTE_LINKS = frozenset(
    "of for on about belonging to from by between among regarding concerning held tied linked associated with"
    " at in around near across inside".split()
)
WEAK_ATTRIBUTES = frozenset(
    "money route deposits withdrawals payments investments holdings pension leverage medication medications"
    " lawsuit lawsuits bankruptcy handle dirt pings deposits remittances data file files records background"
    " profile profiles names name views position location locations schedule network networks contacts travel"
    " travels meetings calls mail messages letters links ties relationships connections members sources source"
    " posts photos details opinions attitudes politics coordinates income assets debt spending donations"
    " orientation stance race extremism radicalization mood employer travels trips visitors clients donors"
    " patients lawyers lawyer colleagues bosses family correspondence communications conversations loyalty"
    " religion faith ideology footage attendees attendance bio identity transcripts identities relatives"
    " sympathies leanings habits loans abortion pregnancy movements".split()
)


@dataclass(frozen=True, slots=True)
class Sought:
    """One subject with what is sought of it. ``how`` is an act's or attribute's tag, or ``where``, ``who``, ``about``.

    ``direct`` is False where somebody else than the asker does the act.
    """

    subject: Subject
    how: str
    words: str
    first: int
    last: int
    direct: bool = True
    via: Subject | None = None


@dataclass(frozen=True)
class Reading:
    """A parsed question with its subjects, acts and who is sought."""

    parse: Parse
    subjects: list[Subject]
    acts: list[Act]
    sought: list[Sought]


def read(parse: Parse, policy: Policy) -> Reading:
    """Find out who is sought in a parsed question."""
    whom = subjects(parse)
    done = acts(parse)
    sought = [*_by_acts(parse, whom, done), *_by_attributes(parse, whom, done), *_by_questions(parse, whom, policy)]
    return Reading(parse, whom, done, sought)


def _by_acts(parse: Parse, whom: list[Subject], done: list[Act]) -> Iterator[Sought]:
    for act in done:
        if act.tag not in STRONG:
            continue
        chain = objects(parse, act, THINGS)
        for place, index in enumerate(chain):
            subject = _antecedent(whom, index)
            if subject.mention.kind in SUBJECTS:
                via = whom[chain[place - 1]] if place else None
                yield Sought(subject, act.tag, act.words, act.first, act.last, _direct(parse, act), via)


def _direct(parse: Parse, act: Act) -> bool:
    if act.mode is Mode.NOMINAL:
        start, _ = sentence_bounds(parse, act.first)
        return not third_party(parse, start, act.first)
    return act.mode is Mode.ASKED


def _antecedent(whom: list[Subject], index: int) -> Subject:
    """A pronoun stands for the nearest person, role or relation before it."""
    if whom[index].mention.kind != "pronoun":
        return whom[index]
    for earlier in range(index - 1, -1, -1):
        if whom[earlier].mention.kind in ("person", "role", "relation", "people", "account", "masked"):
            return whom[earlier]
    return whom[index]


def _by_attributes(parse: Parse, whom: list[Subject], done: list[Act]) -> Iterator[Sought]:
    for hit in parse.tagged("attr."):
        start, end = sentence_bounds(parse, hit.first)
        direct = not _described_before(done, start, hit.first)
        owner = _owner_of(parse, whom, hit.first, hit.last, start, end, weak=hit.words in WEAK_ATTRIBUTES)
        for index in owner:
            subject = _antecedent(whom, index)
            if subject.mention.kind in SUBJECTS:
                yield Sought(subject, hit.tag, hit.words, hit.first, hit.last, direct)


def _described_before(done: list[Act], start: int, index: int) -> bool:
    """The attribute is the object of what somebody else does, and nobody asks for it."""
    before = [act for act in done if start <= act.first < index]
    return bool(before) and before[0].mode is Mode.DESCRIBED and not any(act.mode is Mode.ASKED for act in before)


def _owner_of(
    parse: Parse, whom: list[Subject], first: int, last: int, start: int, end: int, *, weak: bool
) -> list[int]:
    """Whose attribute: the possessor before it ("Smith's phone records"), or whom "of", "on", "for" lead to."""
    before = [i for i, s in enumerate(whom) if start <= s.mention.first and s.mention.last <= first]
    after = [i for i, s in enumerate(whom) if last <= s.mention.first < end]
    if before:
        mention = whom[before[-1]].mention
        gap = parse.tokens[mention.last : first]
        possessive = parse.tokens[mention.last - 1].possessive or mention.kind == "pronoun"
        if len(gap) <= 5 and (possessive or not gap) and not any(t.text in {",", "?"} for t in gap):
            return before[-1:]
    if after:
        mention = whom[after[0]].mention
        gap = parse.tokens[last : mention.first]
        links = [t.low for t in gap if t.low in _ATTRIBUTE_LINKS]
        if links and len(gap) <= 6 and gap[0].low in _ATTRIBUTE_LINKS | {"and", ",", "("}:
            return _coordinated(parse, whom, after)
    if weak:
        return []
    foreign = [i for i in before if whom[i].mention.kind == "foreign"]
    before = [i for i in before if i not in foreign]
    return before[-1:] or after[:1]


def _coordinated(parse: Parse, whom: list[Subject], after: list[int]) -> list[int]:
    """The head of a chain: "of the colonel's wife", "of members of the mosque", "of John and his sister"."""
    chain = [after[0]]
    for following in after[1:]:
        last, other = whom[chain[-1]].mention, whom[following].mention
        between = parse.words(last.last, other.first).split()
        if parse.tokens[last.last - 1].possessive or set(between) <= {
            "and",
            "or",
            ",",
            "the",
            "a",
            "his",
            "her",
            "of",
            "at",
            "in",
        }:
            chain.append(following)
        else:
            break
    return chain


Patterns = tuple[tuple[str, re.Pattern[str]], ...]


def _patterns(listed: Mapping[str, Any]) -> Patterns:
    """The question patterns with their named parts written out; each captures the number of a mention."""
    parts = [(f"{{{name}}}", str(listed[name])) for name in ("one", "place", "subject", "person")]
    return tuple(
        (how, re.compile(reduce(lambda p, part: p.replace(*part), parts, p))) for how, p in listed["questions"]
    )


@lru_cache(maxsize=4)
def _questions(policy: Policy) -> Patterns:
    return policy.table("questions", _patterns)


def _shape(parse: Parse) -> tuple[str, list[int]]:
    """The question in lower case with mentions as ``<kind:number>``, and the token at which each character stands."""
    starts = {m.first: (i, m) for i, m in enumerate(parse.mentions)}
    pieces: list[str] = []
    at: list[int] = []
    index = 0
    while index < len(parse.tokens):
        number, mention = starts.get(index, (0, None))
        last = mention.last if mention else index + 1
        piece = f"<{mention.kind}:{number}>" if mention else parse.tokens[index].low
        possessive = parse.tokens[last - 1].possessive
        joined = piece[0] in "?.!,;:" and not mention
        if pieces and not joined:
            piece = " " + piece
        piece += "'s" if possessive else ""
        pieces.append(piece)
        at += [index] * len(piece)
        index = last
    return "".join(pieces), at


def _by_questions(parse: Parse, whom: list[Subject], policy: Policy) -> Iterator[Sought]:
    shape, at = _shape(parse)
    for how, pattern in _questions(policy):
        for match in pattern.finditer(shape):
            subject = _antecedent(whom, int(match.group(1)))
            first, last = at[match.start()], at[match.end() - 1] + 1
            start, _ = sentence_bounds(parse, first)
            direct = not third_party(parse, start, first) if how == "which" else True
            yield Sought(subject, how, parse.words(first, last), first, last, direct)
