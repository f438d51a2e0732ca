"""What a person states about a subject, and what the oversight officer makes of it. Facts are corrected, never rules."""

import enum
from dataclasses import dataclass
from datetime import datetime


class Side(enum.StrEnum):
    """On which side of the first red line a fact puts a subject."""

    FOREIGN = "foreign"
    DOMESTIC = "domestic"


class ReviewKind(enum.StrEnum):
    """A referral states facts about a subject; a contest says that the question was misread."""

    REFERRAL = "referral"
    CONTEST = "contest"


class ReviewState(enum.StrEnum):
    """Where a review stands. A confirmed referral is a fact of the case; a confirmed contest changes no verdict."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody states of a subject: which side, in words (nationality, residence, employer), and where it says so.

    ``report`` is the title of the report of the case that the source names; empty where it names none.
    """

    subject: str
    side: Side
    words: str
    source: str
    report: str = ""

    @property
    def source_said(self) -> str:
        """The source, and whether it can be looked up in the case."""
        known = f"report “{self.report}” of this case" if self.report else "free text: it names no report of this case"
        return f"{self.source} ({known})"


@dataclass(frozen=True, slots=True)
class Review:
    """A referral (with its statement) or a contest (with its reason), and its decision once there is one.

    ``signature`` is the officer's Ed25519 signature over the decision, in hexadecimal digits.
    """

    id: str
    case_id: str
    kind: ReviewKind
    question: str
    rules: tuple[str, ...]
    statement: Statement | None
    reason: str
    submitted_by: str
    submitted_at: datetime
    state: ReviewState = ReviewState.OPEN
    decided_by: str = ""
    decided_at: datetime | None = None
    decision_reason: str = ""
    signature: str = ""
