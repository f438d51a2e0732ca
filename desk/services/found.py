"""What is shown of a passage that a search found: its words lit in the masked text, and the part of it that holds them."""

from collections.abc import Sequence

Lit = tuple[int, int]
# Characters of a passage that are shown, and how far a cut may move to fall between words.
_LONGEST, _SHIFT = 420, 24


def lit_after_masking(spans: Sequence[Lit], replaced: Sequence[tuple[int, int, int]]) -> tuple[Lit, ...]:
    """Spans of a passage's text as they stand once it is masked.

    A span that touches a mask is dropped: lit, it would say which name the mask stands for.
    """
    return tuple(place for span in spans if (place := _placed(span, replaced)) is not None)


def _placed(span: Lit, replaced: Sequence[tuple[int, int, int]]) -> Lit | None:
    shift = 0
    for start, end, length in replaced:
        original = start - shift
        if span[1] <= original:
            break
        if span[0] < original + length:
            return None
        shift += (end - start) - length
    return span[0] + shift, span[1] + shift


def excerpt(text: str, lit: Sequence[Lit]) -> tuple[str, tuple[Lit, ...]]:
    """The part of a text with the most lit words, with an ellipsis where it is cut, and the spans in it."""
    if len(text) <= _LONGEST:
        return text, tuple(lit)
    begin = _best_begin(text, lit)
    end = _before_word(text, min(len(text), begin + _LONGEST))
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    shift = len(before) - begin
    inside = tuple((start + shift, stop + shift) for start, stop in lit if begin <= start and stop <= end)
    return f"{before}{text[begin:end]}{after}", inside


def _best_begin(text: str, lit: Sequence[Lit]) -> int:
    if not lit:
        return 0
    room = _LONGEST - 2 * _SHIFT
    held = {start: sum(1 for s, e in lit if start <= s and e <= start + room) for start, _ in lit}
    first = max(held, key=lambda start: (held[start], -start))
    # Some words before the first one lit say what it is about.
    begin = max(0, min(first - _LONGEST // 4, len(text) - _LONGEST))
    last = max((e for s, e in lit if first <= s and e <= first + room), default=first)
    return _after_word(text, min(max(begin, last + _SHIFT - _LONGEST), first) if begin else 0)


def _after_word(text: str, at: int) -> int:
    if at == 0:
        return 0
    space = text.find(" ", at, at + _SHIFT)
    return space + 1 if space >= 0 else at


def _before_word(text: str, at: int) -> int:
    if at == len(text):
        return at
    space = text.rfind(" ", at - _SHIFT, at)
    return space if space >= 0 else at


def lights(text: str, lit: Sequence[Lit]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is lit."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in lit:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(piece, found) for piece, found in (*pieces, (text[at:], False)) if piece]
