"""Outlook messages (.msg): head, words, attachments."""

import io

from oxmsg import Message

from desk.reading.blocks import Blocks, Document
from desk.reading.draft import Extract
from desk.reading.failures import damaged
from desk.reading.html_text import add_web_page, parse
from desk.reading.registry import Source
from desk.reading.structured import extracted
from desk.vocabulary.report import Child


def extract(source: Source) -> Extract:
    """One page; attachments come in as reports of their own."""
    blocks = Blocks(label="message")
    with damaged("damaged_office", source.name):
        message = Message.load(io.BytesIO(source.data))
        sent = message.sent_date
        to = ", ".join(f"{each.name} <{each.email_address}>" for each in message.recipients)
        head = {
            "From": message.sender,
            "To": to,
            "Date": sent.isoformat() if sent else None,
            "Subject": message.subject,
        }
        blocks.add("\n".join(f"{name}: {value}" for name, value in head.items() if value))
        _add_body(blocks, message)
        children = tuple(
            Child(each.file_name or f"attachment {number}", each.file_bytes)
            for number, each in enumerate(message.attachments, start=1)
            if each.file_bytes
        )
    return extracted(
        "outlook",
        source,
        Document([blocks]),
        title=message.subject or "",
        heading="",
        author=message.sender or "",
        date=sent.date() if sent else None,
        children=children,
    )


def _add_body(blocks: Blocks, message: Message) -> None:
    if message.body:
        blocks.add(message.body)
        return
    tree = parse(message.html_body) if message.html_body else None
    if tree is not None:
        add_web_page(blocks, tree)
