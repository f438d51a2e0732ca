"""Masking: identities of U.S. persons in a text become ``[U.S. PERSON n]``, the same n for the same person in a case.

Masked are names of persons of whom the text says that they are U.S. persons or in the United States, and the selectors
that stand for one: identity numbers, U.S. phones, street addresses, e-mails. Rules find them by the facts stated beside
the name; the screening model, which reads the whole text, finds those whose facts stand elsewhere. Not masked: officials
named with their office (public acts), products, and names of which nothing domestic is stated.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from desk.safeguards.phrases import Token
from desk.safeguards.policy import Policy
from desk.safeguards.readings import identifying
from desk.safeguards.recognise import Mention, Parse, parse
from desk.safeguards.selectors import Selector
from desk.safeguards.status import Status, subjects


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
_MASK = re.compile(r"\[U\.S\. [A-Z. -]+\d+\]")
# What may stand between two words of one identity.
_JOIN = re.compile(r"[\s.'’&@-]{0,2}")
_ALWAYS = frozenset({"ssn", "a_number", "ein"})
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_OFFICE = re.compile(
    r"\b(president|vice president|senator|sen|governor|gov|mayor|secretary|congressman|congresswoman|representative|rep"
    r"|justice|chief justice|ambassador|attorney general|director|speaker|general|gen|admiral|adm|secretary of state"
    r"|administrator|commissioner|chairman|chairwoman|first lady|judge|majority leader|minority leader|under secretary"
    r"|spokesman|spokeswoman|spokesperson|press secretary|prime minister|king|queen|pope|minister|chancellor"
    r"|colonel|commander)\.?$"
)
_HISTORIC = frozenset(
    "abraham lincoln george washington thomas jefferson franklin roosevelt theodore roosevelt harry truman"
    " dwight eisenhower john kennedy lyndon johnson richard nixon gerald ford jimmy carter ronald reagan bill"
    " clinton barack obama joe biden donald trump kamala harris".split()
)


class Masker:
    """Masks texts of one case; names once known as U.S. persons stay masked in later texts."""

    def __init__(self, policy: Policy, numbers: MaskNumbers | None = None) -> None:
        self._policy = policy
        self._numbers = numbers or _Counted()
        self._known: dict[str, str] = {}

    def mask(self, text: str) -> MaskedText:
        """The text with identities replaced; a text without any comes back as it is."""
        if not text:
            return MaskedText(text, ())
        parsed = parse(text, self._policy, report=True)
        # What the model reads comes first: a name it finds is then known wherever else it stands.
        found = [*self._read(parsed), *self._people(parsed), *_selectors(parsed)]
        return self._replace(text, _apart(found))

    def _people(self, parsed: Parse) -> Iterator[_Identity]:
        whom = subjects(parsed)
        for subject in whom:
            mention = subject.mention
            if mention.kind == "person" and subject.status is Status.DOMESTIC and not _public(parsed, mention):
                self._know(_key(parsed, mention))
        for subject in whom:
            key = self._identity(_key(parsed, subject.mention)) if subject.mention.kind == "person" else None
            if key and subject.status is not Status.FOREIGN and not _public(parsed, subject.mention):
                yield _Identity(*_name_span(parsed, subject.mention), "person", key)
        yield from self._surnames(parsed)

    def _surnames(self, parsed: Parse) -> Iterator[_Identity]:
        """A surname alone after its bearer was named in full: "Maria Lopez ... Lopez"."""
        here = set(_WORD.findall(parsed.text.lower()))
        bearers = {key.split()[-1]: key for key in self._known if " " in key and set(key.split()) <= here}
        words = self._policy.lines("ordinary_words")
        for token in parsed.tokens:
            if token.capital and token.low in bearers and token.low not in words:
                end = token.end - (2 if token.possessive else 0)
                yield _Identity(token.start, end, "person", bearers[token.low])

    def _read(self, parsed: Parse) -> Iterator[_Identity]:
        """What the screening model takes for the identity of a U.S. person."""
        people = [subject for subject in subjects(parsed) if subject.mention.kind == "person"]
        # Stated facts beat what a text merely reads like.
        spared = [
            parsed.span(each.mention.first, each.mention.last)
            for each in people
            if each.status is Status.FOREIGN or _public(parsed, each.mention)
        ]
        spared += [(mark.start, mark.end) for mark in parsed.selectors if mark.status == "foreign"]
        spared += [mask.span() for mask in _MASK.finditer(parsed.text)]
        for start, end in _runs(parsed, identifying(parsed.text, self._policy)):
            if any(start < last and first < end for first, last in spared):
                continue
            kind = _kind(parsed, start, end)
            words = _WORD.findall(parsed.text[start:end].lower())
            key = " ".join(words) if kind == "person" else _bare(parsed.text[start:end])
            if kind == "person" and len(words) > 1:
                self._know(key)
            yield _Identity(start, end, kind, (self._identity(key) or key) if kind == "person" else key)

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


def _name_span(parsed: Parse, mention: Mention) -> tuple[int, int]:
    start, end = parsed.span(mention.first, mention.last)
    return start, end - (
        2 if parsed.tokens[mention.last - 1].possessive and parsed.text[start:end].endswith(("'s", "’s")) else 0
    )


def _key(parsed: Parse, mention: Mention) -> str:
    """A name in lower case without initials, titles and endings."""
    words = [token.low for token in parsed.tokens[mention.first : mention.last]]
    return " ".join(word for word in words if len(word.strip(".")) > 1)


def _public(parsed: Parse, mention: Mention) -> bool:
    """Named with an office, or a president of the past: the acts are public, and the name carries the meaning."""
    before = " ".join(_plain(token) for token in parsed.tokens[max(0, mention.first - 3) : mention.first]).strip()
    return bool(_OFFICE.search(before)) or set(_key(parsed, mention).split()) <= _HISTORIC


def _plain(token: Token) -> str:
    return token.low.strip(".")


def _selectors(parsed: Parse) -> Iterator[_Identity]:
    for mark in parsed.selectors:
        if mark.kind in _LABELS and (
            mark.kind in _ALWAYS or mark.status == "domestic" or _domestic_nearby(parsed, mark)
        ):
            yield _Identity(mark.start, mark.end, mark.kind, _bare(parsed.text[mark.start : mark.end]))


def _bare(selector: str) -> str:
    """A number or address without what is written into it for the eye."""
    return re.sub(r"[\s().-]", "", selector.lower())


def _runs(parsed: Parse, belongs: Callable[[int, int], bool]) -> list[tuple[int, int]]:
    """Neighbouring words that belong to an identity, as spans of characters."""
    runs: list[tuple[int, int]] = []
    for token in parsed.tokens:
        if not any(character.isalnum() for character in token.text) or not belongs(token.start, token.end):
            continue
        end = token.end - (2 if token.possessive else 0)
        if runs and _JOIN.fullmatch(parsed.text, runs[-1][1], token.start):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((token.start, end))
    return runs


def _kind(parsed: Parse, start: int, end: int) -> str:
    """What sort of identity a span is, by the selector it holds or by its shape."""
    for mark in parsed.selectors:
        if mark.kind in _LABELS and mark.start < end and start < mark.end:
            return mark.kind
    text = parsed.text[start:end]
    if "@" in parsed.text[max(0, start - 1) : end]:
        return "email" if "." in text else "handle"
    if not any(character.isdigit() for character in text):
        return "person"
    return "street" if re.match(r"\d+ [^\W\d]{3}", text) else "number"


def _domestic_nearby(parsed: Parse, mark: Selector) -> bool:
    """A selector that says nothing itself, in a sentence that speaks of the United States and of no foreign place."""
    if mark.status == "foreign":
        return False
    start = max(parsed.text.rfind(". ", 0, mark.start), parsed.text.rfind("\n", 0, mark.start))
    end = parsed.text.find(". ", mark.end)
    end = len(parsed.text) if end < 0 else end
    sides = {f.side for f in parsed.facts if start <= parsed.tokens[f.first].start < end and f.sort != "us.agency"}
    return "domestic" in sides and "foreign" not in sides


def _apart(found: list[_Identity]) -> list[_Identity]:
    kept: list[_Identity] = []
    for identity in sorted(found, key=lambda i: (i.start, -i.end)):
        if not kept or identity.start >= kept[-1].end:
            kept.append(identity)
    return kept
