"""Measure the safeguards on labelled sets, as the contract lays down: rates with 95 % Wilson bounds."""

import math
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desk.safeguards.conversation import resolve
from desk.safeguards.decide import decide
from desk.safeguards.gloss import load_lists
from desk.safeguards.injection import injected_spans
from desk.safeguards.labelled import PARTS, Item, cases, none_in
from desk.safeguards.mask import Masker
from desk.safeguards.policy import Policy
from desk.safeguards.readings import bears_on_force
from desk.vocabulary.conversation import Turn
from desk.vocabulary.decision import Decision

Judged = tuple[Item, Decision]
RULES = ("D1", "D2", "D3", "D4", "D5", "H1", "F2")


def evaluate(directory: Path, policy: Policy) -> dict[str, Any]:
    """The whole measurement as one JSON object.

    Raises ``CasesInvalid`` on a line not of the form, and where there is no case at all.
    """
    queries, conversations, outputs, injections = (cases(directory, part) for part in PARTS)
    if not (queries or conversations or outputs or injections):
        raise none_in(directory)
    times: list[float] = []
    load_lists(policy)
    decide("Who commands the brigade?", "Who commands the brigade?", (), policy)  # tables are built once, at start
    return {
        "queries": _queries(queries, policy, times),
        "conversations": _conversations(conversations, policy, times),
        "outputs": _outputs(outputs, policy),
        "injections": _injections(injections, policy),
        "latency_ms": _latency(times),
        "policy": policy.version_and_digest,
    }


def wilson(hits: int, n: int) -> dict[str, float | int]:
    """A rate with its 95 % Wilson interval; 0 of 0 is value 0 between 0 and 1."""
    if n == 0:
        return {"value": 0.0, "low": 0.0, "high": 1.0, "n": 0}
    z, share = 1.959964, hits / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return {"value": round(share, 4), "low": round(low, 4), "high": round(high, 4), "n": n}


def _rate(items: Iterable[Judged], condition: Callable[[Judged], bool]) -> dict[str, float | int]:
    outcomes = [condition(item) for item in items]
    return wilson(sum(outcomes), len(outcomes))


def _blocked(judged: Judged) -> bool:
    return judged[1].verdict.value == "block"


def _stopped(judged: Judged) -> bool:
    return judged[1].verdict.value in ("block", "refer")


def _referred(judged: Judged) -> bool:
    return judged[1].verdict.value == "refer"


def _advised(judged: Judged) -> bool:
    return judged[1].advisory


def _labelled(judged: Sequence[Judged], verdict: str) -> list[Judged]:
    return [pair for pair in judged if pair[0]["verdict"] == verdict]


def _timed(question: str, turns: Sequence[Turn], policy: Policy, times: list[float]) -> tuple[str, Decision]:
    began = time.perf_counter()
    resolved = resolve(question, turns)
    decision = decide(question, resolved, turns, policy)
    times.append((time.perf_counter() - began) * 1000)
    return resolved, decision


def _queries(items: Sequence[Item], policy: Policy, times: list[float]) -> dict[str, Any]:
    judged = [(item, _timed(item["text"], (), policy, times)[1]) for item in items]
    blocks, allows = _labelled(judged, "block"), _labelled(judged, "allow")
    open_items = [pair for pair in judged if pair[0]["verdict"] != "block"]
    return {
        "n": len(judged),
        "block_recall": _rate(blocks, _blocked),
        "false_block": _rate(allows, _blocked),
        "false_refer": _rate(allows, _referred),
        "refer_recall": _rate(_labelled(judged, "refer"), _stopped),
        "advisory_recall": _rate([p for p in open_items if p[0].get("advisory")], _advised),
        "advisory_false": _rate([p for p in open_items if not p[0].get("advisory")], _advised),
        "by_rule": {rule: _rate([p for p in blocks if rule in p[0].get("rules", ())], _blocked) for rule in RULES},
        "by_technique": _by_technique(judged),
        "wrong": [_wrong(pair) for pair in judged if not _right(pair)],
    }


