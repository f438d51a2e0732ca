"""Sentence frames of the policy, compiled once: named lists of patterns over lower-case text."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from desk.safeguards.policy import Policy

Frames = Mapping[str, tuple[re.Pattern[str], ...]]


def _compile(listed: Mapping[str, Sequence[str]]) -> Frames:
    return {name: tuple(re.compile(pattern) for pattern in patterns) for name, patterns in listed.items()}


@lru_cache(maxsize=16)
def frames(policy: Policy, name: str) -> Frames:
    """The compiled patterns of one file of the policy."""
    return policy.table(name, _compile)


def found(patterns: Sequence[re.Pattern[str]], low: str) -> tuple[int, int] | None:
    """Where the first of the patterns that applies stands, or None."""
    for pattern in patterns:
        match = pattern.search(low)
        if match:
            return match.span()
    return None


def lowered(text: str) -> str:
    """Lower case with straight quotes, same length as the text where Unicode allows."""
    low = text.lower().replace("’", "'").replace("“", '"').replace("”", '"')
    return low if len(low) == len(text) else text.casefold()[: len(text)].ljust(len(text))
