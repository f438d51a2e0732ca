"""Spellings that belong together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.search.spelling import common_beginning, distance_within, folded, forms, near, stem

LETTERS = st.text("abcd", max_size=7)


def whole_distance(one: str, other: str) -> int:
    """Optimal string alignment, as the textbook writes it."""
    rows = [[max(i, j) if 0 in (i, j) else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            changed = rows[i - 1][j - 1] + (one[i - 1] != other[j - 1])
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, changed)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(LETTERS, LETTERS, st.integers(1, 2))
def test_a_bounded_distance_is_the_distance_where_it_is_within_the_bound(one: str, other: str, most: int) -> None:
    far = whole_distance(one, other)
    assert distance_within(one, other, most) == (far if far <= most else None)


@given(LETTERS, st.lists(LETTERS, max_size=8), st.integers(1, 2))
def test_no_near_word_is_passed_over(word: str, others: list[str], most: int) -> None:
    assert {each for _, each in near(word, others, most)} == {o for o in others if whole_distance(word, o) <= most}


def test_the_nearest_comes_first() -> None:
    assert near("piraeus", ["pireaus", "piraeus", "pirates"], 2) == [(0, "piraeus"), (1, "pireaus"), (2, "pirates")]


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("ship", ["ships", "shipped", "shipping"]),
        ("terrorist", ["terrorists"]),
        ("agencies", ["agency"]),
        ("studied", ["study", "studies", "studying"]),
    ],
)
def test_the_forms_of_a_word_are_found_from_any_of_them(word: str, others: list[str]) -> None:
    family = [word, *others]
    for each in family:
        assert all(other.startswith(common_beginning(each)) for other in family)
        assert forms(each, [*family, "elsewhere"]) == family


@given(st.text("abeginsyty", min_size=1, max_size=9))
def test_every_form_begins_with_the_common_beginning(word: str) -> None:
    assert word.startswith(common_beginning(word))
    assert stem(word)


def test_letters_are_compared_without_case_and_accents() -> None:
    assert folded("Şırnak") == folded("SıRNAK")
    assert folded("Málaga") == "malaga"
