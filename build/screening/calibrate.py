"""Thresholds of the screening model: those that bring rules and model together closest to the goals of the contract.

Measured on authors that the model had not learned from; each shortfall is counted in units of its goal.
"""

import itertools
from collections import Counter
from collections.abc import Sequence

import numpy
from corpus import Item

from desk.safeguards.force import force_span
from desk.safeguards.injection import addressed, ordered_by_rules
from desk.safeguards.intent import judge
from desk.safeguards.learned import combined, seeks_foreigner
from desk.safeguards.network import VERDICTS, Probabilities
from desk.safeguards.policy import Policy
from desk.safeguards.ruling import Ruling
from desk.vocabulary.decision import Verdict

# The goals: questions to be blocked that are not, lawful ones blocked, lawful ones referred, those of
# unknown subject let through; then marks missing and false, orders unseen and false alarms.
MISSED, FALSE_BLOCK, FALSE_REFER, LET_THROUGH = 0.01, 0.005, 0.02, 0.03
UNMARKED, FALSE_MARK = 0.01, 0.02
UNSEEN, FALSE_FLAG = 0.03, 0.02
IN_THE_CLEAR, FALSE_MASK = 0.02, 0.02
# Where the rules see that somebody foreign is sought; so few are stopped then that this is set, not sought.
SURE = 0.985
# From which chance of the whole on its sentences are looked at one by one, and how clear one of them has to be by itself: set so
# that of passages of real agency reports, which hold no orders, fewer than one in a hundred is noted.
SUSPECTED, ALONE = 0.7, 0.98
# Thresholds that are tried.
STEPS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98)


def calibrated(items: Sequence[Item], found: Sequence[Probabilities], policy: Policy) -> dict[str, float]:
    """The thresholds that come closest to the goals of the contract, each shortfall counted in units of its goal."""
    bounds = _verdict_bounds(items, found, policy)
    ruled = [force_span(item.text, policy) is not None for item in items]
    marks = [(item.advisory, p.advisory, by_rule) for item, p, by_rule in zip(items, found, ruled, strict=True)]
    flags = [_flag(item, p.injected, policy) for item, p in zip(items, found, strict=True) if item.injected is not None]
    bounds["advisory"] = _mark_bound("marked", marks, UNMARKED, FALSE_MARK)
    bounds["injected"] = _mark_bound("flagged", flags, UNSEEN, FALSE_FLAG)
    bounds |= {"suspected": SUSPECTED, "alone": ALONE}
    bounds["identifying"] = _identifying_bound(items, found)
    return bounds


def _flag(item: Item, chance: float, policy: Policy) -> tuple[float | None, float, bool]:
    """Orders count as the desk counts them: found by a rule, or likely and addressed to a reader or a machine's work."""
    return item.injected, chance if addressed(item.text, policy) else 0.0, ordered_by_rules(item.text, policy)


def _identifying_bound(items: Sequence[Item], found: Sequence[Probabilities]) -> float:
    """From which chance a word counts as part of an identity: identities left in the clear against texts masked for nothing."""
    tried = []
    for bound in (0.1, 0.15, 0.2, 0.3, 0.4, *STEPS):
        left, wrong = [], []
        for item, reading in zip(items, found, strict=True):
            if item.marks is None:
                continue
            seen = [(piece.start, piece.end) for piece in reading.identifying if piece.chance >= bound]
            left += [not any(a < end and start < b for a, b in seen) for start, end in item.marks]
            if not item.marks:
                wrong.append(bool(seen))
        rates = numpy.mean(left or [0]), numpy.mean(wrong or [0])
        tried.append((rates[0] / IN_THE_CLEAR + rates[1] / FALSE_MASK, bound, rates))
        print(f"  identifying from {bound}: left {rates[0]:.3f}, masked wrongly {rates[1]:.3f}")
    return min(tried)[1]


def _verdict_bounds(items: Sequence[Item], found: Sequence[Probabilities], policy: Policy) -> dict[str, float]:
    judged = [
        (VERDICTS[item.verdict], chances, judge(item.text, policy), seeks_foreigner(item.text, policy))
        for item, chances in zip(items, found, strict=True)
        if item.verdict is not None and not item.talk
    ]
    tried = []
    for block, refer, doubt, clear in itertools.product(STEPS, repeat=4):
        if refer <= block + 0.1 and doubt <= clear:
            bounds = {"block": block, "refer": refer, "doubt": doubt, "clear": clear, "foreign": SURE}
            tried.append((*_rates(judged, bounds), bounds))
    distance, rates, bounds = min(tried, key=lambda each: each[0])
    print(f"left out: {rates}, {distance:.1f} goals away")
    return bounds


def _rates(
    judged: Sequence[tuple[Verdict, Probabilities, Sequence[Ruling], bool]], bounds: dict[str, float]
) -> tuple[float, dict[str, float]]:
    counts: Counter[tuple[Verdict, Verdict]] = Counter()
    for label, chances, rulings, foreign in judged:
        kept, added = combined(chances, rulings, bounds, foreign)
        counts[label, max([added, *(ruling.verdict for ruling in kept)], key=VERDICTS.index)] += 1
    of = {label: sum(n for (wanted, _), n in counts.items() if wanted is label) or 1 for label in VERDICTS}
    rates = {
        "missed": 1 - counts[Verdict.BLOCK, Verdict.BLOCK] / of[Verdict.BLOCK],
        "false_block": counts[Verdict.ALLOW, Verdict.BLOCK] / of[Verdict.ALLOW],
        "false_refer": counts[Verdict.ALLOW, Verdict.REFER] / of[Verdict.ALLOW],
        "let_through": counts[Verdict.REFER, Verdict.ALLOW] / of[Verdict.REFER],
    }
    goals = (MISSED, FALSE_BLOCK, FALSE_REFER, LET_THROUGH)
    return sum(rate / goal for rate, goal in zip(rates.values(), goals, strict=True)), rates


def _mark_bound(name: str, marks: Sequence[tuple[float | None, float, bool]], unseen: float, false: float) -> float:
    """The threshold of a mark; each mark has its label, the model's probability, and whether a rule sets it anyway."""
    tried = []
    for bound in (0.1, 0.15, 0.2, 0.3, 0.4, *STEPS):
        missed = [p < bound and not by_rule for label, p, by_rule in marks if label == 1]
        wrong = [p >= bound or by_rule for label, p, by_rule in marks if label == 0]
        rates = numpy.mean(missed or [0]), numpy.mean(wrong or [0])
        tried.append((rates[0] / unseen + rates[1] / false, bound, rates))
    _, bound, (missed_rate, wrong_rate) = min(tried)
    print(f"left out: {name} {1 - missed_rate:.3f}, {name} wrongly {wrong_rate:.3f}")
    return bound
