"""Sentences as reports write them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desk.vocabulary.sentences import sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. She stayed.", ["He left.", "She stayed."]),
        ("The U.S. Navy came.", ["The U.S. Navy came."]),
        ("They met in the U.S. They left.", ["They met in the U.S.", "They left."]),
        ("It weighed 3.5 tons. No. 7 was lost.", ["It weighed 3.5 tons.", "No. 7 was lost."]),
        ("Dr. J. Smith spoke. Gen. Brandt left.", ["Dr. J. Smith spoke.", "Gen. Brandt left."]),
        ('"Why?" he asked. "Stop!" Then silence.', ['"Why?" he asked.', '"Stop!"', "Then silence."]),
        ("The ship left\nKarsa at dawn. It\nsank.", ["The ship left\nKarsa at dawn.", "It\nsank."]),
        ("No stop here\n\nA new paragraph.", ["No stop here", "A new paragraph."]),
        ("(S//NF) One. Two.\n(U) Three.", ["(S//NF) One.", "Two.", "(U) Three."]),
        ("Found:\n- two rifles\n- one map", ["Found:", "- two rifles", "- one map"]),
        ("Wait... then it sank. Over.", ["Wait... then it sank.", "Over."]),
        ("# Summary\nThe ship sank.", ["# Summary", "The ship sank."]),
        ("1. INTRODUCTION\nThe ship sank.", ["1. INTRODUCTION", "The ship sank."]),
        ("It sank.\nExecutive Summary\nThe ship left.", ["It sank.", "Executive Summary", "The ship left."]),
        ("他们来了。我们走。", ["他们来了。", "我们走。"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_sentences_end_where_a_reader_would_say(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(some.text(alphabet="aB. \n?()U1#-", max_size=200))
def test_sentences_are_in_order_trimmed_and_lose_no_word(text: str) -> None:
    spans = sentence_spans(text)
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    for end, start in zip(ends, starts, strict=True):
        assert end <= start
        assert not text[end:start].strip()
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


def test_a_sentence_never_crosses_a_blank_line() -> None:
    assert all("\n\n" not in sentence for sentence in sentences("One two\n\nthree. Four\n \nfive.\n\n\nSix"))


@pytest.mark.parametrize("unit", ["a", "a.b. ", ". ", " ", "A\n", "(", "a. B. ", "é"])
def test_hostile_text_takes_no_more_than_its_length(unit: str) -> None:
    begin = time.process_time()
    sentence_spans(unit * (300_000 // len(unit)))
    assert time.process_time() - begin < 3


def test_two_thousand_characters_take_about_a_millisecond() -> None:
    text = ("The quick brown fox of the U.S. Navy jumped over 3.5 dogs.\nThen it stopped. " * 30)[:2000]
    best = min(_seconds(text) for _ in range(20))
    assert best < 0.002


def _seconds(text: str) -> float:
    begin = time.perf_counter()
    sentence_spans(text)
    return time.perf_counter() - begin
