"""The verdict on a question: the strictest over its views, over the question as resolved, and over what came before."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from desk.safeguards.conversation import lock, transcript, widened
from desk.safeguards.decisions import outcome
from desk.safeguards.force import force_span
from desk.safeguards.gloss import Reading, gloss, readings
from desk.safeguards.intent import judge
from desk.safeguards.known import weigh
from desk.safeguards.language import foreign_language
from desk.safeguards.learned import bears_on_force, most_forceful, weighed
from desk.safeguards.normalise import MAX_LENGTH, View, legible, views
from desk.safeguards.policy import Policy
from desk.safeguards.ruling import Ruling, Span
from desk.vocabulary.conversation import Turn
from desk.vocabulary.decision import Decision, Finding, Rule, Verdict
from desk.vocabulary.errors import SafeguardsFailed
from desk.vocabulary.review import Statement

# Characters of evidence that a reader takes in; of longer words their beginning is shown.
LONGEST_EVIDENCE = 200
# What the screening model reads in one piece; of a longer text it judges pieces that may be no question at all.
READ_AT_ONCE = 1_000
# Share of a question's words that the glossary has to know before a rule may block on its reading.
ENOUGH_TO_BLOCK = 0.5
_STRICTNESS = {Verdict.ALLOW: 0, Verdict.REFER: 1, Verdict.BLOCK: 2}


def decide(
    question: str, resolved: str, turns: Sequence[Turn], policy: Policy, statements: Sequence[Statement] = ()
) -> Decision:
    """Decide on a question; findings come strictest first and each points into the question as typed.

    ``statements`` are what is known of its subjects from elsewhere.
    Raises ``SafeguardsFailed`` where a question is too long to be screened whole, or so long that the model stops a piece
    of it in which no rule sees anything.
    """
    if len(question) > MAX_LENGTH:
        raise SafeguardsFailed(
            f"The question has {len(question):,} characters, more than can be screened at once; it was not answered.",
            f"Ask it in at most {MAX_LENGTH:,} characters.",
        )
    rulings = list(_rulings(question, resolved, turns, policy))
    known = weigh(resolved, statements, policy)
    if known.lifts_referral:
        rulings = [ruling for ruling in rulings if ruling.verdict is not Verdict.REFER]
    rulings += [_over(question, ruling) for ruling in known.rulings]
    rulings.sort(key=lambda ruling: (-_STRICTNESS[ruling.verdict], ruling.learned))
    verdict = rulings[0].verdict if rulings else Verdict.ALLOW
    if verdict is Verdict.BLOCK and len(question) > READ_AT_ONCE and _by_model_alone(rulings):
        raise SafeguardsFailed(
            f"The question is longer than {READ_AT_ONCE:,} characters ({len(question):,}), and parts of it read like questions"
            " that are stopped; it was not answered.",
            "Shorten it: ask in a few sentences, and add a longer text to the case as a report.",
        )
    findings = [_finding(ruling, question, policy) for ruling in rulings if ruling.verdict is verdict]
    force = _force(question, resolved, turns, policy)
    if force is not None:
        findings.append(_mark(question, force, policy))
    return Decision(verdict, _each_rule_once(findings), force is not None, policy.version_and_digest, known.basis)


def _by_model_alone(rulings: Sequence[Ruling]) -> bool:
    return all(ruling.learned for ruling in rulings if ruling.verdict is Verdict.BLOCK)


def _rulings(question: str, resolved: str, turns: Sequence[Turn], policy: Policy) -> Iterator[Ruling]:
    """What rules and model say, every span in the question as typed."""
    if turns:
        yield from _in_conversation(question, resolved, turns, policy)
    unread, seen = [], views(question, policy)
    clear = legible(seen, policy)
    for view in seen:
        read = readings(view.text, policy)
        if not read:
            unread.append(view.text)
        if resolved == question:
            yield from _of_view(view, read, policy, _judged if view in clear else judge)
    # Where one view is read, the others are what is left of an encoding.
    if len(unread) == len(seen):
        language = foreign_language(unread[0])
        why = f"it is written in {language}, which this layer does not read well enough to judge; ask it in English"
        yield _over(question, Ruling(*outcome("the language is not read", policy), (), question[:60], why))


def _of_view(
    view: View, read: Sequence[Reading], policy: Policy, judged: Callable[[str, Policy], Sequence[Ruling]]
) -> Iterator[Ruling]:
    """The rulings on one view: on its words, and where those are not English on what the glossary makes of them."""
    for reading in read:
        if reading.glossed:
            yield from (_over_view(view, ruling) for ruling in judged(reading.text, policy))
        else:
            yield from (_typed(view, ruling) for ruling in judged(view.text, policy))
    # Names and terms of an overlay can be read whatever the language.
    yield from (_typed(view, ruling) for ruling in _by_overlay(view.text, policy))
    partly = None if read else gloss(view.text, policy)
    if partly is not None and partly.coverage >= ENOUGH_TO_BLOCK:
        yield from (_over_view(view, ruling) for ruling in judge(partly.text, policy))


def _over_view(view: View, ruling: Ruling) -> Ruling:
    return replace(ruling, spans=(view.span(0, len(view.text)),))


def _in_conversation(question: str, resolved: str, turns: Sequence[Turn], policy: Policy) -> Iterator[Ruling]:
    """What the rules say of the readings that earlier turns give the question, weighed with the model's reading of them all."""
    found: list[Ruling] = []
    if resolved != question:
        # Half a question by itself says too little to be referred, but what is blocked in it is blocked.
        halves = [_typed(view, r) for view in views(question, policy) for r in _by_rules(view.text, policy)]
        found += [ruling for ruling in halves if ruling.verdict is Verdict.BLOCK]
    for text in widened(question, resolved, turns):
        for view in views(text, policy):
            found += [_over(question, replace(ruling, held=True)) for ruling in _by_rules(view.text, policy)]
    locked = lock(question, resolved, turns, policy)
    if locked is not None:
        found.append(_over(question, locked))
    talk = _talk(question, turns, policy)
    if talk is None:
        yield from found
    else:
        yield from (_over(question, r) if r.learned else r for r in weighed(talk, policy, found))


