"""What the reading process says to the desk, in JSON: a frame for each page, one at the end, or one for a failure.

A file inside the file comes as a frame with its name, then a frame with its bytes as they are.

The desk trusts none of it: shapes are checked here, places against the page they point into.
"""

import datetime
import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from desk.reading.characters import printable
from desk.reading.draft import Extract
from desk.reading.headers import Header
from desk.vocabulary.errors import ReadingFailed
from desk.vocabulary.languages import code_of
from desk.vocabulary.marking import Marking, MarkingUnreadable
from desk.vocabulary.report import Box, Child, Page, PassageDraft, Reading


class Malformed(Exception):
    """The reading process sent something it does not send."""


def page_frame(page: Page, passages: Sequence[PassageDraft]) -> bytes:
    """One page with its passages."""
    places = [
        [p.start, p.end, [_numbers(box) for box in p.boxes], p.marking.banner() if p.marking else None, p.place]
        for p in passages
    ]
    body = {"number": page.number, "text": page.text, "size": [page.width, page.height], "passages": places}
    return json.dumps({"page": body}).encode()


def _numbers(box: Box) -> list[float]:
    return [round(number, 1) for number in (box.x, box.y, box.width, box.height)]


def working_frame() -> bytes:
    """A step that takes seconds begins."""
    return json.dumps({"working": True}).encode()


def child_frames(child: Child) -> tuple[bytes, bytes]:
    """A file inside the file."""
    return json.dumps({"child": child.name}).encode(), child.data


def end_frame(
    extract: Extract, marking: Marking | None, notes: Sequence[str] = (), header: Header | None = None
) -> bytes:
    """What holds for the whole report; ``notes`` on its marking stand with the reader's warnings."""
    header = header or Header()
    body = {
        "format": extract.format,
        "title": extract.title,
        "date": extract.date.isoformat() if extract.date else None,
        "author": extract.author,
        "marking": marking.banner() if marking else None,
        "warnings": [*extract.warnings, *notes],
        "language": extract.language,
        "originator": header.originator,
        "number": header.number,
        "information_date": header.information_date.isoformat() if header.information_date else None,
    }
    return json.dumps({"end": body}).encode()


def failure_frame(error: ReadingFailed) -> bytes:
    """Why there is no reading."""
    return json.dumps({"failed": {"code": error.code, "message": error.message, "remedy": error.remedy}}).encode()


class Assembly:
    """Frames in, a ``Reading`` out with the last of them. Raises ``ReadingFailed`` or ``Malformed``.

    ``steps`` counts the long steps that the process announced.
    """

    def __init__(self, max_pages: int, max_bytes: int) -> None:
        self._max_pages = max_pages
        self._room = max_bytes
        self._child: str | None = None
        self._children: list[Child] = []
        self.steps = 0
        self._pages: list[Page] = []
        self._passages: list[PassageDraft] = []

    def add(self, frame: bytes) -> Reading | None:
        """Take one frame."""
        if self._child is not None:
            self._add_child(frame)
            return None
        try:
            message: dict[str, Any] = json.loads(frame)
            if "failed" in message:
                raise ReadingFailed(*(str(message["failed"][key]) for key in ("code", "message", "remedy")))
            if "end" in message:
                return self._reading(message["end"])
            if "working" in message:
                self.steps += 1
            elif "child" in message:
                self._child = _line(message["child"])[:250] or "unnamed"
            else:
                self._add_page(message["page"])
        except (KeyError, TypeError, ValueError, AttributeError, MarkingUnreadable) as error:
            raise Malformed(type(error).__name__) from error
        return None

    def _add_child(self, data: bytes) -> None:
        self._room -= len(data)
        if self._room < 0:
            raise Malformed("more inside than may be")
        self._children.append(Child(str(self._child), data))
        self._child = None

    def _add_page(self, body: dict[str, Any]) -> None:
        if body["number"] != len(self._pages) + 1 or body["number"] > self._max_pages:
            raise Malformed("page out of order")
        width, height = map(float, body["size"])
        text = str(body["text"])
        if printable(text) != text:
            raise Malformed("unprintable characters")
        page = Page(len(self._pages) + 1, text, width, height)
        self._pages.append(page)
        drafts = [_draft(page, place) for place in body["passages"]]
        _check_tiling(page, drafts)
        self._passages += drafts

    def _reading(self, body: dict[str, Any]) -> Reading:
        return Reading(
            format=str(body["format"]),
            title=_line(body["title"]),
            pages=tuple(self._pages),
            passages=tuple(self._passages),
            date=_date(body["date"]),
            author=_line(body["author"]),
            marking=_marking(body["marking"]),
            warnings=tuple(map(_line, body["warnings"])),
            children=tuple(self._children),
            information_date=_date(body["information_date"]),
            originator=_line(body["originator"])[:200],
            number=_line(body["number"])[:80],
            language=code_of(_line(body["language"])),
        )


def _line(text: object) -> str:
    """What a file says of itself may hold anything; a title is one line of printable characters."""
    return " ".join(printable(str(text)).split())


def _date(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _draft(page: Page, place: Sequence[Any]) -> PassageDraft:
    start, end, boxes, marking, words = place
    rectangles = tuple(Box(*map(float, box)) for box in boxes)
    text = page.text[start:end]
    return PassageDraft(page.number, int(start), int(end), text, rectangles, _marking(marking), _line(words)[:200])


def _marking(text: str | None) -> Marking | None:
    return Marking.parse(text) if text is not None else None


def _check_tiling(page: Page, drafts: Sequence[PassageDraft]) -> None:
    ends = [0, *(draft.end for draft in drafts)]
    starts = [*(draft.start for draft in drafts), len(page.text)]
    if ends != starts or any(start >= end for start, end in pairwise(ends)):
        raise Malformed("passages do not tile their page")
