"""Whether a cited passage says what a generated sentence says."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest

from desk.answering.support import evidence, supported
from desk.safeguards.sealed import MaskedPassage

PASSAGE = (
    "The freighter Amal docked at Port Karsa on 3 May 2031. Customs inspectors found 412 crates of drone engines in hold two,"
    " and 21 men of the crew were questioned. Major Ilic guarded the depot at Tesh. The harbour master was never seen after"
    " 9 May. Some of the crates were burned at the pier. The convoy left before the storm with at least 40 trucks."
)


def near(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """Everything means the same: what fails here fails for its facts alone."""
    return np.ones((len(texts), 1), dtype=np.float32)


def holds(sentence: str) -> bool:
    passage = MaskedPassage(PASSAGE, 1, "report", "Report", 1, 0, None)
    return supported(sentence, [evidence(sentence, passage)], near)


@pytest.mark.parametrize(
    "sentence",
    [
        "The Amal docked at Port Karsa on 3 May 2031.",
        "Inspectors found 412 crates of engines for drones in hold 2.",
        "Ilic guarded the depot at Tesh.",
        "The Amal docked on 3 May 2031, and inspectors found 412 crates of drone engines.",
        "The harbour master was not seen after 9 May.",
        "Some crates were burned at the pier.",
        "At least 40 trucks left with the convoy before the storm.",
        "Twenty-one men of the crew were questioned.",
    ],
)
def test_what_the_passage_says_is_supported(sentence: str) -> None:
    assert holds(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Customs inspectors found 421 crates of drone engines in hold two.",
        "Customs inspectors found twelve crates of drone engines in hold two.",
        "Customs inspectors found 21 crates in hold two at Tesh before 9 May.",
        "The freighter Amal docked at Port Karsa on 9 May 2032.",
        "Major Ilich guarded the depot at Tesh.",
        "Ilich guarded the depot at Tesh.",
        "NATO guarded the depot at Tesh.",
        "The freighter Amal never docked at Port Karsa on 3 May 2031.",
        "Major Ilic refused to guard the depot at Tesh.",
        "The harbour master was seen after 9 May.",
        "All of the crates were burned at the pier.",
        "The convoy left after the storm with at least 40 trucks.",
        "The convoy left before the storm with at most 40 trucks.",
    ],
)
def test_another_number_name_or_denial_is_not_supported(sentence: str) -> None:
    assert not holds(sentence)


def test_a_sentence_without_a_citation_is_not_supported() -> None:
    assert not supported("The Amal docked at Port Karsa.", [], near)
