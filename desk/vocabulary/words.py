"""Words of a text as search and answers compare them: lower case, stemmed, without those that carry no content."""

import re
from collections.abc import Iterator
from functools import cache

import Stemmer

_WORD = re.compile(r"\w+(?:['’]\w+)?")

STOP_WORDS = frozenset(
    """a about above after again against all also am an and any are as at be because been before being below between
    both but by can could did do does doing down during each few for from further had has have having he her here hers
    him his how i if in into is it its itself just me more most my no nor not now of off on once only or other our out
    over own said same say says she should so some such than that the their theirs them then there these they this
    those through to too under until up upon us very was we were what when where which while who whom whose why will
    with would you your yours tell give show list describe explain find please report reports document documents
    according many much any anything""".split()
)


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def words(text: str) -> Iterator[str]:
    """The words of a text in lower case, in order."""
    return (match.group().casefold() for match in _WORD.finditer(text))


def content_words(text: str) -> tuple[str, ...]:
    """The words that carry content, each once, in order; all words where none would be left."""
    every = tuple(dict.fromkeys(words(text)))
    content = tuple(word for word in every if word not in STOP_WORDS)
    return content or every


def stems(text: str) -> frozenset[str]:
    """The stems of the words that carry content (Snowball English)."""
    return frozenset(_stemmer().stemWords([word for word in words(text) if word not in STOP_WORDS]))


def stem(word: str) -> str:
    """The stem of one lower-case word."""
    return str(_stemmer().stemWord(word))
