"""Tables as text (.csv, .tsv): a line for each row, headers with every value, pages of a thousand rows."""

import csv
import io

from desk.reading.blocks import Blocks, Document, add_table
from desk.reading.draft import Extract
from desk.reading.failures import failure
from desk.reading.registry import Source
from desk.reading.structured import extracted
from desk.reading.text import decoded

_PAGE = 1_000
_SAMPLE = 16_384
# Beyond this a "cell" is a quote that nobody closed.
_LONGEST_CELL = 200_000


def extract(source: Source) -> Extract:
    """Rows as they stand; the delimiter is found by looking."""
    found = decoded(source.data, source.name)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows = list(csv.reader(io.StringIO(found.text), _dialect(found.text)))
        warnings: tuple[str, ...] = ()
    except csv.Error:
        # Lines are what is left where quotes do not match.
        rows = [[line] for line in found.text.splitlines()]
        warnings = ("Its quotation marks do not match; it is read line by line.",)
    if len(rows) > _PAGE * source.limits.max_pages:
        raise failure("too_many_pages", source.name, pages=len(rows) // _PAGE, limit=source.limits.max_pages)
    return extracted("table", source, Document(_sheets(rows)), heading="", warnings=warnings)


def _dialect(text: str) -> type[csv.Dialect]:
    try:
        return csv.Sniffer().sniff(text[:_SAMPLE], ",;\t|")
    except csv.Error:
        return csv.excel_tab if text[:_SAMPLE].count("\t") > text[:_SAMPLE].count(",") else csv.excel


def _sheets(rows: list[list[str]]) -> list[Blocks]:
    sheets = []
    header = rows[:1]
    for start in range(0, max(1, len(rows)), _PAGE):
        blocks = Blocks(noun="row")
        part = rows[start : start + _PAGE]
        # The header goes before every page of rows, so that their values keep their names.
        add_table(blocks, part if start == 0 else [*header, *part], first_row=start + 1 if start == 0 else start)
        sheets.append(blocks)
    return sheets
