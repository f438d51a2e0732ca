"""What a search asks, in words: each way to fulfil it, without what it excludes."""

import pytest

from desk.safeguards.policy import load_policy
from desk.search.asked import MOST_WAYS, in_words, readings, ways
from desk.search.query import Beginning, Term, parse
from desk.vocabulary.errors import QueryInvalid


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ship", ["ship"]),
        (
            '"Daniel Whitfield" AND Ohio AND (address OR home)',
            ["Daniel Whitfield Ohio address", "Daniel Whitfield Ohio home"],
        ),
        ("ship NOT cement", ["ship"]),
        ("ship NOT (cement OR NOT crew)", ["ship crew"]),
        ("NOT (ship AND NOT crew)", ["", "crew"]),
        ("Whitfield (address OR Valdorian)", ["Whitfield address", "Whitfield Valdorian"]),
        ("(ship OR boat) NEAR/5 crew", ["ship crew", "boat crew"]),
        ('originator:"Daniel Whitfield" date:2031 address', ["Daniel Whitfield address"]),
        ("NOT cement", [""]),
        ("ship OR ship", ["ship"]),
    ],
)
def test_each_way_to_fulfil_a_search_is_said_in_plain_words(typed: str, said: list[str]) -> None:
    assert [in_words(way) for way in ways(parse(typed))] == said


def test_what_a_sign_stands_for_is_said_in_its_place() -> None:
    (way,) = ways(parse("Whitfield addr*"))
    assert in_words(way, lambda term: ["address"] if isinstance(term, Beginning) else []) == "Whitfield address"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("(ship OR boat) AND (crates OR cargo) NOT cement", ["ship or boat crates or cargo"]),
        ("NOT cement", []),
        ("date:2031", []),
        ("smuggl* AND crates", ["crates"]),
        ("cra* OR cargo", ["crates crated or cargo"]),
        (
            '"Daniel Whitfield" AND Ohio AND (address OR policy)',
            [
                "Daniel Whitfield Ohio address or policy",
                "Daniel Whitfield Ohio address",
                "Daniel Whitfield Ohio policy",
            ],
        ),
        ("weather OR (Whitfield addr*)", ["weather or Whitfield"]),
    ],
)
def test_the_whole_is_read_and_each_way_in_which_the_rules_see_anything(typed: str, read: list[str]) -> None:
    def stands_for(term: Term) -> list[str]:
        return ["crates", "crated"] if term == Beginning("cra") else []

    assert readings(parse(typed), load_policy(), stands_for) == read


@pytest.mark.parametrize("joint", [" AND ", " NEAR/3 "])
def test_more_ways_than_can_be_read_are_refused(joint: str) -> None:
    group = "({})".format(" OR ".join(f"w{n}x" for n in range(10)))
    with pytest.raises(QueryInvalid, match=f"more than {MOST_WAYS} ways"):
        ways(parse(joint.join(group.replace("w", letter) for letter in "abcdef")))
