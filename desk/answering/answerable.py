"""Whether the passages found answer the question at all, by a threshold that was measured.

A logistic model of two features: the cosine of the nearest passage, and the largest share of the question's words,
weighted by rarity, that one passage holds. Fitted by ``build/calibrate_answerable.py`` on questions of two labelled sets
(encyclopaedia paragraphs, scientific abstracts) with half of the texts taken out; on the half of the questions that was
held out 88 % of the answerable are answered and 87 % of the others are not (docs/performance.md).

Where only some reports are asked, the words and the nearness that told may lie in the others, and a report that the whole
case's answer quotes would be silent by itself. So the whole case is judged too: where it answers, and with a sentence of
the chosen reports, they answer.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from desk.answering.extractive import KEEP, best_scores, share
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


def judge(question: str, masked: Masked, found: Found) -> Answerable:
    """Judge what was found for a question."""
    if not masked.passages:
        return Answerable(False, 0.0, ())
    probability = score(*features(masked, found))
    places = dict.fromkeys(f"{passage.report_title}, {passage.place}" for passage in masked.passages)
    answerable = probability >= THRESHOLD or _has_part_in_whole(question, found)
    return Answerable(answerable, probability, tuple(places)[:3])


def _has_part_in_whole(question: str, found: Found) -> bool:
    """Whether the whole case is answered, and a sentence of the reports searched can stand in that answer."""
    whole = found.whole
    if whole is None or not whole.hits:
        return False
    texts = ((hit.passage.text, hit.passage.report_title) for hit in whole.hits)
    if score(*_features(texts, whole)) < THRESHOLD:
        return False
    scores = best_scores(question, whole)
    chosen = {hit.passage.report_id for hit in found.hits}
    return max((scores.get(report, 0.0) for report in chosen), default=0.0) >= KEEP * max(scores.values())


def features(masked: Masked, found: Found) -> tuple[float, float]:
    """Cosine of the nearest passage, and the best share of the question's rare words in one passage with its title."""
    return _features(((passage.text, passage.report_title) for passage in masked.passages), found)


def _features(texts: Iterable[tuple[str, str]], found: Found) -> tuple[float, float]:
    nearness = max(hit.cosine for hit in found.hits)
    return nearness, max(share(found.weights, stems(text) | stems(title)) for text, title in texts)


def score(nearness: float, coverage: float) -> float:
    """The probability that a question with these features is answered by what was found."""
    return 1 / (1 + math.exp(-(INTERCEPT + NEARNESS * nearness + COVERAGE * coverage)))
