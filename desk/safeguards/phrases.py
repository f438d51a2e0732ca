"""Looking up words and phrases with their tags: longest match at each word, inflections made when a table is built."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\[U\.?S\.? [A-Z]+ \d+\]|https?://\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+|@\w+"
    r"|[A-Za-z]\.(?:[A-Za-z]\.)+|[A-Za-z]&[A-Za-z]"
    r"|[^\W\d_]+(?:[-'’.](?!(?:based|born|area|registered|raised|led|backed|linked|made|flagged|speaking|affiliated|run|owned)\b)[^\W\d_]+)*|\d[\w.,:/-]*\w|\w+|[^\w\s]"
)
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
_ABBREVIATIONS = {"u.s": "u.s.", "u.s.a": "u.s.a.", "d.c": "d.c.", "usa": "usa"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark. ``low`` is its lower case without a possessive ending, which ``possessive`` remembers."""

    text: str
    low: str
    start: int
    end: int
    possessive: bool = False

    @property
    def is_word(self) -> bool:
        """Whether this is a word rather than a mark."""
        return self.low[:1].isalnum() or len(self.low) > 1

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Hit:
    """Words ``first`` to ``last`` (exclusive) carry ``tag``."""

    tag: str
    first: int
    last: int
    words: str


def tokens(text: str) -> list[Token]:
    """Split a text into words and marks; a possessive ending belongs to its word."""
    return [_token(found) for found in _TOKEN.finditer(text)]


def _token(found: re.Match[str]) -> Token:
    word = found.group()
    low = word.lower().replace("’", "'")
    bare = _POSSESSIVE.sub("", low) if len(low) > 2 else low
    possessive = bare != low and low not in {"let's", "it's", "that's", "what's", "where's", "who's", "here's"}
    low = bare if bare != low else low
    return Token(word, _ABBREVIATIONS.get(low, low), found.start(), found.end(), possessive)


class PhraseTable:
    """Phrases by their first word. Built once, then only read."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._single: dict[str, list[str]] = {}

    @classmethod
    def of_lexicon(cls, lexicon: Mapping[str, str]) -> "PhraseTable":
        """A table of the tagged lists of the lexicon file; tags ``verb.*`` are inflected."""
        table = cls()
        for tag, listed in lexicon.items():
            phrases = [phrase.strip() for phrase in listed.split(";") if phrase.strip()]
            if tag.startswith("verb."):
                phrases = [form for phrase in phrases for form in verb_forms(phrase)]
            table.add(tag, phrases)
        return table

    def add(self, tag: str, phrases: Iterable[str]) -> None:
        """Add phrases (lower case) under a tag."""
        for phrase in phrases:
            if phrase.isalpha():
                self._single.setdefault(phrase, []).append(tag)
                continue
            words = tuple(token.low for token in tokens(phrase))
            if len(words) == 1:
                self._single.setdefault(words[0], []).append(tag)
            elif words:
                self._by_first.setdefault(words[0], []).append((words, tag))

    def words(self) -> set[str]:
        """Every single word in the table."""
        phrases = (phrase for listed in self._by_first.values() for phrase, _ in listed)
        return set(self._single) | {word for phrase in phrases for word in phrase}

    def hits(self, words: Sequence[str]) -> Iterator[Hit]:
        """Every tagged phrase in the words, longest per tag and start."""
        for start, word in enumerate(words):
            best: dict[str, int] = dict.fromkeys(self._single.get(word, ()), start + 1)
            for phrase, tag in self._by_first.get(word, ()):
                end = start + len(phrase)
                if end > best.get(tag, 0) and tuple(words[start:end]) == phrase:
                    best[tag] = end
            for tag, end in best.items():
                yield Hit(tag, start, end, " ".join(words[start:end]))


_IRREGULAR = {
    "find": "found finding", "get": "got getting gotten", "buy": "bought buying", "send": "sent sending",
    "give": "gave giving given", "show": "showed shown showing", "read": "reading", "hack": "hacked hacking",
    "build": "built building", "put": "putting", "run": "ran running", "write": "wrote written writing",
    "keep": "kept keeping", "make": "made making", "spy": "spied spying", "break": "broke broken breaking",
    "dig": "dug digging", "draw": "drew drawn drawing", "see": "saw seeing seen", "tell": "told telling",
    "go": "went going gone", "bring": "brought bringing", "set": "setting", "log": "logged logging",
    "shut": "shutting", "split": "splitting", "lock": "locked locking", "do": "doing did", "learn": "learned learning",
    "sweep": "swept sweeping", "overhear": "overheard overhearing", "tap": "tapped tapping", "bug": "bugged bugging",
    "map": "mapped mapping", "plot": "plotted plotting", "pin": "pinned", "scan": "scanned scanning",
    "flip": "flipped flipping", "vet": "vetted vetting", "scrap": "scrapped", "flag": "flagged flagging",
    "strike": "struck striking", "shoot": "shot shooting", "fire": "fired firing", "hit": "hitting",
    "take": "took taken taking", "let": "letting", "infer": "inferred inferring", "stalk": "stalked stalking",
}  # fmt: skip


def verb_forms(phrase: str) -> list[str]:
    """A verb phrase in its base, -s, -ed and -ing forms: the first word is inflected."""
    verb, space, rest = phrase.partition(" ")
    forms = [verb, _third(verb), *_past_and_gerund(verb)]
    return list(dict.fromkeys(form + space + rest for form in forms))


def _third(verb: str) -> str:
    if re.search(r"(s|x|z|ch|sh)$", verb):
        return verb + "es"
    return verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb) else verb + "s"


def _past_and_gerund(verb: str) -> list[str]:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb].split()
    if verb.endswith("e"):
        return [verb + "d", verb[:-1] + "ing"]
    if re.search(r"[^aeiou]y$", verb):
        return [verb[:-1] + "ied", verb + "ing"]
    return [verb + "ed", verb + "ing"]
