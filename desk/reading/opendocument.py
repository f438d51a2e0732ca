"""OpenDocument texts and presentations (.odt, .odp): paragraphs and tables in order."""

import io
from typing import Any

import odfdo

from desk.reading.blocks import Blocks, Document, add_table
from desk.reading.draft import Extract
from desk.reading.failures import damaged
from desk.reading.registry import Source
from desk.reading.structured import extracted

_INNER = "descendant::text:p | descendant::text:h | descendant::table:table"


def extract(source: Source) -> Extract:
    """One page for a text, one for each slide of a presentation."""
    with damaged("damaged_office", source.name):
        document = odfdo.Document(io.BytesIO(source.data))
        slides = document.body.get_elements("descendant::draw:page") if document.get_type() == "presentation" else []
        sheets = [_blocks(slide, f"slide {number}") for number, slide in enumerate(slides, start=1)]
        sheets = sheets or [_blocks(document.body, "")]
        title, author = document.meta.title or "", document.meta.creator or document.meta.initial_creator or ""
    return extracted("opendocument", source, Document(sheets), title=title, author=author)


def _blocks(part: Any, label: str) -> Blocks:
    blocks = Blocks(label=label, noun="" if label else "paragraph")
    number = 0
    for element in part.get_elements(_INNER):
        inside = element.get_elements("ancestor::table:table")
        if inside:
            continue  # it stands in its table's rows
        number += 1
        if isinstance(element, odfdo.Table):
            rows = [[str(value) if value is not None else "" for value in row] for row in element.get_values()]
            add_table(blocks, rows, name=f"{number} row {{row}}")
        else:
            blocks.add(element.text_recursive, "" if label else str(number))
    return blocks
