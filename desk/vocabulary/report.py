"""Reports as received, the passages they are indexed by, and the files waiting to become reports."""

import datetime
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from desk.vocabulary.details import Detail
from desk.vocabulary.marking import Marking, roll_up
from desk.vocabulary.ratings import Rating


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page in points (1/72 inch), origin at the page's top left."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read. ``number`` is 1-based; width and height are points, 0 for formats without pages."""

    number: int
    text: str
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class PassageDraft:
    """A piece of one page: ``page_text[start:end] == text``. Drafts of a page tile it without gap or overlap."""

    page: int
    start: int
    end: int
    text: str
    boxes: tuple[Box, ...] = ()
    marking: Marking | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """An indexed piece of a report. ``start`` and ``end`` are character offsets in the text of ``page``.

    ``place`` says where it stands in words of its format: "Sheet Crossings, rows 4-9". ``rating`` is its report's.
    """

    id: int
    report_id: str
    case_id: str
    report_title: str
    page: int
    start: int
    end: int
    text: str
    boxes: tuple[Box, ...] = ()
    marking: Marking | None = None
    place: str = ""
    rating: Rating | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A file inside a file: an attachment, a member of an archive."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one file: pages, passages, files inside it, and what the file says about itself.

    ``date`` is the day of the report, ``information_date`` that of what it tells; ``language`` is a code of ``languages``.
    """

    format: str
    title: str
    pages: tuple[Page, ...]
    passages: tuple[PassageDraft, ...]
    date: datetime.date | None = None
    author: str = ""
    marking: Marking | None = None
    warnings: tuple[str, ...] = ()
    children: tuple[Child, ...] = ()
    information_date: datetime.date | None = None
    originator: str = ""
    number: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One ingested document; ``parent`` is the report it came in.

    ``read`` holds what the file says of itself, ``stated`` what a person states, each in the form of ``details``. What a
    person states counts, and the properties give what counts.
    """

    id: str
    case_id: str
    file_name: str
    format: str
    sha256: str
    size: int
    pages: int
    passages: int
    author: str
    warnings: tuple[str, ...]
    added_at: datetime.datetime
    read: Mapping[Detail, str]
    stated: Mapping[Detail, str]
    parent: str | None = None

    def says(self, detail: Detail) -> str:
        """What counts of one detail; empty where there is nothing."""
        return self.stated.get(detail, self.read.get(detail, ""))

    @property
    def title(self) -> str:
        """Its title; never empty."""
        return self.says(Detail.TITLE)

    @property
    def date(self) -> datetime.date | None:
        """When it was published."""
        said = self.says(Detail.PUBLICATION_DATE)
        return datetime.date.fromisoformat(said) if said else None

    @property
    def marking(self) -> Marking | None:
        """None where it carries none and nobody stated one. A stated marking can only add to the one that was read."""
        return raised(self.read.get(Detail.MARKING), self.stated.get(Detail.MARKING))

    @property
    def rating(self) -> Rating | None:
        """None where nobody rated it."""
        return Rating.of(self.says(Detail.RELIABILITY), self.says(Detail.CREDIBILITY))


def raised(own: str | None, stated: str | None) -> Marking | None:
    """The marking of a report or passage that carries ``own``, where a person states ``stated`` of its report.

    Which portion a higher marking is for is not known, so that it holds for each.
    """
    markings = [Marking.parse(each) for each in (own, stated) if each]
    return roll_up(markings) if len(markings) > 1 else markings[0] if markings else None


class ItemState(enum.StrEnum):
    """Where a file stands on its way into the case."""

    WAITING = "waiting"
    READING = "reading"
    EMBEDDING = "embedding"
    COMPLETE = "complete"
    DUPLICATE = "duplicate"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


# A file in one of these is still on its way.
UNFINISHED = (ItemState.WAITING, ItemState.READING, ItemState.EMBEDDING)


@dataclass(frozen=True, slots=True)
class IngestItem:
    """One file given to a case. ``done`` and ``total`` count passages while embedding, else 0.

    A file out of another has its content in the vault under the hash ``stored`` and names the report ``parent``; its
    ``path`` is the outer file's with "!/" and its own name.
    """

    id: int
    case_id: str
    path: str
    state: ItemState
    reason: str = ""
    remedy: str = ""
    code: str = ""
    report_id: str | None = None
    done: int = 0
    total: int = 0
    stored: str | None = None
    parent: str | None = None
