"""Text recognition (OCR) of page images through Tesseract, inside the jailed process.

The library comes with the desk; its language data is the system's: packages ``tesseract-ocr-eng`` and the like. Words keep
their places on the page and how sure Tesseract is of them.
"""

import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desk.reading.characters import printable
from desk.vocabulary.report import Box

if TYPE_CHECKING:
    from PIL.Image import Image

# Tesseract is trained on letters of about 30 pixels; 200 dots an inch read as well as 300 on typed pages, in half the time.
DOTS_PER_INCH = 200
# Words below this are taken as doubtful; below the other as stains.
DOUBTFUL, STAIN = 60, 25
_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "C:/Program Files/Tesseract-OCR/tessdata",
)
INSTALL = "To have text recognised, install Tesseract's language data (Debian, Ubuntu: tesseract-ocr-eng)."


@dataclass(frozen=True)
class Recognised:
    """A page's text; ``words`` are (start, end, confidence 0-100, box in points), in order."""

    text: str
    words: tuple[tuple[int, int, int, Box], ...]

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """A box for each line that a span of the text touches."""
        lines: list[Box] = []
        for word in self._within(start, end):
            box = word[3]
            if lines and _same_line(lines[-1], box):
                lines[-1] = _united(lines[-1], box)
            else:
                lines.append(box)
        return tuple(lines)

    def confidence(self, start: int, end: int) -> int:
        """How sure the words of a span are on average, 0-100."""
        sure = [word[2] for word in self._within(start, end)]
        return round(sum(sure) / len(sure)) if sure else 0

    @property
    def doubtful(self) -> int:
        """How many words are doubtful."""
        return sum(1 for word in self.words if word[2] < DOUBTFUL)

    def _within(self, start: int, end: int) -> tuple[tuple[int, int, int, Box], ...]:
        first = bisect_right([word[1] for word in self.words], start)
        last = bisect_left([word[0] for word in self.words], end)
        return self.words[first:last]


@cache
def language_folder() -> Path | None:
    """Where the system keeps Tesseract's language data; None where it has none."""
    return next((Path(folder) for folder in _FOLDERS if any(Path(folder).glob("*.traineddata"))), None)


def languages() -> str:
    """All languages installed, English first: "eng+fra"."""
    folder = language_folder()
    names = sorted(path.stem for path in folder.glob("*.traineddata")) if folder else []
    chosen = [name for name in names if name not in {"osd", "equ", "snum"}]
    return "+".join(sorted(chosen, key=lambda name: name != "eng"))


@cache
def _engine() -> Any:
    # Threads of its own would fight the other readers for the cores.
    os.environ["OMP_THREAD_LIMIT"] = "1"
    import tesserocr

    engine = tesserocr.PyTessBaseAPI(path=str(language_folder()), lang=languages(), psm=tesserocr.PSM.AUTO)
    # Its remarks go to standard error: a file of that name would be opened, which the jail forbids, and it would fall.
    engine.SetVariable("debug_file", "")
    return engine


def recognise_page(image: "Image", dots_per_inch: float) -> Recognised:
    """Read one grey image (mode L). Only where ``language_folder`` finds something."""
    import tesserocr

    engine = _engine()
    engine.SetImageBytes(image.tobytes(), image.width, image.height, 1, image.width)
    engine.SetSourceResolution(round(dots_per_inch))
    engine.Recognize()
    words = tesserocr.iterate_level(engine.GetIterator(), tesserocr.RIL.WORD)
    return _assembled(_read_words(words, tesserocr.RIL), 72 / dots_per_inch)


def _read_words(words: Iterable[Any], level: Any) -> Iterable[tuple[str, int, tuple[int, int, int, int], str]]:
    for word in words:
        if word.Empty(level.WORD):
            continue  # a picture without a word still gives one place, an empty one
        text = (word.GetUTF8Text(level.WORD) or "").strip()
        sure = int(word.Confidence(level.WORD))
        if text and sure >= STAIN:
            gap = "\n\n" if word.IsAtBeginningOf(level.BLOCK) else "\n" if word.IsAtBeginningOf(level.TEXTLINE) else " "
            yield text, sure, word.BoundingBox(level.WORD), gap


def _assembled(found: Iterable[tuple[str, int, tuple[int, int, int, int], str]], scale: float) -> Recognised:
    text, words = "", []
    for word, sure, (left, top, right, bottom), gap in found:
        text += gap if text else ""
        start = len(text)
        text += printable(word)
        box = Box(left * scale, top * scale, (right - left) * scale, (bottom - top) * scale)
        words.append((start, len(text), sure, box))
    return Recognised(text, tuple(words))


def _same_line(line: Box, word: Box) -> bool:
    shared = min(line.y + line.height, word.y + word.height) - max(line.y, word.y)
    return word.x >= line.x and shared > 0.4 * min(line.height, word.height)


def _united(line: Box, word: Box) -> Box:
    left, top = min(line.x, word.x), min(line.y, word.y)
    right, bottom = max(line.x + line.width, word.x + word.width), max(line.y + line.height, word.y + word.height)
    return Box(left, top, right - left, bottom - top)
