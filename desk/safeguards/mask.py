"""Masking: identities of U.S. persons in a text become ``[U.S. PERSON n]``, the same n for the same person in a case.

Masked are names of persons of whom the text says that they are U.S. persons or in the United States, and the selectors
that stand for one: identity numbers, U.S. phones, street addresses, e-mails. Rules find them by the facts stated beside
the name; the screening model, which reads the whole text, finds those whose facts stand elsewhere. Not masked: officials
named with their office (public acts), products, and names of which nothing domestic is stated.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from desk.safeguards.known import Informant, knows_nothing
from desk.safeguards.name_keys import WORD, as_key, as_spoken, key_of, span_of
from desk.safeguards.named_things import names_a_thing
from desk.safeguards.policy import Policy
from desk.safeguards.readings import identifying
from desk.safeguards.recognise import Parse, parse
from desk.safeguards.runs import runs
from desk.safeguards.selectors import Selector
from desk.safeguards.spared import Spared
from desk.safeguards.status import Status, Subject, subjects
from desk.vocabulary.review import Side


class MaskNumbers(Protocol):
    """Stable numbers for identities, kept per case."""

    def number(self, kind: str, identity: str) -> int:
        """The number of this identity of this kind: the one given before, or the next."""
        ...


class _Counted:
    """Numbers kept in memory for as long as the masker lives."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}

    def number(self, kind: str, identity: str) -> int:
        key = (kind, identity)
        if key not in self._numbers:
            self._numbers[key] = 1 + sum(1 for known, _ in self._numbers if known == kind)
        return self._numbers[key]


