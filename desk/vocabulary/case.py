"""A case: a body of reports under one purpose, one authority and one classification ceiling."""

from dataclasses import dataclass
from datetime import datetime

from desk.vocabulary.marking import Level


@dataclass(frozen=True, slots=True)
class Case:
    """``id`` is opaque; times are UTC. Nothing marked above ``ceiling`` may enter the case."""

    id: str
    name: str
    purpose: str
    authority: str
    ceiling: Level
    created_at: datetime
