"""How good a ranking is, by the measures retrieval is compared with."""

import math
import random
from collections.abc import Mapping, Sequence

_RESAMPLES = 1_000


def recall(ranking: Sequence[str], relevant: Mapping[str, int], depth: int) -> float:
    """The share of what is relevant that stands among the first ``depth``."""
    return len(set(ranking[:depth]) & relevant.keys()) / len(relevant)


def reciprocal_rank(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = 10) -> float:
    """1 / rank of the first relevant one among the first ``depth``, else 0."""
    return next((1 / rank for rank, found in enumerate(ranking[:depth], start=1) if found in relevant), 0.0)


def discounted_gain(ranking: Sequence[str], relevant: Mapping[str, int], depth: int = 10) -> float:
    """nDCG with gain = grade and discount log2(rank + 1), against the best possible order."""
    best = sorted(relevant.values(), reverse=True)[:depth]
    return _gain([relevant.get(found, 0) for found in ranking[:depth]]) / _gain(best)


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def mean(values: Sequence[float]) -> float:
    """The mean; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The middle 95 % of means over questions drawn again with replacement; the same each time."""
    if not values:
        return 0.0, 0.0
    draw = random.Random(1)  # noqa: S311 - a measurement, not a secret
    means = sorted(mean(draw.choices(values, k=len(values))) for _ in range(_RESAMPLES))
    return means[int(0.025 * _RESAMPLES)], means[int(0.975 * _RESAMPLES) - 1]
