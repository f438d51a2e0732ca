"""Mailboxes (.mbox): a page for each message; attachments come in as reports of their own."""

import re
from collections.abc import Iterator

from desk.reading.blocks import Blocks, Document
from desk.reading.draft import Extract
from desk.reading.mail import parsed
from desk.reading.message import add_message, date_of, header
from desk.reading.registry import Source
from desk.reading.structured import extracted
from desk.vocabulary.report import Child

# The line before each message (RFC 4155); in bodies it is quoted with ">".
_FROM = re.compile(rb"^From \S.*\d{4}\r?$", re.MULTILINE)


def extract(source: Source) -> Extract:
    """Messages in the order they stand."""
    sheets: list[Blocks] = []
    children: list[Child] = []
    warnings: list[str] = []
    date = None
    for number, data in enumerate(_messages(source.data), start=1):
        message = parsed(data)
        blocks = Blocks(label=f"message {number}")
        inside, said = add_message(blocks, message)
        sheets.append(blocks)
        children += [Child(f"message {number}/{child.name}", child.data) for child in inside if child.data]
        warnings += [f"Message {number} ({header(message, 'Subject')[:60]}): {text}" for text in said]
        date = date or date_of(message)
    return extracted(
        "mailbox",
        source,
        Document(sheets),
        heading="",
        date=date,
        warnings=tuple(warnings[:20]),
        children=tuple(children),
    )


def _messages(data: bytes) -> Iterator[bytes]:
    starts = [match.start() for match in _FROM.finditer(data)] or [0]
    for start, end in zip(starts, [*starts[1:], len(data)], strict=True):
        whole = data[start:end]
        yield whole.split(b"\n", 1)[-1] if whole.startswith(b"From ") else whole
