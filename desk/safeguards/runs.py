"""Runs of words that the screening model takes for a U.S. person's identity: made whole, and held against the text.

The model reads piece by piece of words. What it finds is taken to the ends of the name or number it is a part of, and left
where the text shows that it is neither: a ship, a school, an abbreviation, a heading, a figure.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desk.safeguards.figures import figures, is_figure
from desk.safeguards.named_things import THINGS, firm_end, names_a_thing
from desk.safeguards.names import could_be_a_name
from desk.safeguards.phrases import Token
from desk.safeguards.policy import Policy
from desk.safeguards.recognise import Parse


@dataclass(frozen=True, slots=True)
class Run:
    """Characters ``start`` to ``end`` identify somebody; ``kind`` is person, company, number or a selector's kind."""

    start: int
    end: int
    kind: str


# What may stand between two words of one identity.
_JOIN = re.compile(r"[^\S\n]?\n?[^\S\n]?[.'’&@-]?[^\S\n]?")
_PARAGRAPH = re.compile(r"\n[^\S\n]*\n")
_SITE = re.compile(r"/|\.(?:com|org|net|gov|mil|edu|html?)$", re.IGNORECASE)
# What a number that stands for somebody is called.
_PERSONAL = re.compile(
    r"\b(?:passports?|ppt|licen[cs]e|lic|dl|accounts?|acct|pass|badge|ssn|imei|imsi|vin|pnr|contract|card|member|user|handle"
    r"|phone|tel|mobile|plate|registered|box|dob|born|id|patient|student|policy|subscriber|res|address)\b",
    re.IGNORECASE,
)
_NEAR = 80
_PLACE_WORDS = frozenset("in at near to outside around".split())


def runs(parsed: Parse, belongs: Callable[[int, int], bool], policy: Policy) -> list[Run]:
    """What the model finds, whole; ``belongs(start, end)`` says of a word whether it is part of an identity."""
    found = [_whole(parsed, *run, policy) for run in _neighbours(parsed, belongs)]
    people = [run for run in found if run.kind == "person" and _names_somebody(parsed, run, policy)]
    shaped = figures(parsed.text)
    numbers = [run for run in found if run.kind == "number" and _is_somebodys(parsed, run, people, shaped)]
    return [*people, *numbers, *(run for run in found if run.kind not in ("person", "number"))]


def _neighbours(parsed: Parse, belongs: Callable[[int, int], bool]) -> list[tuple[int, int]]:
    """Tokens ``first`` to ``last`` (exclusive) beside one another that belong to an identity."""
    found: list[tuple[int, int]] = []
    for index, token in enumerate(parsed.tokens):
        if not any(character.isalnum() for character in token.text) or not belongs(token.start, token.end):
            continue
        if found and _joined(parsed, found[-1][1] - 1, index):
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found


def _joined(parsed: Parse, one: int, two: int) -> bool:
    end = _end(parsed.tokens[one])
    return _JOIN.fullmatch(parsed.text, end, parsed.tokens[two].start) is not None


def _end(token: Token) -> int:
    """Where a word ends, without a possessive ending."""
    return token.end - (2 if token.possessive and token.text.endswith(("'s", "’s")) else 0)


def _whole(parsed: Parse, first: int, last: int, policy: Policy) -> Run:
    """The run to the ends of the selector or of the name it is a part of."""
    start, end = parsed.tokens[first].start, _end(parsed.tokens[last - 1])
    mark = next((m for m in parsed.selectors if m.start < end and start < m.end), None)
    if mark is not None and mark.kind not in ("zip", "masked"):
        kind = "number" if mark.kind == "device" else mark.kind
        return Run(min(start, mark.start), max(end, mark.end), kind)
    kind = _kind(parsed, start, end)
    firm = firm_end(parsed.tokens, first, last) if kind == "person" else None
    if firm is not None:
        first, _ = _widened(parsed, first, firm, policy)
        return Run(parsed.tokens[first].start, _end(parsed.tokens[firm - 1]), "company")
    return Run(*_whole_name(parsed, first, last, policy), kind) if kind == "person" else Run(start, end, kind)


def _kind(parsed: Parse, start: int, end: int) -> str:
    """What sort of identity a span is, by its shape."""
    text = parsed.text[start:end]
    if "@" in parsed.text[max(0, start - 1) : end]:
        return "email" if "." in text else "handle"
    if not any(character.isdigit() for character in text):
        return "person"
    return "street" if re.match(r"\d+ [^\W\d]{3}", text) else "number"


