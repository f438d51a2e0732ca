"""The grammar of a search: what is typed becomes a tree, or a sentence that names the place."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.search.query import (
    MOST_CHARACTERS,
    Beginning,
    Dated,
    Either,
    Every,
    Field,
    Fuzzy,
    Near,
    Node,
    Not,
    Phrase,
    Word,
    parse,
)
from desk.vocabulary.errors import QueryInvalid

SHIP, LOAN, CEMENT = Word("ship"), Word("loan"), Word("cement")


@pytest.mark.parametrize(
    ("typed", "tree"),
    [
        ("ship", SHIP),
        ("ship loan", Every((SHIP, LOAN))),
        ("ship AND loan", Every((SHIP, LOAN))),
        ("ship OR loan", Either((SHIP, LOAN))),
        ("ship loan OR cement", Either((Every((SHIP, LOAN)), CEMENT))),
        ("ship (loan OR cement)", Every((SHIP, Either((LOAN, CEMENT))))),
        ("ship NOT cement", Every((SHIP, Not(CEMENT)))),
        ("ship -cement", Every((SHIP, Not(CEMENT)))),
        ("ship AND NOT (loan OR cement)", Every((SHIP, Not(Either((LOAN, CEMENT)))))),
        ("NOT NOT ship", SHIP),
        ('"loan ship"', Phrase("loan ship")),
        ("“loan ship”", Phrase("loan ship")),
        ("smuggl*", Beginning("smuggl")),
        ("Valletta~1", Fuzzy("Valletta", 1)),
        ("Valletta~", Fuzzy("Valletta", 2)),
        ("ship~", Fuzzy("ship", 1)),
        ("loan NEAR/5 ship", Near(((LOAN,), (SHIP,)), 5)),
        ("loan NEAR ship", Near(((LOAN,), (SHIP,)), 10)),
        ('(ship OR loan) NEAR/2 "port call"', Near(((SHIP, LOAN), (Phrase("port call"),)), 2)),
        ("NOT loan NEAR/5 ship", Not(Near(((LOAN,), (SHIP,)), 5))),
        ("title:amal", Field("title", "amal")),
        ('Title:"Port Karsa"', Field("title", "Port Karsa")),
        ("-marking:SECRET//NOFORN", Not(Field("marking", "SECRET//NOFORN"))),
        ("e-mail", Phrase("e-mail")),
        ("found? ship,", Every((Word("found"), SHIP))),
        ("ship and loan", Every((SHIP, Word("and"), LOAN))),
        ("ship - loan", Every((SHIP, LOAN))),
        ("https://karsa.example/a", Phrase("https://karsa.example/a")),
        ("12:30", Phrase("12:30")),
    ],
)
def test_what_is_typed_becomes_a_tree(typed: str, tree: Node) -> None:
    assert parse(typed) == tree


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("date:2031", date(2031, 1, 1), date(2031, 12, 31)),
        ("date:2031-02", date(2031, 2, 1), date(2031, 2, 28)),
        ("date:2031-05-03", date(2031, 5, 3), date(2031, 5, 3)),
        ("date:>=2031-05-03", date(2031, 5, 3), date.max),
        ("date:>2031-05", date(2031, 6, 1), date.max),
        ("date:<2031", date.min, date(2030, 12, 31)),
        ("date:<=2031", date.min, date(2031, 12, 31)),
        ("date:2029..2031-05", date(2029, 1, 1), date(2031, 5, 31)),
        ("date:2029..", date(2029, 1, 1), date.max),
    ],
)
def test_a_date_means_every_day_of_it(typed: str, first: date, last: date) -> None:
    assert parse(typed) == Dated(first, last)


@pytest.mark.parametrize(
    ("typed", "place", "says"),
    [
        ("", 0, "nothing to search for"),
        ("- , ()", 0, "nothing to search for"),
        ('ship "loan', 5, "quotation mark is never closed"),
        ("ship (loan", 5, "bracket is never closed"),
        ("ship) loan", 4, "has no opening one"),
        ("ship AND", 8, "missing after “AND”"),
        ("ship OR OR loan", 8, "Before “OR” a word is missing"),
        ("() ship", 1, "a word is missing"),
        ("author:hill", 0, "no field “author:”"),
        ("ship title:", 5, "a value is missing"),
        ("date:May", 0, "is no date: it has the form"),
        ("date:2031-13", 0, "month is between 1 and 12"),
        ("date:2031..2029", 0, "ends before it begins"),
        ("a*", 0, "at least 2 letters"),
        ("war~", 0, "at least 4 letters"),
        ("s*p", 0, "at the end of a word"),
        ("ship~3", 0, "1, 2 or nothing"),
        ('"loan ship"*', 11, "after a single word"),
        ("e-mail*", 0, "more than one word"),
        ("ship NEAR/500 loan", 5, "at most 100 words"),
        ("a NEAR/2 b NEAR/3 c", 11, "same number"),
        ("ship NEAR/3 (loan cement)", 0, "NEAR stands between words"),
        ("ship NEAR/3 title:amal", 0, "NEAR stands between words"),
        ("(" * 40 + "ship" + ")" * 40, 16, "nested more than"),
        ("ship " * 100, 320, "at most 64 words"),
        ("x" * (MOST_CHARACTERS + 1), MOST_CHARACTERS, "at most 2,000 characters"),
    ],
)
def test_an_error_names_the_place_and_what_to_do(typed: str, place: int, says: str) -> None:
    with pytest.raises(QueryInvalid) as found:
        parse(typed)
    assert says in found.value.message
    assert f"(Character {place + 1}.)" in found.value.message
    assert found.value.start == place
    assert found.value.remedy


PIECES = [
    "ship",
    "loan",
    '"',
    "(",
    ")",
    " AND ",
    " OR ",
    " NOT ",
    " NEAR/3 ",
    "-",
    "*",
    "~",
    "~1",
    ":",
    "title:",
    "date:",
    " ",
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=24).map("".join)))
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(typed: str) -> None:
    refused = None
    try:
        parse(typed)
    except QueryInvalid as error:
        refused = error
    assert refused is None or (refused.message and refused.remedy and 0 <= refused.start <= len(typed))
