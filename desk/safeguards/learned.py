"""The learned reading of a question: what rules and lists cannot see, a small fine-tuned model can, and it only tightens.

A MiniLM encoder reads the words, beside it the signals of the rules: facts found, kinds of subjects, rulings. It is made
by ``build/screening/train.py``, its digest is pinned with the policy's, and without it no question is answered. From which
probability on it refers, blocks or marks is in ``policy/screening.json``, calibrated on authors it had not learned from.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from desk.safeguards import force, seek
from desk.safeguards.force import figurative_only, force_span
from desk.safeguards.intent import judge
from desk.safeguards.network import RULES, Probabilities
from desk.safeguards.policy import Policy
from desk.safeguards.recognise import NAMED_KINDS, parse
from desk.safeguards.ruling import Ruling, Span
from desk.safeguards.status import Status
from desk.vocabulary.decision import Rule, Verdict
from desk.vocabulary.sentences import sentence_spans

_KINDS = tuple("person role relation people account masked organisation company agency foreign pronoun".split())
_SORTS = (
    *(f"domestic {sort}" for sort in ("citizen", "place", "us.org", "us.agency", "selector", "sign")),
    *(
        f"foreign {sort}"
        for sort in ("nationality", "place", "foreign.org", "foreign.figure", "foreign.word", "selector")
    ),
    "ambiguous place",
)
_WORD = re.compile(r"\S+")
# Rules that turn on how a thing is asked, not on whose person somebody is.
_PHRASES = frozenset({Rule.D4, Rule.H1, Rule.F2})
# What joins the words of a search.
_JOINED = frozenset({"AND", "OR", "NOT"})
# Pieces left out one after the other to see which words the model goes by.
_PIECES = 4
# Characters of evidence that are read at a glance, and into how many words a longer text is cut to find them.
_READABLE, _PIECE_WORDS = 240, 24


def signals(text: str, policy: Policy) -> list[float]:
    """What the rules see in a text, as numbers between 0 and 1 in a fixed order."""
    parsed = parse(text, policy)
    sorts = {f"{fact.side} {fact.sort}" for fact in parsed.facts}
    sides = {fact.side for fact in parsed.facts}
    kinds = [mention.kind for mention in parsed.mentions]
    ruled = {(ruling.rule, ruling.verdict) for ruling in judge(text, policy)}
    return [
        *(float(sort in sorts) for sort in _SORTS),
        *(float(side in sides) for side in ("domestic", "foreign", "ambiguous")),
        *(min(kinds.count(kind), 2) / 2 for kind in _KINDS),
        *(float((rule, Verdict.BLOCK) in ruled) for rule in RULES),
        float(any(verdict is Verdict.REFER for _, verdict in ruled)),
        float(force_span(text, policy) is not None),
    ]


@lru_cache(maxsize=512)
def read(text: str, policy: Policy) -> Probabilities:
    """What the model makes of a text."""
    return policy.network.read(text, signals(text, policy))


def weighed(text: str, policy: Policy, rulings: Sequence[Ruling]) -> list[Ruling]:
    """The rulings of the rules and the model together, on one reading of a question.

    The model adds a ruling where its words are like those that are stopped. Where the rules stop a question and the model is
    sure that it is lawful, the two disagree: a block that rests on whose person somebody is becomes a referral, so that a
    person looks; a referral, and a block that rests on a turn of phrase alone, is dropped.
    """
    found = read(text, policy)
    if not rulings and _mere_topic(text, found.rule, policy):
        return []
    kept, added = combined(found, rulings, policy.thresholds, seeks_foreigner(text, policy))
    if added is Verdict.ALLOW or (found.rule is Rule.F2 and figurative_only(text, policy)):
        return kept
    spans = _evidence(text, policy)
    words = " ... ".join(text[start:end] for start, end in spans)
    why = "it is worded like questions that this rule stops"
    return [*kept, Ruling(found.rule, added, spans, words, why, learned=True)]


def _mere_topic(text: str, rule: Rule, policy: Policy) -> bool:
    """Whether a text is a word or two, as searches are, that name no person, no account and no number.

    They say what a text is about and not what is wanted of whom; the model, which learned from questions, sees something in
    nothing. What commands force or undoes safeguards can be said in two words.
    """
    words = [word for word in _WORD.findall(text) if word not in _JOINED]
    if len(words) > 2 or (len(words) == 2 and rule in (Rule.F2, Rule.D4)):
        return False
    parsed = parse(text, policy)
    return not parsed.selectors and not any(
        mention.kind in NAMED_KINDS for mention in parsed.mentions if len(words) > 1
    )


def seeks_foreigner(text: str, policy: Policy) -> bool:
    """Whether all who are sought are stated to be foreign, nothing domestic is stated and no rule applies."""
    parsed = parse(text, policy)
    sought = [each.subject.status for each in seek.read(parsed, policy).sought if each.direct]
    foreign = bool(sought) and set(sought) == {Status.FOREIGN}
    return foreign and not any(fact.side == "domestic" for fact in parsed.facts) and not judge(text, policy)


def combined(
    found: Probabilities, rulings: Sequence[Ruling], bounds: Mapping[str, float], foreign: bool
) -> tuple[list[Ruling], Verdict]:
    """The rulings of the rules that stand beside the model's probabilities, and the verdict that the model adds.

    ``foreign``: the rules see that somebody foreign is sought; the model must be surer to stop that. It blocks where it is sure
    enough (``block``) that a question is stopped at all, and enough (``share``) of that says that it is not merely referred.
    """
    if foreign and not rulings:
        return [], Verdict.REFER if 1 - found.allow >= bounds["foreign"] else Verdict.ALLOW
    kept = [each for ruling in rulings for each in _doubted(ruling, found.allow, bounds)]
    if any(ruling.verdict is Verdict.BLOCK for ruling in kept):
        return kept, Verdict.ALLOW
    stopped = 1 - found.allow
    if stopped >= bounds["block"] and found.block >= bounds["share"] * stopped:
        return kept, Verdict.BLOCK
    return kept, Verdict.REFER if not kept and stopped >= bounds["refer"] else Verdict.ALLOW


def _doubted(ruling: Ruling, lawful: float, bounds: Mapping[str, float]) -> Iterator[Ruling]:
    if ruling.firm:
        yield ruling
    elif ruling.verdict is Verdict.REFER or ruling.rule in _PHRASES or ruling.held:
        if lawful < bounds["clear"]:
            yield ruling
    elif lawful < bounds["doubt"]:
        yield ruling
    else:
        yield replace(ruling, verdict=Verdict.REFER, why=f"{ruling.why}, but the whole reads as a lawful question")


def bears_on_force(text: str, policy: Policy) -> bool:
    """Whether a question bears on force, by the rules or the model."""
    return force.bears_on_force(text, lambda: read(text, policy).advisory, policy)


def most_forceful(text: str, policy: Policy) -> Span:
    """The sentence of a text that bears most on force."""
    return max(sentence_spans(text), key=lambda span: policy.network.read(text[slice(*span)]).advisory)


def _evidence(text: str, policy: Policy) -> tuple[Span, ...]:
    """The words that the model goes by: the sentence that by itself reads least lawful, or of a single sentence the piece
    without which it would be least inclined to stop it.
    """
    sentences = list(sentence_spans(text))
    if len(sentences) > 1:
        start, end = min(sentences, key=lambda span: policy.network.read(text[slice(*span)]).allow)
        # Tables and lists have no sentences: one of hundreds of words is no evidence that anybody could read.
        return tuple((start + a, start + b) for a, b in _least_lawful(text[start:end], policy))
    return _least_lawful(text, policy) if len(text) > _READABLE else _weightiest(text, policy)


def _least_lawful(text: str, policy: Policy) -> tuple[Span, ...]:
    """The words of a long text that by themselves read least lawful; a short one whole."""
    if len(text) <= _READABLE:
        return ((0, len(text)),)
    words = [match.span() for match in _WORD.finditer(text)]
    pieces = [(chunk[0][0], chunk[-1][1]) for chunk in _chunks(words, _PIECE_WORDS)]
    return (min(pieces, key=lambda span: policy.network.read(text[slice(*span)]).allow),)


def _weightiest(text: str, policy: Policy) -> tuple[Span, ...]:
    words = [match.span() for match in _WORD.finditer(text)]
    size = max(1, -(-len(words) // _PIECES))
    pieces = [(chunk[0][0], chunk[-1][1]) for chunk in (list(c) for c in _chunks(words, size))]
    if len(pieces) < 2:
        return tuple(pieces)
    seen = signals(text, policy)
    without = [(policy.network.read(f"{text[:a]} {text[b:]}", seen).allow, (a, b)) for a, b in pieces]
    return (max(without)[1],)


def _chunks(words: list[Span], size: int) -> Iterator[list[Span]]:
    iterator = iter(words)
    while chunk := list(itertools.islice(iterator, size)):
        yield chunk
