"""Which sentences say the same, and which only look alike."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desk.answering.claims import claim, numbers

SENTENCE = "On 3 May the convoy of {} trucks left Port Karsa for the depot at Tesh with {} crates of engines."


def same(one: str, other: str) -> bool:
    """Whether they say the same, asked both ways round."""
    assert claim(one).same_as(claim(other)) == claim(other).same_as(claim(one))
    return claim(one).same_as(claim(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Twelve trucks crossed the bridge at dawn.", "12 trucks crossed the bridge at dawn."),
        ("The cargo weighed 1,460 kg in all.", "The cargo weighed 1460 kg in all."),
        ("The freighter Amal docked at Port Karsa.", "The freighter Amal docked at the Port Karsa."),
        ("He did not see the dhow at the pier.", "He didn’t see the dhow at the pier."),
        (
            "Customs inspectors found 412 crates of drone engines in hold two.",
            "Customs inspectors found 412 crates of wooden drone engines in hold two.",
        ),
    ],
)
def test_the_same_in_other_spelling_or_with_a_word_more_is_the_same(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "The patrol counted 12 trucks at the bridge near Tesh.",
            "The patrol counted 21 trucks at the bridge near Tesh.",
        ),
        ("Twelve trucks crossed the bridge at dawn.", "Twenty-one trucks crossed the bridge at dawn."),
        ("The dhow was seen at the old salt pier.", "The dhow was never seen at the old salt pier."),
        ("The master admitted the landing at night.", "The master hasn't admitted the landing at night."),
        ("The depot was guarded by Major Ilic and his men.", "The depot was guarded by Major Ilich and his men."),
        ("Ilic guarded the depot by the river.", "Ilich guarded the depot by the river."),
        ("The ship left the port on 11 March 2031.", "The ship left the port on 13 March 2031."),
        ("The ship left the port on 11 March 2031.", "The ship left the port on 11 May 2031."),
        ("The convoy went from Karsa to Tesh by night.", "The convoy went from Tesh to Karsa by night."),
        ("The convoy went to Karsa by night.", "The convoy went from Karsa by night."),
        ("Karsa lost 12 men and Tesh lost none.", "Karsa lost none and Tesh lost 12 men."),
        ("The guards shot the smugglers at the pier.", "The smugglers shot the guards at the pier."),
        ("All crates of the lot were burned.", "Some crates of the lot were burned."),
        ("At least 40 crates were burned at Deren.", "At most 40 crates were burned at Deren."),
        ("The lorry left before the shift ended.", "The lorry left after the shift ended."),
        ("The gate opened at 0215 local time.", "The gate opened at 0216 local time."),
        ("It fell to -12 degrees in the night.", "It fell to 12 degrees in the night."),
        ("The shift ended at 9 am on Monday.", "The shift ended at 9 pm on Monday."),
        ("The crates were loaded at the pier by night.", "The crates were unloaded at the pier by night."),
        ("An attack in the north is likely this week.", "An attack in the north is unlikely this week."),
        ("The Front attacked the radar at dawn.", "The Front failed to attack the radar at dawn."),
        ("The broker paid for the lot in cash.", "The broker allegedly paid for the lot in cash."),
        ("The UN observers counted the boxes.", "The EU observers counted the boxes."),
        ("He paid the harbour master in cash.", "She paid the harbour master in cash."),
        ("The clerk shot the guard at the gate.", "The clerk was shot by the guard at the gate."),
    ],
)
def test_what_contradicts_is_not_the_same(one: str, other: str) -> None:
    assert not same(one, other)


@given(some.integers(0, 10**7), some.integers(0, 10**7), some.integers(1, 10**7))
def test_another_number_anywhere_keeps_both(trucks: int, crates: int, more: int) -> None:
    said = SENTENCE.format(trucks, crates)
    assert same(said, said)
    for number in set(re.findall(r"\d+", said)):
        changed = re.sub(rf"\b{number}\b", str(int(number) + more), said, count=1)
        assert not same(said, changed)


@given(some.integers(0, 99), some.integers(0, 10**12))
def test_a_number_is_one_number_in_every_spelling(small: int, large: int) -> None:
    assert numbers(f"about {large:,} crowns") == numbers(f"about {large} crowns") == {str(large)}
    assert numbers(f"on {small:02} May") == numbers(f"on {small} May")
