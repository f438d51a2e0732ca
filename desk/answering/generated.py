"""Answers written by a model: cut into sentences as they stream, each held against the passages it cites."""

import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from desk.answering.citing import cite, one_line
from desk.answering.support import Evidence, evidence, supported
from desk.models.prompt import NOT_THERE
from desk.safeguards.sealed import Masked
from desk.search.embedder import EmbeddingPool
from desk.vocabulary.answer import Citation, DraftSentence, Support
from desk.vocabulary.sentences import sentence_spans

_MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]")
_ONLY_MARKS = re.compile(r"(?:\s*\[[\d,\s]+\])+[.\s]*")
# A model that never ends a sentence must not fill the memory.
LONGEST = 4000


def write(chunks: Iterable[str], masked: Masked, pool: EmbeddingPool) -> Iterator[DraftSentence]:
    """Sentences of the streamed text, each with its citations and whether they support it.

    A sentence that cites nothing, cites a passage that does not exist, or says more than its passages do comes out as
    unsupported. The model's own "not in the reports" comes out as no sentence at all.
    """
    masked.verify()
    writer = _Writer(masked, pool)
    for sentence in _sentences(chunks):
        if NOT_THERE.casefold() in sentence.casefold():
            continue
        draft = writer.draft(sentence)
        if draft is not None:
            yield draft


def _sentences(chunks: Iterable[str]) -> Iterator[str]:
    """Cut a stream into sentences; marks that follow the full stop stay with their sentence."""
    held = ""
    for chunk in chunks:
        held += chunk
        pieces = _pieces(held)
        # The last piece may go on, and marks may still follow the one before it.
        while len(pieces) > 2 or (pieces and len(pieces[0]) > LONGEST):
            yield pieces.pop(0)
            # The next piece of the stream may begin with a word: the space before it must not be lost.
            held = " ".join(pieces) + (" " if chunk[-1:].isspace() else "")
    yield from _pieces(held)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for start, end in sentence_spans(text):
        piece = text[start:end]
        marks = _ONLY_MARKS.match(piece)
        if marks and pieces:
            pieces[-1] += " " + marks.group().strip()
            piece = piece[marks.end() :]
        if piece.strip():
            pieces.append(piece)
    return pieces


class _Writer:
    def __init__(self, masked: Masked, pool: EmbeddingPool) -> None:
        self._passages = masked.passages
        self._pool = pool
        self._numbers: dict[tuple[int, int, int], int] = {}

    def draft(self, sentence: str) -> DraftSentence | None:
        text = one_line(_MARK.sub("", sentence)).lstrip("-*• ").strip()
        if not any(letter.isalnum() for letter in text):
            return None
        cited = [evidence(text, self._passages[number - 1]) for number in self._cited(sentence)]
        if supported(text, cited, self._embed):
            return DraftSentence(text, tuple(self._citation(each) for each in cited), Support.SUPPORTED)
        return DraftSentence(text, (), Support.UNSUPPORTED)

    def _cited(self, sentence: str) -> list[int]:
        named = [int(number) for mark in _MARK.findall(sentence) for number in mark.split(",")]
        return [number for number in dict.fromkeys(named) if 1 <= number <= len(self._passages)]

    def _citation(self, each: Evidence) -> Citation:
        key = (each.passage.passage_id, each.start, each.end)
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        return cite(number, each.passage, each.start, each.end)

    def _embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        return self._pool.embed(texts)
