"""Word (.docx): paragraphs, lists and tables in order, with headers and footers, where markings stand."""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.table import Table

from desk.reading.blocks import Blocks, Document, add_table
from desk.reading.draft import Extract
from desk.reading.failures import damaged
from desk.reading.registry import Source
from desk.reading.structured import extracted

_REVISIONS = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def extract(source: Source) -> Extract:
    """One page: header lines, the body, footer lines. Text that was deleted with tracked changes is left out."""
    with damaged("damaged_office", source.name):
        document = docx.Document(io.BytesIO(source.data))
        blocks = _blocks(document)
        properties = document.core_properties
    return extracted(
        "word",
        source,
        Document([blocks]),
        title=properties.title or "",
        author=properties.author or "",
        date=properties.created.date() if properties.created else None,
        warnings=tuple(_warnings(document)),
        language=properties.language or "",
    )


def _blocks(document: Any) -> Blocks:
    blocks = Blocks(noun="paragraph")
    for line in _margins(document, "header"):
        blocks.add(line, gap="\n")
    number = 0
    for each in document.iter_inner_content():
        if isinstance(each, Table):
            number += 1
            add_table(blocks, _rows(each), name=f"{number} row {{row}}")
        elif each.text.strip():
            number += 1
            blocks.add(_shown(each), str(number))
    for line in _margins(document, "footer"):
        blocks.add(line, gap="\n")
    return blocks


def _margins(document: Any, name: str) -> list[str]:
    """The lines of all sections' headers or footers, each once."""
    parts = (getattr(section, name) for section in document.sections)
    return list(dict.fromkeys(p.text.strip() for part in parts for p in part.paragraphs if p.text.strip()))


def _rows(table: Any) -> list[list[str]]:
    """Cells that are merged count once."""
    rows = []
    for row in table.rows:
        cells: dict[int, str] = {id(cell._tc): cell.text for cell in row.cells}
        rows.append(list(cells.values()))
    return rows


def _shown(paragraph: Any) -> str:
    style = paragraph.style.name if paragraph.style is not None else ""
    return f"- {paragraph.text}" if style.startswith("List") else str(paragraph.text)


def _warnings(document: Any) -> Iterator[str]:
    body = document.element.body
    deleted = sum(1 for _ in body.iter(f"{_REVISIONS}del"))
    if deleted:
        yield f"It holds {deleted} tracked deletions; their text is not read."
    if any(True for _ in body.iter(f"{_REVISIONS}vanish")):
        yield "It holds text that is formatted as hidden; it is read like the rest."
