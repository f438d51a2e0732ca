"""From passages found to a released answer: who writes it, how it is let out, which marking it carries."""

from collections.abc import Callable, Iterator
from functools import cached_property

from desk.answering.answerable import Answerable
from desk.answering.answerable import judge as judge_answerable
from desk.answering.citing import rated
from desk.answering.extractive import quote
from desk.answering.generated import write
from desk.answering.handling import marking_of, orders_note
from desk.models.endpoint import Endpoint
from desk.models.judge import Judge
from desk.safeguards.guard import AnswerGate, Guard
from desk.safeguards.policy import Policy
from desk.safeguards.sealed import Cleared, Masked, Released, ReleasedSentence
from desk.search.embedder import EmbeddingPool
from desk.search.retriever import Found
from desk.settings import AnswerSource, Settings
from desk.vocabulary.answer import DraftSentence
from desk.vocabulary.errors import ModelFailed, SearchFailed, SettingsInvalid
from desk.vocabulary.marking import Level

NOTHING = "Nothing in this case answers that."
NOTHING_IN_CHOSEN = "Nothing in the chosen reports answers that."
QUOTES = "Quotes from the reports (no model)"
STOPPED = "Stopped before it was complete."


class Answerer:
    """Writes answers as the settings say: quotes from the reports, or a model held to the passages."""

    def __init__(self, settings: Settings, pool: EmbeddingPool) -> None:
        self._limit = settings.answering.sentences
        self._model = settings.model
        self._pool = pool
        self._from_endpoint = settings.answering.source is AnswerSource.ENDPOINT

    @cached_property
    def _endpoint(self) -> Endpoint | None:
        """Made at first use: settings that name no usable endpoint stop a question, not the opening of the vault."""
        return Endpoint(self._model) if self._from_endpoint else None

    @property
    def name(self) -> str:
        """Who writes the answers, in words."""
        try:
            return self._endpoint.name if self._endpoint else QUOTES
        except SettingsInvalid as error:
            return error.message

    def judge(self, policy: Policy) -> Judge | None:
        """Who gives a second opinion on questions, where the settings ask for one."""
        if not self._model.second_opinion:
            return None
        return Judge(self._endpoint or Endpoint(self._model), policy.rules, self._model.second_opinion_seconds)

    def answer(
        self,
        cleared: Cleared,
        found: Found,
        guard: Guard,
        ceiling: Level,
        on_sentence: Callable[[ReleasedSentence], None],
        cancelled: Callable[[], bool],
        scope: str = "",
    ) -> Released:
        """Answer a cleared question from what was found; ``scope`` says in a sentence where it was looked for, if not
        everywhere. Raises ``ModelFailed`` where a model gave nothing at all.
        """
        masked = guard.mask(cleared, [hit.passage for hit in found.hits])
        gate = guard.open_answer(cleared)
        verdict = judge_answerable(cleared.resolved, masked, found)
        if not verdict.answerable:
            return self._close_empty(gate, verdict, masked, ceiling, scope)
        drafts = self._drafts(cleared, masked, found, gate, cancelled)
        used, note = _let_out(drafts, gate, on_sentence, cancelled)
        if not used and not note:
            return self._close_empty(gate, verdict, masked, ceiling, scope)
        # A model has read every passage it was given, so its text inherits them all; quotes only what they quote.
        sources = masked.passages if self._endpoint else [p for p in masked.passages if p.passage_id in used]
        marking, unmarked = marking_of(sources, ceiling)
        notes = " ".join(filter(None, (note, scope, orders_note(masked.passages))))
        return gate.close(marking, notes, self.name, unmarked_sources=unmarked)

    def _close_empty(
        self, gate: AnswerGate, verdict: Answerable, masked: Masked, ceiling: Level, scope: str
    ) -> Released:
        # The note names where the closest passages are, and a title may say as much as they do.
        marking, unmarked = marking_of(masked.passages, ceiling)
        return gate.close(marking, _nothing(verdict, scope), self.name, unmarked_sources=unmarked)

    def _drafts(
        self, cleared: Cleared, masked: Masked, found: Found, gate: AnswerGate, cancelled: Callable[[], bool]
    ) -> Iterator[DraftSentence]:
        # Masked passages carry no ratings: they tell nothing about a person, and no model should weigh them.
        ratings = {hit.passage.report_id: hit.passage.rating for hit in found.hits}
        if self._endpoint is None:
            quoted = tuple(rated(each, ratings) for each in quote(cleared.text, masked, found, self._limit))
            gate.expect(quoted)
            return iter(quoted)
        written = write(self._endpoint.dispatch(cleared, masked, cancelled), masked, self._pool)
        return (rated(each, ratings) for each in written)


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
    except (ModelFailed, SearchFailed) as error:
        # What is on the screen already has to stand in the record as well: the answer is closed with what there is.
        if not begun:
            raise
        return used, f"The answer broke off: {error.message}"
    return used, STOPPED if cancelled() else ""


def _nothing(verdict: Answerable, scope: str) -> str:
    closest = f"The closest passages are in: {'; '.join(verdict.closest)}." if verdict.closest else ""
    return " ".join(filter(None, (NOTHING_IN_CHOSEN if scope else NOTHING, closest, scope)))
