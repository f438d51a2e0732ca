"""The built-in policy and a guard that writes to a list."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from desk.safeguards.guard import Guard
from desk.safeguards.policy import Policy, load_policy
from desk.vocabulary.report import Passage

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load_policy()


@contextmanager
def rules_alone() -> Iterator[None]:
    """Judge by rules without the model, to see that the rules hold what they were written to hold."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("desk.safeguards.decide.weighed", lambda text, policy, rulings: rulings)
        yield


class Ledger:
    """Records entries in a list, or refuses to."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, Mapping[str, Any]]] = []
        self.refuses = False

    def __call__(self, kind: str, body: Mapping[str, Any]) -> None:
        if self.refuses:
            raise OSError("the disk is full")
        self.entries.append((kind, body))


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def guard(policy: Policy, ledger: Ledger) -> Guard:
    return Guard(policy, ledger, "case-1")


def passage(text: str, case_id: str = "case-1", start: int = 0) -> Passage:
    return Passage(
        id=1,
        report_id="r1",
        case_id=case_id,
        report_title="Report",
        page=1,
        start=start,
        end=start + len(text),
        text=text,
    )


def development(verdict: str | None = None, technique: str | None = None) -> list[dict[str, Any]]:
    """The labelled questions this layer was tuned on: a floor against regressions, not a measurement."""
    lines = (DATA / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    items = [json.loads(line) for line in lines]
    return [
        item
        for item in items
        if (verdict is None or item["verdict"] == verdict) and (technique is None or item["technique"] == technique)
    ]
