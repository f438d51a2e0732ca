"""What a person states of reports: checked, recorded, and carried by every answer that cites them."""

import datetime
import json

import pytest

from desk.cli.show import outcome_json
from desk.safeguards.sealed import Released, Stopped
from desk.services import Desk
from desk.services.export import NOT_A_SOURCE, clipboard_text, markdown
from desk.vocabulary.details import Detail, DetailsInvalid
from desk.vocabulary.errors import DeskError, NotFound
from desk.vocabulary.marking import Level
from desk.vocabulary.report import Report

CRATES = "How many crates of drone engines were found?"
RAID = "What would a raid on the depot at Tesh need?"


def named(desk: Desk, case_id: str, file_name: str) -> Report:
    return next(report for report in desk.reports.list(case_id).reports if report.file_name == file_name)


def ask(desk: Desk, case_id: str, question: str) -> Released:
    outcome = desk.ask.ask(desk.ask.start(case_id).id, question)
    assert isinstance(outcome, Released), outcome
    return outcome


def test_a_rating_stands_in_every_citation_and_wherever_the_answer_goes(desk: Desk, case_id: str) -> None:
    amal = named(desk, case_id, "amal.txt")
    assert all(citation.rating is None for citation in ask(desk, case_id, CRATES).answer.citations)
    desk.reports.state([amal.id], {Detail.RELIABILITY: "b", Detail.CREDIBILITY: "2"})
    released, case = ask(desk, case_id, CRATES), desk.cases.get(case_id).case
    (rating,) = {str(each.rating) for each in released.answer.citations if each.report_id == amal.id}
    assert rating == "B2"
    assert f"{amal.title} (B2), page 1" in clipboard_text(released, case)
    assert "\\(B2\\)" in markdown(released, case)
    cited = json.loads(json.dumps(outcome_json(released)["answer"]["citations"]))
    assert {each["rating"] for each in cited if each["report"] == amal.id} == {"B2"}


def test_a_kept_answer_is_shown_with_the_ratings_and_markings_of_today(desk: Desk, case_id: str) -> None:
    amal, conversation = named(desk, case_id, "amal.txt"), desk.ask.start(case_id).id
    desk.ask.ask(conversation, CRATES)
    desk.reports.state([amal.id], {Detail.RELIABILITY: "D", Detail.CREDIBILITY: "4", Detail.MARKING: "S//OC/NF"})
    (turn,) = desk.ask.reopen(conversation)
    assert isinstance(turn, Released)
    assert {str(each.rating) for each in turn.answer.citations if each.report_id == amal.id} == {"D4"}
    assert turn.answer.marking.banner() == "SECRET//ORCON/NOFORN"
    desk.reports.state([amal.id], dict.fromkeys((Detail.RELIABILITY, Detail.CREDIBILITY, Detail.MARKING)))
    (turn,) = desk.ask.reopen(conversation)
    assert isinstance(turn, Released)
    assert {each.rating for each in turn.answer.citations} == {None}
    assert turn.answer.marking.banner() == "SECRET//NOFORN"


def test_a_raised_marking_counts_in_answers_and_in_the_case(desk: Desk, case_id: str) -> None:
    amal = named(desk, case_id, "amal.txt")
    desk.reports.state([amal.id], {Detail.MARKING: "SECRET//ORCON/NOFORN"})
    assert ask(desk, case_id, CRATES).answer.marking.banner() == "SECRET//ORCON/NOFORN"
    assert desk.cases.get(case_id).marking.banner() == "SECRET//ORCON/NOFORN"
    desk.reports.state([amal.id], {Detail.MARKING: None})
    assert ask(desk, case_id, CRATES).answer.marking.banner() == "SECRET//NOFORN"


def test_an_unmarked_report_that_a_person_marks_is_a_source_again(desk: Desk, case_id: str) -> None:
    strike, case = named(desk, case_id, "strike.md"), desk.cases.get(case_id)
    assert ask(desk, case_id, RAID).answer.unmarked_sources
    desk.reports.state([strike.id], {Detail.MARKING: "CONFIDENTIAL"})
    answer = ask(desk, case_id, RAID)
    assert (answer.answer.marking.banner(), answer.answer.unmarked_sources) == ("CONFIDENTIAL", False)
    assert NOT_A_SOURCE not in clipboard_text(answer, case.case)
    assert desk.cases.get(case_id).unmarked == case.unmarked - 1
    desk.reports.state([strike.id], {Detail.MARKING: ""})
    assert ask(desk, case_id, RAID).answer.unmarked_sources


