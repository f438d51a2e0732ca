"""Plain text: one page, or one for each form feed."""

import re

from desk.reading.dates import find_date
from desk.reading.decoding import Decoded, NotText, decode
from desk.reading.draft import Extract, numbered
from desk.reading.failures import failure
from desk.reading.registry import Source
from desk.reading.titles import choose_title

_HEADER_LINES = re.compile(r"(?:.*\n){0,30}")
_SUBJECT = re.compile(r"^(?:subject|subj|title):[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_AUTHOR = re.compile(r"^(?:from|author):[ \t]*(\S.*)$", re.IGNORECASE | re.MULTILINE)


def extract(source: Source) -> Extract:
    """The text of a file; title and author from "Subject:" and "From:" lines in its head where there are any."""
    return extract_as("text", source, _SUBJECT)


def extract_as(format: str, source: Source, title: re.Pattern[str]) -> Extract:
    """A text format whose title stands in group 1 of ``title`` somewhere in the head."""
    text = decoded(source.data, source.name)
    pages = numbered(text.text.split("\f"))
    if len(pages) > source.limits.max_pages:
        raise failure("too_many_pages", source.name, pages=len(pages), limit=source.limits.max_pages)
    if not any(page.text for page in pages):
        raise failure("empty", source.name)
    found = _HEADER_LINES.match(text.text)
    head = found.group() if found else ""
    stated, author = title.search(head), _AUTHOR.search(head)
    return Extract(
        format=format,
        title=choose_title(stated.group(1) if stated else "", pages[0].text, source.name),
        pages=pages,
        date=find_date(pages[0].text),
        author=author.group(1).strip()[:200] if author else "",
        warnings=_warnings(text),
    )


def decoded(data: bytes, name: str) -> Decoded:
    """The file's text; raises ``ReadingFailed`` "not_text"."""
    try:
        return decode(data)
    except NotText as error:
        raise failure("not_text", name) from error


def _warnings(text: Decoded) -> tuple[str, ...]:
    if not text.unreadable:
        return ()
    return (f"{text.unreadable} characters could not be read (taken as {text.encoding}); they show as \ufffd.",)
