"""Dates, titles and markings of whole reports."""

import datetime

import pytest

from desk.reading.dates import find_date
from desk.reading.headers import header_of
from desk.reading.marks import Marks, borders
from desk.reading.titles import choose_title
from desk.vocabulary.marking import Marking


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Karsa, 12 March 2031", (2031, 3, 12)),
        ("March 12th, 2031", (2031, 3, 12)),
        ("2031-03-12", (2031, 3, 12)),
        ("DTG: 121430ZMAR31", (2031, 3, 12)),
        ("121430Z MAR 31", (2031, 3, 12)),
        ("03/14/2031 and 14/03/2031", (2031, 3, 14)),
        ("Events of 1 May 2030.\nDate of report: 3 May 2030", (2030, 5, 3)),
        ("1 May 2030, then 3 May 2030", (2030, 5, 1)),
    ],
)
def test_a_report_tells_its_date(text: str, day: tuple[int, int, int]) -> None:
    assert find_date(text) == datetime.date(*day)


@pytest.mark.parametrize("text", ["", "03/04/2031", "31 February 2031", "2031-19-42", "May be 2031", "Room 12, 2031"])
def test_what_can_be_read_two_ways_is_no_date(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    ("stated", "page", "title"),
    [
        ("Arms in Karsa", "", "Arms in Karsa"),
        ("Microsoft Word - karsa final.doc", "SECRET//NOFORN\n12 March 2031\nArms in Karsa\nText.", "Arms in Karsa"),
        ("untitled", "Page 1 of 3\n18,870 23,022 22,650\nArms in Karsa", "Arms in Karsa"),
        ("", "", "report_7"),
    ],
)
def test_a_title_is_the_best_there_is(stated: str, page: str, title: str) -> None:
    assert choose_title(stated, page, "report_7.pdf") == title


def test_a_report_is_marked_by_its_banners() -> None:
    page = "SECRET//REL TO USA, GBR\n(U) One.\n(S//REL) Two.\n(S//REL TO USA, GBR) Three.\nfour\nfive\nsix"
    marks = Marks([page])
    assert marks.report == Marking.parse("SECRET//REL TO USA, GBR")
    assert [mark.portion() for _, mark in marks.portions(page)] == [
        "(U)",
        "(S//REL TO USA, GBR)",
        "(S//REL TO USA, GBR)",
    ]
    assert len(borders(marks.portions(page))) == 2


def test_a_portion_beyond_the_banner_raises_the_report() -> None:
    marks = Marks(["CONFIDENTIAL\n\n1. (U) One.\n\n2. (S//NF) Two.\n\nthree\nfour\nfive"])
    assert marks.report == Marking.parse("SECRET//NOFORN")


@pytest.mark.parametrize(
    "page",
    [
        "(A) The term means this.\n(B) The term means that.\n(C) The Secretary shall report.\n(S) Other.",
        "Findings\n1. OBJECT - TREE(S)\n2. (C) ALTITUDE - MISJUDGED",
        "Plain text about a secret.",
        "1. (C) PILOT IN COMMAND\n2. (F) WEATHER",
        "one\ntwo\nthree\nThe plant was\nSECRET\nuntil 2031.\nfour\nfive\nsix",
        "one\ntwo\nthree\n\n# SECRET\n\nhigh\n\n# CONFIDENTIAL\n\nlow\n\n# TOP SECRET\n\nhighest\n\nx\ny\nz",
        "one\ntwo\nthree\n\nUNCLASSIFIED\n\nfour\nfive\nsix",
    ],
)
def test_letters_of_lists_and_causes_are_no_markings(page: str) -> None:
    assert Marks([page]).report is None


PROSE = "The freighter left the port of Karsa at dawn and sailed north."


def test_portion_marks_alone_mark_a_report() -> None:
    assert Marks([f"Arms in Karsa\n\n1. (S//NF) {PROSE}\n\na. (U) {PROSE}\n\nend\nof\nit"]).report == Marking.parse(
        "SECRET//NOFORN"
    )
    assert Marks([f"Arms in Karsa\n\n(S) {PROSE}\n\n(S) {PROSE}"]).report == Marking.parse("SECRET")
    assert Marks([f"Subject: (S//NF) Arms in Karsa\n\n{PROSE}"]).report == Marking.parse("SECRET//NOFORN")


