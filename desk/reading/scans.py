"""Scanned pages of a PDF: where a page has no text of its own, its picture is read. Decided page by page."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image

from desk.reading import recognition
from desk.reading.pdfium import PdfiumDocument
from desk.reading.recognition import Recognised
from desk.reading.registry import Source
from desk.reading.visible import visible_lines
from desk.vocabulary.report import Box, Page

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

# A page with fewer letters than this may be a picture with a stamp or a page number on it.
_FEW_LETTERS = 25
_MOST_SIDE = 3_500
# Enough to see whether there is anything on a page: a line of a hair's width still leaves grey.
_DOTS_FOR_A_LOOK = 72
# The last part of the time is left for cutting and sending what was recognised.
_PART_OF_TIME = 0.85


class Scans:
    """The pages of one PDF with the text of scanned ones recognised, where the system has the language data."""

    def __init__(self, document: PdfiumDocument, source: Source) -> None:
        self._document = document
        self._source = source
        self._until = time.monotonic() + _PART_OF_TIME * source.limits.recognition_seconds
        self._read: dict[int, Recognised] = {}
        self._late: list[int] = []

    def pages(self, pages: Sequence[Page]) -> tuple[Page, ...]:
        """The pages, those recognised with their text."""
        if recognition.language_folder() is None:
            return tuple(pages)
        return tuple(self._page(page) if _is_bare(page) else page for page in pages)

    def boxes(self, number: int, start: int, end: int) -> tuple[Box, ...]:
        """Rectangles of a span's lines."""
        read = self._read.get(number)
        return read.boxes(start, end) if read else self._document.boxes(number, start, end)

    def place(self, number: int, start: int, end: int) -> str:
        """Says of recognised text that it is, and how sure; nothing of other text."""
        read = self._read.get(number)
        return f"page {number}, recognised text ({read.confidence(start, end)} % sure)" if read else ""

    def visible_lines(self, page: Page, most: int) -> str:
        """Those of a page's first lines that its readers see; recognised text is what they see."""
        return page.text if page.number in self._read else visible_lines(self._document, page, most)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was recognised, and what was left for want of time."""
        said = []
        if self._read:
            words = sum(len(read.words) for read in self._read.values())
            doubtful = sum(read.doubtful for read in self._read.values())
            said.append(
                f"Text of {len(self._read)} scanned pages was recognised: {words} words, {doubtful} of them doubtful."
            )
        if self._late:
            said.append(
                f"{len(self._late)} scanned pages from page {self._late[0]} on were not recognised: the time allowed was "
                "used up. Raise it in the settings and add the file again."
            )
        return tuple(said)

    def why_silent(self) -> str:
        """Which failure it is that no page has any text."""
        if all(self._is_blank(number) for number in range(1, self._document.page_count + 1)):
            return "blank"
        if recognition.language_folder() is None:
            return "no_text_layer"
        return "no_time_for_words" if self._late else "no_words_on_pages"

    def _is_blank(self, number: int) -> bool:
        """Whether a page drawn has one colour alone."""
        self._source.working()
        image, _ = self._document.drawn(number, _DOTS_FOR_A_LOOK, _MOST_SIDE)
        darkest, lightest = _grey(image).getextrema()
        return darkest == lightest

    def _page(self, page: Page) -> Page:
        if time.monotonic() > self._until:
            self._late.append(page.number)
            return page
        self._source.working()
        image, dots = self._document.drawn(page.number, recognition.DOTS_PER_INCH, _MOST_SIDE)
        read = recognition.recognise_page(_grey(image), dots)
        if len(read.text) <= len(page.text):
            return page
        self._read[page.number] = read
        return replace(page, text=read.text)


def _grey(image: "QImage") -> Image.Image:
    size = (image.width(), image.height())
    return Image.frombuffer("L", size, bytes(image.constBits()), "raw", "L", image.bytesPerLine(), 1)


def _is_bare(page: Page) -> bool:
    return sum(1 for letter in page.text if letter.isalpha()) < _FEW_LETTERS and page.width > 0
