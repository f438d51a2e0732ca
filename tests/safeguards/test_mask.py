"""Masks: who is masked, who is not, that numbers are stable, and that every mask leads back to its place."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.safeguards.known import Informant
from desk.safeguards.mask import Masker
from desk.safeguards.policy import Policy, load_policy
from desk.safeguards.sealed import MaskedPassage
from desk.vocabulary.review import Side, Statement


def mask(text: str) -> str:
    return Masker(load_policy()).mask(text).text


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("John Smith of Columbus, Ohio met the courier.", "John Smith"),
        ("U.S. citizen Maria Lopez arrived.", "Maria Lopez"),
        ("American journalist Sarah Klein was there.", "Sarah Klein"),
        ("His number is 614-555-0142.", "614-555-0142"),
        ("SSN 521-44-1234 was found.", "521-44-1234"),
        ("It went to 1420 Elm Street, Springfield, IL 62704.", "1420 Elm Street"),
        ("Write to jane.roe@osu.edu.", "jane.roe@osu.edu"),
    ],
)
def test_a_us_person_is_masked(text: str, hidden: str) -> None:
    assert hidden not in mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ahmed Karimi flew from Tehran to Vienna.",
        "Colonel Ivan Petrov of the GRU commands the brigade.",
        "President Biden signed the order.",
        "The Boeing 737 landed in Frankfurt.",
        "The number +7 495 123 4567 is in Moscow.",
        "Prices rose by 12.5 percent in 2023.",
        "",
    ],
)
def test_others_are_not_masked(text: str) -> None:
    assert mask(text) == text


def test_the_same_person_keeps_the_number_and_another_gets_the_next(policy: Policy) -> None:
    masker = Masker(policy)
    first = masker.mask("U.S. citizen Maria Lopez met U.S. citizen Tom Brewer.").text
    second = masker.mask("Later Maria Lopez called Ahmed Karimi. Lopez then left.").text
    assert first == "U.S. citizen [U.S. PERSON 1] met U.S. citizen [U.S. PERSON 2]."
    assert second == "Later [U.S. PERSON 1] called Ahmed Karimi. [U.S. PERSON 1] then left."


def test_masking_twice_changes_nothing(policy: Policy) -> None:
    masker = Masker(policy)
    once = masker.mask("John Smith of Columbus, Ohio called 614-555-0142.").text
    assert masker.mask(once).text == once


PIECES = st.sampled_from(
    [
        "John Smith of Dayton, Ohio",
        "the courier",
        "614-555-0142",
        "Ahmed Karimi",
        "met",
        ".",
        "U.S. citizen Maria Lopez",
    ]
)


@given(st.lists(PIECES, max_size=8), st.integers(0, 500))
def test_a_span_outside_masks_leads_to_the_same_words_on_the_page(pieces: list[str], start: int) -> None:
    original = " ".join(pieces)
    masked = Masker(load_policy()).mask(original)
    page = "x" * start + original
    passage = MaskedPassage(masked.text, 1, "r", "t", 1, start, None, masked.replaced)
    edges = [0, *(edge for first, last, _ in masked.replaced for edge in (first, last)), len(masked.text)]
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        begin, end = passage.page_span(first, last)
        assert page[begin:end] == masked.text[first:last]
        if first < last:
            assert masked.placed(begin - start, end - start) == (first, last)


@given(st.lists(PIECES, min_size=1, max_size=8))
def test_a_span_that_touches_a_mask_covers_all_that_was_replaced(pieces: list[str]) -> None:
    original = " ".join(pieces)
    masked = Masker(load_policy()).mask(original)
    passage = MaskedPassage(masked.text, 1, "r", "t", 1, 0, None, masked.replaced)
    for first, last, length in masked.replaced:
        begin, end = passage.page_span(first + 1, last - 1)
        assert end - begin == length
        assert masked.placed(begin + 1, end - 1) == (first, last)


def case_that_says(**stated: Side) -> Informant:
    """An informant of a case whose reports put names on a side."""
    by_name = {name.replace("_", " "): side for name, side in stated.items()}
    return lambda names: [Statement(n, by_name[n], "is said so", "report 1") for n in names if n in by_name]


@pytest.mark.parametrize(
    "text",
    [
        "Austin Peay State University in Tennessee runs the survey.",
        "Vance W. Amory Airport is used by U.S. charter flights.",
        "The USS John Finn left San Diego, California.",
        "Fort Bragg is in North Carolina.",
        "The Leahy Law bars aid to such units; Congress passed it in Washington.",
        "The Fields Medal went to a team in Princeton, New Jersey.",
        "Smith, John, and Maria Lopez. The Gulf Wars. Washington, DC: Brookings Institution Press, 2010, p. 12.",
        "Container QXZU 410772 left Port Kessmar through Gate 4.",
        "UNCLASSIFIED U.S. Department of State Case No. F-2014-20439 Doc No. C05793211",
        "Latitude: 47.86601; Longitude: -119.94271; State: Washington",
    ],
)
def test_things_that_bear_names_and_numbers_are_not_masked(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Mills, Cheryl D <x@example.org>, a U.S. citizen, wrote.", "Mills, Cheryl D"),
        ("PAX LIST\nOYELARAN, Folasade   F   NAT: USA   seat 14C", "OYELARAN, Folasade"),
        ("U.S. citizen Maria Lopez met him. Lopez, Maria\nleft.", "Lopez, Maria"),
    ],
)
def test_a_name_is_masked_as_a_whole_however_it_is_written(text: str, whole: str) -> None:
    masked = mask(text)
    assert not any(word in masked for word in whole.replace(",", "").split() if len(word) > 1)


def test_no_name_goes_on_over_a_blank_line_or_into_the_next_column(policy: Policy) -> None:
    masked = Masker(policy).mask("Signed by U.S. citizen Tom Brewer\n\n\nUNCLASSIFIED").text
    assert masked == "Signed by U.S. citizen [U.S. PERSON 1]\n\n\nUNCLASSIFIED"


def test_a_private_firm_is_masked_as_a_company_and_not_as_a_person(policy: Policy) -> None:
    text = "Exporter of record was Stonebrook Aerial Survey LLC of Wichita, Kansas."
    assert Masker(policy).mask(text).text == "Exporter of record was [U.S. COMPANY 1] of Wichita, Kansas."


LIST = "- (S//NF) Orrin Dask, Maravendi, owner of Blue Lantern Freight; in custody in Port Kessmar since 28 March."


def test_a_name_that_the_case_states_foreign_is_spared_as_a_whole_in_every_passage(policy: Policy) -> None:
    informant = case_that_says(Orrin_Dask=Side.FOREIGN)
    assert Masker(policy, informant=informant).mask(LIST).text == LIST


def test_a_name_on_which_the_case_disagrees_is_not_spared(policy: Policy) -> None:
    def disagrees(names: Sequence[str]) -> list[Statement]:
        return [Statement(name, side, "is said so", "report 1") for name in names for side in Side]

    text = "John Smith of Columbus, Ohio met the courier."
    assert "John Smith" not in Masker(policy, informant=disagrees).mask(text).text


def test_what_a_passage_states_itself_outweighs_the_case(policy: Policy) -> None:
    informant = case_that_says(John_Smith=Side.FOREIGN)
    assert "John Smith" not in Masker(policy, informant=informant).mask("John Smith of Columbus, Ohio came.").text


def test_a_foreigner_is_spared_wherever_the_passage_names_him(policy: Policy) -> None:
    text = "Ivan Petrov, a Russian national, sailed. Petrov had a U.S. visa. Ivan Petrov returned."
    assert Masker(policy).mask(text).text == text


def test_what_was_noted_before_hides_a_person_in_the_first_text_too(policy: Policy) -> None:
    masker = Masker(policy)
    masker.note("Maria Lopez, a U.S. citizen from Ohio, surveyed the hull.")
    assert "Maria Lopez" not in masker.mask("The notebook names Maria Lopez.").text


def test_another_bearer_of_a_surname_keeps_the_whole_name(policy: Policy) -> None:
    text = "U.S. citizen Maria Lopez met Alejandro Lopez."
    # The model may hide him as well, to be safe; he is another person then, and no half of his name stays.
    shown = Masker(policy).mask(text).text
    assert shown in {
        "U.S. citizen [U.S. PERSON 1] met Alejandro Lopez.",
        "U.S. citizen [U.S. PERSON 1] met [U.S. PERSON 2].",
    }
