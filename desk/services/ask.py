"""Questions and answers: the walk from a question through the guard to a released answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from desk.answering.answerer import Answerer
from desk.safeguards.conversation import Held, held
from desk.safeguards.guard import Guard, Judge
from desk.safeguards.mask import Masker
from desk.safeguards.policy import Policy
from desk.safeguards.sealed import Cleared, Released, ReleasedSentence, Stopped
from desk.services.engine import Engine
from desk.services.guarding import guard_of
from desk.services.informant import CaseInformant
from desk.services.kept_answers import as_of_today
from desk.settings import Settings
from desk.vault import Vault
from desk.vocabulary.conversation import Conversation, Turn
from desk.vocabulary.decision import Decision
from desk.vocabulary.errors import DeskError


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A conversation in a list. ``turns`` is how many questions it has."""

    id: str
    title: str
    started_at: datetime
    turns: int


def _nobody(_: object) -> None:
    return None


class Ask:
    """Conversations of a case."""

    def __init__(self, vault: Vault, engine: Engine, policy: Policy, settings: Settings) -> None:
        self._vault = vault
        self._engine = engine
        self._policy = policy
        self._settings = settings
        self._answerer = Answerer(settings, engine.pool)

    def model_name(self) -> str:
        """Who writes the answers, in words."""
        return self._answerer.name

    def start(self, case_id: str) -> Conversation:
        """A new conversation; its first question becomes its title."""
        return self._vault.conversations.start(case_id, "")

    def conversations(self, case_id: str) -> list[ConversationSummary]:
        """The conversations of a case in which something was asked, newest first."""
        kept = [c for c in self._vault.conversations.list(case_id) if c.turns]
        return [
            ConversationSummary(c.id, c.title or c.turns[0].question, c.started_at, len(c.turns))
            for c in sorted(kept, key=lambda c: c.started_at, reverse=True)
        ]

    def case_of(self, conversation_id: str) -> str:
        """The id of the case a conversation belongs to; raises ``NotFound``."""
        return self._vault.conversations.get(conversation_id).case_id

    def reopen(self, conversation_id: str) -> list[Released | Stopped]:
        """Every turn of a kept conversation, under the rules, masks, ratings and markings of today."""
        conversation = self._vault.conversations.get(conversation_id)
        guard = self._guard(conversation.case_id, conversation_id)
        turns = [as_of_today(turn, self._vault) for turn in conversation.turns]
        return [guard.reopen(turn, turns[:position]) for position, turn in enumerate(turns)]

    def held(self, conversation_id: str) -> tuple[Held, ...]:
        """What was stopped in a conversation and stays stopped there."""
        return held(self._vault.conversations.get(conversation_id).turns, self._policy)

    def remove(self, conversation_id: str) -> None:
        """Forget a conversation; what was asked stays in the ledger."""
        conversation = self._vault.conversations.get(conversation_id)
        self._vault.ledger.append(
            "conversation_removed", {"case": conversation.case_id, "conversation": conversation_id}
        )
        self._vault.conversations.remove(conversation_id)

    def ask(
        self,
        conversation_id: str,
        question: str,
        *,
        case_id: str | None = None,
        on_decision: Callable[[Decision], None] = _nobody,
        on_sentence: Callable[[ReleasedSentence], None] = _nobody,
        cancelled: Callable[[], bool] = lambda: False,
        report_ids: Sequence[str] | None = None,
    ) -> Released | Stopped:
        """Decide, then answer. The decision comes first; sentences come as they are released.

        Raises ``DeskError`` for a conversation that is not of ``case_id``, where that is given.
        """
        if not question.strip():
            raise DeskError("There is no question yet.", "Type one.")
        conversation = self._vault.conversations.get(conversation_id)
        if case_id is not None and conversation.case_id != case_id:
            raise DeskError(
                "This conversation belongs to another case.", "Choose its case, or begin a new conversation."
            )
        guard = self._guard(conversation.case_id, conversation_id)
        outcome = self._cleared(guard, question.strip(), conversation.turns)
        on_decision(outcome.decision)
        if isinstance(outcome, Stopped):
            self._keep(conversation, Turn(outcome.text, outcome.resolved, outcome.decision, None, datetime.now(UTC)))
            return outcome
        released = self._answer(guard, outcome, on_sentence, cancelled, report_ids)
        turn = Turn(outcome.text, outcome.resolved, outcome.decision, released.answer, datetime.now(UTC))
        self._keep(conversation, turn)
        return released

    def _cleared(self, guard: Guard, question: str, turns: Sequence[Turn]) -> Cleared | Stopped:
        outcome, judge = guard.clear(question, turns), self.second_opinion()
        return guard.consult(outcome, judge) if isinstance(outcome, Cleared) and judge else outcome

    def second_opinion(self) -> Judge | None:
        """Who gives a second opinion on what is asked, where the settings ask for one."""
        return self._answerer.judge(self._policy)

    def screen(self, case_id: str, question: str) -> Cleared | Stopped:
        """The decision on a question by itself, recorded like any other; nothing is answered."""
        return self._guard(case_id).clear(question.strip())

    def _answer(
        self,
        guard: Guard,
        cleared: Cleared,
        on_sentence: Callable[[ReleasedSentence], None],
        cancelled: Callable[[], bool],
        report_ids: Sequence[str] | None,
    ) -> Released:
        try:
            scope = "" if report_ids is None else self._limit(cleared.case_id, report_ids)
            found = self._engine.find(cleared, self._settings.answering.passages, report_ids)
            ceiling = self._vault.cases.get(cleared.case_id).ceiling
            return self._answerer.answer(cleared, found, guard, ceiling, on_sentence, cancelled, scope)
        except DeskError as error:
            self._vault.ledger.append(
                "answer_failed", {"case": cleared.case_id, "text": cleared.text, "reason": error.message}
            )
            raise

    def _limit(self, case_id: str, report_ids: Sequence[str]) -> str:
        """Record which reports a question is limited to; returns the sentence that says so under the answer."""
        self._vault.ledger.append("question_limited", {"case": case_id, "reports": sorted(report_ids)})
        total = len(self._vault.reports.list(case_id))
        return f"Only {len(report_ids)} of the {total} reports of this case were asked."

    def _guard(self, case_id: str, conversation_id: str = "") -> Guard:
        informant = CaseInformant(self._vault, self._policy, case_id, conversation_id)
        masker = Masker(self._policy, self._vault.masks.numbers(case_id), informant)
        return guard_of(self._vault, self._policy, case_id, masker, informant, self._vault.ledger.append)

    def _keep(self, conversation: Conversation, turn: Turn) -> None:
        self._vault.conversations.append(conversation.id, turn)
