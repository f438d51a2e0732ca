"""Pages put together from blocks - paragraphs, rows, records - each of which knows its place in the original.

Tables keep header and value together: a row becomes ``Date: 3 May; Vessel: Ruby Tern``, so that a passage cut anywhere
between rows still says what each value is.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from desk.reading.characters import printable
from desk.vocabulary.report import Page

_MOST_HEADER = 60


@dataclass
class Blocks:
    """One page in the making: a sheet, a slide, a message, or a whole document of paragraphs.

    ``label`` names it where its number does not: "sheet Crossings". ``noun`` names its blocks: "paragraph", "row".
    """

    label: str = ""
    noun: str = ""
    _texts: list[str] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)
    _length: int = 0

    def add(self, text: str, name: str = "", gap: str = "\n\n") -> None:
        """Add a block after ``gap``; blank ones are left out. ``name`` is its place, for most a number."""
        clean = printable(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", " ").replace("\v", "\n")).strip()
        if not clean:
            return
        piece = f"{gap}{clean}" if self._texts else clean
        self._starts.append(self._length + len(piece) - len(clean))
        self._names.append(name)
        self._texts.append(piece)
        self._length += len(piece)

    @property
    def text(self) -> str:
        """The page's text."""
        return "".join(self._texts)

    def place(self, start: int, end: int) -> str:
        """Where a span stands: "sheet Crossings, rows 4-9"."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = max(first, bisect_right(self._starts, max(start, end - 1)) - 1)
        names = [name for name in self._names[first : last + 1] if name]
        if not names:
            return self.label
        ends = names[0] if names[0] == names[-1] else f"{names[0]}\u2013{names[-1]}"
        noun = f"{self.noun}s" if self.noun and names[0] != names[-1] else self.noun
        return ", ".join(part for part in (self.label, f"{noun} {ends}".strip()) if part)


@dataclass(frozen=True)
class Document:
    """Pages of blocks, ready for an ``Extract``."""

    sheets: Sequence[Blocks]

    @property
    def pages(self) -> tuple[Page, ...]:
        """Pages in order."""
        return tuple(Page(number, sheet.text) for number, sheet in enumerate(self.sheets, start=1))

    def place(self, page: int, start: int, end: int) -> str:
        """The place of a span of a page."""
        return self.sheets[page - 1].place(start, end)

    @property
    def first(self) -> str:
        """The text of the first page that has any."""
        return next((sheet.text for sheet in self.sheets if sheet.text), "")


def add_table(blocks: Blocks, rows: Sequence[Sequence[str]], first_row: int = 1, name: str = "{row}") -> None:
    """Add the rows of a table, the header's names with every value; ``name`` is a row's place with its number in it."""
    tidy = [[" ".join(cell.split()) for cell in row] for row in rows]
    header = _header(tidy)
    for offset, row in enumerate(tidy):
        if header and offset == header[0]:
            continue
        line = _row(row, header[1] if header and offset > header[0] else None)
        blocks.add(line, name.format(row=first_row + offset), gap="\n")


def _header(rows: Sequence[Sequence[str]]) -> tuple[int, Sequence[str]] | None:
    """The first row that can name the columns of those below, with its index: words in every column that they use."""
    for index, row in enumerate(rows[:10]):
        filled = [cell for cell in row if cell]
        below = rows[index + 1 : index + 6]
        if len(filled) < 2 or not below:
            continue
        widest = max(sum(1 for cell in each if cell) for each in below)
        if len(filled) < widest:
            continue
        wordy = all(len(cell) <= _MOST_HEADER and not _is_number(cell) for cell in filled)
        return (index, row) if wordy and len(set(filled)) == len(filled) else None
    return None


def _row(row: Sequence[str], header: Sequence[str] | None) -> str:
    if header is None:
        return " | ".join(cell for cell in row if cell)
    named = ((header[place] if place < len(header) else "", cell) for place, cell in enumerate(row))
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in named if cell)


def _is_number(cell: str) -> bool:
    digits = sum(character.isdigit() for character in cell)
    return digits > len(cell) / 2
