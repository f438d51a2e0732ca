"""Passages tile their page, hold whole sentences, and are of a size the model reads to the end."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from desk.reading.split import MOST_CHARACTERS, MOST_TOKENS, estimated_token_starts, split
from desk.reading.tokens import token_starts
from desk.vocabulary.sentences import sentence_spans

PARAGRAPH = (
    "The freighter Almaz left Port Karsa at 0400 on 12 March with a crew of nine. It carried timber and, below, arms. "
)
pages = some.lists(
    some.sampled_from(
        ["word ", "Karsa. ", "\n", "\n\n", "(S//NF) ", "x" * 300, "é", "😀 ", "INTRODUCTION\n", "- ", "。"]
    ),
    max_size=400,
).map("".join)


@settings(deadline=None)
@given(pages, some.sets(some.integers(0, 2000), max_size=3))
def test_passages_tile_their_page(text: str, borders: set[int]) -> None:
    spans = split(text, estimated_token_starts, borders)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(first[1] == second[0] for first, second in pairwise(spans))
    assert all(start < end for start, end in spans)
    assert {border for border in borders if 0 < border < len(text)} <= {start for start, _ in spans}


@settings(deadline=None, max_examples=50)
@given(text=pages)
def test_no_passage_is_longer_than_the_model_reads(text: str, tokenizer: Path) -> None:
    count = token_starts(tokenizer)
    for start, end in split(text, count):
        assert len(count(text[start:end])) <= MOST_TOKENS
        assert end - start <= MOST_CHARACTERS


def test_most_passages_of_prose_have_the_aimed_size(tokenizer: Path) -> None:
    count = token_starts(tokenizer)
    text = PARAGRAPH * 60
    sizes = [len(count(text[start:end])) for start, end in split(text, count)]
    assert all(120 <= size <= 200 for size in sizes[:-1])


def test_passages_begin_where_sentences_begin(tokenizer: Path) -> None:
    text = PARAGRAPH * 30
    starts = {start for start, _ in sentence_spans(text)}
    assert {start for start, _ in split(text, token_starts(tokenizer))} <= starts


def test_a_heading_stays_with_what_it_heads(tokenizer: Path) -> None:
    text = PARAGRAPH * 5 + "\n\nCargo Found Aboard\n" + PARAGRAPH * 5
    passages = [text[start:end] for start, end in split(text, token_starts(tokenizer))]
    assert any(passage.startswith("Cargo Found Aboard") and "freighter" in passage for passage in passages)


def test_text_without_a_break_is_cut_hard(tokenizer: Path) -> None:
    text = "A" * 9_000
    spans = split(text, token_starts(tokenizer))
    assert spans[0][0] == 0
    assert spans[-1][1] == len(text)
    assert max(end - start for start, end in spans) <= MOST_CHARACTERS


def test_a_short_rest_joins_the_passage_before_it(tokenizer: Path) -> None:
    text = PARAGRAPH * 5 + "That is all."
    assert len(split(text, token_starts(tokenizer))) == 1


@pytest.mark.parametrize("text", ["", "x"])
def test_the_smallest_pages(text: str) -> None:
    assert split(text, estimated_token_starts) == ([(0, 1)] if text else [])


def test_a_long_text_is_counted_in_blocks_as_it_would_be_at_once(tokenizer: Path) -> None:
    text = PARAGRAPH * 2_000
    starts = token_starts(tokenizer)(text)
    assert starts == sorted(starts)
    assert len(starts) == 2_000 * len(token_starts(tokenizer)(PARAGRAPH))
