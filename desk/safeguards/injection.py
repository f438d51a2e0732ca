"""Sentences in reports that read as orders to software. They are noted and quarantined as text, never followed.

A sentence counts by how likely the screening model takes it for an order, by itself and among its neighbours. How likely it has
to be depends on the rules: least where its wording is that of known orders, which innocent neighbours do not make better, more
where it speaks to a reader or of what a machine makes or keeps, most where it does neither, for the model alone takes
headings, forms and letters of strangers for orders.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from desk.safeguards.frames import found, frames, lowered
from desk.safeguards.gloss import readings
from desk.safeguards.normalise import MAX_LENGTH, legible, views
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
        for start, end in _in_window(window, policy):
            spans.add((offset + start, offset + end))
    return _merged(spans)


def _in_window(text: str, policy: Policy) -> Iterator[tuple[int, int]]:
    """Orders in the words as they stand and in every view of them that shows more or has the wording of one."""
    yield from _orders(text, policy)
    seen = views(text, policy)
    clear = legible(seen, policy)
    garbled = seen[0] not in clear
    for view in seen:
        if view.text != text and ((garbled and view in clear) or _as_known(view.text, policy)):
            yield from (view.span(start, end) for start, end in _orders(view.text, policy))


def _orders(text: str, policy: Policy) -> list[tuple[int, int]]:
    """The sentences of a text that count as orders, or the likeliest one where only the whole does."""
    whole = gives_orders(text, policy)
    if whole < policy.thresholds["suspected"] and not _as_known(text, policy):
        return []
    sentences = [m for m in _SENTENCE.finditer(text) if m.group().strip()]
    likely = [(_chance(m.group(), whole, policy), m) for m in sentences]
    spans = [_trimmed(m) for chance, m in likely if chance >= _least(m.group(), policy)]
    if not spans and likely and whole >= _least(text, policy):
        return [_trimmed(max(likely, key=lambda each: each[0])[1])]
    return spans


def _chance(sentence: str, whole: float, policy: Policy) -> float:
    """How likely a sentence is an order: one worded like known orders by itself, another among its neighbours as well."""
    alone = gives_orders(sentence, policy)
    return max(alone, whole) if _as_known(sentence, policy) else (alone + whole) / 2


def _least(text: str, policy: Policy) -> float:
    """How likely words have to be an order to count as one."""
    if _as_known(text, policy):
        return policy.thresholds["ordered"]
    return policy.thresholds["injected" if _addressed(text, policy) else "unaddressed"]


def _as_known(text: str, policy: Policy) -> bool:
    """Whether a text has the wording of known orders to software."""
    return found(frames(policy, "injection")["orders"], lowered(text).strip()) is not None


def _addressed(text: str, policy: Policy) -> bool:
    """Whether a text has a word for its reader or for a machine's work; one in a language not read here may have."""
    patterns = frames(policy, "injection")["addressed"]
    read = readings(text, policy)
    return not read or any(found(patterns, lowered(reading.text)) for reading in read)


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
