"""A question as the rules see it: read, in lower case, with the frames that fit, and what a ruling on it looks like."""

import re
from dataclasses import dataclass, field

from desk.safeguards.acts import Mode
from desk.safeguards.decisions import outcome
from desk.safeguards.frames import Frames, found
from desk.safeguards.policy import Policy
from desk.safeguards.ruling import Ruling, Span
from desk.safeguards.seek import Reading, Sought
from desk.safeguards.status import Status, Subject

SPECIFIC = frozenset({"person", "account", "masked", "relation"})
MILD = frozenset({"where", "who", "about", "habits", "routine", "links", "belief", "which"})


@dataclass(frozen=True)
class Question:
    reading: Reading
    low: str
    frames: Frames
    topic: bool
    aggregate: bool
    policy: Policy
    answers: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    def says(self, frame: str) -> bool:
        """Whether a frame fits the text; asked once for each."""
        if frame not in self.answers:
            self.answers[frame] = found(self.frames[frame], self.low) is not None
        return self.answers[frame]

    @property
    def text(self) -> str:
        return self.reading.parse.text

    def ruling(self, situation: str, spans: tuple[Span, ...], words: str, why: str) -> Ruling:
        """What the decision table says of a situation, with the words that show it and the fact behind it."""
        return Ruling(*outcome(situation, self.policy), spans, words, why)


def foreigner_first(question: Question, subject: Subject) -> bool:
    """Somebody foreign is the subject and the U.S. person is merely mentioned."""
    return any(
        s.status is Status.FOREIGN and s.mention.first < subject.mention.first for s in question.reading.subjects
    )


def whose(question: Question, subject: Subject) -> tuple[Status, str]:
    """The subject's status; where nothing is stated of it, what the rest of the text states decides."""
    if subject.status is not Status.UNKNOWN or any(fact.side == "ambiguous" for fact in subject.facts):
        return subject.status, subject.why
    others = [f for f in question.reading.parse.facts if f.sort not in ("us.agency",)]
    if subject.mention.kind == "relation" and re.search(r"\b(my|our)\b", question.low):
        return Status.DOMESTIC, "it is somebody in the asker's own life"
    for side, status in (("domestic", Status.DOMESTIC), ("foreign", Status.FOREIGN)):
        fact = next((fact for fact in others if fact.side == side), None)
        if fact:
            return status, fact.why
    if re.search(rf"\b(my|our)\s+(\w+ )?{re.escape(subject.mention.text.lower())}", question.low):
        return Status.DOMESTIC, "it is somebody in the asker's own life"
    return Status.UNKNOWN, subject.why


def commanded(question: Question) -> bool:
    """The question is an order ("list ...") or asks what "I" or "we" can do, rather than what the law says."""
    if question.says("imperative"):
        return True
    first = next((act for act in question.reading.acts if act.mode is Mode.ASKED), None)
    if first is None:
        return False
    lead = question.reading.parse.words(0, first.first).split()
    legal = re.search(r"\b(legal|lawful|allowed|permitted|may|must|authority|law)\b", question.low)
    return (
        not lead or lead[-1] in {"please", "and", ",", ":", "then"} or bool(set(lead) & {"i", "we", "you", "me"})
    ) and not (legal and set(lead) & {"when", "may", "is", "are", "what", "which", "under"})


def spans_of(question: Question, sought: Sought) -> tuple[Span, ...]:
    parsed = question.reading.parse
    mention = sought.subject.mention
    spans = {parsed.span(sought.first, sought.last), parsed.span(mention.first, mention.last)}
    spans |= {parsed.span(fact.first, fact.last) for fact in sought.subject.facts if fact.side == "domestic"}
    return tuple(sorted(spans))


def frame(question: Question, frame: str, situation: str, why: str, unless: str | None = None) -> Ruling | None:
    """The frame anywhere in the text or in one sentence of it, unless that sentence also fits the frame ``unless``."""
    for start, end in [(0, len(question.low)), *_sentences(question.low)]:
        piece = question.low[start:end]
        span = found(question.frames[frame], piece)
        if span and not (unless and found(question.frames[unless], piece)):
            where = (start + span[0], start + span[1])
            return question.ruling(situation, (where,), question.text[slice(*where)], why)
    return None


def _sentences(low: str) -> list[Span]:
    spans = [(m.start(), m.end()) for m in re.finditer(r"[^.?!\n;]+[.?!]*", low)]
    return [(s + len(low[s:e]) - len(low[s:e].lstrip()), e) for s, e in spans] if len(spans) > 1 else []
