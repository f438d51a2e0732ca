"""Searching a real case: the guard first, then every passage that matches, masked, lit, counted."""

from datetime import date

import pytest

from desk.safeguards.sealed import Cleared, Stopped
from desk.search.finder import Finder
from desk.services import Desk
from desk.services.found import excerpt, lit_after_masking
from desk.services.search import Choice, Facet, HitPage, Looked
from desk.vocabulary.decision import Verdict
from desk.vocabulary.errors import QueryInvalid, SafeguardsFailed


def looked(desk: Desk, case_id: str, text: str) -> Looked:
    found = desk.search.look(case_id, text)
    assert isinstance(found, Looked), found
    return found


def page(desk: Desk, case_id: str, text: str, *choices: Choice) -> HitPage:
    return desk.search.page(looked(desk, case_id, text), choices)


def titles(found: HitPage) -> list[str]:
    return [hit.passage.report_title for hit in found.hits]


def entries(desk: Desk, kind: str) -> list[dict[str, object]]:
    """The entries of one kind, newest last."""
    found = sorted((each for each in desk.ledger.entries() if each.kind == kind), key=lambda each: each.seq)
    return [dict(each.body) for each in found]


def test_a_search_finds_and_lights_the_words(desk: Desk, case_id: str) -> None:
    found = page(desk, case_id, '"drone engines" AND (Karsa OR Tesh)')
    (hit,) = found.hits
    assert [hit.passage.text[start:end] for start, end in hit.lit] == ["Karsa", "drone engines"]
    assert (found.passages, found.reports, found.more) == (1, 1, 0)
    assert found.marking.banner() == "SECRET//NOFORN"


def test_a_hit_points_at_its_words_in_the_report(desk: Desk, case_id: str) -> None:
    (hit,) = page(desk, case_id, '"drone engines"').hits
    citation = hit.citation
    text = desk.reports.page_text(citation.report_id, citation.page)
    assert text[citation.start : citation.end] == "drone engines"


@pytest.mark.parametrize(
    "typed",
    [
        '"Daniel Whitfield" AND Ohio AND (address OR home)',
        '"Daniel Whitfield" NEAR/10 Ohio phone',
        '(weather OR "Daniel Whitfield") Ohio (crates OR "home address")',
        'title:"Daniel Whitfield" Ohio "home address"',
        '"Daniel Whitfield" address NOT weather',
        '"Daniel Whitfield" address (Ohio OR "Valdorian national")',
    ],
)
def test_a_search_that_targets_a_us_person_is_stopped_however_it_is_put(desk: Desk, case_id: str, typed: str) -> None:
    assert isinstance(desk.search.look(case_id, typed), Stopped)


@pytest.mark.parametrize(
    "typed",
    [
        "ship AND (Piraeus OR Valletta)",
        '"loan ship" AND (Piraeus OR Valletta) NOT cement',
        "title:amal date:>=2031 crates",
        "(freighter OR vessel) AND engines",
        "port* NEAR/10 crates",
        "crates -cement",
        "bridge OR lighthouse",
    ],
)
def test_an_ordinary_search_is_let_through(desk: Desk, case_id: str, typed: str) -> None:
    looked(desk, case_id, typed)


@pytest.mark.parametrize("typed", ["Daniel Whitfield", '"Daniel Whitfield"', "Karsa", "weather", "address"])
def test_the_same_words_are_decided_as_a_question_of_these_words_is(desk: Desk, case_id: str, typed: str) -> None:
    asked, searched = desk.ask.screen(case_id, typed), desk.search.look(case_id, typed)
    assert searched.decision.verdict is asked.decision.verdict


def test_the_strictest_reading_counts(desk: Desk, case_id: str) -> None:
    stopped = desk.search.look(case_id, 'weather OR ("Daniel Whitfield" Ohio "home address")')
    assert isinstance(stopped, Stopped)
    assert stopped.decision.verdict is Verdict.BLOCK


def test_what_a_beginning_stands_for_is_read_before_it_is_looked_for(desk: Desk, case_id: str) -> None:
    read = [each.text for each in looked(desk, case_id, "crat* engines").cleared.readings]
    assert read == ["crates engines"]


def test_nothing_is_found_of_more_than_was_cleared(desk: Desk, case_id: str) -> None:
    cleared = looked(desk, case_id, "crates AND (engines OR Valdorian)").cleared
    finder = Finder(desk._vault, desk._policy)
    assert finder.find(cleared.typed, cleared.readings).hits
    with pytest.raises(SafeguardsFailed, match="more than was cleared"):
        finder.find(cleared.typed, cleared.readings[1:])
    said = cleared.readings[0].text
    forged = Cleared(said, said, case_id, cleared.typed.decision)
    with pytest.raises(SafeguardsFailed, match="seal"):
        finder.find(cleared.typed, [forged, *cleared.readings[1:]])


def test_a_search_stands_in_the_ledger_before_what_it_found(desk: Desk, case_id: str) -> None:
    page(desk, case_id, "crates OR lighthouse")
    kinds = [each.kind for each in sorted(desk.ledger.entries(), key=lambda each: each.seq)]
    assert kinds[-3:] == ["question", "search", "passages"]
    assert entries(desk, "search")[-1]["read_as"] == ["crates or lighthouse"]


