"""The search page in the real window: counts, lit words, facets, and everything by key."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desk.safeguards.sealed import Masked
from desk.services.export import ADVISORY
from desk.services.search import Facet
from desk.ui.main_window import MainWindow
from desk.ui.pages.search import NEWEST, SearchPage
from desk.ui.pages.search_facets import ValueButton
from desk.ui.pages.search_hits import ORDERS
from desk.vocabulary.errors import SafeguardsFailed
from tests.ui.test_window import texts

EVERYTHING = "NOT nothing"


@pytest.fixture
def page(window: MainWindow) -> SearchPage:
    window.show_page("search")
    return window.search


def done(qtbot: QtBot, page: SearchPage) -> None:
    qtbot.waitUntil(lambda: page._task is None, timeout=60_000)


def search(qtbot: QtBot, page: SearchPage, typed: str) -> None:
    page._field.setText(typed)
    qtbot.keyClick(page._field, Qt.Key.Key_Return)
    assert page._task is not None
    done(qtbot, page)


def value(page: SearchPage, facet: Facet, name: str) -> ValueButton:
    found = page._facets.findChild(ValueButton, f"{facet}:{name}")
    assert found is not None
    return found


def test_a_search_says_how_many_and_lights_the_words(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, '"drone engines" AND (Karsa OR Tesh)')
    assert page._count.text().startswith("1 passage in 1 report, ")
    (card,) = page._hits.cards
    assert card.body.lit_words == ["Karsa", "drone engines"]
    assert "SECRET//NOFORN" in texts(page._foot)


def test_a_hit_opens_the_report_with_the_words_lit(qtbot: QtBot, window: MainWindow, page: SearchPage) -> None:
    search(qtbot, page, '"drone engines"')
    qtbot.keyClick(page._field, Qt.Key.Key_Down)
    qtbot.keyClick(page._hits.cards[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.viewer._text.extraSelections()), timeout=10_000)
    assert window.viewer._text.extraSelections()[0].cursor.selectedText() == "drone engines"
    window.show_page("ask")
    assert not window.viewer.isHidden()


def test_a_click_opens_a_hit_as_well(qtbot: QtBot, window: MainWindow, page: SearchPage) -> None:
    search(qtbot, page, "crates")
    qtbot.mouseClick(page._hits.cards[0].body, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.viewer.isHidden(), timeout=10_000)


def test_the_arrows_go_from_hit_to_hit_and_back_to_the_field(
    qtbot: QtBot, window: MainWindow, page: SearchPage
) -> None:
    search(qtbot, page, EVERYTHING)
    cards = page._hits.cards
    qtbot.keyClick(page._field, Qt.Key.Key_Down)
    assert window.focusWidget() is cards[0]
    qtbot.keyClick(cards[0], Qt.Key.Key_Down)
    assert window.focusWidget() is cards[1]
    qtbot.keyClick(cards[1], Qt.Key.Key_Up)
    qtbot.keyClick(cards[0], Qt.Key.Key_Up)
    assert window.focusWidget() is page._field


def test_a_value_is_kept_alone_by_space_and_left_out_by_delete(
    qtbot: QtBot, window: MainWindow, page: SearchPage
) -> None:
    search(qtbot, page, EVERYTHING)
    everything = len(page._hits.cards)
    qtbot.keyClick(value(page, Facet.FORMAT, "markdown"), Qt.Key.Key_Space)
    done(qtbot, page)
    alone = len(page._hits.cards)
    assert page._count.text().startswith(f"{alone} of {everything} passages")
    assert "kept alone" in value(page, Facet.FORMAT, "markdown").accessibleName()
    qtbot.keyClick(value(page, Facet.FORMAT, "markdown"), Qt.Key.Key_Delete)
    done(qtbot, page)
    assert len(page._hits.cards) == everything - alone
    assert "left out" in value(page, Facet.FORMAT, "markdown").accessibleName()
    qtbot.keyClick(value(page, Facet.FORMAT, "markdown"), Qt.Key.Key_Delete)
    done(qtbot, page)
    assert len(page._hits.cards) == everything


def test_all_that_was_chosen_is_taken_back_at_once(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, EVERYTHING)
    everything = len(page._hits.cards)
    page._facets.choose(Facet.FORMAT, "text", False)
    done(qtbot, page)
    next(each for each in page._facets.findChildren(QPushButton) if "Take all back" in each.text()).click()
    done(qtbot, page)
    assert len(page._hits.cards) == everything


def test_a_new_search_begins_with_nothing_chosen(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, EVERYTHING)
    page._facets.choose(Facet.FORMAT, "text", False)
    done(qtbot, page)
    search(qtbot, page, EVERYTHING)
    assert page._facets.choices == ()


def test_the_order_can_be_by_date(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, EVERYTHING)
    page._order.button(NEWEST).click()
    done(qtbot, page)
    dates = [card._hit.date for card in page._hits.cards]
    stated = [each for each in dates if each is not None]
    assert stated == sorted(stated, reverse=True)
    assert dates[: len(stated)] == stated


def test_more_hits_are_added_below(qtbot: QtBot, page: SearchPage, monkeypatch: pytest.MonkeyPatch) -> None:
    by_pages = page._context.desk.search.page
    monkeypatch.setattr(page._context.desk.search, "page", lambda *a, **more: by_pages(*a, **more, limit=2))
    search(qtbot, page, EVERYTHING)
    assert len(page._hits.cards) == 2
    assert "Load &more" in page._hits._more.text()
    page._hits._more.click()
    done(qtbot, page)
    assert [card._hit.number for card in page._hits.cards] == [1, 2, 3, 4]


def test_a_search_that_targets_a_us_person_shows_the_decision_and_no_hit(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, "crates")
    search(qtbot, page, '"Daniel Whitfield" AND Ohio AND (address OR home)')
    assert page._decision.isVisibleTo(page)
    assert "Blocked" in texts(page._decision)
    assert page._hits.cards == []
    assert not page._results.isVisibleTo(page)
    search(qtbot, page, "crates")
    assert not page._decision.isVisibleTo(page)


def test_why_a_search_was_stopped_stays_while_reports_come_in(
    qtbot: QtBot, window: MainWindow, page: SearchPage
) -> None:
    search(qtbot, page, '"Daniel Whitfield" AND Ohio AND (address OR home)')
    shown = texts(page)
    window.context.choose_case(window.context.desk.cases.get(window.context.case.case.id))
    assert texts(page) == shown


def test_an_error_selects_its_place_in_the_field(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, "😀 crates AND author:hill")
    assert "There is no field “author:”." in texts(page._state)
    assert page._field.selectedText() == "author:"
    assert page._field.property("wrong")
    page._field.setText("crates")
    assert not page._field.property("wrong")


def test_no_hit_says_what_finds_more(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, "crates AND zeppelins")
    assert "No passage holds that" in texts(page._state)


def test_names_of_us_persons_do_not_reach_the_screen(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, "room AND cash")
    (card,) = page._hits.cards
    assert "Whitfield" not in card.body.text
    assert "[U.S. PERSON" in card.body.text
    assert "Whitfield" not in card.accessibleName()


def test_advisory_mark_and_orders_to_software_are_shown(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, "helicopters depot")
    assert page._advisory.isVisibleTo(page)
    assert page._advisory.accessibleName() == ADVISORY
    search(qtbot, page, "lighthouse lantern")
    assert not page._advisory.isVisibleTo(page)
    assert ORDERS in texts(page._hits)


def test_hits_without_a_seal_do_not_reach_the_screen(qtbot: QtBot, page: SearchPage) -> None:
    search(qtbot, page, "crates")
    looked = page._looked
    assert looked is not None
    made = page._context.desk.search.page(looked)
    forged = replace(made, masked=Masked(made.masked.passages))
    with pytest.raises(SafeguardsFailed):
        page._hits.show_page(forged)


def test_facets_stand_beside_the_hits_where_there_is_room(qtbot: QtBot, window: MainWindow, page: SearchPage) -> None:
    window.resize(1280, 800)
    search(qtbot, page, EVERYTHING)
    assert page._facets.isVisibleTo(page)
    assert not page._narrow.isVisibleTo(page)
    window.resize(1024, 760)
    qtbot.waitUntil(lambda: not page._facets.isVisibleTo(page), timeout=5_000)
    page._narrow.click()
    assert page._facets.isVisibleTo(page)


def test_an_example_of_the_grammar_goes_into_the_field(page: SearchPage) -> None:
    page._help_wanted.setChecked(True)
    assert page._help.isVisibleTo(page)
    next(each for each in page._help.findChildren(QPushButton) if each.text() == "contain*").click()
    assert page._field.text() == "contain*"


def test_another_case_takes_what_was_found_off_the_screen(qtbot: QtBot, window: MainWindow, page: SearchPage) -> None:
    search(qtbot, page, "crates")
    window.context.choose_case(None)
    assert page._hits.cards == []
    assert page._field.text() == ""
    assert not page._field.isEnabled()
    assert "No case in hand" in texts(page._state)


def test_a_search_still_running_does_not_cross_into_another_case(
    qtbot: QtBot, window: MainWindow, page: SearchPage
) -> None:
    page._field.setText("crates")
    page.search()
    window.context.choose_case(None)
    qtbot.wait(1000)
    assert page._hits.cards == []
    assert "No case in hand" in texts(page._state)