@dataclass(frozen=True, slots=True)
class MaskedText:
    """``replaced`` holds (start, end, original length) of each mask, start and end in ``text``."""

    text: str
    replaced: tuple[tuple[int, int, int], ...]

    def placed(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of the text before masking stand in it; what was replaced is taken in whole."""
        return self._placed(start, after=False), self._placed(end, after=True)

    def _placed(self, offset: int, *, after: bool) -> int:
        shift = 0
        for start, end, length in self.replaced:
            original = start - shift
            if offset <= original:
                break
            if offset < original + length:
                return end if after else start
            shift += (end - start) - length
        return offset + shift


@dataclass(frozen=True, slots=True)
class _Identity:
    start: int
    end: int
    kind: str
    key: str


_LABELS = {
    "person": "U.S. PERSON",
    "company": "U.S. COMPANY",
    "ssn": "U.S. IDENTITY NUMBER",
    "a_number": "U.S. IDENTITY NUMBER",
    "ein": "U.S. IDENTITY NUMBER",
    "passport": "U.S. IDENTITY NUMBER",
    "phone": "U.S. PHONE",
    "email": "U.S. E-MAIL",
    "street": "U.S. ADDRESS",
    "plate": "U.S. PLATE",
    "handle": "U.S. ACCOUNT",
    "ip": "U.S. IP ADDRESS",
    "number": "U.S. NUMBER",
}
_ALWAYS = frozenset({"ssn", "a_number", "ein"})

# Titles and places come with question after question.
_SHORT = 80


class Masker:
    """Masks texts of one case; names once known as U.S. persons stay masked in later texts.

    ``informant`` says what the case's reports state of a name: who is stated foreign there, and nowhere domestic, is spared
    in every text, whichever is read first. That somebody is domestic counts from the first text that says so, or that
    ``note`` was given.
    """

    def __init__(
        self, policy: Policy, numbers: MaskNumbers | None = None, informant: Informant = knows_nothing
    ) -> None:
        self._policy = policy
        self._numbers = numbers or _Counted()
        self._informant = informant
        self._known: dict[str, str] = {}
        self._stated: dict[str, bool] = {}
        # A masker lives as long as one question, whose passages, titles and quotes come by several times.
        self._parses: dict[str, Parse] = {}
        self._looked_at: dict[str, tuple[int, list[_Identity]]] = {}

    def note(self, text: str) -> None:
        """Learn who is a U.S. person from a text, so that texts masked before it in a list hide the same persons."""
        self._identities(text)

    def mask(self, text: str) -> MaskedText:
        """The text with identities replaced; a text without any comes back as it is."""
        return self._replace(text, self._identities(text))

    def _identities(self, text: str) -> list[_Identity]:
        """What is to be replaced in a text; looked for again only after somebody became known."""
        persons = len(self._known)
        before, found = self._looked_at.get(text, (-1, []))
        if before != persons:
            found = _apart(self._found(self._parsed(text))) if text else []
            self._looked_at[text] = (persons, found)
        return found

    def _parsed(self, text: str) -> Parse:
        if len(text) <= _SHORT:
            return _parsed_label(text, self._policy)
        if text not in self._parses:
            self._parses[text] = parse(text, self._policy, report=True)
        return self._parses[text]

    def _found(self, parsed: Parse) -> list[_Identity]:
        whom = [subject for subject in subjects(parsed) if subject.mention.kind == "person"]
        spared = Spared.of(parsed, whom)
        # What the model reads comes first: a name it finds is then known wherever else it stands.
        return [*self._read(parsed, whom, spared), *self._people(parsed, whom, spared), *_selectors(parsed)]

    def _people(self, parsed: Parse, whom: Sequence[Subject], spared: Spared) -> Iterator[_Identity]:
        theirs = [each for each in whom if not spared.holds(parsed.span(each.mention.first, each.mention.last))]
        for subject in theirs:
            if subject.status is Status.DOMESTIC:
                self._know(key_of(parsed, subject.mention))
        for subject in theirs:
            key = self._identity(key_of(parsed, subject.mention))
            stated = subject.status is not Status.UNKNOWN
            if key and (stated or not self._foreign_in_case(parsed, subject.mention.first, subject.mention.text)):
                yield _Identity(*span_of(parsed, subject.mention), "person", key)
        yield from self._surnames(parsed, spared)

    def _surnames(self, parsed: Parse, spared: Spared) -> Iterator[_Identity]:
        """A surname alone after its bearer was named in full: "Maria Lopez ... Lopez"."""
        here = set(WORD.findall(parsed.text.lower()))
        bearers = {key.split()[-1]: key for key in self._known if " " in key and set(key.split()) <= here}
        words = self._policy.lines("ordinary_words")
        named = {i for m in parsed.mentions if m.kind == "person" for i in range(m.first, m.last)}
        for index, token in enumerate(parsed.tokens):
            if index in named or not token.capital or token.low not in bearers or token.low in words:
                continue
            end = token.end - (2 if token.possessive else 0)
            start = parsed.tokens[_first_of(parsed, index, bearers[token.low].split())].start
            alone = not names_a_thing(parsed.tokens, index, index + 1, report=True)
            if (
                alone
                and not spared.holds((start, end))
                and not self._foreign_in_case(parsed, index, parsed.text[start:end])
            ):
                yield _Identity(start, end, "person", bearers[token.low])

    def _read(self, parsed: Parse, whom: Sequence[Subject], spared: Spared) -> Iterator[_Identity]:
        """What the screening model takes for the identity of a U.S. person, save where stated facts say otherwise."""
        domestic = [
            parsed.span(each.mention.first, each.mention.last) for each in whom if each.status is Status.DOMESTIC
        ]
        for run in runs(parsed, identifying(parsed.text, self._policy), self._policy):
            if spared.holds((run.start, run.end)):
                continue
            if run.kind != "person":
                yield _Identity(run.start, run.end, run.kind, _bare(parsed.text[run.start : run.end]))
                continue
            name = parsed.text[run.start : run.end]
            stated = any(start < run.end and run.start < end for start, end in domestic)
            if not stated and self._foreign_in_case(parsed, _token_at(parsed, run.start), name):
                continue
            key = as_key(name)
            if " " in key:
                self._know(key)
            yield _Identity(run.start, run.end, "person", self._identity(key) or key)

    def _foreign_in_case(self, parsed: Parse, at: int, name: str) -> bool:
        """Whether the case's reports state that the bearer of a name is foreign, and none that he is domestic.

        A surname alone may be somebody else's: where its sentence speaks of the United States it is not spared.
        """
        words = as_spoken(name)
        if words not in self._stated:
            sides = {statement.side for statement in self._informant((words,))}
            self._stated[words] = sides == {Side.FOREIGN}
        if not self._stated[words]:
            return False
        token = parsed.tokens[at]
        return " " in words or "domestic" not in _sides_nearby(parsed, token.start, token.end)

    def _know(self, key: str) -> None:
        self._known.setdefault(key, key)

    def _identity(self, key: str) -> str | None:
        """The known identity a name belongs to: the same name, or its surname alone."""
        if key in self._known:
            return key
        words = key.split()
        for known in self._known:
            parts = known.split()
            if len(words) == 1 and len(parts) > 1 and words[0] in (parts[-1], parts[0]):
                return known
            if len(words) > 1 and len(parts) > 1 and (words[0], words[-1]) == (parts[0], parts[-1]):
                return known
        return None

    def _replace(self, text: str, found: list[_Identity]) -> MaskedText:
        pieces: list[str] = []
        replaced: list[tuple[int, int, int]] = []
        at = length = 0
        for identity in found:
            number = self._numbers.number(_LABELS[identity.kind], identity.key)
            mask = f"[{_LABELS[identity.kind]} {number}]"
            pieces += [text[at : identity.start], mask]
            length += identity.start - at
            replaced.append((length, length + len(mask), identity.end - identity.start))
            length += len(mask)
            at = identity.end
        return MaskedText("".join([*pieces, text[at:]]), tuple(replaced))


@lru_cache(maxsize=1024)
def _parsed_label(text: str, policy: Policy) -> Parse:
    return parse(text, policy, report=True)


def _first_of(parsed: Parse, index: int, words: Sequence[str]) -> int:
    """The token at which a name begins that ends at ``index``, where its other words stand before its surname."""
    while index and parsed.tokens[index - 1].low in words:
        index -= 1
    return index


def _token_at(parsed: Parse, start: int) -> int:
    return next(i for i, token in enumerate(parsed.tokens) if token.end > start)


def _selectors(parsed: Parse) -> Iterator[_Identity]:
    for mark in parsed.selectors:
        if mark.kind in _LABELS and (
            mark.kind in _ALWAYS or mark.status == "domestic" or _domestic_nearby(parsed, mark)
        ):
            yield _Identity(mark.start, mark.end, mark.kind, _bare(parsed.text[mark.start : mark.end]))


def _bare(selector: str) -> str:
    """A number or address without what is written into it for the eye."""
    return re.sub(r"[\s().-]", "", selector.lower())


def _domestic_nearby(parsed: Parse, mark: Selector) -> bool:
    """A selector that says nothing itself, in a sentence that speaks of the United States and of no foreign place."""
    if mark.status == "foreign":
        return False
    sides = _sides_nearby(parsed, mark.start, mark.end)
    return "domestic" in sides and "foreign" not in sides


def _sides_nearby(parsed: Parse, start: int, end: int) -> set[str]:
    """The sides of the facts that the sentence around a span states; own agencies are named everywhere."""
    first = max(parsed.text.rfind(". ", 0, start), parsed.text.rfind("\n", 0, start))
    last = parsed.text.find(". ", end)
    last = len(parsed.text) if last < 0 else last
    return {f.side for f in parsed.facts if first <= parsed.tokens[f.first].start < last and f.sort != "us.agency"}


def _apart(found: list[_Identity]) -> list[_Identity]:
    kept: list[_Identity] = []
    for identity in sorted(found, key=lambda i: (i.start, -i.end)):
        if not kept or identity.start >= kept[-1].end:
            kept.append(identity)
    return kept
