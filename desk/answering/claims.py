"""What a sentence claims, word by word: enough to tell a second report of the same from a report of something else.

Shared words do not tell: "12 trucks" and "21 trucks", "was seen" and "was never seen", "Major Ilic" and "Major Ilich" share
nearly all of theirs. Two sentences say the same only where none replaces a word of the other, one at most adds a few, and
what it adds is no fact: no number, name, denial, amount, direction or doubt. When in doubt they differ, and both are shown.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desk.vocabulary.words import STOP_WORDS, stem

# Share of the longer sentence's words that the shorter one has to hold: what is added must not be what matters.
SAME = 0.75

# A word or number with what belongs to it: "1,460,000", "12:40", "KF-2", "didn't", "-12", "$5", "4%".
_TOKEN = re.compile(r"(?:(?<!\w)[-+±~<>$€£¥]+(?=\d))?\w+(?:[-./:,'’]\w+)*%?|\?")
_BETWEEN_DIGITS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LEADING_ZERO = re.compile(r"^0(?=\d$)")
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
)
_NUMBERS = {word: str(value) for value, word in enumerate(_ONES.split())} | {
    word: str(10 * value) for value, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)
}
# Words of number that stand for no one figure.
_OF_NUMBER = frozenset("hundred hundreds thousand thousands million millions billion billions dozen dozens".split())
_DENIALS = frozenset(
    "no not never none nobody nothing nowhere without neither nor cannot deny denies denied denying fail fails failed"
    " failing refuse refuses refused".split()
)
# Amounts, times and chances of which one rules out the other.
_OPPOSED = tuple(
    (re.compile(rf"\b(?:{one})\b", re.I), re.compile(rf"\b(?:{other})\b", re.I))
    for one, other in (
        ("all|every|each|both", "some|several|few|half|most|part of|many of"),
        ("at least|more than|over|above|exceed(?:s|ed|ing)?", "at most|less than|fewer than|under|below|up to"),
        ("before", "after"),
        ("likely|probably", "unlikely|improbable"),
    )
)
_AMOUNTS = frozenset(
    "all every each both some any few fewer fewest many much more most less least several half only almost nearly hardly"
    " barely scarcely exactly about over under above below up down once twice first second third last".split()
)
_DIRECTIONS = frozenset(
    "from to into onto by before after against with for toward towards in out on off since until till between through"
    " north south east west left right am pm".split()
)
_PERSONS = frozenset("i he she they it we you him her them us me his their its our my your who whom whose".split())
_DOUBTS = frozenset(
    "will would shall should may might can could must if unless or likely unlikely possibly probably perhaps allegedly"
    " reportedly apparently supposedly false falsely true wrongly attempt attempts attempted attempting try tries tried plan"
    " plans planned planning threaten threatens threatened claim claims claimed alleged suspected rumoured rumored stop stops"
    " stopped cease ceased".split()
)
_TURNING = _DENIALS | _AMOUNTS | _DIRECTIONS | _PERSONS | _DOUBTS | _OF_NUMBER | {"?"}


@dataclass(frozen=True, slots=True)
class Claim:
    """The ``facts`` of a sentence, and all its ``words``: facts in one spelling, others as stems, those without content left
    out; both in the order of the sentence.
    """

    facts: tuple[str, ...]
    words: tuple[str, ...]

    def same_as(self, other: "Claim") -> bool:
        """Whether both say the same: the same facts, and of their words one has all that the other has, in its order."""
        shorter, longer = sorted((self.words, other.words), key=len)
        return self.facts == other.facts and len(shorter) >= SAME * len(longer) and _within(shorter, longer)


def _within(shorter: Sequence[str], longer: Sequence[str]) -> bool:
    rest = iter(longer)
    return all(word in rest for word in shorter)


@lru_cache(maxsize=4096)
def claim(sentence: str) -> Claim:
    """What a sentence claims; its marking and bullet are to be left out."""
    facts, every = [], []
    for place, token in enumerate(_TOKEN.findall(sentence)):
        fact, low = _fact(token, place == 0), token.casefold()
        if fact is not None:
            facts.append(fact)
        if fact is not None or low not in STOP_WORDS:
            every.append(fact or stem(low))
    return Claim(tuple(facts), tuple(every))


def _fact(token: str, first: bool) -> str | None:
    low = token.casefold().replace("’", "'")
    if low.endswith("n't"):
        return "not"
    if low in _TURNING or is_name(token, first=first):
        return low.removesuffix("'s")
    return number_of(token)


def number_of(token: str) -> str | None:
    """The number that a token is or holds, in one spelling ("1,200" and "1200", "twelve" and "12"); else None."""
    if any(character.isdigit() for character in token):
        return _LEADING_ZERO.sub("", _BETWEEN_DIGITS.sub("", token.casefold()))
    parts = token.casefold().split("-")
    if not all(part in _NUMBERS for part in parts):
        return None
    return str(sum(int(_NUMBERS[part]) for part in parts))


def is_name(token: str, *, first: bool) -> bool:
    """Whether a word is written as a name: an acronym, or with a capital though it is not the ``first`` of its sentence."""
    capitals = sum(character.isupper() for character in token)
    return capitals >= 2 or (capitals == 1 and not first and token[0].isupper() and len(token) > 1)


def numbers(sentence: str) -> frozenset[str]:
    """The numbers of a sentence, each in one spelling."""
    return frozenset(number for token in _TOKEN.findall(sentence) if (number := number_of(token)) is not None)


def names(sentence: str, ordinary: Callable[[str], bool]) -> frozenset[str]:
    """The words of a sentence that are names or parts of names, in lower case.

    The first word has a capital in any case: it is a name where ``ordinary`` does not know it.
    """
    found = set()
    for place, token in enumerate(_TOKEN.findall(sentence)):
        unusual = place or is_name(token, first=True) or not ordinary(token.casefold())
        if unusual and is_name(token, first=False) and number_of(token) is None:
            parts = [part for part in token.split("-") if part[:1].isupper()]
            found |= {re.sub(r"['’]s$", "", part.casefold()) for part in parts}
    return frozenset(found)


def denies(sentence: str) -> bool:
    """Whether a sentence denies something."""
    low = [token.casefold().replace("’", "'") for token in _TOKEN.findall(sentence)]
    return any(word in _DENIALS or word.endswith("n't") for word in low)


def opposed(one: str, other: str) -> bool:
    """Whether one sentence has an amount, time or chance that the other rules out ("all" and "some")."""
    return any(
        bool(left.search(a)) and bool(right.search(b)) and not left.search(b) and not right.search(a)
        for left, right in _OPPOSED
        for a, b in ((one, other), (other, one))
    )
