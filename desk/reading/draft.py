"""From page texts to pages and passages: what all formats share."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from desk.reading.marks import Marks, borders, marking_at
from desk.reading.split import TokenStarts, split
from desk.vocabulary.report import Box, Child, Page, PassageDraft

# (page number, start, end) of a passage to its rectangles, and to its place in words of its format.
Boxes = Callable[[int, int, int], tuple[Box, ...]]
Places = Callable[[int, int, int], str]


@dataclass(frozen=True, slots=True)
class Extract:
    """What a format's reader finds in a file. ``boxes`` and ``places`` are None where a format has none.

    ``language`` is what the file declares, in its own words: "en-US".
    """

    format: str
    title: str
    pages: tuple[Page, ...]
    date: datetime.date | None = None
    author: str = ""
    warnings: tuple[str, ...] = ()
    boxes: Boxes | None = None
    places: Places | None = None
    children: tuple[Child, ...] = ()
    language: str = ""


def drafts(extract: Extract, marks: Marks, tokens: TokenStarts) -> Iterator[tuple[Page, list[PassageDraft]]]:
    """Each page with its passages, in order."""
    for page in extract.pages:
        yield page, _passages(page, marks, tokens, extract)


def _passages(page: Page, marks: Marks, tokens: TokenStarts, extract: Extract) -> list[PassageDraft]:
    portions = marks.portions(page.text)
    return [
        PassageDraft(
            page=page.number,
            start=start,
            end=end,
            text=page.text[start:end],
            boxes=extract.boxes(page.number, start, end) if extract.boxes else (),
            marking=marking_at(portions, start),
            place=extract.places(page.number, start, end) if extract.places else "",
        )
        for start, end in split(page.text, tokens, borders(portions))
    ]


def numbered(texts: Sequence[str]) -> tuple[Page, ...]:
    """Pages without a size; a page of blanks alone is an empty page."""
    return tuple(Page(number, text if text.strip() else "") for number, text in enumerate(texts, start=1))
