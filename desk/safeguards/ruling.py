"""What a rule says of one reading of a question."""

from dataclasses import dataclass

from desk.vocabulary.decision import Rule, Verdict

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ruling:
    """One rule that applies to a view of the question, with the spans that triggered it and the fact behind it.

    ``learned``: it comes from the screening model; where a rule says the same, the rule's reason is shown. ``held``: it rests
    on an earlier question. ``firm``: no model may doubt it.
    """

    rule: Rule
    verdict: Verdict
    spans: tuple[Span, ...]
    words: str
    why: str
    learned: bool = False
    held: bool = False
    firm: bool = False
