"""The formats the desk reads. One more format is one more small module with ``extract``, and one entry here."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from desk.reading.draft import Extract
from desk.reading.failures import failure
from desk.reading.limits import Limits


@dataclass(frozen=True, slots=True)
class Source:
    """One file as its reader gets it. ``name`` is the file's name, for titles and messages.

    ``working`` is to be called before each step that takes seconds, so that the clock outside knows that it goes on.
    """

    name: str
    data: bytes
    password: str | None
    limits: Limits
    working: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Format:
    """One format: the module in this package that reads it, its endings, and how its files begin.

    Where no beginning of any format fits, the ending decides: many formats are zip files or plain text to their first bytes.
    """

    name: str
    module: str
    suffixes: frozenset[str]
    beginnings: tuple[bytes, ...] = ()

    def load(self) -> Callable[[Source], Extract]:
        """Import the reader, in the jailed process alone."""
        reader: Callable[[Source], Extract] = importlib.import_module(f"desk.reading.{self.module}").extract
        return reader


def _format(name: str, module: str, suffixes: str, *beginnings: bytes) -> Format:
    return Format(name, module, frozenset(f".{suffix}" for suffix in suffixes.split()), beginnings)


FORMATS = {
    entry.name: entry
    for entry in (
        _format("pdf", "pdf", "pdf", b"%PDF-"),
        _format("text", "text", "txt text log"),
        _format("markdown", "markdown", "md markdown"),
        _format("word", "word", "docx docm dotx"),
        _format("slides", "slides", "pptx pptm"),
        _format("sheets", "sheets", "xlsx xlsm xlsb xls ods"),
        _format("table", "table", "csv tsv tab"),
        _format("opendocument", "opendocument", "odt fodt odp"),
        _format("rtf", "rtf", "rtf", b"{\\rtf"),
        _format("web", "web", "html htm xhtml"),
        _format("mail", "mail", "eml mht mhtml"),
        _format("mailbox", "mailbox", "mbox mbx"),
        _format("outlook", "outlook", "msg"),
        _format("json", "json_records", "json jsonl ndjson geojson"),
        _format("geography", "geography", "kml gpx"),
        _format(
            "image",
            "image",
            "png jpg jpeg tif tiff gif bmp webp",
            *(b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"GIF8"),
        ),
        _format(
            "archive",
            "archive",
            "zip tar tgz tbz2 txz gz bz2 xz 7z",
            *(b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ"),
        ),
    )
}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What a zip file holds says what it is; the names stand in its first bytes or in the directory at its end.
_INSIDE_ZIP = (
    (b"word/document", "word"),
    (b"ppt/presentation", "slides"),
    (b"xl/workbook", "sheets"),
    (b"opendocument.spreadsheet", "sheets"),
    (b"opendocument.text", "opendocument"),
    (b"opendocument.presentation", "opendocument"),
)


def supported_suffixes() -> frozenset[str]:
    """Endings, in lower case with their dot, of the files the desk reads."""
    return frozenset().union(*(entry.suffixes for entry in FORMATS.values()))


def recognise(name: str, data: bytes) -> Format:
    """The format of a file by its first bytes, else by its ending; raises ``ReadingFailed`` "unsupported"."""
    head = data[:1024].lstrip()
    suffix = PurePath(name).suffix.lower()
    by_ending = next((entry for entry in FORMATS.values() if suffix in entry.suffixes), None)
    for entry in FORMATS.values():
        if head.startswith(entry.beginnings):
            return entry
    if head.startswith(_ZIP):
        return _zipped(data)
    if head.startswith(_OLE):
        return _compound(by_ending, name)
    if by_ending is None:
        raise failure("unsupported", name)
    return by_ending


def _zipped(data: bytes) -> Format:
    ends = data[:4096] + data[-65536:]
    for sign, name in _INSIDE_ZIP:
        if sign in ends:
            return FORMATS[name]
    return FORMATS["archive"]


def _compound(by_ending: Format | None, name: str) -> Format:
    """Microsoft's older container: workbooks and messages are read, documents of Word 97 are not."""
    if by_ending is not None and by_ending.name in {"sheets", "outlook"}:
        return by_ending
    raise failure("unsupported", name)
