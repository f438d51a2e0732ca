"""From passages found to a released answer: who writes it, how it is let out, which marking it carries."""

from collections.abc import Callable, Iterator, Sequence

from desk.answering.answerable import Answerable, judge
from desk.answering.extractive import quote
from desk.answering.generated import write
from desk.models.endpoint import Endpoint
from desk.safeguards.guard import AnswerGate, Guard
from desk.safeguards.sealed import Cleared, Masked, MaskedPassage, Released, ReleasedSentence
from desk.search.embedder import EmbeddingPool
from desk.search.retriever import Found
from desk.settings import AnswerSource, Settings
from desk.vocabulary.answer import DraftSentence
from desk.vocabulary.errors import ModelFailed
from desk.vocabulary.marking import Level, Marking, roll_up

NOTHING = "Nothing in this case answers that."
QUOTES = "Quotes from the reports (no model)"
STOPPED = "Stopped before it was complete."


class Answerer:
    """Writes answers as the settings say: quotes from the reports, or a model held to the passages."""

    def __init__(self, settings: Settings, pool: EmbeddingPool) -> None:
        self._limit = settings.answering.sentences
        self._pool = pool
        self._endpoint = Endpoint(settings.model) if settings.answering.source is AnswerSource.ENDPOINT else None

    @property
    def name(self) -> str:
        """Who writes the answers, in words."""
        return self._endpoint.name if self._endpoint else QUOTES

    def answer(
        self,
        cleared: Cleared,
        found: Found,
        guard: Guard,
        ceiling: Level,
        on_sentence: Callable[[ReleasedSentence], None],
        cancelled: Callable[[], bool],
    ) -> Released:
        """Answer a cleared question from what was found. Raises ``ModelFailed`` where a model gave nothing at all."""
        masked = guard.mask(cleared, [hit.passage for hit in found.hits])
        gate = guard.open_answer(cleared)
        verdict = judge(masked, found)
        if not verdict.answerable:
            return self._close_empty(gate, verdict, masked, ceiling)
        drafts = self._drafts(cleared, masked, found, cancelled)
        used, note = _let_out(drafts, gate, on_sentence, cancelled)
        if not used and not note:
            return self._close_empty(gate, verdict, masked, ceiling)
        # A model has read every passage it was given, so its text inherits them all; quotes only what they quote.
        sources = masked.passages if self._endpoint else [p for p in masked.passages if p.passage_id in used]
        marking, unmarked = _marking(sources, ceiling)
        return gate.close(marking, note, self.name, unmarked_sources=unmarked)

    def _close_empty(self, gate: AnswerGate, verdict: Answerable, masked: Masked, ceiling: Level) -> Released:
        # The note names where the closest passages are, and a title may say as much as they do.
        marking, unmarked = _marking(masked.passages, ceiling)
        return gate.close(marking, _nothing(verdict), self.name, unmarked_sources=unmarked)

    def _drafts(
        self, cleared: Cleared, masked: Masked, found: Found, cancelled: Callable[[], bool]
    ) -> Iterator[DraftSentence]:
        if self._endpoint is None:
            return quote(cleared.resolved, masked, found, self._limit)
        return write(self._endpoint.dispatch(cleared, masked, cancelled), masked, self._pool)


def _let_out(
    drafts: Iterator[DraftSentence],
    gate: AnswerGate,
    on_sentence: Callable[[ReleasedSentence], None],
    cancelled: Callable[[], bool],
) -> tuple[set[int], str]:
    """Release sentence by sentence; returns the ids of the passages cited and a note on what went wrong."""
    used: set[int] = set()
    begun = False
    try:
        for draft in drafts:
            if cancelled():
                return used, STOPPED
            on_sentence(gate.release(draft))
            begun = True
            used |= {citation.passage_id for citation in draft.citations}
    except ModelFailed as error:
        if not begun:
            raise
        return used, f"The model stopped half-way: {error.message}"
    return used, STOPPED if cancelled() else ""


def _marking(sources: Sequence[MaskedPassage], ceiling: Level) -> tuple[Marking, bool]:
    """Roll-up of the passages used; one without a marking counts as the case's ceiling (32 CFR 2001.23(e))."""
    unmarked = any(passage.marking is None for passage in sources)
    markings = [passage.marking for passage in sources if passage.marking is not None]
    return roll_up([*markings, Marking.of(ceiling)] if unmarked else markings), unmarked


def _nothing(verdict: Answerable) -> str:
    if not verdict.closest:
        return NOTHING
    return f"{NOTHING} The closest passages are in: {'; '.join(verdict.closest)}."
