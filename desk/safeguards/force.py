"""Whether a text bears on the use of force (rule F1): such text is advisory and marked so, never refused for it."""

import re
from collections.abc import Callable

from desk.safeguards.frames import Frames, found, frames, lowered
from desk.safeguards.policy import Policy


def force_span(text: str, policy: Policy) -> tuple[int, int] | None:
    """Where the words stand that bear on force - strikes, targeting for attack, weapon choice, raids - or None.

    Figures of speech, past events, history without planning, and inventories as such do not.
    """
    patterns = frames(policy, "force")
    low = _without_figures(lowered(text), patterns)
    span = found(patterns["plain"], low) or found(patterns["pairs"], low)
    if span is None or found(patterns["fiction"], low) or _past(low, patterns) or _inventory(low, patterns):
        return None
    return span


def bears_on_force(text: str, chance: Callable[[], float], policy: Policy) -> bool:
    """Whether a text bears on force, by the rules or by the model, whose ``chance`` is asked for only where they see nothing.

    Figures of speech that the rules know are none, whatever the model makes of them.
    """
    if force_span(text, policy) is not None:
        return True
    return chance() >= policy.thresholds["advisory"] and not figurative_only(text, policy)


def figurative_only(text: str, policy: Policy) -> bool:
    """Whether the only violent words of a text are figures of speech."""
    patterns = frames(policy, "force")
    low = lowered(text)
    return (
        found(patterns["figurative"], low) is not None
        and found(patterns["plain"], _without_figures(low, patterns)) is None
    )


def _without_figures(low: str, patterns: Frames) -> str:
    """Figures of speech blanked out, places kept."""
    for pattern in patterns["figurative"]:
        low = pattern.sub(_blank, low)
    return low


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())


def _past(low: str, patterns: Frames) -> bool:
    if found(patterns["planning"], low):
        return False
    return found(patterns["history"], low) is not None or found(patterns["event"], low) is not None


def _inventory(low: str, patterns: Frames) -> bool:
    if found(patterns["planning"], low):
        return False
    return found(patterns["inventory"], low) is not None