@pytest.mark.parametrize(
    ("marking", "says"),
    [("SECRET", "raised, never lowered"), ("", "raised, never lowered"), ("TOP SECRET//NOFORN", "ceiling of SECRET")],
)
def test_a_marking_is_never_lowered_and_never_above_the_ceiling(
    desk: Desk, case_id: str, marking: str, says: str
) -> None:
    amal, before = named(desk, case_id, "amal.txt"), desk.ledger.count()
    with pytest.raises(DetailsInvalid, match=says):
        desk.reports.state([amal.id], {Detail.MARKING: marking, Detail.ORIGINATOR: "Desk 4"})
    assert desk.reports.get(amal.id).stated == {}
    assert desk.ledger.count() == before


def test_everything_that_is_wrong_is_said_at_once(desk: Desk, case_id: str) -> None:
    weather = named(desk, case_id, "weather.txt")
    wrong = {Detail.RELIABILITY: "G", Detail.CREDIBILITY: "9", Detail.PUBLICATION_DATE: "soon", Detail.TITLE: ""}
    with pytest.raises(DetailsInvalid) as refused:
        desk.reports.state([weather.id], {**wrong, Detail.NUMBER: "EX/1"})
    assert refused.value.problems.keys() == wrong.keys()


def test_nothing_is_told_before_it_was_known(desk: Desk, case_id: str) -> None:
    weather = named(desk, case_id, "weather.txt")
    days = {Detail.INFORMATION_DATE: "2031-05-09", Detail.PUBLICATION_DATE: "8 May 2031"}
    with pytest.raises(DetailsInvalid, match="later than the report"):
        desk.reports.state([weather.id], days)
    (after,) = desk.reports.state([weather.id], {**days, Detail.INFORMATION_DATE: "7 May 2031"})
    assert after.date == datetime.date(2031, 5, 8)
    with pytest.raises(DetailsInvalid, match="later than the report"):
        desk.reports.state([weather.id], {Detail.PUBLICATION_DATE: "2031-05-06"})
    desk.reports.state([weather.id], dict.fromkeys(days))


def test_originator_and_ratings_are_stated_of_several_reports_at_once(desk: Desk, case_id: str) -> None:
    some = [named(desk, case_id, name) for name in ("weather.txt", "channel.txt")]
    ids, before = [report.id for report in some], desk.ledger.count()
    changed = desk.reports.state(ids, {Detail.ORIGINATOR: "Harbour desk", Detail.RELIABILITY: "C"})
    assert [str(report.rating) for report in changed] == ["C6", "C6"]
    entries = desk.ledger.entries(before)
    assert [(entry.kind, entry.body["report"]) for entry in entries] == [("report_edited", each) for each in ids]
    with pytest.raises(DetailsInvalid, match="title of several reports cannot be stated at once"):
        desk.reports.state(ids, {Detail.TITLE: "The same"})
    desk.reports.state(ids, dict.fromkeys((Detail.ORIGINATOR, Detail.RELIABILITY)))
    assert all(report.stated == {} for report in desk.reports.list(case_id).reports)


def test_of_several_reports_all_or_none_are_changed(desk: Desk, case_id: str) -> None:
    weather = named(desk, case_id, "weather.txt")
    with pytest.raises(NotFound):
        desk.reports.state([weather.id, "gone"], {Detail.ORIGINATOR: "Harbour desk"})
    elsewhere = desk.cases.create("Elsewhere", "Testing", "Order 2", Level.SECRET)
    with pytest.raises(DeskError, match="reports of one case"):
        desk.reports.state([], {Detail.ORIGINATOR: "Harbour desk"})
    desk.cases.remove(elsewhere.id)
    assert desk.reports.get(weather.id).stated == {}


def test_reports_are_found_by_what_was_stated_of_them(desk: Desk, case_id: str) -> None:
    weather = named(desk, case_id, "weather.txt")
    stated = {Detail.NUMBER: "EX/WX-7", Detail.RELIABILITY: "A", Detail.CREDIBILITY: "1", Detail.LANGUAGE: "de"}
    desk.reports.state([weather.id], stated)
    for words in ("ex/wx-7", "a1", "german"):
        assert [report.id for report in desk.reports.list(case_id, words).reports] == [weather.id]
    desk.reports.state([weather.id], dict.fromkeys(stated))


def test_a_stated_title_is_masked_like_any_other(desk: Desk, case_id: str) -> None:
    passing = named(desk, case_id, "passing.txt")
    desk.reports.state([passing.id], {Detail.TITLE: "What Daniel Whitfield, a U.S. citizen from Ohio, did"})
    outcome = desk.ask.ask(desk.ask.start(case_id).id, "Who did the Syrian broker Idris Valek meet in Port Karsa?")
    desk.reports.state([passing.id], {Detail.TITLE: None})
    assert not isinstance(outcome, Stopped)
    titles = {citation.report_title for citation in outcome.answer.citations if citation.report_id == passing.id}
    assert titles
    assert not any("Whitfield" in title for title in titles)
