"""What readers of structured formats share: from a document of blocks to an ``Extract``, with its limits."""

import datetime

from desk.reading.blocks import Document
from desk.reading.characters import printable
from desk.reading.dates import find_date
from desk.reading.draft import Extract
from desk.reading.failures import failure
from desk.reading.registry import Source
from desk.reading.titles import choose_title
from desk.vocabulary.report import Child


def extracted(
    format: str,
    source: Source,
    document: Document,
    *,
    title: str = "",
    heading: str | None = None,
    author: str = "",
    date: datetime.date | None = None,
    warnings: tuple[str, ...] = (),
    children: tuple[Child, ...] = (),
    language: str = "",
) -> Extract:
    """The extract of a document; ``title``, ``author`` and ``date`` are what the file says of itself.

    Where it has no title, the first line of ``heading`` serves, or of the document. A message's first line is no title.
    A date that the first page states comes before ``date``. Raises ``ReadingFailed`` for no text, or too many pages.
    """
    count = len(document.sheets)
    if count > source.limits.max_pages:
        raise failure("too_many_pages", source.name, pages=count, limit=source.limits.max_pages)
    if not document.first and not children:
        raise failure("no_text", source.name)
    return Extract(
        format=format,
        title=choose_title(printable(title), document.first if heading is None else heading, source.name),
        pages=document.pages,
        date=find_date(document.first) or date,
        author=" ".join(printable(author).split())[:200],
        warnings=warnings,
        places=document.place,
        children=children,
        language=printable(language)[:40],
    )
