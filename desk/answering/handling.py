"""What the passages that are shown make of the whole: how it is marked, and what is said of orders in them."""

from collections.abc import Sequence

from desk.safeguards.sealed import MaskedPassage
from desk.vocabulary.marking import Level, Marking, counted, roll_up


def marking_of(passages: Sequence[MaskedPassage], ceiling: Level) -> tuple[Marking, bool]:
    """Roll-up of passages, and whether one of them carries no marking."""
    unmarked = any(passage.marking is None for passage in passages)
    return roll_up(counted(passage.marking, ceiling) for passage in passages), unmarked


def orders_note(passages: Sequence[MaskedPassage]) -> str:
    """Where passages give orders to software, in words; empty where none does."""
    places = dict.fromkeys(f"{p.report_title}, {p.place}" for p in passages if p.injected)
    return f"Holds words addressed to software, which were not followed: {'; '.join(places)}." if places else ""
