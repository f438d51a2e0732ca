"""Which reader reads what. One more format is one more small module and one more line here.

A reader is a function from bytes and a job to a ``Document``. It runs in the jail: no files, no network.
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from desk.vocabulary.errors import ReadingFailed
from desk.vocabulary.report import Box, Page


@dataclass(frozen=True, slots=True)
class Job:
    """What a reader is told besides the bytes."""

    file_name: str
    password: str | None = None
    max_pages: int = 10_000


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader gives: pages in order, and what the file says of itself.

    ``boxes`` gives the boxes of a span (page index from 0, start, end) where the format has pages to show them on.
    """

    format: str
    pages: tuple[Page, ...]
    title: str = ""
    date: datetime.date | None = None
    author: str = ""
    warnings: tuple[str, ...] = ()
    boxes: Callable[[int, int, int], tuple[Box, ...]] | None = None


Reader = Callable[[bytes, Job], Document]

# Suffix -> module and function, imported in the jail alone and only when needed.
READERS: Mapping[str, tuple[str, str]] = {
    ".pdf": ("desk.reading.pdf", "read_pdf"),
    ".txt": ("desk.reading.text", "read_text"),
    ".text": ("desk.reading.text", "read_text"),
    ".log": ("desk.reading.text", "read_text"),
    ".md": ("desk.reading.text", "read_markdown"),
    ".markdown": ("desk.reading.text", "read_markdown"),
}


def supported_suffixes() -> frozenset[str]:
    """File endings the desk reads, lower case with their dot."""
    return frozenset(READERS)


def reader_for(suffix: str, data: bytes) -> Reader:
    """The reader for a file, by what it is rather than what it is called where the two differ."""
    actual = ".pdf" if b"%PDF-" in data[:1024] else suffix.lower()
    if actual not in READERS:
        raise ReadingFailed(
            "unsupported", f"The desk does not read {suffix or 'files without an ending'}.", "Convert it."
        )
    module, function = READERS[actual]
    reader: Reader = getattr(import_module(module), function)
    return reader
