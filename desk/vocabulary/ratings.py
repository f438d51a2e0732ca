"""Ratings of sources and of what they say: the two scales of NATO AJP-2.1 (STANAG 2511) and FM 2-22.3.

The two are judged apart from each other and never made into one number. F and 6 mean that there is no basis to judge, not
that something is bad.
"""

import enum
from dataclasses import dataclass


class Reliability(enum.StrEnum):
    """How reliable the source is."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"

    @property
    def words(self) -> str:
        """What the letter means."""
        return _RELIABILITY[self]


class Credibility(enum.StrEnum):
    """How credible the information is."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    SIX = "6"

    @property
    def words(self) -> str:
        """What the figure means."""
        return _CREDIBILITY[self]


_RELIABILITY = {
    Reliability.A: "completely reliable",
    Reliability.B: "usually reliable",
    Reliability.C: "fairly reliable",
    Reliability.D: "not usually reliable",
    Reliability.E: "unreliable",
    Reliability.F: "reliability cannot be judged",
}
_CREDIBILITY = {
    Credibility.ONE: "confirmed by other sources",
    Credibility.TWO: "probably true",
    Credibility.THREE: "possibly true",
    Credibility.FOUR: "doubtful",
    Credibility.FIVE: "improbable",
    Credibility.SIX: "truth cannot be judged",
}


@dataclass(frozen=True, slots=True)
class Rating:
    """Both together, as citations carry them: "B2"."""

    reliability: Reliability
    credibility: Credibility

    @classmethod
    def of(cls, reliability: str, credibility: str) -> "Rating | None":
        """From a letter and a figure; None where neither is there, F or 6 for the one that is not."""
        if not reliability and not credibility:
            return None
        return cls(Reliability(reliability or "F"), Credibility(credibility or "6"))

    def __str__(self) -> str:
        return f"{self.reliability}{self.credibility}"

    @property
    def words(self) -> str:
        """What it means: "source: usually reliable; information: probably true"."""
        return f"source: {self.reliability.words}; information: {self.credibility.words}"
