"""Answers: sentences, the citations they stand on, and how far they are supported."""

import enum
from dataclasses import dataclass

from desk.vocabulary.marking import Marking
from desk.vocabulary.ratings import Rating


class Support(enum.StrEnum):
    """How a sentence stands to its sources."""

    QUOTED = "quoted"
    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Citation:
    """A pointer to words in a report. ``start``/``end`` are character offsets in the text of ``page`` (1-based).

    ``rating`` is what a person rated the report; None where nobody did.
    """

    number: int
    report_id: str
    report_title: str
    passage_id: int
    page: int
    start: int
    end: int
    quote: str
    marking: Marking | None
    place: str = ""
    rating: Rating | None = None

    @property
    def mark(self) -> str:
        """The portion mark of what it cites, in brackets."""
        return self.marking.portion() if self.marking else "(unmarked)"

    @property
    def where(self) -> str:
        """Its place in words: "page 4", "sheet Crossings, rows 4-9"."""
        return self.place or f"page {self.page}"

    @property
    def source(self) -> str:
        """What it cites in one line: "(S//NF) Night crossing (B2), page 4"."""
        rating = f" ({self.rating})" if self.rating else ""
        return f"{self.mark} {self.report_title}{rating}, {self.where}"


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence on its way to the guard: not yet fit for any screen."""

    text: str
    citations: tuple[Citation, ...]
    support: Support
    heading: str = ""


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence the guard let out. ``heading`` groups sentences of one report or theme."""

    text: str
    citations: tuple[Citation, ...]
    support: Support
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer as kept with its conversation.

    ``note`` says what the sentences do not: "Nothing in this case answers that", a model that stopped half-way.
    ``produced_by`` names the retriever or model and its version.
    """

    sentences: tuple[AnswerSentence, ...]
    marking: Marking
    advisory: bool
    note: str
    produced_by: str
    unmarked_sources: bool = False

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, by number."""
        found = {c.number: c for s in self.sentences for c in s.citations}
        return tuple(found[number] for number in sorted(found))
