"""Rich Text Format: its text."""

import re

from striprtf.striprtf import rtf_to_text

from desk.reading.blocks import Blocks, Document
from desk.reading.draft import Extract
from desk.reading.failures import damaged
from desk.reading.registry import Source
from desk.reading.structured import extracted

_TITLE = re.compile(r"\{\\title ([^{}\\]{1,300})\}")
_AUTHOR = re.compile(r"\{\\author ([^{}\\]{1,300})\}")


def extract(source: Source) -> Extract:
    """One page of paragraphs; pictures and objects are left out."""
    code = source.data.decode("latin-1")
    with damaged("damaged_office", source.name):
        text = str(rtf_to_text(code, errors="replace"))  # type: ignore[no-untyped-call]
    blocks = Blocks(noun="paragraph")
    for number, paragraph in enumerate((each for each in text.split("\n") if each.strip()), start=1):
        blocks.add(paragraph.replace("|", " | "), str(number), gap="\n")
    title, author = _TITLE.search(code), _AUTHOR.search(code)
    return extracted(
        "rtf",
        source,
        Document([blocks]),
        title=title.group(1) if title else "",
        author=author.group(1) if author else "",
    )
