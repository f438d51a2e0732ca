"""Conversations: questions in order, each with its decision and, where there is one, its answer."""

from dataclasses import dataclass
from datetime import datetime

from desk.vocabulary.answer import Answer
from desk.vocabulary.decision import Decision


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it. ``resolved`` is the question with its references filled in."""

    question: str
    resolved: str
    decision: Decision
    answer: Answer | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns of one line of questioning within a case, oldest first."""

    id: str
    case_id: str
    title: str
    turns: tuple[Turn, ...]
    started_at: datetime
