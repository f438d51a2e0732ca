"""What each layer of the safeguards adds and costs, on one labelled set.

    python build/screening/ablation.py FOLDER

Each line switches one thing off; the product has no such switch.
"""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from desk.safeguards import decide as deciding
from desk.safeguards import intent, learned
from desk.safeguards.evaluate import wilson
from desk.safeguards.force import force_span
from desk.safeguards.labelled import cases
from desk.safeguards.policy import Policy, load_policy
from desk.safeguards.ruling import Ruling
from desk.vocabulary.decision import Verdict

Change = tuple[str, Callable[..., object]]


def _rules_alone(_text: str, _policy: Policy, rulings: Sequence[Ruling]) -> Sequence[Ruling]:
    return rulings


def _model_alone(text: str, policy: Policy, _rulings: Sequence[Ruling]) -> Sequence[Ruling]:
    return learned.weighed(text, policy, ())


def _undoubted(ruling: Ruling, _lawful: float, _bounds: object) -> Iterator[Ruling]:
    yield ruling


def _by_rules(text: str, policy: Policy) -> bool:
    return force_span(text, policy) is not None


def _no_language(_text: str) -> None:
    return None


VARIANTS: dict[str, list[Change]] = {
    "all layers": [],
    "without the screening model": [
        ("desk.safeguards.decide.weighed", _rules_alone),
        ("desk.safeguards.decide.bears_on_force", _by_rules),
    ],
    "without the rules' rulings": [("desk.safeguards.decide.weighed", _model_alone)],
    "without the model's doubts": [("desk.safeguards.learned._doubted", _undoubted)],
    "without the language gate": [("desk.safeguards.decide.foreign_language", _no_language)],
}


@contextmanager
def _changed(changes: Sequence[Change]) -> Iterator[None]:
    with ExitStack() as stack:
        for name, replacement in changes:
            stack.enter_context(patch(name, replacement))
        yield


def main(folder: Path) -> None:
    """Print the table."""
    policy, items = load_policy(), cases(folder, "queries")
    deciding.decide("Who?", "Who?", (), policy)
    head = ("block recall", "false block", "false refer", "refer recall", "advisory", "false mark", "median ms")
    print(f"{len(items)} questions, policy {policy.version_and_digest}")
    print(f"{'':30}" + "".join(f"{name:>14}" for name in head))
    for name, changes in VARIANTS.items():
        with _changed(changes):
            print(f"{name:30}" + "".join(f"{value:>14}" for value in _row(items, policy)))


def _row(items: Sequence[dict], policy: Policy) -> list[str]:
    judged, times = [], []
    for item in items:
        learned.read.cache_clear()
        intent.judge.cache_clear()
        began = time.perf_counter()
        decision = deciding.decide(item["text"], item["text"], (), policy)
        times.append((time.perf_counter() - began) * 1000)
        judged.append((item["verdict"], bool(item.get("advisory")), decision.verdict, decision.advisory))
    open_items = [each for each in judged if each[0] != "block"]
    rates = [
        [each[2] is Verdict.BLOCK for each in judged if each[0] == "block"],
        [each[2] is Verdict.BLOCK for each in judged if each[0] == "allow"],
        [each[2] is Verdict.REFER for each in judged if each[0] == "allow"],
        [each[2] is not Verdict.ALLOW for each in judged if each[0] == "refer"],
        [each[3] for each in open_items if each[1]],
        [each[3] for each in open_items if not each[1]],
    ]
    shown = [f"{wilson(sum(rate), len(rate))['value']:.3f}" for rate in rates]
    return [*shown, f"{sorted(times)[len(times) // 2]:.1f}"]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
