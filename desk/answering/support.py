"""Does a cited passage say what a generated sentence says?

Three tests, cheapest first: every name in the sentence stands in the passages it cites, and every number in a sentence of
them that is about the same; most of its content words do too, or, between the two bounds, it lies near one of their
sentences in meaning; and it does not deny what the source affirms or turn an amount or time round. What fails is shown as
unsupported, never as fact. The bounds were set on hand-made pairs (tests/answering); a paraphrase that changes who did what
to whom with the same words still passes.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from desk.answering.claims import denies, names, numbers, opposed
from desk.safeguards.policy import load_policy
from desk.safeguards.sealed import MaskedPassage
from desk.vocabulary.sentences import sentence_spans
from desk.vocabulary.words import STOP_WORDS, stem, stems

ENOUGH, TOO_FEW = 0.65, 0.3
NEAR = 0.6

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
    if not _contains(whole, names(sentence, _is_ordinary)) or not _counted(sentence, cited):
        return False
    if _turned(sentence, cited):
        return False
    held = _held(stems(sentence), whole)
    if held >= ENOUGH or held < TOO_FEW:
        return held >= ENOUGH
    vectors = embed([sentence, *(each.text for each in cited)])
    return bool((vectors[1:] @ vectors[0]).max() >= NEAR)


def _counted(sentence: str, cited: Sequence[Evidence]) -> bool:
    """Whether each number stands in a sentence that shares something of this one: the same number elsewhere proves nothing."""
    wanted, missing = stems(sentence), set(numbers(sentence))
    for passage in {each.passage.passage_id: each.passage for each in cited}.values():
        for start, end in sentence_spans(passage.text):
            text = passage.text[start:end]
            if missing & numbers(text) and _held(wanted, text) >= TOO_FEW:
                missing -= numbers(text)
    return not missing


def _turned(sentence: str, cited: Sequence[Evidence]) -> bool:
    """Whether the sentence denies what its nearest source affirms, affirms what a source denies, or turns an amount round."""
    nearest = max(cited, key=lambda each: _held(stems(sentence), each.text))
    denied = denies(nearest.text) if denies(sentence) else any(denies(each.text) for each in cited)
    return denies(sentence) != denied or opposed(sentence, nearest.text)


def _is_ordinary(word: str) -> bool:
    return word in STOP_WORDS or stem(word) in _ordinary_stems()


@cache
def _ordinary_stems() -> frozenset[str]:
    return frozenset(map(stem, load_policy().lines("ordinary_words")))


def _held(wanted: frozenset[str], text: str) -> float:
    return len(wanted & stems(text)) / len(wanted) if wanted else 0.0


def _contains(text: str, tokens: Iterable[str]) -> bool:
    folded = text.casefold()
    return all(re.search(rf"(?<!\w){re.escape(token.casefold())}(?!\w)", folded) for token in tokens)
