"""Spellings that belong together: the forms of one word, and words a letter or two away from it."""

import unicodedata
from collections.abc import Iterable
from functools import cache

import Stemmer


@cache
def _stemmer() -> Stemmer.Stemmer:
    # Porter's, as the index of stems has it.
    return Stemmer.Stemmer("porter")


def folded(word: str) -> str:
    """A word as the index spells it: lower case, without accents."""
    apart = unicodedata.normalize("NFD", word.lower())
    return unicodedata.normalize("NFC", "".join(letter for letter in apart if not unicodedata.combining(letter)))


def stem(word: str) -> str:
    """The stem of a folded word."""
    return str(_stemmer().stemWord(word)) or word


def common_beginning(word: str) -> str:
    """What every form of a folded word begins with: stemming changes at most the last letter of what it leaves."""
    kept = stem(word)
    shared = next((n for n, (a, b) in enumerate(zip(kept, word, strict=False)) if a != b), min(len(kept), len(word)))
    return word[: max(1, min(shared, len(kept) - 1))]


def forms(word: str, spellings: Iterable[str]) -> list[str]:
    """The spellings that are forms of a folded word."""
    wanted = stem(word)
    return [each for each in spellings if stem(each) == wanted]


def near(word: str, spellings: Iterable[str], distance: int) -> list[tuple[int, str]]:
    """The spellings at most ``distance`` letters away from a folded word, with how far, nearest first."""
    letters = set(word)
    found = []
    for each in spellings:
        # One letter put in, out or changed brings or takes one kind of letter: most words are told apart by that alone.
        if len(letters.difference(each)) > distance or len(set(each).difference(letters)) > distance:
            continue
        far = distance_within(word, each, distance)
        if far is not None:
            found.append((far, each))
    return sorted(found)


def distance_within(one: str, other: str, most: int) -> int | None:
    """How many letters have to be put in, taken out, changed or swapped with their neighbour; None where more than ``most``."""
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        now = [row]
        for column, its in enumerate(other, start=1):
            cost = min(last[column] + 1, now[column - 1] + 1, last[column - 1] + (letter != its))
            if before and column > 1 and letter == other[column - 2] and one[row - 2] == its:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        if min(now) > most and min(last) > most:
            return None
        before, last = last, now
    return last[-1] if last[-1] <= most else None
