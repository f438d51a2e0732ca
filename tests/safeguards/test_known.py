"""What reports state of persons by name."""

import pytest

from desk.safeguards.known import stated_of
from desk.safeguards.policy import Policy
from desk.vocabulary.review import Side


@pytest.mark.parametrize(
    ("name", "sentence", "side"),
    [
        ("Hanno Brisk", "Countersigned by Hanno Brisk, the gate supervisor, a Maravendi national.", Side.FOREIGN),
        ("Brisk", "The gate supervisor Hanno Brisk is a Maravendi national.", Side.FOREIGN),
        ("Paris Summer", "Paris Summer is a U.S. citizen.", Side.DOMESTIC),
    ],
)
def test_a_fact_is_found_though_the_name_looks_like_other_words(
    name: str, sentence: str, side: Side, policy: Policy
) -> None:
    stated = stated_of(name, sentence, policy)
    assert stated is not None
    assert stated[0] is side
