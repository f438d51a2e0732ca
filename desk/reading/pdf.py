"""PDF: pages through PDFium, description through pypdf, which also takes over where PDFium fails."""

from desk.reading import pypdf_opinion
from desk.reading.characters import printable
from desk.reading.dates import find_date
from desk.reading.draft import Extract, numbered
from desk.reading.failures import failure
from desk.reading.pdfium import PdfiumDocument, PdfiumFailed
from desk.reading.pypdf_opinion import Locked
from desk.reading.registry import Source
from desk.reading.scans import Scans
from desk.reading.titles import LINES, choose_title, is_title
from desk.vocabulary.errors import ReadingFailed
from desk.vocabulary.report import Page

_NO_PLACES = "PDFium could not open it; its text comes from a second reader, and words cannot be shown on the page."


def extract(source: Source) -> Extract:
    """Pages, title, date and warnings.

    The date is the one the first page states, else the document's creation date. Raises ``ReadingFailed``.
    """
    try:
        document = PdfiumDocument(source.data, source.password)
    except PdfiumFailed as error:
        if error.locked:
            raise _locked(source) from error
        return _by_pypdf(source)
    _check_count(document.page_count, source)
    read = Scans(document, source)
    pages = read.pages(document.pages())
    if not any(page.text for page in pages):
        raise failure(read.why_silent(), source.name)
    return _extract(source, pages, read.warnings, read)


def _by_pypdf(source: Source) -> Extract:
    try:
        texts = pypdf_opinion.texts(source.data, source.password, source.limits.max_pages)
    except Locked as error:
        raise _locked(source) from error
    except MemoryError:
        raise
    except Exception as error:
        raise failure("damaged", source.name) from error
    _check_count(len(texts), source)
    return _extract(
        source,
        numbered([printable(text.replace("\f", " ").replace("\r", "\n")) for text in texts]),
        (_NO_PLACES,),
    )


def _locked(source: Source) -> ReadingFailed:
    return failure("encrypted" if source.password is None else "wrong_password", source.name)


def _check_count(count: int, source: Source) -> None:
    if count < 1:
        raise failure("no_pages", source.name)
    if count > source.limits.max_pages:
        raise failure("too_many_pages", source.name, pages=count, limit=source.limits.max_pages)


def _extract(
    source: Source,
    pages: tuple[Page, ...],
    warnings: tuple[str, ...],
    read: Scans | None = None,
) -> Extract:
    """``read`` is None where nothing is known of the places of words, nor of which of them show."""
    silent = [page.number for page in pages if not page.text]
    if len(silent) == len(pages):
        raise failure("no_text_layer", source.name)
    described = pypdf_opinion.describe(source.data, source.password)
    first = next(page for page in pages if page.text)
    return Extract(
        format="pdf",
        title=choose_title(described.title, _heading(described.title, first, read), source.name),
        pages=pages,
        date=find_date(pages[0].text) or described.created,
        author=described.author[:200],
        warnings=(*warnings, *_silent_pages(silent, len(pages)), *described.warnings),
        boxes=read.boxes if read else None,
        places=read.place if read else None,
        language=described.language[:40],
    )


def _heading(stated: str, page: Page, read: Scans | None) -> str:
    """The lines a title can be taken from: those that show, where the document states none."""
    return "" if read is None or is_title(stated) else read.visible_lines(page, LINES)


def _silent_pages(silent: list[int], count: int) -> list[str]:
    if not silent:
        return []
    which = ", ".join(map(str, silent[:10])) + (" …" if len(silent) > 10 else "")
    return [f"{len(silent)} of {count} pages hold no text (page {which}); what they show is not searched."]
