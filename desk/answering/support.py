"""Does a cited passage say what a generated sentence says?

Three tests, cheapest first: every number and every name in the sentence stands in the passages it cites; most of its
content words do too, or, between the two bounds, it lies near one of their sentences in meaning; and it does not deny
what the source affirms. What fails is shown as unsupported, never as fact. The bounds were set on hand-made pairs
(tests/answering); a paraphrase that changes who did what to whom with the same words still passes.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from desk.safeguards.sealed import MaskedPassage
from desk.vocabulary.sentences import sentence_spans
from desk.vocabulary.words import stems

ENOUGH, TOO_FEW = 0.65, 0.3
NEAR = 0.6

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_NAME = re.compile(r"(?<![.!?] )(?<!^)\b[A-Z][\w'-]*[a-z][\w'-]*")
_DENIAL = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|without|neither|nor|denie[sd]|deny|cannot)\b|n['’]t\b", re.I
)

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of one passage that come nearest to a sentence: a span of ``passage.text``."""

    passage: MaskedPassage
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.passage.text[self.start : self.end]


def evidence(sentence: str, passage: MaskedPassage) -> Evidence:
    """The sentence of a passage that shares most with ``sentence``; the whole passage where it has no sentences."""
    wanted = stems(sentence)
    spans = sentence_spans(passage.text) or [(0, len(passage.text))]
    start, end = max(spans, key=lambda span: _held(wanted, passage.text[span[0] : span[1]]))
    return Evidence(passage, start, end)


def supported(sentence: str, cited: Sequence[Evidence], embed: Embed) -> bool:
    """Whether the cited passages, taken together, carry the sentence."""
    if not cited:
        return False
    whole = " ".join(each.passage.text for each in cited)
    if not _contains(whole, _NUMBER.findall(sentence)) or not _contains(whole, _NAME.findall(sentence)):
        return False
    if bool(_DENIAL.search(sentence)) != any(_DENIAL.search(each.text) for each in cited):
        return False
    held = _held(stems(sentence), whole)
    if held >= ENOUGH or held < TOO_FEW:
        return held >= ENOUGH
    vectors = embed([sentence, *(each.text for each in cited)])
    return bool((vectors[1:] @ vectors[0]).max() >= NEAR)


def _held(wanted: frozenset[str], text: str) -> float:
    return len(wanted & stems(text)) / len(wanted) if wanted else 0.0


def _contains(text: str, tokens: Iterable[str]) -> bool:
    folded = text.casefold()
    return all(re.search(rf"(?<!\w){re.escape(token.casefold())}(?!\w)", folded) for token in tokens)
