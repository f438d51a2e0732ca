"""Sentences in reports that read as orders to software. They are noted and quarantined as text, never followed."""

import re
from functools import lru_cache

from desk.safeguards.frames import found, frames, lowered
from desk.safeguards.gloss import readings
from desk.safeguards.normalise import MAX_LENGTH, View, views
from desk.safeguards.policy import Policy
from desk.safeguards.readings import gives_orders

_STEP = MAX_LENGTH - 1_000  # windows overlap, so that no order is cut in two
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=[^\s.!?])[^.!?\n]+)*[.!?]*[\"')\]]*")


def injected_spans(text: str, policy: Policy) -> tuple[tuple[int, int], ...]:
    """Character spans of the sentences that give orders to a reader that is a machine, in order, none overlapping."""
    return _spans(text, policy)


@lru_cache(maxsize=512)
def _spans(text: str, policy: Policy) -> tuple[tuple[int, int], ...]:
    spans: set[tuple[int, int]] = set()
    for offset in range(0, len(text), _STEP):
        window = text[offset : offset + MAX_LENGTH]
        for view in views(window, policy):
            found_here = (view.span(start, end) for start, end in _orders(view, policy))
            spans |= {(offset + start, offset + end) for start, end in found_here}
        spans |= {(offset + start, offset + end) for start, end in _worded_as_orders(window, policy)}
    return _merged(spans)


def _worded_as_orders(text: str, policy: Policy) -> list[tuple[int, int]]:
    """The sentences that the model takes for orders, or the likeliest one where only the whole reads so.

    The model alone takes headings, forms and letters of strangers for orders: of 1,099 passages of real reports 20. What is
    meant for software speaks to a reader, or of what a machine makes or keeps.
    """
    bounds, whole = policy.thresholds, gives_orders(text, policy)
    if whole < bounds["suspected"]:
        return []
    sentences = [m for m in _SENTENCE.finditer(text) if m.group().strip()]
    likely = [(gives_orders(m.group(), policy), _trimmed(m)) for m in sentences]
    certain = whole >= bounds["injected"]
    # One order among other sentences is diluted in the whole: by itself it has to be all the clearer.
    least = bounds["injected"] if certain else bounds["alone"]
    spans = [span for chance, span in likely if chance >= least] or ([max(likely)[1]] if certain else [])
    return [span for span in spans if addressed(text[slice(*span)], policy)]


def addressed(sentence: str, policy: Policy) -> bool:
    """Whether a sentence has a word for its reader or for a machine's work; one in a language not read here may have."""
    patterns = frames(policy, "injection")["addressed"]
    read = readings(sentence, policy)
    return not read or any(found(patterns, lowered(reading.text)) for reading in read)


def ordered_by_rules(text: str, policy: Policy) -> bool:
    """Whether the rules alone find an order to software."""
    return any(_orders(view, policy) for view in views(text[:MAX_LENGTH], policy))


def _orders(view: View, policy: Policy) -> list[tuple[int, int]]:
    """Sentences of a view in which one of the order patterns applies."""
    patterns = frames(policy, "injection")["orders"]
    low = lowered(view.text)
    if found(patterns, low) is None:
        return []
    sentences = [m for m in _SENTENCE.finditer(low) if found(patterns, m.group().strip())]
    return [_trimmed(m) for m in sentences] or [(0, len(low))]


def _trimmed(sentence: re.Match[str]) -> tuple[int, int]:
    return sentence.end() - len(sentence.group().lstrip()), sentence.end()


def _merged(spans: set[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return tuple(merged)
