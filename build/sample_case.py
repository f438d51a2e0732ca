"""Set the sample case's five PDF reports from ``resources/sample/source``: ``python build/sample_case.py [FOLDER]``.

Each source begins with ``name: value`` lines, then holds paragraphs separated by blank lines: ``# `` heads a section,
``table: `` captions the rows of ``|`` that follow. Paragraphs and tables are never split over two pages, so that every
sentence can be cited from one page. The same sources and fonts give the same bytes: dates and identifiers are fixed.
"""

import os
import re
import sys
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["TZ"] = "UTC"
os.environ["QT_HASH_SEED"] = "0"  # Qt writes some parts of a PDF in the order of a hash table
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QUuid
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QPageLayout, QPageSize, QPdfWriter
from sample_sheet import DOTS_PER_INCH, GREY, POINT, SANS, SERIF, TEXT_WIDTH, Sheet, font

from desk.interpreter import keep_none

SAMPLE = Path(__file__).resolve().parent.parent / "resources" / "sample"
AUTHORITY = (
    "Classified by: exercise control (fictional). Derived from: exercise scenario LANTERN GATE. "
    "Declassify on: not applicable, exercise material."
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A section's title."""

    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text with its portion mark in front."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A captioned table; the first row holds the column titles."""

    caption: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One report as written: its header lines by name, and what follows."""

    header: dict[str, str]
    blocks: tuple[Heading | Paragraph | Table, ...]


def parse(text: str) -> Source:
    """Read a source file's text; a header line without a colon is a ``ValueError``."""
    head, *chunks = re.split(r"\n{2,}", text.strip())
    header = dict(line.split(": ", 1) for line in head.splitlines())
    return Source(header, tuple(_block(chunk) for chunk in chunks))


def _block(chunk: str) -> Heading | Paragraph | Table:
    if chunk.startswith("# "):
        return Heading(chunk[2:])
    if chunk.startswith("table: "):
        caption, *rows = chunk.splitlines()
        cells = (tuple(cell.strip() for cell in row.strip("|").split("|")) for row in rows)
        return Table(caption.removeprefix("table: "), tuple(cells))
    return Paragraph(" ".join(chunk.split()))


def column_widths(table: Table) -> list[float]:
    """Widths in proportion to the longest cell of each column, filling the text's width."""
    metrics = QFontMetricsF(font(SANS, 8, bold=True))
    longest = [max(metrics.horizontalAdvance(cell) for cell in column) + 12 for column in zip(*table.rows, strict=True)]
    return [TEXT_WIDTH * each / sum(longest) for each in longest]


def letterhead(sheet: Sheet, source: Source) -> None:
    """Set the head of the first page: originator, number, date, sources, title."""
    header = source.header
    mark = header["banner"].replace("SECRET", "S", 1).replace("CONFIDENTIAL", "C", 1).replace("NOFORN", "NF")
    sheet.text(header["from"].upper(), font(SANS, 10.5, bold=True))
    sheet.skip(5)
    sheet.rule(1.4)
    sheet.skip(7)
    sheet.pair("Report", header["number"])
    sheet.pair("Date", header["date"])
    sheet.pair("Basis", header["basis"])
    sheet.pair("Source", f"({mark}) {header['source']}")
    sheet.skip(4)
    sheet.rule()
    sheet.skip(11)
    sheet.text(f"({mark}) {header['title']}", font(SERIF, 14.5, bold=True))
    sheet.skip(8)


def body(sheet: Sheet, source: Source) -> None:
    """Set the blocks; a heading stays with what it heads, the closing lines with the last block."""
    heading, last = None, source.blocks[-1]
    for block in source.blocks:
        if isinstance(block, Heading):
            heading = block
            continue
        above, below = 26 if heading else 0, 42 if block is last else 0
        sheet.room_for(_height(sheet, block) + (above + below) * POINT)
        if heading is not None:
            sheet.skip(5)
            sheet.text(heading.text, font(SANS, 10.5, bold=True))
            sheet.skip(3)
            heading = None
        _set(sheet, block)


def _height(sheet: Sheet, block: Paragraph | Table) -> float:
    if isinstance(block, Paragraph):
        return sheet.height(block.text, font(SERIF, 10.5))
    return (len(block.rows) * 15.5 + 26) * POINT


def _set(sheet: Sheet, block: Paragraph | Table) -> None:
    if isinstance(block, Paragraph):
        sheet.text(block.text, font(SERIF, 10.5))
        sheet.skip(6)
        return
    sheet.text(block.caption, font(SANS, 8.5, bold=True, italic=True))
    sheet.skip(3)
    widths = column_widths(block)
    for index, row in enumerate(block.rows):
        sheet.row(row, widths, font(SANS, 8, bold=index == 0), shaded=index == 0)
    sheet.skip(9)


def closing(sheet: Sheet) -> None:
    """Set the classification authority of the exercise under the last paragraph."""
    sheet.skip(6)
    sheet.rule()
    sheet.skip(5)
    sheet.text(AUTHORITY, font(SANS, 7.5), ink=GREY)


def render(source: Source) -> bytes:
    """The report as a PDF, the same bytes each time."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    writer.setTitle(source.header["title"])
    writer.setAuthor(source.header["from"])
    writer.setCreator("Probity Desk sample case")
    writer.setDocumentId(QUuid(str(uuid.uuid5(uuid.NAMESPACE_URL, source.header["number"]))))
    sheet = Sheet(writer, source.header["number"], source.header["banner"])
    letterhead(sheet, source)
    body(sheet, source)
    closing(sheet)
    sheet.finish()
    return _dated(bytes(buffer.data().data()))


def _dated(pdf: bytes) -> bytes:
    """Put a fixed moment, of the same length, where Qt wrote the present one: offsets in the file stay right."""
    dated = re.sub(rb"\(D:\d{14}", b"(D:20310413120000", pdf)
    return re.sub(rb'Date="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d', b'Date="2031-04-13T12:00:00', dated)


def reports(folder: Path) -> Iterator[tuple[str, bytes]]:
    """File names and bytes of every report in a folder of sources."""
    for path in sorted(folder.glob("*.md")):
        yield f"{path.stem}.pdf", render(parse(path.read_text(encoding="utf-8")))


def main() -> None:
    """Write the PDFs into the folder named on the command line, or over the bundled ones."""
    keep_none()
    _application = QGuiApplication.instance() or QGuiApplication(sys.argv)
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE / "reports"
    for name, pdf in reports(SAMPLE / "source"):
        (target / name).write_bytes(pdf)
        print(f"{name}: {len(pdf):,} bytes")


if __name__ == "__main__":
    main()
