"""How results look on a terminal and as JSON."""

import json
import sys
import textwrap
from collections.abc import Sequence
from typing import Any

from desk.safeguards.sealed import Released, ReleasedSentence, Stopped
from desk.services.export import ADVISORY, NOT_A_SOURCE, UNSUPPORTED
from desk.vocabulary.answer import AnswerSentence, Citation, Support
from desk.vocabulary.decision import Decision, Verdict
from desk.vocabulary.errors import DeskError

WIDTH = 100
VERDICTS = {
    Verdict.ALLOW: "May be answered.",
    Verdict.REFER: "REFERRED: not answered until a person states facts on the record.",
    Verdict.BLOCK: "BLOCKED: not answered.",
}


def as_json(value: object) -> None:
    """One JSON document on standard output."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def problem(error: DeskError) -> None:
    """An error as its sentence on standard error."""
    print(textwrap.fill(str(error), WIDTH), file=sys.stderr)


def line(text: str, indent: str = "") -> None:
    """Text folded to the terminal; control characters of reports and models are made visible, never obeyed."""
    print(textwrap.fill(printable(text), WIDTH, initial_indent=indent, subsequent_indent=indent))


def printable(text: str) -> str:
    """The text with terminal control characters replaced."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in text)


def number(many: int, of_what: str) -> str:
    """How many of something: "1 report", "12 reports"."""
    return f"{many:,} {of_what}{'' if many == 1 else 's'}"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Left-aligned columns with a head."""
    cells = [list(head), *([printable(str(value)) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    for number, row in enumerate(cells):
        print("  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))


def decision(found: Decision) -> None:
    """A decision in words."""
    print(VERDICTS[found.verdict])
    for finding in found.findings:
        if found.verdict is Verdict.ALLOW and finding.rule.value == "F1":
            continue
        line(f"{finding.rule.value}: {finding.reason}", "  ")
        line(f"What to do: {finding.remedy}", "  ")
        line(f"Rests on: {finding.doctrine}", "  ")
    if found.advisory:
        print(ADVISORY)


def sentence(released: ReleasedSentence) -> None:
    """One sentence with its citation numbers."""
    released.verify()
    line(_with_numbers(released.sentence), "  ")


def sources(released: Released) -> None:
    """What stands below the sentences: note, marks, sources."""
    released.verify()
    answer = released.answer
    if answer.note:
        line(answer.note, "  ")
    for place, numbers in _places(answer.citations).items():
        line(f"{''.join(f'[{number}]' for number in numbers)} {place}", "    ")
    print(f"  {answer.marking.banner()} - {printable(answer.produced_by)}")
    if answer.unmarked_sources:
        line(NOT_A_SOURCE, "  ")
    if answer.advisory:
        print(f"  {ADVISORY}")


def _places(citations: Sequence[Citation]) -> dict[str, list[int]]:
    """Citation numbers by report and page, in order."""
    places: dict[str, list[int]] = {}
    for citation in citations:
        places.setdefault(citation.source, []).append(citation.number)
    return places


def _with_numbers(said: AnswerSentence) -> str:
    numbers = "".join(f"[{citation.number}]" for citation in said.citations)
    doubt = f" ({UNSUPPORTED})" if said.support is Support.UNSUPPORTED else ""
    return f"{said.text} {numbers}{doubt}".strip()


def outcome_json(outcome: Released | Stopped) -> dict[str, Any]:
    """An answer or a stopped question as ``--json`` shows it."""
    shown: dict[str, Any] = {"decision": decision_json(outcome.decision)}
    if isinstance(outcome, Stopped):
        return {"question": outcome.text, **shown, "answer": None}
    outcome.verify()
    answer = outcome.answer
    shown["answer"] = {
        "sentences": [
            {"text": s.text, "support": s.support.value, "citations": [c.number for c in s.citations]}
            for s in answer.sentences
        ],
        "citations": [_citation_json(citation) for citation in answer.citations],
        "marking": answer.marking.banner(),
        "advisory": answer.advisory,
        "note": answer.note,
        "produced_by": answer.produced_by,
        "unmarked_sources": answer.unmarked_sources,
    }
    return {"question": outcome.question, **shown}


def _citation_json(citation: Citation) -> dict[str, Any]:
    return {
        "number": citation.number,
        "report": citation.report_id,
        "title": citation.report_title,
        "page": citation.page,
        "place": citation.where,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        "marking": citation.marking.banner() if citation.marking else None,
        "rating": str(citation.rating) if citation.rating else None,
    }


def decision_json(found: Decision) -> dict[str, Any]:
    """A decision as ``--json`` shows it."""
    from desk.safeguards.guard import describe

    return dict(describe(found))
