"""The second opinion on a PDF: what lies in it besides its pages, and its text where PDFium fails."""

import datetime
import io
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Description:
    """What a document says of itself; empty where it says nothing."""

    title: str = ""
    author: str = ""
    created: datetime.date | None = None
    language: str = ""
    warnings: tuple[str, ...] = ()


class Locked(Exception):
    """The document opens with a password alone."""


def describe(data: bytes, password: str | None) -> Description:
    """Title, author, date, language; attachments and scripts as warnings. Never fails: a document too odd to describe says so."""
    try:
        reader = _open(data, password)
        facts = reader.metadata
        return Description(
            title=_text(facts.title if facts else None),
            author=_text(facts.author if facts else None),
            created=_created(reader),
            language=_text(reader.root_object.get("/Lang")),
            warnings=(*_attachments(reader), *_scripts(reader)),
        )
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - pypdf has no common root for what a broken file makes it raise
        odd = f"What the file says of itself could not be read ({type(error).__name__}); its text was."
        return Description(warnings=(odd,))


def texts(data: bytes, password: str | None, max_pages: int) -> list[str]:
    """The text of each page, of at most ``max_pages + 1``; raises ``Locked``, or what pypdf raises."""
    reader = _open(data, password)
    return [page.extract_text() for page, _ in zip(reader.pages, range(max_pages + 1), strict=False)]


def _open(data: bytes, password: str | None) -> PdfReader:
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(password or ""):
        raise Locked
    return reader


def _text(value: object) -> str:
    return str(value).strip("\0 \t\r\n") if value else ""


def _created(reader: PdfReader) -> datetime.date | None:
    try:
        created = reader.metadata.creation_date if reader.metadata else None
    except ValueError:
        return None  # producers write dates as they please; the text's own date comes first anyway
    return created.date() if created else None


def _attachments(reader: PdfReader) -> list[str]:
    names = [attachment.name for attachment in reader.attachment_list]
    if not names:
        return []
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    held = "1 attached file that was" if len(names) == 1 else f"{len(names)} attached files that were"
    return [f"It holds {held} not read: {', '.join(names[:_MOST_NAMES])}{more}."]


def _scripts(reader: PdfReader) -> list[str]:
    root = reader.root_object
    names = root.get("/Names")
    names = names.get_object() if names is not None else None
    scripted = isinstance(names, DictionaryObject) and "/JavaScript" in names
    if scripted or "/AA" in root or isinstance(root.get("/OpenAction"), DictionaryObject):
        return ["It holds actions that a viewer may start when it opens; the desk starts none."]
    return []
