"""A word-for-word English reading of a question in another language: enough to see act and subject, no translation."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from desk.safeguards.policy import Policy

Glossary = Mapping[str, str]
_LATIN = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya".split()
_CYRILLIC = {
    letter: plain.strip("_") for letter, plain in zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", _LATIN, strict=True)
}
_MINIMUM = 2


def gloss(text: str, policy: Policy) -> str | None:
    """The text with known foreign words in English, or None where too few are known for it to be that language."""
    best: tuple[int, str] = (0, "")
    for language, words in _glossaries(policy).items():
        pattern = _pattern(policy, language)
        low = unicodedata.normalize("NFKC", text).replace("¿", "").replace("¡", "").replace("’", " ").replace("'", " ")
        marked = [m.group().lower() for m in pattern.finditer(low)]
        score = sum(1 + len(word) // 4 for word in marked)
        if len(marked) >= _MINIMUM and score > best[0] and sum(len(word) > 3 or not word.isascii() for word in marked):
            english = pattern.sub(lambda m, known=words: f" {known[m.group().lower()]} ", low)  # type: ignore[misc]
            best = (score, english)
    return _tidied(best[1]) if best[0] >= _MINIMUM else None


def _tidied(text: str) -> str:
    """Questions of place put in English order ("where does live X" is read "where does X live"), Cyrillic spelt out."""
    latin = "".join(_latin(character) for character in text)
    latin = re.sub(r"\s+", " ", latin).strip()
    return re.sub(r"^(.*?)where does live ([^?.!]+)", r"\1where does \2 live", latin)


def _latin(character: str) -> str:
    low = character.lower()
    if low not in _CYRILLIC:
        return character
    plain = _CYRILLIC[low]
    return plain.capitalize() if character != low else plain


@lru_cache(maxsize=2)
def _glossaries(policy: Policy) -> Mapping[str, Glossary]:
    def read(listed: Mapping[str, str]) -> Mapping[str, Glossary]:
        return {
            language: {word.strip(): english for word, _, english in (e.partition(":") for e in entries.split("; "))}
            for language, entries in listed.items()
        }

    return policy.table("gloss", read)


@lru_cache(maxsize=32)
def _pattern(policy: Policy, language: str) -> re.Pattern[str]:
    words = sorted(_glossaries(policy)[language], key=len, reverse=True)
    listed = "|".join(map(re.escape, words))
    return re.compile(listed if language in {"zh"} else rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)