def test_a_stopped_search_stands_in_the_ledger_and_nothing_is_looked_up(desk: Desk, case_id: str) -> None:
    before = len(entries(desk, "search"))
    desk.search.look(case_id, '"Daniel Whitfield" AND Ohio AND (address OR home)')
    assert len(entries(desk, "search")) == before
    newest = max(desk.ledger.entries(), key=lambda each: each.seq)
    assert newest.kind == "question"


def test_of_many_readings_the_one_that_stopped_it_stands_in_the_ledger(desk: Desk, case_id: str) -> None:
    before = len(entries(desk, "question"))
    stopped = desk.search.look(case_id, '(weather OR crates OR (Ohio Whitfield)) (bridge OR "home address")')
    assert isinstance(stopped, Stopped)
    assert len(entries(desk, "question")) <= before + 2
    assert entries(desk, "question")[-1]["text"] == stopped.text


def test_a_search_that_cannot_be_read_is_not_decided_on(desk: Desk, case_id: str) -> None:
    with pytest.raises(QueryInvalid, match="never closed"):
        desk.search.look(case_id, '"drone engines')


def test_us_persons_are_masked_and_no_mask_is_lit(desk: Desk, case_id: str) -> None:
    (hit,) = page(desk, case_id, "room AND cash").hits
    assert "Whitfield" not in hit.passage.text
    assert "[U.S. PERSON" in hit.passage.text
    assert [hit.passage.text[start:end] for start, end in hit.lit] == ["room", "cash"]


def test_words_behind_a_mask_are_moved_and_words_in_it_are_not_lit() -> None:
    # "met Daniel Whitfield in cash" with the name replaced by "[U.S. PERSON 1]"
    assert lit_after_masking([(0, 3), (11, 20), (24, 28)], [(4, 19, 16)]) == ((0, 3), (23, 27))


def test_orders_to_software_are_named_and_the_report_says_so(desk: Desk, case_id: str) -> None:
    found = page(desk, case_id, "lighthouse lantern")
    assert "were not followed" in found.note
    assert any(hit.passage.injected for hit in found.hits)
    report = desk.reports.get(found.hits[0].passage.report_id)
    assert any("addressed to software" in warning for warning in report.warnings)


def test_what_bears_on_force_is_advisory(desk: Desk, case_id: str) -> None:
    assert page(desk, case_id, "helicopters depot").advisory
    assert not page(desk, case_id, "weather strait").advisory


def test_facets_count_and_narrow(desk: Desk, case_id: str) -> None:
    everything = page(desk, case_id, "NOT nothing")
    formats = {count.value: count.passages for count in everything.facets[Facet.FORMAT]}
    assert sum(formats.values()) == everything.passages
    only = page(desk, case_id, "NOT nothing", Choice(Facet.FORMAT, "markdown", True))
    without = page(desk, case_id, "NOT nothing", Choice(Facet.FORMAT, "markdown", False))
    assert only.passages == formats["markdown"]
    assert only.passages + without.passages == everything.passages
    # What was not chosen still shows what choosing it would give.
    assert {count.value: count.passages for count in only.facets[Facet.FORMAT]} == formats


def test_choices_of_two_facets_both_hold(desk: Desk, case_id: str) -> None:
    both = page(
        desk, case_id, "NOT nothing", Choice(Facet.FORMAT, "text", True), Choice(Facet.MARKING, "SECRET//NOFORN", False)
    )
    assert both.passages
    assert all(hit.passage.marking is None or "NOFORN" not in hit.passage.marking.banner() for hit in both.hits)
    assert entries(desk, "search_narrowed")[-1]["choices"] == ["only format: text", "without marking: SECRET//NOFORN"]


def test_hits_come_a_page_at_a_time(desk: Desk, case_id: str) -> None:
    found = looked(desk, case_id, "NOT nothing")
    first, second = desk.search.page(found, limit=2), desk.search.page(found, first=2, limit=2)
    assert (len(first.hits), first.more) == (2, found.passages - 2)
    assert [hit.number for hit in second.hits] == [3, 4]
    assert {hit.passage.passage_id for hit in first.hits}.isdisjoint(hit.passage.passage_id for hit in second.hits)


def test_the_newest_come_first_where_that_is_wanted(desk: Desk, case_id: str) -> None:
    dates = [hit.date or date.min for hit in desk.search.page(looked(desk, case_id, "NOT nothing"), by_date=True).hits]
    assert dates == sorted(dates, reverse=True)


def test_a_search_through_fields_alone_lights_nothing_and_finds_the_report(desk: Desk, case_id: str) -> None:
    found = page(desk, case_id, "file:weather.txt")
    assert found.reports == 1
    assert all(not hit.lit for hit in found.hits)
    assert found.hits[0].citation.end > found.hits[0].citation.start


def test_a_long_passage_is_cut_where_its_words_are() -> None:
    text = "word " * 200 + "the Amal docked " + "word " * 200
    start = text.index("Amal")
    shown, ((begin, end),) = excerpt(text, [(start, start + 4)])
    assert shown[begin:end] == "Amal"
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 440
