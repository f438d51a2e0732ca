"""Masks: who is masked, who is not, that numbers are stable, and that every mask leads back to its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.safeguards.mask import Masker
from desk.safeguards.policy import Policy, load_policy
from desk.safeguards.sealed import MaskedPassage


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
