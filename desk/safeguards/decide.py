"""The verdict on a question: the strictest over its views, over the question as resolved, and over what came before."""

from collections.abc import Iterator, Sequence

from desk.safeguards.conversation import lock, widened
from desk.safeguards.force import force_span
from desk.safeguards.gloss import gloss
from desk.safeguards.intent import judge
from desk.safeguards.normalise import MAX_LENGTH, View, views
from desk.safeguards.policy import Policy
from desk.safeguards.question import Ruling
from desk.vocabulary.conversation import Turn
from desk.vocabulary.decision import Decision, Finding, Rule, Verdict
from desk.vocabulary.errors import SafeguardsFailed

_STRICTNESS = {Verdict.ALLOW: 0, Verdict.REFER: 1, Verdict.BLOCK: 2}


def decide(question: str, resolved: str, turns: Sequence[Turn], policy: Policy) -> Decision:
    """Decide on a question; findings come strictest first and each points into the question as typed.

    Raises ``SafeguardsFailed`` where a question is too long to be screened whole.
    """
    if len(question) > MAX_LENGTH:
        raise SafeguardsFailed(
            f"The question has {len(question):,} characters, more than can be screened at once; it was not answered.",
            f"Ask it in at most {MAX_LENGTH:,} characters.",
        )
    rulings = list(_rulings(question, resolved, turns, policy))
    rulings.sort(key=lambda pair: -_STRICTNESS[pair[0].verdict])
    verdict = rulings[0][0].verdict if rulings else Verdict.ALLOW
    kept = [(r, spans) for r, spans in rulings if r.verdict is verdict]
    findings = [_finding(ruling, spans, policy) for ruling, spans in kept]
    force = _force(question, resolved, policy)
    if force is not None:
        findings.append(_mark(question, force, policy))
    return Decision(verdict, _each_rule_once(findings), force is not None, policy.version_and_digest)


def _rulings(
    question: str, resolved: str, turns: Sequence[Turn], policy: Policy
) -> Iterator[tuple[Ruling, tuple[tuple[int, int], ...]]]:
    for view in views(question, policy):
        for ruling in judge(view.text, policy):
            if resolved == question or ruling.verdict is Verdict.BLOCK:
                yield ruling, _typed(view, ruling)
    whole = ((0, len(question)),)
    for text in widened(question, resolved, turns):
        for view in views(text, policy):
            for ruling in judge(view.text, policy):
                yield ruling, whole
    english = gloss(question, policy)
    for ruling in judge(english, policy) if english else ():
        yield ruling, whole
    locked = lock(question, resolved, turns, policy)
    if locked is not None:
        yield locked, whole


def _typed(view: View, ruling: Ruling) -> tuple[tuple[int, int], ...]:
    return tuple(dict.fromkeys(view.span(start, end) for start, end in ruling.spans))


def _force(question: str, resolved: str, policy: Policy) -> tuple[int, int] | None:
    for view in views(question, policy):
        span = force_span(view.text, policy)
        if span is not None:
            return view.span(*span)
    if resolved != question and force_span(resolved, policy) is not None:
        return 0, len(question)
    return None


def _finding(ruling: Ruling, spans: tuple[tuple[int, int], ...], policy: Policy) -> Finding:
    text = policy.rules[ruling.rule]
    if ruling.verdict is Verdict.REFER:
        reason = f'The words "{ruling.words}" seek somebody who may or may not be a U.S. person: {ruling.why}.'
        remedy = (
            "State the facts - nationality, residence, employer - and the report that says so, and refer the"
            " question to the oversight officer; it is screened again then."
        )
        return Finding(ruling.rule, reason, remedy, text.doctrine, spans)
    return Finding(
        ruling.rule, f'{text.reason} The words: "{ruling.words}"; {ruling.why}.', text.remedy, text.doctrine, spans
    )


def _mark(question: str, span: tuple[int, int], policy: Policy) -> Finding:
    text = policy.rules[Rule.F1]
    words = question[slice(*span)]
    return Finding(Rule.F1, f'{text.reason} The words: "{words}".', text.remedy, text.doctrine, (span,))


def _each_rule_once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The first finding of each rule, with the spans of all of them."""
    merged: dict[Rule, Finding] = {}
    for finding in findings:
        if finding.rule not in merged:
            merged[finding.rule] = finding
    return tuple(merged.values())
