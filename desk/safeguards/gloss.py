"""A word-for-word English reading of a question in another language: enough to see act and subject, no translation.

Each language has a list of words in ``resources/glossaries``; inflected forms are found by their stems, what no list knows is
spelt in Latin letters and counts against the reading. Whether a reading may be judged at all depends on that share.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import Stemmer
from anyascii import anyascii

from desk.safeguards.language import NAMES, foreign_language
from desk.safeguards.policy import Policy

LANGUAGES = ("es", "fr", "de", "pt", "it", "ru", "ar", "fa", "zh")
_STEMMED = {
    "es": "spanish",
    "fr": "french",
    "de": "german",
    "pt": "portuguese",
    "it": "italian",
    "ru": "russian",
    "ar": "arabic",
}
# Languages that are taken for each other: the list that knows most of the words decides.
_ALIKE = (("es", "pt", "it", "fr"), ("ar", "fa"), ("de",), ("ru",), ("zh",))
_LATIN = ("es", "fr", "de", "pt", "it")
_CODES = {name: code for code, name in NAMES.items()} | {"Ukrainian": "ru", "Urdu": "fa", "Kurdish": "ar"}
# One letter for those that are written now one way, now another.
_SPELLINGS = str.maketrans("أإآٱىةيك", "اااايهیک") | {
    ord("ـ"): None,
    ord("\u200c"): None,
    ord("ß"): "ss",
    ord("ё"): "е",
}
# What is written together with the word before or after it.
_BEFORE = {
    "ar": (
        ("وال", "and the"),
        ("بال", "in the"),
        ("لل", "for the"),
        ("ال", "the"),
        ("و", "and"),
        ("ب", "in"),
        ("ل", "for"),
    ),
    "fa": (("نمی", "not"), ("می", "")),
}
_AFTER = {
    "es": ("melo", "selo", "noslo", "me", "nos", "lo", "la", "le", "los", "las", "les", "se"),
    "pt": ("me", "nos", "lo", "la", "lhe", "os", "as"),
    "fa": ("هایشان", "هایش", "های", "هایی", "ها", "شان", "اش", "ان", "ش", "ی", "م", "ند", "د"),
}
# Addresses, accounts and numbers stay whole; apostrophes and hyphens only join words.
_WORD = re.compile(r"\S*@\S+\w|https?://\S+|\+?\d[\d ()./-]{3,}\d|[^\W\d_]+|\d+|[^\w\s'-]|_")
_ENDS = frozenset('.?!:¿¡«"“')
_HAN = re.compile(r"[\u3400-\u9fff·]+|[^\u3400-\u9fff·]+")
_LONGEST_PHRASE, _LONGEST_HAN = 4, 10
# A long word of German is often two known ones.
_PART = 4
_NAMES = ("forenames", "surnames", "places_us", "places_world", "places_both")
_LEAST_KNOWN, _FEW = 0.3, 2
# Share of the letters that has to be known before a reading may be judged like English.
ENOUGH = 0.75


@dataclass(frozen=True, slots=True)
class Gloss:
    """A word-for-word English reading; ``coverage`` is the share of the letters, names aside, in words that the list knew."""

    text: str
    coverage: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A text in English: as it is, or ``glossed`` from another language."""

    text: str
    glossed: bool = False


def readings(text: str, policy: Policy) -> tuple[Reading, ...]:
    """The text as rules and model may read it; none where it is in a language that nobody here reads well enough."""
    read = gloss(text, policy)
    glossed = (Reading(read.text, glossed=True),) if read is not None and read.coverage >= ENOUGH else ()
    return glossed if foreign_language(text) is not None else (Reading(text), *glossed)


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


@lru_cache(maxsize=256)
def gloss(text: str, policy: Policy) -> Gloss | None:
    """The text with known foreign words in English, or None where it is English or too little of it is known."""
    language = foreign_language(text)
    if language is not None:
        codes = next((group for group in _ALIKE if _CODES.get(language) in group), ())
        readings = [_glossary(policy, code).read(text, frozenset()) for code in codes]
    elif _partly_foreign(text, policy):
        readings = [_glossary(policy, code).read(text, policy.vocabulary) for code in _LATIN]
    else:
        return None
    best = max(readings, key=lambda reading: reading.coverage, default=None)
    return best if best is not None and best.coverage >= _LEAST_KNOWN else None


def load_lists(policy: Policy) -> None:
    """Read every list now, so that no question waits for it: about a second for all of them."""
    for code in LANGUAGES:
        _glossary(policy, code)


def _partly_foreign(text: str, policy: Policy) -> bool:
    """Whether words that are neither English nor names stand in a text that as a whole passes for English."""
    words = [word for word in _WORD.findall(text) if word.isalpha() and word.islower() and len(word) > 2]
    strange = [word for word in words if word not in policy.vocabulary]
    return len(strange) >= max(_FEW, 0.25 * len(words))


@lru_cache(maxsize=len(LANGUAGES))
def _glossary(policy: Policy, code: str) -> "_Glossary":
    names = frozenset[str]().union(*(policy.lines(each) for each in _NAMES))
    return _Glossary(code, policy.files[f"glossaries/{code}.tsv"], names)


