"""Which lines of a PDF's page a reader of the page can see: text may be white, without size, or beside the page.

A line shows where there is ink at its place. Invisible text over a picture or over other text passes: that is how the
text of a recognised scan is kept.
"""

from collections.abc import Iterator

from PIL import Image

from desk.reading.pdfium import PdfiumDocument
from desk.vocabulary.report import Box, Page

_DOTS_PER_INCH = 100
_MOST_SIDE = 2_000
# In points; what is smaller nobody reads.
_SMALLEST = 2.0
# Of 255: light grey letters of a thin font have 30, white ones on white have none.
_INK = 20
# The middle of a line's height: letters of the lines above and below may reach into the rest.
_MARGIN = 0.25
# The part of a line that has to show: boxes of blanks have no ink.
_SHOWN = 0.6


def visible_lines(document: PdfiumDocument, page: Page, most: int) -> str:
    """Those of the first ``most`` lines of a page that show; none where their places are not known."""
    drawn = _Drawn(document, page)
    return "\n".join(line for start, line in _lines(page.text, most) if drawn.shows(start, start + len(line)))


def _lines(text: str, most: int) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n", most)[:most]:
        if line.strip():
            yield start, line
        start += len(line) + 1


class _Drawn:
    """One page as it is printed."""

    def __init__(self, document: PdfiumDocument, page: Page) -> None:
        self._document = document
        self._number = page.number
        image, dots = document.drawn(page.number, _DOTS_PER_INCH, _MOST_SIDE)
        size = (image.width(), image.height())
        self._image = Image.frombuffer("L", size, bytes(image.constBits()), "raw", "L", image.bytesPerLine(), 1)
        self._scale = dots / 72

    def shows(self, start: int, end: int) -> bool:
        boxes = self._document.boxes(self._number, start, end)
        width = sum(box.width for box in boxes)
        return width > 0 and sum(box.width for box in boxes if self._has_ink(box)) >= _SHOWN * width

    def _has_ink(self, box: Box) -> bool:
        if box.width < _SMALLEST or box.height < _SMALLEST:
            return False
        left, right = max(0.0, box.x), min(box.x + box.width, self._image.width / self._scale)
        top = max(0.0, box.y + _MARGIN * box.height)
        foot = min(box.y + (1 - _MARGIN) * box.height, self._image.height / self._scale)
        if right - left < _SHOWN * box.width or foot <= top:
            return False
        place = tuple(round(side * self._scale) for side in (left, top, right, foot))
        darkest, lightest = self._image.crop((place[0], place[1], place[2], max(place[3], place[1] + 1))).getextrema()
        return bool(lightest - darkest >= _INK)  # type: ignore[operator]  # of a grey picture they are numbers
