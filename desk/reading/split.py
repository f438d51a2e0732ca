"""Cutting a page into passages: whole sentences, of a size the embedding model reads to the end.

Pure. Passages tile their page: the first begins at 0, each begins where the one before ends, the last ends with the
page. Blank space after a sentence belongs to it.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from desk.vocabulary.sentences import heading_spans, sentence_spans

# The model reads 256 tokens, two of which are its own.
MOST_TOKENS = 254
# A passage is closed once it holds this many, and not taken beyond ``_FULL_TOKENS`` by a sentence that fits alone.
_GOOD_TOKENS = 150
_FULL_TOKENS = 200
# Closed early, at the end of a section, from here on.
_SECTION_TOKENS = 90
# A rest smaller than this joins the passage before it.
_SMALL_TOKENS = 40
# The tokenizer takes a word of more than 100 characters as one token, so tokens alone bound nothing.
MOST_CHARACTERS = 2_000

# Where tokens begin in a text, ascending.
TokenStarts = Callable[[str], Sequence[int]]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a page; ``hard``: a passage must begin here; ``section``: one may well begin here."""

    start: int
    end: int
    hard: bool
    section: bool


def split(text: str, token_starts: TokenStarts, borders: Iterable[int] = ()) -> list[tuple[int, int]]:
    """Spans (start, end) of the passages of one page; ``borders`` are offsets that no passage may cross."""
    if not text:
        return []
    tokens = _Tokens(token_starts(text))
    spans: list[tuple[int, int]] = []
    hard_starts: set[int] = set(borders)
    for piece in _pieces(text, tokens, hard_starts):
        if spans and not piece.hard and _belongs_to(spans[-1], piece, tokens):
            spans[-1] = (spans[-1][0], piece.end)
        else:
            spans.append((piece.start, piece.end))
    return _without_small_rests(spans, hard_starts, tokens)


def estimated_token_starts(text: str) -> list[int]:
    """Where tokens may begin, without a tokenizer: every fourth character, which for English is too many."""
    return list(range(0, len(text), 4))


class _Tokens:
    def __init__(self, starts: Sequence[int]) -> None:
        self._starts = starts

    def within(self, start: int, end: int) -> int:
        return bisect_left(self._starts, end) - bisect_left(self._starts, start)

    def fit(self, start: int, end: int) -> bool:
        return end - start <= MOST_CHARACTERS and self.within(start, end) <= MOST_TOKENS

    def furthest(self, start: int, end: int) -> int:
        """The end of the longest stretch from ``start`` that fits, at most ``end``."""
        first = bisect_left(self._starts, start)
        # One less, since a word cut in two may count for one more.
        last = first + MOST_TOKENS - 1
        limit = self._starts[last] if last < len(self._starts) else end
        return min(end, start + MOST_CHARACTERS, max(limit, start + 1))


def _belongs_to(passage: tuple[int, int], piece: _Piece, tokens: _Tokens) -> bool:
    if not tokens.fit(passage[0], piece.end):
        return False
    held = tokens.within(*passage)
    if piece.section:
        return held < _SECTION_TOKENS
    return held < _SMALL_TOKENS or (held < _GOOD_TOKENS and tokens.within(passage[0], piece.end) <= _FULL_TOKENS)


def _pieces(text: str, tokens: _Tokens, hard: set[int]) -> list[_Piece]:
    sections = {start for start, _ in heading_spans(text)}
    sentences = [start for start, _ in sentence_spans(text)]
    starts = sorted({0, *sentences[1:], *(border for border in hard if 0 < border < len(text)), len(text)})
    pieces = []
    for start, end in pairwise(starts):
        section = start in sections or text[max(0, start - 2) : start] == "\n\n"
        for index, (first, last) in enumerate(_cut(text, start, end, tokens)):
            pieces.append(_Piece(first, last, hard=index == 0 and start in hard, section=index == 0 and section))
    return pieces


def _cut(text: str, start: int, end: int, tokens: _Tokens) -> list[tuple[int, int]]:
    """A sentence in parts that fit: at line ends or blanks where there are any in the second half, else in mid-word."""
    parts = []
    while not tokens.fit(start, end):
        limit = tokens.furthest(start, end)
        half = start + (limit - start) // 2
        cut = max(text.rfind("\n", half, limit), text.rfind(" ", half, limit)) + 1
        parts.append((start, cut or limit))
        start = cut or limit
    return [*parts, (start, end)]


def _without_small_rests(
    spans: Sequence[tuple[int, int]], hard: Iterable[int], tokens: _Tokens
) -> list[tuple[int, int]]:
    fixed = set(hard)
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        small = tokens.within(start, end) < _SMALL_TOKENS
        if joined and small and start not in fixed and tokens.fit(joined[-1][0], end):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
