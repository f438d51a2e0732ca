"""Answers made of the reports' own sentences."""

import pytest

from desk.answering import extractive
from desk.answering.answerable import score
from desk.answering.extractive import quote
from desk.search.retriever import Found
from desk.vocabulary.answer import DraftSentence, Support
from tests.answering.conftest import TEXTS, Room


def quoted(room: Room, question: str, limit: int = 8) -> list[DraftSentence]:
    found: Found = room.found(question)
    cleared = room.cleared(question)
    return list(quote(question, room.guard.mask(cleared, [hit.passage for hit in found.hits]), found, limit))


def test_the_sentence_that_bears_on_the_question_is_quoted(room: Room) -> None:
    drafts = quoted(room, "How many crates of drone engines were found?")
    assert drafts[0].text == "Customs inspectors found 412 crates of drone engines in hold two."
    assert drafts[0].support is Support.QUOTED


def test_a_citation_points_at_the_very_words(room: Room) -> None:
    (citation, *_) = quoted(room, "How many crates of drone engines were found?")[0].citations
    assert TEXTS[0][citation.start : citation.end] == citation.quote


def test_sentences_that_do_not_bear_on_the_question_stay_out(room: Room) -> None:
    assert not any("weather" in draft.text for draft in quoted(room, "How many crates of drone engines were found?"))


def test_a_heading_is_no_answer_though_it_holds_the_words(room: Room) -> None:
    texts = [draft.text for draft in quoted(room, "Which drone engines did customs inspectors find at Port Karsa?")]
    assert "Customs inspectors found 412 crates of drone engines in hold two." in texts
    assert not any(text.startswith("Customs Inspectors Found Crates") for text in texts)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("(Company register of Maravend, read 25 March 2031.)", True),
        ("(S//NF) The dhow carried 240 flight controllers.", False),
        ("(U) Dask owns it (company register).", False),
        ("The dhow (31 metres long) left Ostrel.", False),
    ],
)
def test_a_sentence_wholly_in_brackets_is_a_note(text: str, note: bool) -> None:
    assert extractive._is_note(text) is note


def test_a_sentence_that_points_back_brings_the_one_before(room: Room) -> None:
    drafts = quoted(room, "When was the harbour master last seen?")
    assert any(draft.text.startswith("The harbour master of Port Karsa") for draft in drafts)


def test_the_limit_holds(room: Room) -> None:
    assert len(quoted(room, "What happened in May at Port Karsa?", limit=1)) == 1


def test_more_nearness_and_more_words_never_make_an_answer_less_likely() -> None:
    assert score(0.2, 0.1) < score(0.6, 0.1) < score(0.6, 0.9)


def test_reports_that_contradict_each_other_are_both_quoted_with_a_source_each() -> None:
    room = Room(
        "The patrol counted 12 trucks at the bridge near Tesh on 3 May.",
        "The patrol counted 21 trucks at the bridge near Tesh on 3 May.",
        "The patrol counted 12 trucks at the bridge near Tesh, on 3 May.",
    )
    drafts = quoted(room, "How many trucks did the patrol count at the bridge near Tesh?")
    assert {draft.text: len(draft.citations) for draft in drafts} == {
        "The patrol counted 12 trucks at the bridge near Tesh on 3 May.": 2,
        "The patrol counted 21 trucks at the bridge near Tesh on 3 May.": 1,
    }
