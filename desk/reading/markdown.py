"""Markdown, read as the text it is: nothing is rendered, no link followed, no image loaded."""

import re

from desk.reading.draft import Extract
from desk.reading.registry import Source
from desk.reading.text import extract_as

_TITLE = re.compile(r"^(?:#[ \t]{1,8}|title:[ \t]{0,8}[\"']?)([^\s\"'][^\n\"']*)", re.IGNORECASE | re.MULTILINE)


def extract(source: Source) -> Extract:
    """The raw text; the title from the first heading or a "title:" line before it."""
    return extract_as("markdown", source, _TITLE)