class _Glossary:
    """The words of one language with their English, by form and by stem."""

    def __init__(self, code: str, listed: str, names: frozenset[str]) -> None:
        self._code = code
        self._names = names
        self._stemmer: _Stemmer | None = Stemmer.Stemmer(_STEMMED[code]) if code in _STEMMED else None
        self._phrases: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        for line in listed.splitlines():
            foreign, _, english = line.partition("\t")
            key = " ".join(_plain(word) for word in _WORD.findall(foreign)) or foreign
            self._phrases.setdefault(key, english.strip())
            if " " not in key and len(key) > 2:
                # Stemmers know the accents that a text may have lost on its way here.
                for form in (key, unicodedata.normalize("NFC", foreign.strip().lower())):
                    self._stems.setdefault(_plain(self._stem(form)), english.strip())

    def read(self, text: str, english: frozenset[str]) -> Gloss:
        """The text word for word; ``english`` are words that may stay as they are."""
        pieces: list[str] = []
        known = unknown = 0
        for piece, letters, is_known in self._han(text) if self._code == "zh" else self._words(text, english):
            pieces.append(piece)
            known += letters * (is_known is True)
            unknown += letters * (is_known is False)
        return Gloss(_tidied(" ".join(pieces)), known / (known + unknown) if known + unknown else 0.0)

    def _words(self, text: str, english: frozenset[str]) -> Iterator[tuple[str, int, bool | None]]:
        """Each piece of the reading with the letters it stands for; whether it was known is None for names and marks."""
        words = _WORD.findall(unicodedata.normalize("NFKC", text).translate({0x200C: None, 0x2019: "'"}))
        at = 0
        while at < len(words):
            size, found = self._longest(words, at)
            word = words[at]
            if found is not None:
                yield found, sum(map(len, words[at : at + size])), True
            elif not word.isalpha():
                yield word, 0, None
            elif word.lower() in english:
                yield word, len(word), True
            elif word[0].isupper() and at and words[at - 1] not in _ENDS and self._may_be_name(word):
                yield anyascii(word), 0, None
            else:
                yield self._spelt(word), len(word), False
            at += size

    def _may_be_name(self, word: str) -> bool:
        """German writes every noun with a capital, so that there only a known name passes for one."""
        return self._code != "de" or word.lower() in self._names

    def _longest(self, words: list[str], at: int) -> tuple[int, str | None]:
        """How many words from a place on are known together, and their English; names mean nothing but names."""
        size, found = self._known(words, at)
        name = words[at][0].isupper() and at > 0 and words[at - 1] not in _ENDS and self._code != "de"
        return (1, None) if found is not None and name and found[:1].islower() else (size, found)

    def _known(self, words: list[str], at: int) -> tuple[int, str | None]:
        for size in range(min(_LONGEST_PHRASE, len(words) - at), 1, -1):
            found = self._phrases.get(" ".join(_plain(word) for word in words[at : at + size]))
            if found is not None:
                return size, found
        return 1, self._one(_plain(words[at])) if words[at].isalpha() else None

    def _one(self, word: str) -> str | None:
        found = self._listed(word)
        if found is not None:
            return found
        for front, english in _BEFORE.get(self._code, ()):
            rest = (
                self._listed(word.removeprefix(front))
                if word.startswith(front) and len(word) > len(front) + 1
                else None
            )
            if rest is not None:
                return f"{english} {rest}".strip()
        for end in _AFTER.get(self._code, ()):
            rest = self._listed(word.removesuffix(end)) if word.endswith(end) and len(word) > len(end) + 1 else None
            if rest is not None:
                return rest
        return self._parted(word) if self._code == "de" else None

    def _listed(self, word: str) -> str | None:
        found = self._phrases.get(word)
        return found if found is not None or len(word) < 3 else self._stems.get(_plain(self._stem(word)))

    def _parted(self, word: str) -> str | None:
        for cut in range(len(word) - _PART, _PART - 1, -1):
            front, back = word[:cut], self._listed(word[cut:])
            first = self._listed(front) or self._listed(front.removesuffix("s")) if back else None
            if first and back:
                return f"{first} {back}"
        return None

    def _han(self, text: str) -> Iterator[tuple[str, int, bool | None]]:
        for run in _HAN.findall(unicodedata.normalize("NFKC", text)):
            if not _HAN.fullmatch(run) or not "\u3400" <= run[0] <= "\u9fff":
                yield run.strip(), 0, None
                continue
            at, strange = 0, ""
            while at < len(run):
                size = next((n for n in range(_LONGEST_HAN, 0, -1) if run[at : at + n] in self._phrases), 0)
                if not size:
                    strange += run[at]
                    at += 1
                    continue
                if strange:
                    yield self._spelt(strange), len(strange), False
                    strange = ""
                yield self._phrases[run[at : at + size]], size, True
                at += size
            if strange:
                yield self._spelt(strange), len(strange), False

    def _spelt(self, word: str) -> str:
        """In Latin letters. Scripts without capitals do not show what is a name: it may be one."""
        spelt = anyascii(word)
        return spelt if word != word.upper() or word != word.lower() else spelt.title()

    def _stem(self, word: str) -> str:
        return self._stemmer.stemWord(word) if self._stemmer else word


def _plain(word: str) -> str:
    """A word as the lists are searched: lower case, one spelling, no accents on Latin letters and no vowel signs."""
    parts = unicodedata.normalize("NFD", word.lower().translate(_SPELLINGS))
    bare = "".join(c for c in parts if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", bare).translate(_SPELLINGS)


def _tidied(english: str) -> str:
    """Marks at their words, and questions of place in English order ("where lives X" is read "where does X live")."""
    tidy = re.sub(r"\s+([,.;:?!)])", r"\1", re.sub(r"[¿¡«»„“”\"]", " ", english))
    tidy = re.sub(r"\s+", " ", tidy).strip()
    return re.sub(r"\bwhere (?:does )?(?:he |she |they )?(?:lives?|resides?) ([^?.!,]+)", r"where does \1 live", tidy)
