"""One e-mail message: its head, its words, what is attached. Shared by the readers of single mails and of mailboxes."""

import datetime
from collections.abc import Iterator
from email.message import Message
from email.utils import parsedate_to_datetime

from desk.reading.blocks import Blocks
from desk.reading.decoding import NotText, decode
from desk.reading.html_text import add_web_page, parse
from desk.vocabulary.report import Child

_HEAD = ("From", "To", "Cc", "Date", "Subject", "Classification", "X-Classification")
_DEEPEST = 30
# Parts of one message; a message of more is a bomb.
_MOST_PARTS = 1_000


def add_message(blocks: Blocks, message: Message) -> tuple[list[Child], list[str]]:
    """Add a message's head and words; returns its attachments and warnings.

    The plain form is read where there is one; the other form is what a mail program would show, so a difference between
    them is said.
    """
    blocks.add("\n".join(f"{name}: {header(message, name)}" for name in _HEAD if header(message, name)))
    parts = list(_leaves(message))
    plain = [part for part in parts if part.get_content_type() == "text/plain" and not _attached(part)]
    pages = [part for part in parts if part.get_content_type() == "text/html" and not _attached(part)]
    body = Blocks()
    for part in plain:
        body.add(text_of(part))
    shown = Blocks()
    hidden = sum(_add_page(shown, part) for part in pages)
    blocks.add((body if body.text else shown).text)
    children = [
        _child(number, part) for number, part in enumerate(parts, start=1) if part not in plain and part not in pages
    ]
    return children, list(_warnings(body.text, shown.text, hidden))


def header(message: Message, name: str) -> str:
    """A header's text in one line; empty where there is none or it cannot be read."""
    try:
        return " ".join(str(message.get(name, "")).split())
    except (ValueError, LookupError, IndexError, AttributeError):
        # The standard parser raises many things on headers that break its grammar.
        return ""


def date_of(message: Message) -> datetime.date | None:
    """The day the message says that it was sent."""
    try:
        return parsedate_to_datetime(header(message, "Date")).date()
    except (ValueError, TypeError, IndexError):
        return None


def text_of(part: Message) -> str:
    """A text part's text, in the encoding it names where that fits, else judged by its bytes."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    charset = part.get_content_charset()
    if charset:
        try:
            return data.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass  # the name is wrong or unknown: the bytes decide
    try:
        return decode(data).text
    except NotText:
        return ""


def _leaves(message: Message) -> Iterator[Message]:
    """Parts that hold something; a message within a message stays whole, as an attachment."""
    held = 0
    stack = [(message, 0)]
    while stack and held < _MOST_PARTS:
        part, depth = stack.pop()
        if part.get_content_maintype() == "multipart" and part.is_multipart() and depth < _DEEPEST:
            inner = part.get_payload()
            stack += [(each, depth + 1) for each in reversed(list(inner)) if isinstance(each, Message)]
        else:
            held += 1
            yield part


def _attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _add_page(blocks: Blocks, part: Message) -> int:
    tree = parse(text_of(part))
    return add_web_page(blocks, tree) if tree is not None else 0


def _child(number: int, part: Message) -> Child:
    name = part.get_filename() or ""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        subject = header(inner, "Subject") if isinstance(inner, Message) else ""
        return Child(
            name or f"{subject or f'message {number}'}.eml", inner.as_bytes() if isinstance(inner, Message) else b""
        )
    data = part.get_payload(decode=True)
    ending = part.get_content_subtype()
    return Child(name or f"part {number}.{ending}", data if isinstance(data, bytes) else b"")


def _warnings(plain: str, shown: str, hidden: int) -> Iterator[str]:
    if plain and shown and not _alike(plain, shown):
        yield "Its plain text and its formatted text differ; the plain text is read."
    if hidden:
        yield f"The message hides {hidden} pieces of text from its readers; they are not read."


def _alike(plain: str, shown: str) -> bool:
    words, others = set(plain.split()), set(shown.split())
    return len(words & others) >= 0.5 * min(len(words), len(others))
