"""Selectors: phones however they are written, and the many numbers of reports that are none."""

import pytest

from desk.safeguards.selectors import selectors


def kinds(text: str, *, report: bool) -> list[str]:
    return [selector.kind for selector in selectors(text, report=report)]


@pytest.mark.parametrize(
    "question",
    [
        "who owns 703-555-0142",
        "7035550142",
        "(703) 555 0142 - whose is it?",
        "+1 703.555.0142",
        "where does 7 0 3 5 5 5 0 1 4 2 go at night",
        "whose is 703 555 0142",
        "call 555-0142 and say who answers",
        "invoice of 703-555-0142",
    ],
)
def test_a_us_phone_in_a_question_is_recognised_however_it_is_written(question: str) -> None:
    assert kinds(question, report=False) == ["phone"]


@pytest.mark.parametrize(
    "words",
    [
        "The courier used 703-555-0142.",
        "Tel. (703) 555-0142",
        "He dialled 7035550142 twice.",
        "His number is 555-0142.",
        "the burner number was 7 0 3 5 5 5 0 1 4 2, he said",
        "Watch Officer 202 647 1512",
        "Operations Center\n202 647 1512\n\n",
        "Room 7238\n703-555-0142",
        "phone: 571.555.0199 x12",
        "+1 703 555 0142",
    ],
)
def test_a_phone_in_a_report_is_recognised_where_it_is_written_or_called_so(words: str) -> None:
    assert kinds(words, report=True) == ["phone"]


NO_PHONES = [
    "Latitude: 35.075751; Longitude: -119.942712",
    "at 33.312805, 44.361488 near the canal",
    "33°18'46\"N 44°21'41\"E",
    "Grid 38SMB4488012345",
    "330610N 0440542E",
    "the tanker, IMO 9321483, MMSI 366982330",
    "Container QXZU 410772 left the port",
    "DTG 301441Z NOV 12",
    "ISBN 978-0-306-40615-7",
    "File No. 2025550142",
    "USD 2025550142 was paid",
    "26 U.S.C. 6103",
]


@pytest.mark.parametrize("report", [True, False])
@pytest.mark.parametrize("words", NO_PHONES)
def test_coordinates_ships_files_and_money_are_no_phones(words: str, report: bool) -> None:
    assert kinds(words, report=report) == []


@pytest.mark.parametrize(
    "words",
    [
        "Missouri 5,884 21,135 22,852 1,004 1,060 0 11 16 0 1,131",
        "Sleep problems 130 48 3080",
        "Michigan 14.1 -11.4 -5.5 -16.3",
        "2020 800 880 9600 1040",
        "RECORD NUMBER: 104-10331-10056",
        "14-00000",
        "CSCI-316/02545-64",
        "MHFNO: 96-2899455 SENSIND: INTEL",
        "_4939648c-bb47-11ec-bcae-575d0183ea00",
        "TOR:2621232 AUG 77",
        "Aircraft Registration: N2151J",
        "pp. 202-205 and 310-3145",
        "Tbilisi [995] (32) 227-7000",
    ],
)
def test_figures_of_a_report_are_no_selectors(words: str) -> None:
    assert kinds(words, report=True) == []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("SSN 521-44-1234 was found.", "ssn"),
        ("The card gives 521-44-1234.", "ssn"),
        ("SSN 521 44 1234", "ssn"),
        ("EIN 12-3456789", "ein"),
        ("employer number 12-3456789", "ein"),
        ("A123456789", "a_number"),
        ("his alien file is A 123 456 789", "a_number"),
        ("Licence plate KLX 4471", "plate"),
    ],
)
def test_identity_numbers_in_a_report_are_still_recognised(words: str, kind: str) -> None:
    assert kinds(words, report=True) == [kind]