def _whole_name(parsed: Parse, first: int, last: int, policy: Policy) -> tuple[int, int]:
    """A name is masked entirely or not at all: with all words of the mention it touches."""
    mentions = [m for m in parsed.mentions if m.kind == "person" and m.first < last and first < m.last]
    first, last = min([first, *(m.first for m in mentions)]), max([last, *(m.last for m in mentions)])
    if not mentions:
        first, last = _widened(parsed, first, last, policy)
    return parsed.tokens[first].start, _end(parsed.tokens[last - 1])


def _widened(parsed: Parse, first: int, last: int, policy: Policy) -> tuple[int, int]:
    """With the neighbouring words that can only be parts of the same name."""
    while first and _continues(parsed, first - 1, first - 1, first, policy):
        first -= 1
    while last < len(parsed.tokens) and _continues(parsed, last, last - 1, last, policy):
        last += 1
    return first, last


def _continues(parsed: Parse, index: int, one: int, two: int, policy: Policy) -> bool:
    word = parsed.tokens[index]
    known = any(fact.first <= index < fact.last for fact in parsed.facts) or bool(parsed.tags[index])
    beside = parsed.text[parsed.tokens[one].end : parsed.tokens[two].start] == " "
    plain = word.capital and len(word.low) > 1 and not parsed.tokens[one].possessive
    return beside and plain and not known and could_be_a_name(word, policy) and not _abbreviation(parsed, word)


def _names_somebody(parsed: Parse, run: Run, policy: Policy) -> bool:
    """Whether a run can be a person's name: not a heading's words, an abbreviation, a label, a thing's name."""
    inside = [i for i, token in enumerate(parsed.tokens) if token.start < run.end and run.start < token.end]
    words = [parsed.tokens[i] for i in inside if parsed.tokens[i].is_word]
    if not words or any(_SITE.search(word.text) for word in words):
        return False
    if names_a_thing(parsed.tokens, inside[0], inside[-1] + 1, report=True):
        return False
    certain = [m for m in parsed.mentions if m.kind == "person" and m.certain]
    if any(m.first <= inside[0] and inside[-1] < m.last for m in certain):
        return True
    alone = len(words) == 1
    if alone and (_abbreviation(parsed, words[0]) or _is_label(parsed.text, run.end)):
        return False
    if not alone and words[-1].low in THINGS and words[-1].low not in policy.lines("surnames"):
        return False
    if _is_place(parsed, inside[0], inside[-1] + 1):
        return False
    fit = [word for word in words if could_be_a_name(word, policy) and not _abbreviation(parsed, word)]
    # A word that is also an ordinary one ("Branch", "Her") is a name only beside another name.
    return len(fit) > 1 or any(word.low not in policy.lines("ordinary_words") for word in fit)


def _is_place(parsed: Parse, first: int, last: int) -> bool:
    """One place and no more: "San Francisco", "in Limassol", "Cody, Wyoming"; persons are called like towns too."""
    places = [fact for fact in parsed.facts if fact.sort == "place"]
    if not any(fact.first <= first and last <= fact.last for fact in places):
        return False
    before = parsed.tokens[first - 1].low if first else ""
    settled = parsed.words(last, last + 1) == "," and any(fact.first == last + 1 for fact in places)
    return last - first > 1 or before in _PLACE_WORDS or settled


def _is_label(text: str, end: int) -> bool:
    """ "Mkey: 192541": what is written in one word before a colon and a value."""
    return text[end : end + 2] == ": "


def _abbreviation(parsed: Parse, word: Token) -> bool:
    cased = any(token.text.islower() and len(token.text) > 3 for token in parsed.tokens)
    return cased and word.text.isupper() and len(word.text) <= 4


def _is_somebodys(parsed: Parse, run: Run, people: Sequence[Run], shaped: Sequence[tuple[int, int]]) -> bool:
    """Whether a number is tied to somebody: by what it is called, or by a person named beside it."""
    if run.end - run.start < 4 or is_figure(parsed.text, run.start, run.end, shaped):
        return False
    called = _PARAGRAPH.split(parsed.text[max(0, run.start - _NEAR) : run.end])[-1]
    return _PERSONAL.search(called) is not None or any(_near(parsed.text, run, person) for person in people)


def _near(text: str, run: Run, other: Run) -> bool:
    between = text[other.end : run.start] if other.end <= run.start else text[run.end : other.start]
    return len(between) <= _NEAR and not _PARAGRAPH.search(between)
