"""Whether the passages found answer the question at all, by a threshold that was measured.

A logistic model of two features: the cosine of the nearest passage, and the largest share of the question's words,
weighted by rarity, that one passage holds. Fitted by ``build/calibrate_answerable.py`` on questions of two labelled sets
(encyclopaedia paragraphs, scientific abstracts) with half of the texts taken out; on the half of the questions that was
held out 88 % of the answerable are answered and 87 % of the others are not (docs/performance.md).
"""

import math
from dataclasses import dataclass

from desk.answering.extractive import share
from desk.safeguards.sealed import Masked
from desk.search.retriever import Found
from desk.vocabulary.words import stems

INTERCEPT, NEARNESS, COVERAGE = -6.24, 4.17, 7.98
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Answerable:
    """``probability`` that the passages answer; ``closest`` names up to three places to look all the same."""

    answerable: bool
    probability: float
    closest: tuple[str, ...]


def judge(masked: Masked, found: Found) -> Answerable:
    """Judge what was found for a question."""
    if not masked.passages:
        return Answerable(False, 0.0, ())
    probability = score(*features(masked, found))
    places = dict.fromkeys(f"{passage.report_title}, {passage.place}" for passage in masked.passages)
    return Answerable(probability >= THRESHOLD, probability, tuple(places)[:3])


def features(masked: Masked, found: Found) -> tuple[float, float]:
    """Cosine of the nearest passage, and the best share of the question's rare words in one passage with its title."""
    nearness = max(hit.cosine for hit in found.hits)
    held = [stems(passage.text) | stems(passage.report_title) for passage in masked.passages]
    return nearness, max(share(found.weights, each) for each in held)


def score(nearness: float, coverage: float) -> float:
    """The probability that a question with these features is answered by what was found."""
    return 1 / (1 + math.exp(-(INTERCEPT + NEARNESS * nearness + COVERAGE * coverage)))