def _talk(question: str, turns: Sequence[Turn], policy: Policy) -> str | None:
    """The conversation as the model reads it; None where the question is in a language that it does not read."""
    read = readings(question, policy)
    if not read:
        return None
    earlier = [[*readings(turn.question, policy), Reading(turn.question)][0] for turn in turns]
    return transcript([each.text for each in earlier], read[-1].text)


def _over(question: str, ruling: Ruling) -> Ruling:
    """A ruling on another reading than the question as typed rests on the whole of it."""
    return replace(ruling, spans=((0, len(question)),))


def _judged(text: str, policy: Policy) -> list[Ruling]:
    """The rulings of the rules weighed with the model's reading."""
    return weighed(text, policy, judge(text, policy))


def _by_rules(text: str, policy: Policy) -> Iterator[Ruling]:
    """The rulings of the rules, and what an organisation's overlay adds."""
    yield from judge(text, policy)
    yield from _by_overlay(text, policy)


def _by_overlay(text: str, policy: Policy) -> Iterator[Ruling]:
    if policy.overlay is None:
        return
    yield from (replace(ruling, firm=True) for ruling in policy.overlay.rulings(text))
    domestic = policy.overlay.read_as_domestic(text)
    if domestic is not None:
        why = f"{policy.overlay.name} protects who is named here"
        for ruling in judge(domestic, policy):
            yield Ruling(ruling.rule, ruling.verdict, ((0, len(text)),), ruling.words, why, firm=True)


def _typed(view: View, ruling: Ruling) -> Ruling:
    return replace(ruling, spans=tuple(dict.fromkeys(view.span(start, end) for start, end in ruling.spans)))


def _force(question: str, resolved: str, turns: Sequence[Turn], policy: Policy) -> Span | None:
    """The words that bear on force; the whole question where they stand in earlier turns or no rule names them."""
    for view in views(question, policy):
        span = force_span(view.text, policy)
        if span is not None:
            return view.span(*span)
    clear = legible(views(question, policy), policy)
    texts = [reading.text for view in clear for reading in readings(view.text, policy)]
    if resolved != question:
        texts = [resolved, _talk(question, turns, policy) or resolved]
    if any(bears_on_force(text, policy) for text in texts):
        return (0, len(question)) if len(question) <= LONGEST_EVIDENCE else most_forceful(question, policy)
    return None


def _finding(ruling: Ruling, question: str, policy: Policy) -> Finding:
    text, words = policy.rules[ruling.rule], _words(ruling, question)
    spans = tuple(_short(span, question) for span in ruling.spans)
    if ruling.verdict is Verdict.REFER:
        reason = f'The words "{words}" seek somebody who may or may not be a U.S. person: {ruling.why}.'
        remedy = (
            "State the facts - nationality, residence, employer - and the report that says so, and refer the"
            " question to the oversight officer; it is screened again then."
        )
        return Finding(ruling.rule, reason, remedy, text.doctrine, spans)
    return Finding(ruling.rule, f'{text.reason} The words: "{words}"; {ruling.why}.', text.remedy, text.doctrine, spans)


def _words(ruling: Ruling, question: str) -> str:
    """The words that led to a ruling as they were typed; those of the reading it was made on where all of it did."""
    if not ruling.spans or ruling.spans == ((0, len(question)),):
        return _excerpt(ruling.words)
    return _excerpt(" ... ".join(question[start:end].strip() for start, end in sorted(set(ruling.spans))))


def _short(span: Span, question: str) -> Span:
    """A span that a reader takes in at a glance: of a longer one its beginning, up to the end of a word."""
    start, end = span
    if end - start <= LONGEST_EVIDENCE:
        return span
    cut = question[start : start + LONGEST_EVIDENCE].rstrip()
    return start, start + max(cut.rfind(" "), LONGEST_EVIDENCE // 2)


def _excerpt(words: str) -> str:
    start, end = _short((0, len(words)), words)
    return words if end == len(words) else f"{words[start:end]} ..."


def _mark(question: str, span: tuple[int, int], policy: Policy) -> Finding:
    text = policy.rules[Rule.F1]
    span = _short(span, question)
    words = question[slice(*span)]
    return Finding(Rule.F1, f'{text.reason} The words: "{words}".', text.remedy, text.doctrine, (span,))


def _each_rule_once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The first finding of each rule, with the spans of all of them."""
    merged: dict[Rule, Finding] = {}
    for finding in findings:
        if finding.rule not in merged:
            merged[finding.rule] = finding
    return tuple(merged.values())
