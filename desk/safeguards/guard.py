"""The only door: a question becomes ``Cleared`` here, passages ``Masked``, an answer ``Released``.

Each gate writes to the ledger before it hands anything on; where the entry cannot be written there is no next step.
Any error inside the layer becomes ``SafeguardsFailed``: the question is not answered (fails closed).
"""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import ParamSpec, Protocol, TypeVar

from desk.safeguards import sealed
from desk.safeguards.conversation import resolve
from desk.safeguards.decide import decide
from desk.safeguards.injection import injected_spans
from desk.safeguards.intent import judge
from desk.safeguards.known import Informant, knows_nothing, names_in
from desk.safeguards.mask import Masker
from desk.safeguards.policy import Policy
from desk.safeguards.readings import Keeper, bears_on_force, read_ahead, read_all
from desk.safeguards.sealed import Cleared, Masked, MaskedPassage, Released, ReleasedSentence, Stopped
from desk.safeguards.self_test import prove
from desk.safeguards.topic import carried
from desk.vocabulary.answer import Answer, AnswerSentence, DraftSentence
from desk.vocabulary.conversation import Turn
from desk.vocabulary.decision import Decision, Finding, Opinion, Verdict
from desk.vocabulary.errors import DeskError, ModelFailed, SafeguardsFailed
from desk.vocabulary.marking import Marking
from desk.vocabulary.report import Passage

Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]
P = ParamSpec("P")
T = TypeVar("T")


class Recorder(Protocol):
    """Where the guard writes what it decided; raises where the entry is not safely stored."""

    def __call__(self, kind: str, body: Mapping[str, Json], /) -> object: ...