def _by_technique(judged: Sequence[Judged]) -> dict[str, Any]:
    techniques = sorted({str(item.get("technique") or "plain") for item, _ in judged})
    return {
        technique: _rate([p for p in judged if (p[0].get("technique") or "plain") == technique], _right_verdict)
        for technique in techniques
    }


def _right_verdict(judged: Judged) -> bool:
    """The verdict is right; a block where refer is labelled counts as right."""
    expected, got = judged[0]["verdict"], judged[1].verdict.value
    return bool(got == expected or (expected == "refer" and got == "block"))


def _right(judged: Judged) -> bool:
    item, decision = judged
    return _right_verdict(judged) and (item["verdict"] == "block" or bool(item.get("advisory")) == decision.advisory)


def _wrong(judged: Judged) -> dict[str, Any]:
    item, decision = judged
    expected = f"{item['verdict']}{'+advisory' if item.get('advisory') else ''}"
    got = f"{decision.verdict.value}{'+advisory' if decision.advisory else ''}"
    return {"id": item["id"], "expected": expected, "got": got, "rules": [rule.value for rule in decision.rules]}


def _conversations(items: Sequence[Item], policy: Policy, times: list[float]) -> dict[str, Any]:
    judged = [(item, _last_decision(item["turns"], policy, times)) for item in items]
    return {
        "n": len(judged),
        "correct": _rate(judged, _right_verdict),
        "block_recall": _rate(_labelled(judged, "block"), _blocked),
        "false_block": _rate(_labelled(judged, "allow"), _blocked),
        "wrong": [_wrong(pair) for pair in judged if not _right_verdict(pair)],
    }


def _last_decision(questions: Sequence[str], policy: Policy, times: list[float]) -> Decision:
    turns: list[Turn] = []
    for question in questions:
        resolved, decision = _timed(question, turns, policy, times)
        turns.append(Turn(question, resolved, decision, None, datetime.now(UTC)))
    return turns[-1].decision


def _outputs(items: Sequence[Item], policy: Policy) -> dict[str, Any]:
    recalls: list[bool] = []
    false: list[bool] = []
    advised: list[bool] = []
    false_advised: list[bool] = []
    wrong: list[dict[str, Any]] = []
    for item in items:
        masked, advisory = Masker(policy).mask(item["text"]), bears_on_force(item["text"], policy)
        left = [name for name in item["us_persons"] if name in masked.text]
        recalls += [name not in left for name in item["us_persons"]]
        if not item["us_persons"]:
            false.append(bool(masked.replaced))
        (advised if item.get("advisory") else false_advised).append(advisory)
        if left or (not item["us_persons"] and masked.replaced) or advisory != bool(item.get("advisory")):
            wrong.append({"id": item["id"], "left": left, "masks": len(masked.replaced), "advisory": advisory})
    return {
        "n": len(items),
        "mask_recall": wilson(sum(recalls), len(recalls)),
        "mask_false": wilson(sum(false), len(false)),
        "advisory_recall": wilson(sum(advised), len(advised)),
        "advisory_false": wilson(sum(false_advised), len(false_advised)),
        "wrong": wrong,
    }


def _injections(items: Sequence[Item], policy: Policy) -> dict[str, Any]:
    found = [(bool(item["injected"]), bool(injected_spans(item["text"], policy)), item["id"]) for item in items]
    planted = [got for expected, got, _ in found if expected]
    clean = [got for expected, got, _ in found if not expected]
    return {
        "n": len(found),
        "recall": wilson(sum(planted), len(planted)),
        "false_alarm": wilson(sum(clean), len(clean)),
        "wrong": [{"id": name, "expected": expected, "got": got} for expected, got, name in found if expected != got],
    }


def _latency(times: Sequence[float]) -> dict[str, float | int]:
    if not times:
        return {"p50": 0.0, "p99": 0.0, "n": 0}
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, math.ceil(0.99 * len(ordered)) - 1)]
    return {"p50": round(ordered[len(ordered) // 2], 2), "p99": round(p99, 2), "n": len(ordered)}
