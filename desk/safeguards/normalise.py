"""A question as it was meant: views of the text with disguises removed, each mapped back to the text as typed.

The verdict is the strictest over all views, so a view may be wrong without loosening anything.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from desk.safeguards.decode import encoded_pieces, readable, shifted
from desk.safeguards.policy import Policy

MAX_VIEWS = 10
MAX_DEPTH = 3
MAX_LENGTH = 4_000
# By how much less of a view may be ordinary words than of the clearest before it counts as garbled.
_GARBLED = 0.2
_LEET = str.maketrans("013457@$!|€8+", "oieastasiieBt".lower())
_LEET_WORD = re.compile(
    r"(?=[\w@$!|€+]*[A-Za-z])(?=[\w@$!|€+]*[013457@$!|€8+])[\w@$!|€+]{2,}|(?<![\w-])[013457]{2,3}(?![\w-])"
)
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_*·|/,]{1,3}){3,}[^\W\d_](?!\w)")
_NOT_LEET = re.compile(r"\d+(?:st|nd|rd|th|km|mm|m|kg|am|pm|k|x|s)|\w+@\w+\.\w+|\w+[!|]")
_A_MODEL = re.compile(r"[A-Z]\d+")
_LETTERS_APART = re.compile(r"(?<!\w)(?:\w[-._*~|·/]+){3,}\w(?!\w)")
_BROKEN = re.compile(r"(?<=[^\W\d_])[._*~|·+=](?=[^\W\d_])")
_TAGS = range(0xE0020, 0xE007F)


@dataclass(frozen=True, slots=True)
class View:
    """One reading of a text. ``origin[i]`` is where character i came from; ``technique`` names the disguise."""

    text: str
    origin: tuple[int, ...]
    technique: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A span of the view as a span of the text as typed."""
        if not self.origin or start >= len(self.origin):
            return (0, 0)
        return self.origin[start], self.origin[max(start, end - 1)] + 1


def views(text: str, policy: Policy) -> list[View]:
    """The plain view first, then every view that decoding, joining or unmasking gives (at most ``MAX_VIEWS``)."""
    words = policy.vocabulary
    plain = _plain(text[:MAX_LENGTH], policy)
    found = {plain.text: plain}
    frontier = [plain]
    for _ in range(MAX_DEPTH):
        frontier = [new for view in frontier for new in _further(view, words, policy) if new.text not in found]
        found.update({view.text: view for view in frontier[:MAX_VIEWS]})
    return list(found.values())[:MAX_VIEWS]


def legible(seen: Sequence[View], policy: Policy) -> list[View]:
    """The views without those that another shows to be garbled: it gives far more of their letters as ordinary words.

    Rules look into every view; a model that reads letters written apart as if they were words sees something in nothing.
    """
    shares = [readable(view.text, policy.vocabulary) for view in seen]
    return [view for view, share in zip(seen, shares, strict=True) if share >= max(shares) - _GARBLED]


def _further(view: View, words: frozenset[str], policy: Policy) -> Iterator[View]:
    for maker in (_decoded, _joined, _unleeted, _unbroken, _shifted):
        for made in maker(view, words):
            yield _plain_again(made, policy)


def _plain(text: str, policy: Policy) -> View:
    alike = _look_alikes(policy.files["gazetteers/look_alikes.txt"])
    letters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        for plain in _plain_character(character):
            letters.append(plain)
            origin.append(index)
    return _skeleton(View("".join(letters), tuple(origin), "plain"), alike)


def _plain_again(view: View, policy: Policy) -> View:
    again = _plain(view.text, policy)
    return View(again.text, tuple(view.origin[place] for place in again.origin), view.technique)


def _plain_character(character: str) -> str:
    """NFKC of one character without marks, invisible and directional characters; Unicode tags become letters."""
    if character in "\n\t\r":
        return character
    if character < "\x7f":
        return character if character >= " " else ""
    if ord(character) in _TAGS:
        return chr(ord(character) - 0xE0000)
    if unicodedata.category(character) in {"Cf", "Cc", "Co", "Cn", "Mn", "Me"}:
        return ""
    decomposed = unicodedata.normalize("NFKD", character)
    plain = "".join(c for c in decomposed if unicodedata.category(c) not in {"Mn", "Me"})
    return " " if plain.isspace() else _SMALL_CAPITALS.get(plain, plain)


_SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True)) | {
    "“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": " - ", "‑": "-",
}  # fmt: skip