def _fails_closed(gate: Callable[P, T]) -> Callable[P, T]:
    """Turn any defect inside a gate into "not answered", so that no error can be mistaken for permission."""

    @functools.wraps(gate)
    def closed(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return gate(*args, **kwargs)
        except DeskError:
            raise
        except Exception as error:
            raise SafeguardsFailed(
                f"The safeguards could not finish their work ({type(error).__name__}); nothing was answered.",
                "Try again; if it happens again, report it with the time shown in the ledger.",
            ) from error

    return closed


class Judge(Protocol):
    """A second opinion on a cleared question; raises ``ModelFailed`` where there is none in time."""

    @property
    def name(self) -> str:
        """Who judges, in words."""
        ...

    def __call__(self, cleared: Cleared, /) -> Opinion:
        """The opinion."""
        ...


def _says_nothing(_report_id: str, _page: int, /) -> None:
    return None


class Guard:
    """The safeguards of one case: rules from ``policy``, facts from ``informant``, every gate recorded through ``record``.

    ``on_orders(report id, page)`` is told of each passage that gives orders to software. ``keeper`` keeps what the screening
    model read of passages, so that it need not read them again.
    """

    def __init__(
        self,
        policy: Policy,
        record: Recorder,
        case_id: str,
        masker: Masker | None = None,
        informant: Informant = knows_nothing,
        on_orders: Callable[[str, int], None] = _says_nothing,
        keeper: Keeper | None = None,
    ) -> None:
        self._policy = policy
        self._record = record
        self._case_id = case_id
        self._informant = informant
        self._on_orders = on_orders
        self._keeper = keeper
        self._masker = masker or Masker(policy, informant=informant)

    @_fails_closed
    def clear(self, question: str, turns: Sequence[Turn] = ()) -> Cleared | Stopped:
        """Decide on a question in its conversation and record it; only an allowed one comes back ``Cleared``."""
        try:
            resolved = resolve(question, turns)
            decision = self._decide(question, resolved, turns)
        except Exception as error:
            # Whatever it was, it closes the door; that somebody stood before it is part of the record.
            self._record("question_failed", {"case": self._case_id, "text": question, "error": type(error).__name__})
            raise
        self._record("question", {"case": self._case_id, "text": question, "decision": describe(decision)})
        if decision.verdict is not Verdict.ALLOW:
            return Stopped(question, decision, resolved)
        return sealed.seal(
            Cleared(question, resolved, self._case_id, decision, self._carried(question, resolved, turns))
        )

    def _carried(self, question: str, resolved: str, turns: Sequence[Turn]) -> str:
        """Words of earlier turns to search with; none where the rules see anything in the question with them in it."""
        words = carried(question, turns, self._policy, lambda text: self._masker.mask(text).text)
        return "" if words and judge(f"{resolved} {words}", self._policy) else words

    @_fails_closed
    def consult(self, cleared: Cleared, judge: Judge) -> Cleared | Stopped:
        """Ask for a second opinion, which can only tighten; where there is none, that is recorded and the decision stands."""
        cleared.verify()
        try:
            opinion = judge(cleared)
        except ModelFailed as error:
            self._record("second_opinion", {"case": self._case_id, "by": judge.name, "failed": error.message})
            return cleared
        said = {"verdict": opinion.verdict.value, "rule": opinion.rule.value, "reason": opinion.reason}
        self._record("second_opinion", {"case": self._case_id, "by": judge.name, "text": cleared.text, **said})
        return cleared if opinion.verdict is Verdict.ALLOW else self._stopped(cleared, opinion)

    def _stopped(self, cleared: Cleared, opinion: Opinion) -> Stopped:
        return Stopped(cleared.text, self._tightened(cleared, opinion), cleared.resolved)

    def _tightened(self, cleared: Cleared, opinion: Opinion) -> Decision:
        text = self._policy.rules[opinion.rule]
        reason = f"A second opinion reads the question so: {opinion.reason}"
        finding = Finding(opinion.rule, reason, text.remedy, text.doctrine, ((0, len(cleared.text)),))
        kept = [each for each in cleared.decision.findings if each.rule is not opinion.rule]
        return replace(cleared.decision, verdict=opinion.verdict, findings=(finding, *kept))

    def _decide(self, question: str, resolved: str, turns: Sequence[Turn]) -> Decision:
        prove(self._policy)
        decision = decide(question, resolved, turns, self._policy)
        names = names_in(resolved, self._policy)
        if decision.verdict is Verdict.BLOCK or not names:
            return decision
        # The title of a report may name a U.S. person.
        statements = [replace(s, source=self._masker.mask(s.source).text) for s in self._informant(names)]
        return decide(question, resolved, turns, self._policy, statements) if statements else decision

    @_fails_closed
    def mask(self, cleared: Cleared, passages: Sequence[Passage]) -> Masked:
        """Replace U.S. persons' identities in passages and note sentences that read as instructions."""
        cleared.verify()
        read_ahead({passage.id: passage.text for passage in passages}, self._policy, self._keeper)
        read_all([passage.report_title for passage in passages], self._policy)
        for passage in passages:
            self._masker.note(passage.text)
        masked = tuple(self._masked(passage) for passage in passages)
        for each in masked:
            if each.injected:
                self._on_orders(each.report_id, each.page)
        self._record("passages", {"case": self._case_id, "passages": [passage.id for passage in passages]})
        return sealed.seal(Masked(masked))

    def _masked(self, passage: Passage) -> MaskedPassage:
        if passage.case_id != self._case_id:
            raise SafeguardsFailed("A passage of another case was about to be shown; nothing was answered.")
        masked = self._masker.mask(passage.text)
        return MaskedPassage(
            text=masked.text,
            passage_id=passage.id,
            report_id=passage.report_id,
            report_title=self._masker.mask(passage.report_title).text,
            page=passage.page,
            start=passage.start,
            marking=passage.marking,
            replaced=masked.replaced,
            injected=tuple(masked.placed(*span) for span in injected_spans(passage.text, self._policy)),
            place=self._masker.mask(passage.place or f"page {passage.page}").text,
        )

    @_fails_closed
    def reopen(self, turn: Turn, earlier: Sequence[Turn] = ()) -> Released | Stopped:
        """Show a kept answer again, under the rules and masks of today rather than those of its day."""
        resolved = resolve(turn.question, earlier)
        decision = self._decide(turn.question, resolved, earlier)
        if turn.answer is None or turn.decision.verdict is not Verdict.ALLOW:
            return Stopped(turn.question, turn.decision, turn.resolved)
        if decision.verdict is not Verdict.ALLOW:
            return Stopped(turn.question, decision, resolved)
        self._record("answer_reopened", {"case": self._case_id, "text": turn.question})
        sentences = tuple(_masked_sentence(sentence, self._masker) for sentence in turn.answer.sentences)
        advisory = (
            turn.answer.advisory or decision.advisory or any(bears_on_force(s.text, self._policy) for s in sentences)
        )
        note = self._masker.mask(turn.answer.note).text
        answer = replace(turn.answer, sentences=sentences, advisory=advisory, note=note)
        return sealed.seal(Released(turn.question, decision, answer))

    @_fails_closed
    def open_answer(self, cleared: Cleared) -> "AnswerGate":
        """Begin to let out the answer to a cleared question."""
        cleared.verify()
        self._record("answer_opened", {"case": self._case_id, "text": cleared.text})
        return AnswerGate(cleared, self._policy, self._masker, self._record)


class AnswerGate:
    """Lets one answer out, sentence by sentence: masked again, force-marked, then recorded as a whole."""

    def __init__(self, cleared: Cleared, policy: Policy, masker: Masker, record: Recorder) -> None:
        self._cleared = cleared
        self._policy = policy
        self._masker = masker
        self._record = record
        self._advisory = cleared.decision.advisory
        self._sentences: list[AnswerSentence] = []

    @_fails_closed
    def expect(self, drafts: Sequence[DraftSentence]) -> None:
        """Read sentences side by side that will be let out one by one; nothing depends on it but the time it takes."""
        texts = dict.fromkeys(text for draft in drafts for text in (draft.text, *(c.quote for c in draft.citations)))
        read_all(list(texts), self._policy)

    @_fails_closed
    def release(self, draft: DraftSentence) -> ReleasedSentence:
        """Let one sentence out; the advisory mark, once set, stays for the rest of the answer."""
        sentence = _masked_sentence(draft, self._masker)
        self._advisory = self._advisory or bears_on_force(sentence.text, self._policy)
        self._sentences.append(sentence)
        return sealed.seal(ReleasedSentence(sentence, self._advisory))

    @_fails_closed
    def close(self, marking: Marking, note: str, produced_by: str, *, unmarked_sources: bool) -> Released:
        """Record the answer and release it as a whole: from here on it may be copied and exported."""
        answer = Answer(
            tuple(self._sentences), marking, self._advisory, note, produced_by, unmarked_sources=unmarked_sources
        )
        self._record(
            "answer",
            {
                "case": self._cleared.case_id,
                "question": self._cleared.text,
                "sentences": [s.text for s in answer.sentences],
                "passages": [c.passage_id for c in answer.citations],
                "advisory": answer.advisory,
                "marking": marking.banner(),
                "note": note,
                "produced_by": produced_by,
            },
        )
        return sealed.seal(Released(self._cleared.text, self._cleared.decision, answer))


def _masked_sentence(sentence: DraftSentence | AnswerSentence, masker: Masker) -> AnswerSentence:
    citations = tuple(
        replace(
            c,
            quote=masker.mask(c.quote).text,
            report_title=masker.mask(c.report_title).text,
            place=masker.mask(c.place).text,
        )
        for c in sentence.citations
    )
    return AnswerSentence(
        masker.mask(sentence.text).text, citations, sentence.support, masker.mask(sentence.heading).text
    )


def describe(decision: Decision) -> Mapping[str, Json]:
    """A decision as the ledger and ``--json`` show it."""
    return {
        "verdict": decision.verdict.value,
        "rules": [rule.value for rule in decision.rules],
        "advisory": decision.advisory,
        "policy": decision.policy,
        "basis": list(decision.basis),
        "findings": [
            {
                "rule": finding.rule.value,
                "reason": finding.reason,
                "remedy": finding.remedy,
                "doctrine": finding.doctrine,
                "spans": [list(span) for span in finding.spans],
            }
            for finding in decision.findings
        ],
    }
