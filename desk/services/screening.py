"""The safeguards' verdict alone, and their measure: what needs no vault."""

from pathlib import Path
from typing import Any

from desk.safeguards.decide import decide
from desk.safeguards.evaluate import evaluate
from desk.safeguards.policy import load_policy
from desk.vocabulary.decision import Decision


def screen(text: str) -> Decision:
    """Decide on a text without asking it of anything. Nothing is retrieved, so nothing is recorded."""
    return decide(text, text, (), load_policy())


def measure(directory: Path) -> dict[str, Any]:
    """Measure the safeguards on labelled cases of one's own."""
    return evaluate(directory, load_policy())