@lru_cache(maxsize=2)
def _look_alikes(table: str) -> dict[str, str]:
    return dict(line.split(" ", 1) for line in table.splitlines() if " " in line)


_MIXED = re.compile(r"[^\W\d_]+")


def _skeleton(view: View, alike: dict[str, str]) -> View:
    """Replace look-alikes in words that mix scripts, or that consist of look-alikes between Latin words.

    A word wholly in another script is a real foreign word where it has letters without a Latin double.
    """
    if view.text.isascii():
        return view

    def latin(found: re.Match[str]) -> str:
        word = found.group()
        if word.isascii() or not all(c.isascii() or c in alike for c in word):
            return word
        return "".join(alike.get(c, c) for c in word)

    return View(_MIXED.sub(latin, view.text), view.origin, view.technique)


def _replaced(view: View, start: int, end: int, text: str, technique: str) -> View:
    """The view with one span replaced; every new character points at its share of the old span."""
    width = end - start
    middle = tuple(view.origin[start + min(width - 1, i * width // max(1, len(text)))] for i in range(len(text)))
    return View(view.text[:start] + text + view.text[end:], view.origin[:start] + middle + view.origin[end:], technique)


def _substituted(view: View, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str], technique: str) -> View:
    for found in reversed(list(pattern.finditer(view.text))):
        text = new(found)
        if text != found.group():
            view = _replaced(view, found.start(), found.end(), text, technique)
    return view


def _decoded(view: View, words: frozenset[str]) -> Iterator[View]:
    for text, start, end in encoded_pieces(view.text, words):
        yield _replaced(view, start, end, text, "encoded")


def _joined(view: View, words: frozenset[str]) -> Iterator[View]:
    """Letters written apart ("t r a c k"): joined, split again at wider gaps or by known words."""
    if not _SPACED.search(view.text):
        return

    def join(found: re.Match[str]) -> str:
        parts = re.split(r"\s{2,}|\s*[|/]\s*|(?<=\w)\s-\s|,\s*", found.group())
        letters = [re.sub(r"[^\w]", "", part) for part in parts]
        return " ".join(_split_known(run, words) for run in letters if run)

    yield _substituted(view, _SPACED, join, "spaced")


def _split_known(run: str, words: frozenset[str]) -> str:
    """Cut a run of letters into the fewest known words; the rest stays as letters of one word."""
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    low = run.lower()
    for end in range(1, len(run) + 1):
        options = [
            (best[start][0] + _cost(low[start:end], words), [*best[start][1], run[start:end]])
            for start in range(max(0, end - 18), end)
        ]
        best.append(min(options, key=lambda option: option[0]))
    return " ".join(best[-1][1])


_SHORT = frozenset("a i in of to is me my on at by us we he it be do or up so no an as el".split())


def _cost(piece: str, words: frozenset[str]) -> float:
    if piece in _SHORT or (piece in words and len(piece) > 2):
        return 1.0 + 0.2 * (len(piece) < 4)
    return 1.6 + 0.9 * len(piece)


def _unleeted(view: View, words: frozenset[str]) -> Iterator[View]:
    many = sum(1 for found in _LEET_WORD.finditer(view.text) if not _A_MODEL.fullmatch(found.group())) >= 3

    def plain(found: re.Match[str]) -> str:
        word = found.group()
        kept = _NOT_LEET.fullmatch(word) or (not many and _A_MODEL.fullmatch(word))
        return word if kept else word.translate(_LEET)

    made = _substituted(view, _LEET_WORD, plain, "leet")
    if made.text == view.text:
        return
    other = _substituted(view, _LEET_WORD, lambda f: f.group().translate(_LEET_L), "leet")
    yield max(made, other, key=lambda read: readable(read.text, words))


_LEET_L = str.maketrans("013457@$!|€8+", "oleastasllebt")


def _unbroken(view: View, words: frozenset[str]) -> Iterator[View]:
    """Marks put inside words ("tr*ack", "J.o.h.n") taken out."""
    made = _substituted(view, _LETTERS_APART, lambda found: re.sub(r"\W|_", "", found.group()), "broken")
    for found in reversed(list(_BROKEN.finditer(made.text))):
        made = _replaced(made, found.start(), found.end(), "", "broken")
    if made.text != view.text and readable(made.text, words) > readable(view.text, words):
        yield made


def _shifted(view: View, words: frozenset[str]) -> Iterator[View]:
    for text in shifted(view.text, words):
        origin = view.origin[::-1] if text == view.text[::-1] else view.origin
        yield View(text, origin if len(origin) == len(text) else view.origin, "shifted")
