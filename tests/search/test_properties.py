"""Fields of a search against what is known of a report."""

from dataclasses import replace
from datetime import date

import pytest

from desk.search.properties import reports_with
from desk.search.query import Dated, Field, parse
from desk.vault.described import Described

REPORT = Described(
    id="a",
    number=7,
    title="Containers at Port Kessmar (EX/MAS-0312-31)",
    file_name="01-gate.register.PDF",
    format="pdf",
    originator="Sección Marítima",
    marking="SECRET//REL TO USA, FVEY",
    date=date(2031, 5, 3),
    folder="cables 2031",
)


@pytest.mark.parametrize(
    ("typed", "has"),
    [
        ("title:container", True),
        ('title:"port kessmar"', True),
        ('title:"kessmar port"', False),
        ("title:kess", False),
        ("number:0312", True),
        ("number:MAS-0312", True),
        ("number:031", False),
        ("file:register", True),
        ("folder:cables", True),
        ("originator:maritima", True),
        ("type:PDF", True),
        ("type:docx", False),
        ("marking:secret", True),
        ('marking:"REL TO USA, FVEY"', True),
        ('marking:"SECRET//REL TO USA, FVEY"', True),
        ("marking:unmarked", False),
        ('marking:"TOP SECRET"', False),
        ("date:2031-05", True),
        ("date:<2031-05-03", False),
        ("title:½", False),
    ],
)
def test_a_report_has_a_property_or_not(typed: str, has: bool) -> None:
    wanted = parse(typed)
    assert isinstance(wanted, Field | Dated)
    assert reports_with(wanted, [REPORT]) == ([7] if has else [])


def test_a_secret_report_is_not_found_among_the_top_secret_ones_and_an_undated_one_on_no_day() -> None:
    bare = replace(REPORT, marking="", date=None)
    assert reports_with(Field("marking", "unmarked"), [bare]) == [7]
    assert reports_with(Dated(date.min, date.max), [bare]) == []
    assert reports_with(Field("marking", "SECRET"), [replace(REPORT, marking="TOP SECRET//NOFORN")]) == []
