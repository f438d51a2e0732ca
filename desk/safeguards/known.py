"""What is known of the subjects of a question beyond its own words: confirmed by an officer, or said by a report of the case.

A domestic fact tightens at once. A foreign one lifts a referral and nothing else; where sources disagree the question
stays referred.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from desk.safeguards.decisions import outcome
from desk.safeguards.intent import judge
from desk.safeguards.learned import weighed
from desk.safeguards.policy import Policy
from desk.safeguards.recognise import parse
from desk.safeguards.ruling import Ruling
from desk.safeguards.status import Status, subjects
from desk.vocabulary.decision import Verdict
from desk.vocabulary.review import Side, Statement

_SENTENCES = {Side.FOREIGN: "{} is a foreign national.", Side.DOMESTIC: "{} is a U.S. citizen."}
_NAMED = ("person", "account")


@dataclass(frozen=True, slots=True)
class Known:
    """The rulings that remain, and in words the facts that decided."""

    rulings: tuple[Ruling, ...]
    lifts_referral: bool
    basis: tuple[str, ...]


class Informant(Protocol):
    """Who knows what has been stated of persons by name: officers' decisions and the case's own reports."""

    def __call__(self, names: Sequence[str], /) -> Sequence[Statement]: ...


def knows_nothing(_: Sequence[str], /) -> Sequence[Statement]:
    """The informant where there is none."""
    return ()


def names_in(text: str, policy: Policy) -> tuple[str, ...]:
    """The persons and accounts a text names, each once, as written and without a possessive ending."""
    mentions = parse(text, policy).mentions
    found = (m.text for m in mentions if m.kind in _NAMED and (m.certain or m.last - m.first > 1))
    return tuple(dict.fromkeys(name.removesuffix("'s").removesuffix("’s") for name in found))


def stated_of(name: str, sentence: str, policy: Policy) -> tuple[Side, str] | None:
    """On which side a sentence of a report puts the person it names, and the fact; None where it says nothing."""
    wanted = set(name.lower().split())
    for subject in subjects(parse(sentence, policy, person=name)):
        words = set(subject.mention.text.lower().removesuffix("'s").split())
        if subject.mention.kind in _NAMED and wanted <= words and subject.status is not Status.UNKNOWN:
            return Side(subject.status.value), subject.why
    return None


def weigh(resolved: str, statements: Sequence[Statement], policy: Policy) -> Known:
    """What statements about its subjects change in the judgement on a question."""
    by_subject: dict[str, list[Statement]] = {}
    for statement in statements:
        by_subject.setdefault(statement.subject, []).append(statement)
    rulings: list[Ruling] = []
    known, basis = [], []
    for subject, said in by_subject.items():
        sides = {statement.side for statement in said}
        basis.append(f"{subject} is {' and '.join(sorted(sides))}: {_quoted(said)}")
        if len(sides) > 1:
            why = f"what is known of {subject} disagrees: {_quoted(said)}"
            rulings.append(Ruling(*outcome("what is known of the subject disagrees", policy), (), subject, why))
        else:
            known.append(_SENTENCES[sides.pop()].format(subject))
    told = " ".join([*known, resolved])
    judged = judge(told, policy) if known else ()
    if any(statement.side is Side.DOMESTIC for statement in statements):
        judged = (*judged, *weighed(told, policy, judged))
    rulings += [_whole(ruling, basis) for ruling in judged if ruling.verdict is Verdict.BLOCK]
    lifts = bool(known) and not judged and not rulings
    return Known(tuple(rulings), lifts, tuple(basis))


def _quoted(said: Sequence[Statement]) -> str:
    """Each fact once, with the sources that state it."""
    sources: dict[str, list[str]] = {}
    for statement in said[:3]:
        sources.setdefault(statement.words, []).append(statement.source)
    return "; ".join(f"{words} ({'; '.join(dict.fromkeys(where))})" for words, where in sources.items())


def _whole(ruling: Ruling, basis: Sequence[str]) -> Ruling:
    return Ruling(ruling.rule, ruling.verdict, (), ruling.words, "; ".join(basis))
