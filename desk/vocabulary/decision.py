"""Verdicts, rules and findings: how the safeguards say what they decided and why."""

import enum
from dataclasses import dataclass


class Verdict(enum.StrEnum):
    """Ordered by strictness: allow < refer < block."""

    ALLOW = "allow"
    REFER = "refer"
    BLOCK = "block"


class Rule(enum.StrEnum):
    """The rules of the contract; F1 marks, the others block (or refer)."""

    D1 = "D1"
    D2 = "D2"
    D3 = "D3"
    D4 = "D4"
    D5 = "D5"
    H1 = "H1"
    F1 = "F1"
    F2 = "F2"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason. ``spans`` point into the question as typed; ``doctrine`` names the text the rule rests on."""

    rule: Rule
    reason: str
    remedy: str
    doctrine: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The safeguards' verdict on one text. ``policy`` is the version and digest that decided.

    ``basis`` are the facts about its subjects that came from elsewhere than the text, each with its source.
    """

    verdict: Verdict
    findings: tuple[Finding, ...]
    advisory: bool
    policy: str
    basis: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules found, each once, in order of finding."""
        return tuple(dict.fromkeys(finding.rule for finding in self.findings))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a second judge makes of a question, and in a sentence why."""

    verdict: Verdict
    rule: Rule
    reason: str
