"""The decision table of the policy: what each situation that the rules recognise leads to. What is not in it is allowed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desk.safeguards.policy import Policy
from desk.vocabulary.decision import Rule, Verdict


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what the rules see, in words and by intent, status and scope, and what follows."""

    situation: str
    intent: str
    status: str
    scope: str
    verdict: Verdict
    rule: Rule


def decisions(policy: Policy) -> Sequence[Row]:
    """The table in order."""
    return policy.table("decisions", _rows)


def outcome(situation: str, policy: Policy) -> tuple[Rule, Verdict]:
    """What a situation leads to; ``LookupError``, and so no answer, where the table does not know it."""
    row = next((row for row in decisions(policy) if row.situation == situation), None)
    if row is None:
        raise LookupError(f"The decision table has no line for: {situation}")
    return row.rule, row.verdict


def _rows(document: Mapping[str, Any]) -> Sequence[Row]:
    return tuple(
        Row(**{**row, "verdict": Verdict(row["verdict"]), "rule": Rule(row["rule"])}) for row in document["decisions"]
    )
