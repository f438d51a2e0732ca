"""A cleared question finds its passages: by meaning and by words, fused into one ranking."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desk.safeguards.sealed import Cleared
from desk.search.embedder import EmbeddingPool
from desk.search.fusion import reciprocal_rank_fusion
from desk.search.lexical import question_words, trust_in_words
from desk.search.vector_index import VectorIndex
from desk.search.worker_process import Vectors
from desk.vocabulary.errors import SearchFailed
from desk.vocabulary.report import Passage
from desk.vocabulary.words import STOP_WORDS, content_words, stem

if TYPE_CHECKING:
    from desk.vault import Vault

# Chosen on one half of the questions of SciFact, XQuAD and the labelled reports; a small k trusts the first ranks.
_DEPTH = 50
_K = 5.0
# What a word carried over from earlier turns weighs beside a word of the question.
_CARRIED = 0.5
# A pasted paragraph must not cost a look-up for each of its words.
_WEIGHED = 24


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. ``score`` is that of the fused ranking; ``cosine`` its nearness to the question."""

    passage: Passage
    score: float
    cosine: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found, best first.

    ``weights`` gives each stem of the question its rarity in the case: the rarer, the more a passage that holds it
    says. ``whole`` is what the whole case holds, where only some of its reports were searched.
    """

    hits: tuple[Hit, ...]
    weights: Mapping[str, float]
    whole: "Found | None" = None


@dataclass(frozen=True, slots=True)
class Rankings:
    """Passage ids of one question, best first: by meaning with cosines, by words, and fused with scores.

    ``weights`` are those of ``Found``.
    """

    by_meaning: tuple[tuple[int, float], ...]
    by_words: tuple[int, ...]
    fused: tuple[tuple[int, float], ...]
    weights: Mapping[str, float]


class Retriever:
    """Finds passages in one vault. Safe to use from many threads."""

    def __init__(self, vault: "Vault", index: VectorIndex, pool: EmbeddingPool) -> None:
        self._vault = vault
        self._index = index
        self._pool = pool

    def find(self, cleared: Cleared, *, limit: int = 8, report_ids: Sequence[str] | None = None) -> Found:
        """The ``limit`` best passages of the question's case, or of some of its reports.

        Raises ``SafeguardsFailed`` for a question without the guard's seal, ``SearchFailed`` where the model or the
        index cannot be used.
        """
        cleared.verify()
        vector = self._pool.embed_question(f"{cleared.resolved} {cleared.carried}".rstrip())
        whole = self._found(cleared, vector, limit, None)
        return whole if report_ids is None else replace(self._found(cleared, vector, limit, report_ids), whole=whole)

    def _found(self, cleared: Cleared, vector: Vectors, limit: int, report_ids: Sequence[str] | None) -> Found:
        context = f"{cleared.resolved} {cleared.carried}" if cleared.carried or cleared.resolved != cleared.text else ""
        rankings = self._rank(cleared.case_id, cleared.text, vector, report_ids, context)
        return Found(self._hits(cleared.case_id, vector, rankings, limit), rankings.weights)

    def _weights(self, case_id: str, question: str, context: str) -> Mapping[str, float]:
        """The rarity of each word; words that ``context`` adds from earlier turns weigh less, for they are not asked."""
        if not context:
            return self._rarities(case_id, content_words(question))
        own = tuple(word for word in content_words(question) if word not in STOP_WORDS)
        added = self._rarities(case_id, content_words(context))
        return {**{stem: _CARRIED * weight for stem, weight in added.items()}, **self._rarities(case_id, own)}

    def _rarities(self, case_id: str, words: Sequence[str]) -> Mapping[str, float]:
        frequency = self._vault.lexical.document_frequency(words[:_WEIGHED], case_id)
        passages = self._vault.reports.passage_count(case_id)
        return {stem(word): math.log(1 + passages / (1 + frequency.get(word, 0))) for word in words[:_WEIGHED]}

    def _rank(
        self, case_id: str, question: str, vector: Vectors, report_ids: Sequence[str] | None = None, context: str = ""
    ) -> Rankings:
        """The two rankings and their fusion, without reading any passage."""
        self._refuse_other_model()
        by_meaning = self._index.query(case_id, vector, _DEPTH, report_ids)
        words = question_words(
            f"{question} {context}", lambda many: self._vault.lexical.document_frequency(many, case_id)
        )
        by_words = [found for found, _ in self._vault.lexical.search(case_id, words, _DEPTH, report_ids)]
        weights = self._weights(case_id, question, context)
        best = self._vault.reports.passages(by_words[:1])
        trust = trust_in_words(weights, best[0].text) if best else 0.0
        fused = reciprocal_rank_fusion([[found for found, _ in by_meaning], by_words], _K, (1.0, trust))
        return Rankings(tuple(by_meaning), tuple(by_words), tuple(fused), weights)

    def _hits(self, case_id: str, vector: Vectors, rankings: Rankings, limit: int) -> tuple[Hit, ...]:
        best = rankings.fused[:limit]
        cosines = dict(rankings.by_meaning)
        by_words_alone = [found for found, _ in best if found not in cosines]
        cosines |= self._index.cosines(case_id, vector, by_words_alone)
        passages = {passage.id: passage for passage in self._vault.reports.passages([found for found, _ in best])}
        # A report removed between search and reading is not an error: its passages are gone, the others stand.
        return tuple(Hit(passages[found], score, cosines.get(found, 0.0)) for found, score in best if found in passages)

    def _refuse_other_model(self) -> None:
        used = self._vault.vectors.model()
        if used is not None and used != self._pool.name:
            raise SearchFailed(
                f"The reports were embedded with {used}, but the model in the settings is {self._pool.name}.",
                "Embed them again with: desk vault reembed; or choose the former model in the settings.",
            )
