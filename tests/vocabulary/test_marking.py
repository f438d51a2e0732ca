"""Markings: grammar, and the algebra of rolling up."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desk.vocabulary.marking import Level, Marking, MarkingUnreadable, roll_up
from desk.vocabulary.marking_codes import DISSEMINATION, GROUPS, NON_IC
from desk.vocabulary.marking_lines import find_banner, find_portion

COUNTRIES = ("USA", "AUS", "CAN", "GBR", "NZL", "DEU", "FRA", "FVEY", "ACGU", "TEYE")
UNKNOWN = ("SP-PRVCY", "FED ONLY", "NATO SECRET", "SAR-BUTTER POPCORN", "RD")


def _subset(names: object) -> some.SearchStrategy[list[str]]:
    return some.lists(some.sampled_from(tuple(names)), unique=True, max_size=3)


@some.composite
def markings(draw: some.DrawFn) -> Marking:
    parts = ["/".join(draw(_subset(("HCS-P", "SI", "SI-G ABCD", "TK"))))]
    countries = draw(_subset(COUNTRIES))
    parts += [f"FGI {' '.join(draw(_subset(('DEU', 'FRA', 'GBR'))))}".strip()] if draw(some.booleans()) else []
    parts.append("/".join([*draw(_subset(DISSEMINATION)), *(["REL TO " + ", ".join(countries)] if countries else [])]))
    parts.append("/".join(draw(_subset(NON_IC))))
    parts += draw(_subset(UNKNOWN))
    level = draw(some.sampled_from(Level))
    return Marking.parse("//".join([level.label, *(part for part in parts if part)]))


@pytest.mark.parametrize(
    ("text", "banner", "portion"),
    [
        ("UNCLASSIFIED", "UNCLASSIFIED", "(U)"),
        ("SECRET//NOFORN", "SECRET//NOFORN", "(S//NF)"),
        ("CUI", "CUI", "(CUI)"),
        ("CONTROLLED", "CUI", "(CUI)"),
        ("UNCLASSIFIED//FOUO", "UNCLASSIFIED//FOUO", "(U//FOUO)"),
        ("FOR OFFICIAL USE ONLY", "UNCLASSIFIED//FOUO", "(U//FOUO)"),
        ("(TS//SI-G ABCD//OC/NF)", "TOP SECRET//SI-G ABCD//ORCON/NOFORN", "(TS//SI-G ABCD//OC/NF)"),
        ("secret//rel to gbr, usa", "SECRET//REL TO USA, GBR", "(S//REL TO USA, GBR)"),
        ("S//REL USA, FVEY", "SECRET//REL TO USA, FVEY", "(S//REL TO USA, FVEY)"),
        ("SECRET//NOFORN/ORCON", "SECRET//ORCON/NOFORN", "(S//OC/NF)"),
        ("SECRET NOFORN", "SECRET//NOFORN", "(S//NF)"),
        ("TOP SECRET/NOFORN", "TOP SECRET//NOFORN", "(TS//NF)"),
        ("U//LES-NF", "UNCLASSIFIED//LES NOFORN", "(U//LES-NF)"),
        ("C//FGI DEU", "CONFIDENTIAL//FGI DEU", "(C//FGI DEU)"),
    ],
)
def test_a_marking_is_read_and_printed_in_register_order(text: str, banner: str, portion: str) -> None:
    marking = Marking.parse(text)
    assert (marking.banner(), marking.portion()) == (banner, portion)
    assert not marking.needs_a_person


def test_what_is_not_known_is_kept_as_it_stands_and_needs_a_person() -> None:
    marking = Marking.parse("SECRET//WOMBAT//NOFORN")
    assert marking.unknown == ("WOMBAT",)
    assert marking.needs_a_person
    assert "WOMBAT" in marking.banner()


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("//NATO SECRET", Level.SECRET),
        ("//JOINT TOP SECRET CAN GBR USA//REL TO USA, CAN, GBR", Level.TOP_SECRET),
        ("//DEU RESTRICTED", Level.CONFIDENTIAL),
    ],
)
def test_marks_of_others_keep_their_level_and_need_a_person(text: str, level: Level) -> None:
    marking = Marking.parse(text)
    assert marking.level is level
    assert marking.needs_a_person


@pytest.mark.parametrize("text", ["", "HELLO", "SECRETARY", "SECRET MEETING", "NOFORN", "//", "//WOMBAT"])
def test_a_text_without_a_level_is_no_marking(text: str) -> None:
    with pytest.raises(MarkingUnreadable):
        Marking.parse(text)


@given(markings())
def test_banner_and_portion_say_all_that_was_read(marking: Marking) -> None:
    assert Marking.parse(marking.banner()) == marking
    assert Marking.parse(marking.portion()) == marking


@given(some.lists(markings(), max_size=4))
def test_a_roll_up_does_not_depend_on_order(each: list[Marking]) -> None:
    assert len({roll_up(order) for order in permutations(each)}) == 1


@given(some.lists(markings(), min_size=1, max_size=4))
def test_rolling_up_twice_changes_nothing(each: list[Marking]) -> None:
    once = roll_up(each)
    assert roll_up([once]) == once
    assert roll_up([once, once]) == once


@given(some.lists(markings(), max_size=4), markings())
def test_one_more_portion_never_loosens(each: list[Marking], more: Marking) -> None:
    before, after = roll_up(each), roll_up([*each, more])
    assert after.level >= before.level
    assert {"NOFORN", "ORCON"} & {*before.dissemination} <= {*after.dissemination}
    if any(marking.rel_to for marking in each):
        assert _countries(after) <= _countries(before)
    assert {*before.unknown} <= {*after.unknown}


@given(some.lists(markings(), min_size=1, max_size=4))
def test_release_is_never_wider_than_any_portion_allows(each: list[Marking]) -> None:
    rolled = roll_up(each)
    if any("NOFORN" in marking.dissemination for marking in each):
        assert "NOFORN" in rolled.dissemination
    for marking in each:
        assert not rolled.rel_to or not marking.rel_to or _countries(rolled) <= _countries(marking)


def _countries(marking: Marking) -> set[str]:
    return {country for code in marking.rel_to for country in GROUPS.get(code, {code})}


@pytest.mark.parametrize(
    ("portions", "banner"),
    [
        ([], "UNCLASSIFIED"),
        (["U", "S"], "SECRET"),
        (["S//REL TO USA, FVEY", "S//REL TO USA, GBR, DEU"], "SECRET//REL TO USA, GBR"),
        (["S//REL TO USA, GBR", "U"], "SECRET//REL TO USA, GBR"),
        (["S//REL TO USA, GBR", "S//REL TO USA, DEU"], "SECRET//NOFORN"),
        (["S//REL TO USA, GBR", "C"], "SECRET//NOFORN"),
        (["S//REL TO USA, GBR", "U//FOUO"], "SECRET//NOFORN"),
        (["S//RELIDO", "C"], "SECRET//RELIDO"),
        (["S//RELIDO", "S//OC"], "SECRET//ORCON/NOFORN"),
        (["S//OC-USGOV", "S//OC"], "SECRET//ORCON"),
        (["U//SBU-NF", "S"], "SECRET//NOFORN"),
        (["U//FOUO", "U"], "UNCLASSIFIED//FOUO"),
        (["C//FGI DEU", "S//FGI FRA"], "SECRET//FGI DEU FRA"),
        (["C//FGI", "S//FGI FRA"], "SECRET//FGI"),
        (["S//ND", "S//XD"], "SECRET//NOFORN//NODIS"),
        (["TS//SI//NF", "S//TK"], "TOP SECRET//SI/TK//NOFORN"),
    ],
)
def test_the_roll_up_follows_the_manual(portions: list[str], banner: str) -> None:
    assert roll_up(map(Marking.parse, portions)).banner() == banner


@pytest.mark.parametrize(
    ("line", "banner"),
    [
        ("SECRET//NOFORN", "SECRET//NOFORN"),
        ("  TOP SECRET//SI//NOFORN  ", "TOP SECRET//SI//NOFORN"),
        ("S E C R E T", "SECRET"),
        ("T O P  S E C R E T", "TOP SECRET"),
        ("T O P S E C R E T", "TOP SECRET"),
        ("S E C R E T // N O F O R N", "SECRET//NOFORN"),
        ("C O N F I D E N T I A L KARSA 000123", "CONFIDENTIAL"),
        ("SECRET//NOFORN 14", "SECRET//NOFORN"),
        ("Page 3 of 9  UNCLASSIFIED//FOUO", "UNCLASSIFIED//FOUO"),
        ("SECRET - page 2 of 5", "SECRET"),
        ("PAGE 2 .......... SECRET", "SECRET"),
        ("PAGE 3 KARSA 7651 SECRET", "SECRET"),
        ("SECRET 1822052 JUL 31 STAFF", "SECRET"),
        ("Report KR-12 | SECRET//NOFORN | Page 2 of 5", "SECRET//NOFORN"),
        ("SECRET//REL TO USA, FVEY      3 May 2031", "SECRET//REL TO USA, FVEY"),
        ("Secret//Noforn", "SECRET//NOFORN"),
        ("FOR OFFICIAL USE ONLY", "UNCLASSIFIED//FOUO"),
        ("Classification: SECRET//NOFORN", "SECRET//NOFORN"),
        ("Overall classification: Secret", "SECRET"),
        ("CLASSIFICATION OF THIS REPORT - TOP SECRET", "TOP SECRET"),
        ("**Classification:** SECRET//NOFORN", "SECRET//NOFORN"),
        ("Classification | SECRET", "SECRET"),
        ("Vessel: Ruby Tern; Classification: SECRET; Crew: 14", "SECRET"),
        ("This document is classified SECRET.", "SECRET"),
        ("*** TOP SECRET ***", "TOP SECRET"),
        ("# SECRET", "SECRET"),
        ("## CONFIDENTIAL//REL TO USA, GBR", "CONFIDENTIAL//REL TO USA, GBR"),
        ("**SECRET**", "SECRET"),
        ("[SECRET]", "SECRET"),
        ("- SECRET -", "SECRET"),
        ("SECRET (When Filled In)", "SECRET"),
        ("> SECRET//NOFORN", "SECRET//NOFORN"),
        ("[SECRET//NOFORN] Arms in Karsa", "SECRET//NOFORN"),
        ("Subject: RE: [SECRET//NOFORN] Arms in Karsa", "SECRET//NOFORN"),
        ("Subject: SECRET//NOFORN Arms in Karsa", "SECRET//NOFORN"),
        ("NATO SECRET", "SECRET//NATO SECRET"),
        ("COSMIC TOP SECRET", "TOP SECRET//COSMIC TOP SECRET"),
        ("NATO RESTRICTED", "CONFIDENTIAL//NATO RESTRICTED"),
        ("Classification: RESTRICTED", "CONFIDENTIAL//RESTRICTED"),
        ("SECRET UE/EU SECRET", "SECRET//EU SECRET//SECRET UE"),
        ("SECRET//NOFORN//20350101", "SECRET//NOFORN//20350101"),
        ("SECRET/RYBAT", "SECRET//RYBAT"),
        ("CONFIDENTIAL WNINTEL NOFORN", "CONFIDENTIAL//NOFORN//WNINTEL"),
        ("TOP SECRET-NOFORN", "TOP SECRET//NOFORN"),
        ("SECRET/NO FOREIGN DISSEM", "SECRET//NOFORN"),
        ("SECRET REL TO USA, GBR", "SECRET//REL TO USA, GBR"),
        ("CONTROLLED UNCLASSIFIED INFORMATION", "CUI"),
    ],
)
def test_a_banner_is_found_at_the_top_of_a_page(line: str, banner: str) -> None:
    found = find_banner(f"\n{line}\n\nThe freighter left port.\nIt sailed north.\nIt sank.\nIt rose.")
    assert found is not None
    assert found.banner() == banner


def test_a_banner_is_found_at_the_foot_and_the_higher_one_counts() -> None:
    found = find_banner("CONFIDENTIAL\none\ntwo\nthree\nfour\nfive\nSECRET\n")
    assert found == Marking.of(Level.SECRET)


@pytest.mark.parametrize(
    "line",
    [
        "The meeting was secret.",
        "Secret",
        "SECRET MEETING IN KARSA",
        "TOP SECRET//SI//NOFORN (this banner is part of a published novel)",
        "C",
        "S",
        "SECRETARY OF STATE",
        "(S) The freighter left port.",
        "TOP SECRET TALKS",
        "CONFIDENTIAL SOURCES SAID",
        "Classification: Confidential sources said",
        "Classification: none given",
        "CLASSIFIED MESSAGE",
        "Classified By: J. Marlow",
        "RESTRICTED AREA",
        "RESTRICTED",
        "SECRET SERVICE",
        "US SECRET SERVICE",
        "Subject: SECRET SERVICE budget",
        "UNCLASSIFIED SHIPS",
        "THE SECRET",
        "- SECRET",
        "1. SECRET",
        "SECRET AGENT 14",
        "TOP SECRET: THE NOVEL",
        "SECRET, SAID THE MINISTER",
        "UNCLASSIFIED/CONFIDENTIAL/SECRET",
        "Ruby Tern | SECRET | 3 May",
        "PAGE 3 CONTAINS A SECRET",
        "Geheim",
        "Secret Harbour of Karsa; marking: a red buoy",
    ],
)
def test_a_sentence_with_the_word_secret_is_no_banner(line: str) -> None:
    assert find_banner(f"{line}\nThe freighter left port.") is None


def test_a_banner_in_the_middle_of_a_page_is_text() -> None:
    assert find_banner("one\ntwo\nthree\nSECRET\nfour\nfive\nsix") is None


def test_a_portion_mark_leads_its_paragraph() -> None:
    assert find_portion("(S//NF) The freighter left port.") == Marking.parse("SECRET//NOFORN")
    assert find_portion("(//NATO SECRET) The freighter left port.") == Marking.parse("//NATO SECRET")
    assert find_portion("The freighter (S) left port.") is None
    assert find_portion("(see below) text") is None
    assert find_portion("(S/NF) The freighter left port.") == Marking.parse("SECRET//NOFORN")
    assert find_portion("(//CTS) The freighter left port.") == Marking.parse("//COSMIC TOP SECRET")
    assert find_portion("(SBU) The freighter left port.") == Marking.parse("UNCLASSIFIED//SBU")


def test_a_copyright_line_is_no_portion_mark() -> None:
    assert find_portion("(C) 2031 Somebody") is None
    assert find_portion("(C) Copyright Somebody") is None
    assert find_portion("(C) The convoy left.") == Marking.of(Level.CONFIDENTIAL)
