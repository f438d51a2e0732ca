"""What leaves the desk: an answer as text or Markdown, with its marking, advisory mark and sources.

Only a ``Released`` value is accepted, and its seal is verified first.
"""

from desk.safeguards.sealed import Released
from desk.vocabulary.answer import AnswerSentence, Citation, Support
from desk.vocabulary.case import Case

ADVISORY = "ADVISORY ONLY - a human decides"
NOT_A_SOURCE = "Holds text from reports without a marking: not to be used as a source for derivative classification."
UNSUPPORTED = "No cited passage supports this"


def clipboard_text(released: Released, case: Case) -> str:
    """The answer as plain text, marks above and below."""
    released.verify()
    answer = released.answer
    lines = [*_marks(released), "", f"Question: {released.question}", ""]
    lines += [line for sentence in answer.sentences for line in (_sentence(sentence),)]
    lines += [answer.note] if answer.note else []
    lines += ["", "Sources:", *(_source(citation) for citation in answer.citations)] if answer.citations else []
    lines += ["", f"Case: {case.name}. {answer.produced_by}", *_marks(released)]
    return "\n".join(lines) + "\n"


def markdown(released: Released, case: Case) -> str:
    """The answer as Markdown; text of reports is escaped, so that nothing in it becomes a link or an image."""
    released.verify()
    answer = released.answer
    lines = [*(f"**{mark}**  " for mark in _marks(released)), "", f"# {_escaped(released.question)}", ""]
    heading = ""
    for sentence in answer.sentences:
        if sentence.heading and sentence.heading != heading:
            heading = sentence.heading
            lines += [f"## {_escaped(heading)}", ""]
        lines += [_escaped(_sentence(sentence)), ""]
    lines += [_escaped(answer.note), ""] if answer.note else []
    if answer.citations:
        lines += ["## Sources", "", *(f"- {_escaped(_source(c))}" for c in answer.citations), ""]
    lines += [f"Case: {_escaped(case.name)}. {_escaped(answer.produced_by)}", ""]
    return "\n".join([*lines, *(f"**{mark}**  " for mark in _marks(released))]) + "\n"


def _marks(released: Released) -> list[str]:
    marks = [released.answer.marking.banner()]
    marks += [ADVISORY] if released.answer.advisory else []
    return marks + ([NOT_A_SOURCE] if released.answer.unmarked_sources else [])


def _sentence(sentence: AnswerSentence) -> str:
    numbers = "".join(f" [{citation.number}]" for citation in sentence.citations)
    doubt = f" ({UNSUPPORTED})" if sentence.support is Support.UNSUPPORTED else ""
    return f"{sentence.text}{numbers}{doubt}"


def _source(citation: Citation) -> str:
    return f"[{citation.number}] {citation.source}: “{citation.quote}”"


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\`*_{}<>#|!~" or letter in "[]()" else letter for letter in text)
