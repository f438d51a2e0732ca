"""Offsets in a page's text and PDFium's own, and boxes from PDFium's rectangles.

``Page.text`` is PDFium's text with each line end (CR LF) as one ``\\n`` and every other character one to one. PDFium counts
UTF-16 units and both characters of a line end; the desk counts characters.
"""

from collections.abc import Iterable

from desk.vocabulary.report import Box

# PDFium writes these for a hyphen at a line's end.
_HYPHENS = str.maketrans({"\x02": "-", "￾": "-"})


def page_text(raw: str) -> str:
    """PDFium's text as the desk keeps it. Control characters become blanks, so that ``\\n`` means a line end alone."""
    lines = raw.translate(_HYPHENS).split("\r\n")
    return "\n".join(
        "".join(letter if letter.isprintable() or letter == "\t" else " " for letter in line) for line in lines
    )


def pdfium_index(text: str, offset: int) -> int:
    """PDFium's index of the character at ``offset`` in a page's text."""
    before = text[:offset]
    return offset + before.count("\n") + sum(1 for letter in before if ord(letter) > 0xFFFF)


def merged(rectangles: Iterable[tuple[float, float, float, float]]) -> tuple[Box, ...]:
    """One box a line from PDFium's rectangles (x, y, width, height), which are one a run of text."""
    lines: list[list[float]] = []
    for x, y, width, height in rectangles:
        if lines and _same_line(lines[-1], y, height):
            line = lines[-1]
            line[0], line[1] = min(line[0], x), min(line[1], y)
            line[2], line[3] = max(line[2], x + width), max(line[3], y + height)
        else:
            lines.append([x, y, x + width, y + height])
    return tuple(Box(round(a, 1), round(b, 1), round(c - a, 1), round(d - b, 1)) for a, b, c, d in lines)


def _same_line(line: list[float], y: float, height: float) -> bool:
    overlap = min(line[3], y + height) - max(line[1], y)
    return overlap > 0.5 * min(line[3] - line[1], height)
