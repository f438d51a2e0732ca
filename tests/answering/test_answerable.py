"""Whether what was found answers, in the whole case and in chosen reports of it."""

from desk.answering.answerable import judge
from desk.search.retriever import Found, Hit
from desk.vocabulary.report import Passage
from desk.vocabulary.words import stems
from tests.answering.conftest import Room

QUESTION = "Which broker bought the drone engines on the freighter Amal?"
TEXTS = {
    "list": ("Drone engines that a broker bought were on a freighter, the list says.", 0.5),
    "note": ("The drone engines were paid for by Idris Valek, a broker of Tesh.", 0.5),
    "weather": ("The weather over the strait stayed calm in the first week of May.", 0.1),
}


def _found(*reports: str, whole: Found | None = None) -> Found:
    hits = []
    for number, (report, (text, cosine)) in enumerate(TEXTS.items()):
        passage = Passage(number + 1, report, "case", f"Report {number}", 1, 0, len(text), text)
        hits += [Hit(passage, 1.0, cosine)] if report in reports else []
    return Found(tuple(hits), dict.fromkeys(stems(QUESTION), 1.0), whole)


def _answers(room: Room, found: Found) -> bool:
    masked = room.guard.mask(room.cleared(QUESTION), [hit.passage for hit in found.hits])
    return judge(QUESTION, masked, found).answerable


def test_a_report_that_the_whole_cases_answer_quotes_answers_by_itself(room: Room) -> None:
    whole = _found(*TEXTS)
    assert _answers(room, whole)
    assert not _answers(room, _found("note"))
    assert _answers(room, _found("note", whole=whole))


def test_a_report_with_no_part_in_the_answer_stays_silent(room: Room) -> None:
    assert not _answers(room, _found("weather", whole=_found(*TEXTS)))


def test_where_the_whole_case_is_silent_so_are_chosen_reports(room: Room) -> None:
    assert not _answers(room, _found("weather", whole=_found("weather")))
