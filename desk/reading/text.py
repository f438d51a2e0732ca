"""Plain text and Markdown: decoded, pages at form feeds, kept as written."""

import re

from desk.reading.registry import Document, Job
from desk.vocabulary.errors import ReadingFailed
from desk.vocabulary.report import Page

_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
# Share of characters that no text has; above it the bytes are something else under a text's name.
_TOO_ODD = 0.1


def read_text(data: bytes, job: Job) -> Document:
    """Read plain text."""
    return Document("text", _pages(data, job), warnings=_doubts(data))


def read_markdown(data: bytes, job: Job) -> Document:
    """Read Markdown as it is written; nothing in it is rendered."""
    pages = _pages(data, job)
    heading = _HEADING.search(pages[0].text)
    return Document("markdown", pages, title=heading.group(1) if heading else "", warnings=_doubts(data))


def display_text(data: bytes, format: str) -> str:
    """The text of a report without pages of its own, character for character as citations count it on one page.

    Raises ``ReadingFailed`` where the bytes are no text.
    """
    if format not in ("text", "markdown"):
        raise ReadingFailed("unsupported", f"A report of the format {format} is shown by pages.")
    return decode(data)[0]


def decode(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding; line ends as ``\\n``. Raises ``ReadingFailed`` where it is none."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _plain(data.decode(encoding, errors="replace")), encoding
    try:
        return _plain(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _guessed(data)


def _guessed(data: bytes) -> tuple[str, str]:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        raise _no_text()
    return _plain(str(best)), best.encoding


def _plain(text: str) -> str:
    odd = sum(
        1 for letter in text if letter == "\N{REPLACEMENT CHARACTER}" or (letter < " " and letter not in "\t\n\r\f")
    )
    if text and odd / len(text) > _TOO_ODD:
        raise _no_text()
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\0", " ")


def _no_text() -> ReadingFailed:
    return ReadingFailed(
        "not_text", "It is not text, whatever its name says.", "Give it the right ending, or leave it out."
    )


def _pages(data: bytes, job: Job) -> tuple[Page, ...]:
    text, _ = decode(data)
    if not text.strip():
        raise ReadingFailed("empty", "It holds no words.", "Check the file at its source.")
    pages = text.split("\f") if text.count("\f") < job.max_pages else [text]
    return tuple(Page(number, page) for number, page in enumerate(pages, start=1))


def _doubts(data: bytes) -> tuple[str, ...]:
    text, encoding = decode(data)
    doubts = [] if encoding.startswith("utf") else [f"Its encoding was guessed: {encoding}."]
    if "\N{REPLACEMENT CHARACTER}" in text:
        doubts.append("Some bytes are not text and are shown as \N{REPLACEMENT CHARACTER}.")
    return tuple(doubts)
