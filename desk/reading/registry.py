"""The formats the desk reads. One more format is one more small module with ``extract``, and one entry here."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from desk.reading.draft import Extract
from desk.reading.failures import failure

_PDF_HEADER = b"%PDF-"


@dataclass(frozen=True, slots=True)
class Source:
    """One file as its reader gets it. ``name`` is the file's name, for titles and messages."""

    name: str
    data: bytes
    password: str | None
    max_pages: int


@dataclass(frozen=True, slots=True)
class Format:
    """``load`` imports the reader, in the jailed process alone, and gives its ``extract``."""

    name: str
    suffixes: frozenset[str]
    load: Callable[[], Callable[[Source], Extract]]


def _pdf() -> Callable[[Source], Extract]:
    from desk.reading.pdf import extract

    return extract


def _text() -> Callable[[Source], Extract]:
    from desk.reading.text import extract

    return extract


def _markdown() -> Callable[[Source], Extract]:
    from desk.reading.markdown import extract

    return extract


FORMATS = {
    entry.name: entry
    for entry in (
        Format("pdf", frozenset({".pdf"}), _pdf),
        Format("text", frozenset({".txt", ".text"}), _text),
        Format("markdown", frozenset({".md", ".markdown"}), _markdown),
    )
}


def supported_suffixes() -> frozenset[str]:
    """Endings, in lower case with their dot, of the files the desk reads."""
    return frozenset().union(*(entry.suffixes for entry in FORMATS.values()))


def recognise(name: str, head: bytes) -> Format:
    """The format of a file by its first bytes, else by its ending; raises ``ReadingFailed`` "unsupported"."""
    if head.lstrip().startswith(_PDF_HEADER):
        return FORMATS["pdf"]
    suffix = PurePath(name).suffix.lower()
    for entry in FORMATS.values():
        if suffix in entry.suffixes:
            return entry
    raise failure("unsupported", name)


def display_text(data: bytes, format: str) -> str:
    """The text of a file in a text format as passages count it: pages are divided by form feeds.

    Page n is ``display_text(...).split("\\f")[n - 1]``. Raises ``ReadingFailed`` for other formats and what is no text.
    """
    if format not in {"text", "markdown"}:
        raise failure("unsupported", format)
    from desk.reading.text import decoded

    return decoded(data, format).text
