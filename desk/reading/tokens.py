"""Tokens as the embedding model counts them."""

from collections.abc import Iterator
from pathlib import Path

from desk.reading.split import TokenStarts, estimated_token_starts

_BLOCK = 100_000


def token_starts(tokenizer: Path | None) -> TokenStarts:
    """A function from a text to where its tokens begin; an estimate where there is no tokenizer file."""
    if tokenizer is None:
        return estimated_token_starts
    from tokenizers import Tokenizer

    model = Tokenizer.from_file(str(tokenizer))
    model.no_truncation()
    model.no_padding()

    def starts(text: str) -> list[int]:
        found: list[int] = []
        for begin, end in _blocks(text):
            encoding = model.encode(text[begin:end], add_special_tokens=False)
            found += [begin + start for start, _ in encoding.offsets]
        return found

    return starts


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that end at a blank, where no token goes on: a whole book at once takes gigabytes."""
    begin = 0
    while begin < len(text):
        end = begin + _BLOCK
        if end < len(text):
            blank = text.rfind(" ", begin, end)
            end = blank if blank > begin else end
        yield begin, min(end, len(text))
        begin = end