@pytest.mark.parametrize(
    ("inside", "marking"),
    [
        ("-----Original Message-----\nFrom: Marlow\nSubject: [SECRET//NOFORN] Karsa", "SECRET//NOFORN"),
        ("They wrote:\n\n> SECRET\n>\n> The freighter left.", "SECRET"),
        ("Distribution: Karsa\nOverall classification: SECRET\nCopies: 3", "SECRET"),
        ("SECRET\nThe first page.\nIt ends here.\nSECRET\nThe second page.", "SECRET"),
    ],
)
def test_a_marking_within_the_text_counts_and_is_said(inside: str, marking: str) -> None:
    marks = Marks([f"one\ntwo\nthree\n\n{inside}\n\nfour\nfive\nsix"])
    assert marks.report == Marking.parse(marking)
    assert "stands within the text" in marks.notes[0]
    assert marking in marks.notes[0]


def test_a_level_that_a_line_ends_cut_off_is_no_marking_but_is_said() -> None:
    marks = Marks(["one\ntwo\nthree\nThe plant was\nSECRET\nuntil 2031.\nfour\nfive\nsix"])
    assert marks.report is None
    assert marks.notes == (
        "Lines within the text may be markings (“SECRET”, page 1); they were not counted as the report's.",
    )


def test_a_quoted_marking_does_not_lower_a_report() -> None:
    assert Marks(["SECRET//NOFORN\n\none\n\ntwo\n\nCONFIDENTIAL\n\nthree\nfour\nfive"]).report == Marking.parse(
        "SECRET//NOFORN"
    )


def test_what_a_marking_holds_beyond_the_register_is_said() -> None:
    (note,) = Marks([f"SECRET/RYBAT\n\n{PROSE}"]).notes
    assert "RYBAT" in note


def test_an_authority_block_without_a_marking_is_said() -> None:
    marks = Marks([f"{PROSE}\n\nClassified By: J. Marlow\nDeclassify On: 20350101"])
    assert marks.report is None
    assert "a person must say how it is marked" in marks.notes[0]


CABLE = """SECRET//NOFORN

DTG:      221905Z MAR 31
FROM:     FIELD OFFICE TAVRIN (EXERCISE)
TO:       FUSION CELL
SERIAL:   (U) EX/FO-0188-31.
DOI:      (U) 20310319.
"""


def test_a_report_tells_who_it_is_from_its_number_and_the_day_of_its_information() -> None:
    found = header_of(CABLE)
    assert (found.originator, found.number) == ("FIELD OFFICE TAVRIN (EXERCISE)", "EX/FO-0188-31")
    assert found.information_date == datetime.date(2031, 3, 19)
    assert find_date(CABLE) == datetime.date(2031, 3, 22)


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("**Number:** EX/OSS-0026-31", "EX/OSS-0026-31"),
        ("Report No.: 2031-17", "2031-17"),
        ("SERIAL: (S//NF) IIR 4 201 0123 31.", "IIR 4 201 0123 31"),
        ("Report EX/MAS-0312-31", "EX/MAS-0312-31"),
        ("Document number: AB-12     Copy: 3 of 7", "AB-12"),
    ],
)
def test_a_number_stands_behind_its_label(line: str, number: str) -> None:
    assert header_of(f"Title\n{line}\nText.").number == number


@pytest.mark.parametrize(
    "line",
    [
        "Number: 412",
        "Serial: 3",
        "Number: of crates in hold two",
        "The report number: EX/1-31 was wrong",
        "Report on crates",
        "Report 2031",
        "Report Number:",
    ],
)
def test_what_may_be_something_else_is_no_number(line: str) -> None:
    assert header_of(f"Title\n{line}\nText.").number == ""


@pytest.mark.parametrize(
    ("line", "originator"),
    [
        ("Originator: Maritime Section", "Maritime Section"),
        ("**From:** Open Source Section, Fusion Cell", "Open Source Section, Fusion Cell"),
        ("Issued by: (U) Customs of Sarn", "Customs of Sarn"),
        ("From: 3 May 2031", ""),
        ("FROM: (Requesters BADGE NO.", ""),
        ("The ship came from: Karsa", ""),
    ],
)
def test_an_originator_stands_behind_its_label(line: str, originator: str) -> None:
    assert header_of(f"Title\n{line}\nText.").originator == originator


@pytest.mark.parametrize("said", ["3 to 5 May 2031", "early May 2031", "03/04/2031", "10.1000/182", "20311340"])
def test_a_day_of_information_that_is_no_single_day_is_left_to_a_person(said: str) -> None:
    assert header_of(f"DOI: {said}").information_date is None


def test_the_day_of_the_information_is_not_taken_for_that_of_the_report() -> None:
    text = "Date of information: 1 March 2031\nIssued: 12 March 2031"
    assert find_date(text) == datetime.date(2031, 3, 12)
    assert header_of(text).information_date == datetime.date(2031, 3, 1)
    assert find_date("Date of information: 1 March 2031") is None
