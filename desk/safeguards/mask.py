"""Masking: identities of U.S. persons in a text become ``[U.S. PERSON n]``, the same n for the same person in a case.

Masked are names of persons of whom the text says that they are U.S. persons or in the United States, and the selectors
that stand for one: identity numbers, U.S. phones, street addresses, e-mails. Rules find them by the facts stated beside
the name; the screening model, which reads the whole text, finds those whose facts stand elsewhere. Not masked: officials
named with their office (public acts), products, and names of which nothing domestic is stated.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from desk.safeguards.known import Informant, knows_nothing
from desk.safeguards.named_things import is_cited, names_a_thing
from desk.safeguards.phrases import Token
from desk.safeguards.policy import Policy
from desk.safeguards.readings import identifying
from desk.safeguards.recognise import Mention, Parse, parse
from desk.safeguards.runs import runs
from desk.safeguards.selectors import Selector
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
_MASK = re.compile(r"\[U\.S\. [A-Z. -]+\d+\]")
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

    def note(self, text: str) -> None:
        """Learn who is a U.S. person from a text, so that texts masked before it in a list hide the same persons."""
        if text:
            self._found(parse(text, self._policy, report=True))

    def mask(self, text: str) -> MaskedText:
        """The text with identities replaced; a text without any comes back as it is."""
        if not text:
            return MaskedText(text, ())
        return self._replace(text, _apart(self._found(parse(text, self._policy, report=True))))

    def _found(self, parsed: Parse) -> list[_Identity]:
        whom = [subject for subject in subjects(parsed) if subject.mention.kind == "person"]
        spared = _Spared.of(parsed, whom)
        # What the model reads comes first: a name it finds is then known wherever else it stands.
        return [*self._read(parsed, whom, spared), *self._people(parsed, whom, spared), *_selectors(parsed)]

    def _people(self, parsed: Parse, whom: Sequence[Subject], spared: "_Spared") -> Iterator[_Identity]:
        theirs = [each for each in whom if not spared.holds(parsed.span(each.mention.first, each.mention.last))]
        for subject in theirs:
            if subject.status is Status.DOMESTIC:
                self._know(_key(parsed, subject.mention))
        for subject in theirs:
            key = self._identity(_key(parsed, subject.mention))
            stated = subject.status is not Status.UNKNOWN
            if key and (stated or not self._foreign_in_case(parsed, subject.mention.first, subject.mention.text)):
                yield _Identity(*_whole(parsed, subject.mention), "person", key)
        yield from self._surnames(parsed, spared)

    def _surnames(self, parsed: Parse, spared: "_Spared") -> Iterator[_Identity]:
        """A surname alone after its bearer was named in full: "Maria Lopez ... Lopez"."""
        here = set(_WORD.findall(parsed.text.lower()))
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

    def _read(self, parsed: Parse, whom: Sequence[Subject], spared: "_Spared") -> Iterator[_Identity]:
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
            key = _ordered(name)
            if " " in key:
                self._know(key)
            yield _Identity(run.start, run.end, "person", self._identity(key) or key)

    def _foreign_in_case(self, parsed: Parse, at: int, name: str) -> bool:
        """Whether the case's reports state that the bearer of a name is foreign, and none that he is domestic.

        A surname alone may be somebody else's: where its sentence speaks of the United States it is not spared.
        """
        words = _spoken(name)
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


@dataclass(frozen=True)
class _Spared:
    """What stays in one text, by facts that it states: foreigners wherever they are named, officials, authors, masks."""

    spans: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, parsed: Parse, whom: Sequence[Subject]) -> "_Spared":
        """What a text spares by its own words."""
        status = {side: {_key(parsed, s.mention) for s in whom if s.status is side} for side in Status}
        foreign = status[Status.FOREIGN] - status[Status.DOMESTIC]
        spans = [
            _whole(parsed, each.mention)
            for each in whom
            if each.status is Status.FOREIGN
            or _public(parsed, each.mention)
            or (each.status is Status.UNKNOWN and _same_bearer(_key(parsed, each.mention), foreign))
        ]
        spans += [(mark.start, mark.end) for mark in parsed.selectors if mark.status == "foreign"]
        return cls((*spans, *(mask.span() for mask in _MASK.finditer(parsed.text))))

    def holds(self, span: tuple[int, int]) -> bool:
        """Whether a span touches what stays."""
        return any(span[0] < end and start < span[1] for start, end in self.spans)


def _first_of(parsed: Parse, index: int, words: Sequence[str]) -> int:
    """The token at which a name begins that ends at ``index``, where its other words stand before its surname."""
    while index and parsed.tokens[index - 1].low in words:
        index -= 1
    return index


def _same_bearer(key: str, others: Iterable[str]) -> bool:
    """Whether a name is one of the others, or its surname alone."""
    return any(key and (key == other or key == other.split()[-1]) for other in others if other)


def _whole(parsed: Parse, mention: Mention) -> tuple[int, int]:
    """The characters of a name without a possessive ending."""
    start, end = parsed.span(mention.first, mention.last)
    if parsed.tokens[mention.last - 1].possessive and parsed.text[start:end].endswith(("'s", "’s")):
        end -= 2
    return start, end


def _ordered(name: str) -> str:
    """A name as a key: "Lopez, Maria C" is Maria Lopez."""
    return " ".join(word for word in _WORD.findall(_spoken(name).lower()) if len(word) > 1)


def _spoken(name: str) -> str:
    """A name as one says it, forename first."""
    last, _, first = name.removesuffix("'s").removesuffix("’s").partition(",")
    return " ".join(f"{first} {last}".split())


def _token_at(parsed: Parse, start: int) -> int:
    return next(i for i, token in enumerate(parsed.tokens) if token.end > start)


def _key(parsed: Parse, mention: Mention) -> str:
    """A name in lower case without initials, titles and endings."""
    return _ordered(" ".join(token.low for token in parsed.tokens[mention.first : mention.last]))


def _public(parsed: Parse, mention: Mention) -> bool:
    """Named with an office, or a president of the past: the acts are public, and the name carries the meaning."""
    before = " ".join(_plain(token) for token in parsed.tokens[max(0, mention.first - 3) : mention.first]).strip()
    start, end = parsed.span(mention.first, mention.last)
    return (
        bool(_OFFICE.search(before))
        or set(_key(parsed, mention).split()) <= _HISTORIC
        or is_cited(parsed.text, start, end)
    )


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
