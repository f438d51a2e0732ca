"""PowerPoint (.pptx): a page for each slide, with its tables and the speaker's notes."""

import io
from collections.abc import Iterator
from typing import Any

from pptx import Presentation

from desk.reading.blocks import Blocks, Document, add_table
from desk.reading.draft import Extract
from desk.reading.failures import damaged
from desk.reading.registry import Source
from desk.reading.structured import extracted


def extract(source: Source) -> Extract:
    """Slides in order; shapes from top to bottom as a reader sees them."""
    with damaged("damaged_office", source.name):
        presentation = Presentation(io.BytesIO(source.data))
        sheets = [_slide(number, slide) for number, slide in enumerate(presentation.slides, start=1)]
        properties = presentation.core_properties
    return extracted(
        "slides",
        source,
        Document(sheets),
        title=properties.title or "",
        author=properties.author or "",
        date=properties.created.date() if properties.created else None,
    )


def _slide(number: int, slide: Any) -> Blocks:
    blocks = Blocks(label=f"slide {number}")
    for shape in sorted(_flat(slide.shapes), key=lambda each: (each.top or 0, each.left or 0)):
        if getattr(shape, "has_table", False) and shape.has_table:
            add_table(blocks, [[cell.text for cell in row.cells] for row in shape.table.rows], name="table row {row}")
        elif shape.has_text_frame:
            blocks.add(shape.text_frame.text)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        blocks.add(slide.notes_slide.notes_text_frame.text)
    return blocks


def _flat(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _flat(shape.shapes)
        else:
            yield shape
