"""Two rankings of the same passages become one."""

from collections.abc import Sequence


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[int]], k: float = 60, weights: Sequence[float] | None = None
) -> list[tuple[int, float]]:
    """Ids with their fused scores, best first: the sum over rankings of weight / (k + rank), rank counted from 1.

    Only ranks count, so scores of different kinds need no common scale. Ties go to the smaller id, so that the same
    rankings always give the same order. Cormack, Clarke and Büttcher, SIGIR 2009, who found k = 60; a smaller k trusts
    the first ranks more.
    """
    scores: dict[int, float] = {}
    for ranking, weight in zip(rankings, weights or [1.0] * len(rankings), strict=True):
        for rank, identifier in enumerate(ranking, start=1):
            scores[identifier] = scores.get(identifier, 0.0) + weight / (k + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
