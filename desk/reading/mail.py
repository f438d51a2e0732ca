"""E-mail (.eml) and web archives (.mhtml): the message is the report, what is attached comes in as reports of its own."""

from email import message_from_bytes
from email.message import Message
from email.policy import compat32, default

from desk.reading.blocks import Blocks, Document
from desk.reading.draft import Extract
from desk.reading.message import add_message, date_of, header
from desk.reading.registry import Source
from desk.reading.structured import extracted


def extract(source: Source) -> Extract:
    """One page."""
    message = parsed(source.data)
    blocks = Blocks(label="message")
    children, warnings = add_message(blocks, message)
    archived = source.name.lower().endswith((".mht", ".mhtml"))
    return extracted(
        "mail",
        source,
        Document([blocks]),
        title=header(message, "Subject"),
        heading="",
        author=header(message, "From"),
        date=date_of(message),
        warnings=tuple(warnings),
        language=header(message, "Content-Language"),
        # The pictures and styles of a saved page are no reports.
        children=() if archived else tuple(child for child in children if child.data),
    )


def parsed(data: bytes) -> Message:
    """A message; headers that break the modern grammar are read by the old one."""
    message: Message = message_from_bytes(data, policy=default)
    try:
        for name in message:
            message[name]
    except Exception:  # noqa: BLE001 - the standard library's header parser raises whatever a hostile header provokes
        message = message_from_bytes(data, policy=compat32)
    return message
