"""Details of reports: what may be stated, in which words, and what a marking may become."""

import pytest
from hypothesis import given

from desk.vocabulary.details import Detail, canonical, checked_marking, shown
from desk.vocabulary.errors import DeskError
from desk.vocabulary.languages import LANGUAGES, code_of, name_of
from desk.vocabulary.marking import Level, Marking, holds, roll_up
from desk.vocabulary.ratings import Credibility, Rating, Reliability
from desk.vocabulary.report import raised
from tests.vocabulary.test_marking import markings


@pytest.mark.parametrize(
    ("detail", "typed", "kept"),
    [
        (Detail.TITLE, "  Night\ncrossing\x07 ", "Night crossing"),
        (Detail.TITLE, "\u202egnissorc", "gnissorc"),
        (Detail.PUBLICATION_DATE, "2031-03-12", "2031-03-12"),
        (Detail.PUBLICATION_DATE, "12 Mar 2031", "2031-03-12"),
        (Detail.INFORMATION_DATE, "1 March 2031", "2031-03-01"),
        (Detail.ORIGINATOR, "", ""),
        (Detail.MARKING, "s//nf", "SECRET//NOFORN"),
        (Detail.LANGUAGE, "German", "de"),
        (Detail.LANGUAGE, "pt-BR", "pt"),
        (Detail.RELIABILITY, "b", "B"),
        (Detail.CREDIBILITY, "2", "2"),
    ],
)
def test_what_is_typed_is_kept_in_one_form(detail: Detail, typed: str, kept: str) -> None:
    assert canonical(detail, typed) == kept


@pytest.mark.parametrize(
    ("detail", "typed", "says"),
    [
        (Detail.TITLE, " ", "needs a title"),
        (Detail.TITLE, "x" * 301, "301 characters; 300 fit"),
        (Detail.PUBLICATION_DATE, "03/04/2031", "like 2031-03-12"),
        (Detail.PUBLICATION_DATE, "31 February 2031", "is not a date"),
        (Detail.MARKING, "VERY SECRET", "does not begin with a classification level"),
        (Detail.LANGUAGE, "Klingon", "no language known here"),
        (Detail.RELIABILITY, "G", "A completely reliable, B usually reliable"),
        (Detail.RELIABILITY, "B2", "no source reliability"),
        (Detail.CREDIBILITY, "7", "1 confirmed by other sources, 2 probably true"),
        (Detail.CREDIBILITY, "0", "no information credibility"),
    ],
)
def test_what_cannot_be_is_refused_with_what_can(detail: Detail, typed: str, says: str) -> None:
    with pytest.raises(DeskError, match=says):
        canonical(detail, typed)


def test_a_rating_carries_both_scales_and_the_one_that_is_missing_cannot_be_judged() -> None:
    assert Rating.of("", "") is None
    assert str(Rating.of("B", "2")) == "B2"
    assert str(Rating.of("B", "")) == "B6"
    assert str(Rating.of("", "1")) == "F1"
    assert Rating(Reliability.B, Credibility.TWO).words == "source: usually reliable; information: probably true"


def test_details_are_shown_in_words() -> None:
    assert shown(Detail.RELIABILITY, "F") == "F - reliability cannot be judged"
    assert shown(Detail.CREDIBILITY, "6") == "6 - truth cannot be judged"
    assert shown(Detail.LANGUAGE, "fa") == "Persian"
    assert shown(Detail.RELIABILITY, "") == ""


def test_every_language_is_known_by_code_and_by_name() -> None:
    assert all(code_of(code) == code == code_of(name_of(code)) for code in LANGUAGES)
    assert code_of("xx") == ""


@pytest.mark.parametrize(
    ("read", "stated"),
    [
        ("", "SECRET"),
        ("", "UNCLASSIFIED"),
        ("CONFIDENTIAL", "SECRET"),
        ("SECRET", "SECRET//NOFORN"),
        ("SECRET//REL TO USA, GBR", "SECRET//NOFORN"),
        ("SECRET//REL TO USA, FVEY", "SECRET//REL TO USA, GBR"),
        ("UNCLASSIFIED//FOUO", "CONFIDENTIAL"),
        ("SECRET//NOFORN", "SECRET//ORCON/NOFORN"),
    ],
)
def test_a_marking_may_be_given_and_raised(read: str, stated: str) -> None:
    assert checked_marking(canonical(Detail.MARKING, stated), read, Level.SECRET) == stated


@pytest.mark.parametrize(
    ("read", "stated", "least"),
    [
        ("SECRET", "CONFIDENTIAL", "SECRET"),
        ("SECRET//NOFORN", "SECRET", "SECRET//NOFORN"),
        ("CONFIDENTIAL//NOFORN", "SECRET", "SECRET//NOFORN"),
        ("SECRET//REL TO USA, GBR", "SECRET//REL TO USA, AUS, GBR", "SECRET//REL TO USA, GBR"),
        ("SECRET", "SECRET//REL TO USA, GBR", "SECRET//NOFORN"),
        ("SECRET//ORCON/NOFORN", "SECRET//NOFORN", "SECRET//ORCON/NOFORN"),
        ("SECRET", "", "SECRET"),
    ],
)
def test_no_marking_can_be_lowered_below_the_reports_own(read: str, stated: str, least: str) -> None:
    with pytest.raises(DeskError, match="raised, never lowered") as refused:
        checked_marking(stated, read, Level.TOP_SECRET)
    assert f"State {least} or more" in refused.value.remedy


def test_no_marking_can_be_stated_above_the_ceiling() -> None:
    with pytest.raises(DeskError, match="above this case's ceiling of SECRET"):
        checked_marking("TOP SECRET", "CONFIDENTIAL", Level.SECRET)


@given(markings(), markings())
def test_what_may_be_stated_never_says_less_than_what_was_read(read: Marking, stated: Marking) -> None:
    own, banner = roll_up([read]), roll_up([stated]).banner()
    try:
        allowed = checked_marking(banner, own.banner(), Level.TOP_SECRET)
    except DeskError:
        return
    counts = raised(own.banner(), allowed)
    assert counts is not None
    assert counts.level >= own.level
    assert holds(counts, own)
    assert "NOFORN" not in own.dissemination or "NOFORN" in counts.dissemination


@given(markings())
def test_every_marking_says_what_it_says(marking: Marking) -> None:
    assert holds(marking, marking)
