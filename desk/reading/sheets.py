"""Spreadsheets (Excel and OpenDocument): a page for each sheet, a line for each row, headers with every value."""

import datetime
import io

from python_calamine import CalamineError, CalamineWorkbook

from desk.reading.blocks import Blocks, Document, add_table
from desk.reading.draft import Extract
from desk.reading.failures import failure
from desk.reading.registry import Source
from desk.reading.structured import extracted

# The stream that holds an encrypted workbook, by its name in the container (MS-OFFCRYPTO 1.3.1).
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def extract(source: Source) -> Extract:
    """Values as they were last computed; formulas are never run."""
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(source.data))
        sheets = [_sheet(name, workbook) for name in workbook.sheet_names]
    except CalamineError as error:
        locked = "assword" in str(error) or _ENCRYPTED in source.data
        raise failure("encrypted_office" if locked else "damaged_office", source.name) from error
    return extracted("sheets", source, Document(sheets))


def _sheet(name: str, workbook: CalamineWorkbook) -> Blocks:
    sheet = workbook.get_sheet_by_name(name)
    blocks = Blocks(label=f"sheet {name}", noun="row")
    first = sheet.start[0] + 1 if sheet.start else 1
    rows = [[_shown(cell) for cell in row] for row in sheet.to_python(skip_empty_area=True)]
    blocks.add(name)
    add_table(blocks, rows, first_row=first)
    return blocks


def _shown(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)
