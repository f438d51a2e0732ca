"""Tokens as the embedding model counts them."""

from pathlib import Path

from desk.reading.split import TokenStarts, estimated_token_starts


def token_starts(tokenizer: Path | None) -> TokenStarts:
    """A function from a text to where its tokens begin; an estimate where there is no tokenizer file."""
    if tokenizer is None:
        return estimated_token_starts
    from tokenizers import Tokenizer

    model = Tokenizer.from_file(str(tokenizer))
    model.no_truncation()
    model.no_padding()

    def starts(text: str) -> list[int]:
        return [start for start, _ in model.encode(text, add_special_tokens=False).offsets]

    return starts
