"""Thresholds of the screening model: those under which rules and model together come closest to the goals of the contract.

    python build/screening/calibrate.py build/corpus/develop resources

One threshold after the other is moved to where the desk's own measurement on ``corpus/develop`` is best, until none moves.
The model has not learned from that part; what was tuned on it is measured on ``corpus/test``.
"""

import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from desk.safeguards import injection
from desk.safeguards.evaluate import evaluate
from desk.safeguards.network import Network, Probabilities
from desk.safeguards.policy import Policy, load_policy

# Each shortfall is counted in units of its goal.
RECALLS = {
    ("queries", "block_recall"): 0.01,
    ("queries", "refer_recall"): 0.03,
    ("queries", "advisory_recall"): 0.01,
    ("conversations", "correct"): 0.03,
    ("outputs", "mask_recall"): 0.02,
    ("outputs", "advisory_recall"): 0.01,
    ("injections", "recall"): 0.03,
}
FALSE = {
    ("queries", "false_block"): 0.005,
    ("queries", "false_refer"): 0.02,
    ("queries", "advisory_false"): 0.02,
    ("outputs", "mask_false"): 0.02,
    ("outputs", "advisory_false"): 0.02,
    ("injections", "false_alarm"): 0.02,
}
# Real agency reports hold no orders to software: a list of warnings in them would soon be read by nobody.
AGENCY_ALARM = 0.005

STEPS = (0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
LOW = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
HIGH = (0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99)
Tried = dict[str, tuple[float, Sequence[float], Sequence[str]]]
DECISIONS, REPORTS = ("queries", "conversations"), ("injections", "agency")
# What each threshold begins with, which values are tried, and which parts of the set it bears on. The two groups do not
# bear on each other, so that each can be calibrated by itself.
OF_DECISIONS: Tried = {
    "block": (0.6, STEPS, DECISIONS),
    "refer": (0.6, STEPS, DECISIONS),
    "doubt": (0.7, STEPS, DECISIONS),
    "clear": (0.8, STEPS, DECISIONS),
    "foreign": (0.95, HIGH, DECISIONS),
}
OF_WORDS: Tried = {
    "advisory": (0.3, LOW, ("queries", "outputs")),
    "identifying": (0.4, LOW, ("outputs",)),
    "ordered": (0.2, LOW, REPORTS),
    "injected": (0.5, LOW, REPORTS),
    "unaddressed": (0.9, HIGH, REPORTS),
}
# Passages that read less like orders than this are not looked at sentence by sentence.
SUSPECTED = 0.1
# A block has to be likelier than a referral. The contract counts a block as right where a referral would do, so that a measure
# would set this lower; but who is referred can state facts, and who is blocked cannot.
SHARE = 0.5
_SET = {"suspected": SUSPECTED, "share": SHARE}


class Remembering:
    """A network that reads nothing twice."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._read: dict[tuple[str, tuple[float, ...]], Probabilities] = {}
        self.digest = network.digest

    def read(self, text: str, signals: Sequence[float] | None = None) -> Probabilities:
        """What the network makes of a text."""
        key = text, tuple(signals or ())
        if key not in self._read:
            self._read[key] = self._network.read(text, signals)
        return self._read[key]


@dataclass(frozen=True, eq=False)
class Trial(Policy):
    """The policy with a network that may not be pinned yet, and thresholds that change."""

    tried: Remembering | None = None
    bounds: dict[str, float] = field(default_factory=dict)

    @property
    def thresholds(self) -> Mapping[str, float]:  # type: ignore[override]
        """The thresholds on trial."""
        return self.bounds

    @property
    def network(self) -> Network:
        """The network on trial."""
        return cast(Network, self.tried)


def calibrated(develop: Path, models: Path, tried: Tried) -> dict[str, float]:
    """The thresholds of one group, after as many rounds as it takes until none moves."""
    bounds = {name: begin for name, (begin, _, _) in {**OF_DECISIONS, **OF_WORDS}.items()} | _SET
    policy, network = load_policy(), Remembering(Network(*_files(models)))
    trial = Trial(policy.version, policy.digest, policy.rules, policy.files, tried=network, bounds=bounds)
    with tempfile.TemporaryDirectory() as scratch:
        parts = _apart(develop, Path(scratch))
        moved = True
        while moved:
            moved = False
            for name, (_, values, concerned) in tried.items():
                before = bounds[name]
                distances = [(_distance(parts, concerned, name, value, trial), value) for value in values]
                distance, best = min(distances, key=lambda each: (round(each[0], 6), abs(each[1] - before)))
                bounds[name] = best
                moved = moved or best != before
                print(f"{name}: {before} -> {best}, {distance:.2f} goals away", flush=True)
    return {name: bounds[name] for name in tried}


def _files(models: Path) -> tuple[bytes, str]:
    return (models / "screening.onnx").read_bytes(), (models / "tokenizer.json").read_text(encoding="utf-8")


def _apart(develop: Path, scratch: Path) -> dict[str, Path]:
    """A folder for each part of the set, so that it can be measured by itself."""
    parts = {"agency": develop / "agency"}
    for part in ("queries", "conversations", "outputs", "injections"):
        parts[part] = scratch / part
        parts[part].mkdir()
        for path in develop.glob(f"{part}*.jsonl"):
            (parts[part] / path.name).write_bytes(path.read_bytes())
    return parts


def _distance(parts: Mapping[str, Path], concerned: Sequence[str], name: str, value: float, trial: Trial) -> float:
    trial.bounds[name] = value
    injection._spans.cache_clear()
    return sum(_shortfall(part, evaluate(parts[part], trial)) for part in concerned)


def _shortfall(part: str, measured: Mapping[str, Any]) -> float:
    if part == "agency":
        return measured["injections"]["false_alarm"]["value"] / AGENCY_ALARM
    missing = sum((1 - measured[p][rate]["value"]) / goal for (p, rate), goal in RECALLS.items() if p == part)
    return missing + sum(measured[p][rate]["value"] / goal for (p, rate), goal in FALSE.items() if p == part)


def main(develop: Path, out: Path) -> None:
    """Calibrate both groups side by side and write."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        groups = [pool.submit(calibrated, develop, out / "models", group) for group in (OF_DECISIONS, OF_WORDS)]
        bounds = {name: value for group in groups for name, value in group.result().items()}
    bounds |= _SET
    (out / "policy" / "screening.json").write_text(
        json.dumps({"thresholds": bounds}, indent=1) + "\n", encoding="utf-8"
    )
    print(json.dumps(bounds))


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:3]))
