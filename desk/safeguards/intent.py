"""What a question wants, judged against the rules: who is sought and whose person that is, or a frame of the policy."""

from collections.abc import Iterator
from functools import lru_cache

from desk.safeguards.force import figurative_only
from desk.safeguards.frames import found, frames, lowered
from desk.safeguards.policy import Policy
from desk.safeguards.question import SPECIFIC, Question, frame, spans_of, whose
from desk.safeguards.recognise import parse
from desk.safeguards.ruling import Ruling
from desk.safeguards.seek import Sought, read
from desk.safeguards.status import Status, Subject
from desk.safeguards.targeting import crowd_sought, targeting

_REACHED = "a U.S. person is reached through a foreigner"
_SOURCE_UNMASKED = "a source is unmasked and nothing foreign is stated"


@lru_cache(maxsize=512)
def judge(text: str, policy: Policy) -> tuple[Ruling, ...]:
    """Every rule but F1 that applies to one view of a question."""
    low = lowered(text)
    patterns = frames(policy, "frames")
    reading = read(parse(text, policy), policy)
    topic = found(patterns["topic"], low) is not None
    aggregate = found(patterns["aggregate"], low) is not None and found(patterns["names_wanted"], low) is None
    question = Question(reading, low, patterns, topic, aggregate, policy)
    return (
        *targeting(question),
        *crowd_sought(question),
        *_unmasking(question),
        *_circumvention(question),
        *_reverse(question),
        *_high_stakes(question),
        *_delegation(question, policy),
    )


def _unmasking(question: Question) -> Iterator[Ruling]:
    if question.topic or (question.aggregate and not question.says("unmask")):
        return
    ruling = frame(
        question, "unmask", "an identity in the United States is unmasked", "the identity was withheld for a reason"
    )
    if ruling is None:
        return
    sides = {fact.side for fact in question.reading.parse.facts}
    masked = any(mark.kind == "masked" for mark in question.reading.parse.selectors)
    if masked or "domestic" in sides:
        yield ruling
    elif "foreign" not in sides:
        source = question.says("source")
        situation = _SOURCE_UNMASKED if source else "somebody of unknown status is unmasked"
        yield question.ruling(
            situation, ruling.spans, ruling.words, "nothing foreign is stated of whom it would reveal"
        )


def _circumvention(question: Question) -> Iterator[Ruling]:
    ruling = frame(
        question,
        "circumvention",
        "the safeguards are to be set aside",
        "the safeguards cannot be set aside by asking",
        "circumvention_not",
    )
    if ruling:
        yield ruling
    wanted = [s for s in question.reading.sought if s.direct and whose(question, s.subject)[0] is not Status.FOREIGN]
    if wanted and not question.topic:
        claim = frame(
            question, "authority", "authority is claimed to reach a person", "a claim of authority changes no rule"
        )
        if claim:
            yield claim


def _reverse(question: Question) -> Iterator[Ruling]:
    """D5: the way to a U.S. person leads over a foreigner who is named."""
    foreign = any(fact.side == "foreign" for fact in question.reading.parse.facts)
    people = [
        s
        for s in question.reading.subjects
        if s.status is Status.DOMESTIC and s.mention.kind in SPECIFIC | {"role", "people"}
    ]
    if not foreign or not people or question.topic:
        return
    reached = [s for s in question.reading.sought if s.direct and _reached_over_a_foreigner(question, s)]
    if reached:
        yield question.ruling(_REACHED, spans_of(question, reached[0]), reached[0].words, reached[0].subject.why)
        return
    purpose = frame(question, "purpose", _REACHED, people[0].why)
    after = purpose and any(_start(question, s) >= purpose.spans[0][0] - 40 for s in people)
    if purpose and after and not question.says("victim"):
        yield purpose


def _reached_over_a_foreigner(question: Question, sought: Sought) -> bool:
    """The U.S. person is somebody's of whom something foreign is stated: "the colonel's American daughter"."""
    if sought.subject.status is not Status.DOMESTIC:
        return False
    if sought.via is not None:
        return True
    parsed, mention = question.reading.parse, sought.subject.mention
    owners = [s for s in question.reading.subjects if s.mention.last <= mention.first and s.status is Status.FOREIGN]
    if not owners:
        return False
    owner = owners[-1].mention
    return parsed.tokens[owner.last - 1].possessive and mention.first - owner.last <= 4


def _start(question: Question, subject: Subject) -> int:
    return question.reading.parse.span(subject.mention.first, subject.mention.last)[0]


def _high_stakes(question: Question) -> Iterator[Ruling]:
    ruling = frame(
        question,
        "high_stakes",
        "software is to score or decide on people",
        "people decide over people",
        "high_stakes_not",
    )
    if ruling and question.says("high_stakes_ask"):
        yield ruling


def _delegation(question: Question, policy: Policy) -> Iterator[Ruling]:
    ruling = frame(
        question,
        "delegation",
        "a decision on force is handed to software",
        "a human decides on any use of force",
        "delegation_not",
    )
    if ruling and not figurative_only(question.text, policy):
        yield ruling
