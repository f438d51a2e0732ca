"""What a search is made of: words, phrases, operators, brackets, fields - each with its place in what was typed."""

import enum
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from desk.vocabulary.errors import QueryInvalid

# Each field with an example for whoever forgets its value.
FIELDS = {
    "title": "Karsa",
    "originator": "customs",
    "number": "0412",
    "type": "pdf",
    "marking": "SECRET",
    "file": "cable.txt",
    "folder": "2031",
    "date": "2023-05",
}
_OPENING, _CLOSING = '"“”„«»', '"“”»«'
_NEAR = re.compile(r"NEAR(?:/([0-9]+))?")
_FIELD = re.compile(r"([A-Za-z]{3,}):(?!//)(.*)", re.DOTALL)
_MARKED = re.compile(r"(.*?)(\*|~[12]?)", re.DOTALL)


class Kind(enum.Enum):
    """What a token is."""

    WORD = enum.auto()
    PHRASE = enum.auto()
    FIELD = enum.auto()
    AND = enum.auto()
    OR = enum.auto()
    NOT = enum.auto()
    NEAR = enum.auto()
    OPEN = enum.auto()
    CLOSE = enum.auto()


@dataclass(frozen=True, slots=True)
class Token:
    """``text`` is the word, phrase, value or distance; ``mark`` the sign after a word: ``*``, ``~``, ``~1``, ``~2``."""

    kind: Kind
    text: str
    start: int
    end: int
    typed: str
    mark: str = ""
    field: str = ""


def problem(message: str, remedy: str, start: int, end: int) -> QueryInvalid:
    """What is wrong with a search, with its place in words."""
    return QueryInvalid(f"{message} (Character {start + 1}.)", remedy, start, end)


def shortened(typed: str) -> str:
    """What was typed, as much of it as a sentence can hold."""
    return typed if len(typed) <= 40 else f"{typed[:39]}…"


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a search; raises ``QueryInvalid``."""
    text = "".join(" " if unicodedata.category(letter) in ("Cc", "Cs") else letter for letter in text)
    at = 0
    while at < len(text):
        letter = text[at]
        if letter.isspace():
            at += 1
        elif letter in "()":
            yield Token(Kind.OPEN if letter == "(" else Kind.CLOSE, letter, at, at + 1, letter)
            at += 1
        elif letter in _OPENING:
            token = _phrase(text, at)
            yield token
            at = token.end
        elif letter == "-" and _begins_something(text, at):
            yield Token(Kind.NOT, "-", at, at + 1, "-")
            at += 1
        else:
            found = _run(text, at)
            if found is not None:
                yield found
            at = found.end if found is not None else _end_of_run(text, at)


def _begins_something(text: str, at: int) -> bool:
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    return (before.isspace() or before == "(") and not after.isspace() and after not in "-)"


def _end_of_run(text: str, at: int) -> int:
    end = at
    while end < len(text) and not text[end].isspace() and text[end] not in "()" and text[end] not in _OPENING:
        end += 1
    return end


def _phrase(text: str, at: int, field: str = "", start: int | None = None) -> Token:
    begin = at if start is None else start
    end = at + 1
    while end < len(text) and text[end] not in _CLOSING:
        end += 1
    if end == len(text):
        raise problem("This quotation mark is never closed.", "Close it, or take it out.", at, at + 1)
    inside = text[at + 1 : end]
    kind = Kind.FIELD if field else Kind.PHRASE
    if not field and not any(letter.isalnum() for letter in inside):
        raise problem("Nothing to search for stands in the quotation marks.", "Put words there.", at, end + 1)
    if text[end + 1 : end + 2] in ("*", "~"):
        sign = text[end + 1]
        remedy = "For words near each other write one NEAR/5 other."
        raise problem(f"“{sign}” stands after a single word, not after a phrase.", remedy, end + 1, end + 2)
    return Token(kind, inside, begin, end + 1, text[begin : end + 1], field=field)


def _run(text: str, at: int) -> Token | None:
    end = _end_of_run(text, at)
    typed = text[at:end]
    operator = _operator(typed, at, end)
    if operator is not None:
        return operator
    field = _FIELD.fullmatch(typed)
    if field is not None:
        return _field(text, at, end, field)
    return _word(typed, at, end)


def _operator(typed: str, at: int, end: int) -> Token | None:
    if typed in ("AND", "OR", "NOT"):
        return Token(Kind[typed], typed, at, end, typed)
    near = _NEAR.fullmatch(typed)
    return Token(Kind.NEAR, near.group(1) or "", at, end, typed) if near else None


def _field(text: str, at: int, end: int, found: re.Match[str]) -> Token:
    name, value = found.group(1).lower(), found.group(2)
    if name not in FIELDS:
        known = ", ".join(f"{each}:" for each in FIELDS)
        raise problem(
            f"There is no field “{shortened(found.group(1))}:”.",
            f"Fields are {known} Where the colon is part of the words, put them in quotation marks.",
            at,
            at + len(name) + 1,
        )
    if not value and text[end : end + 1] and text[end] in _OPENING:
        return _phrase(text, end, name, at)
    return Token(Kind.FIELD, value, at, end, text[at:end], field=name)


def _word(typed: str, at: int, end: int) -> Token | None:
    marked = _MARKED.fullmatch(typed)
    core, mark = (marked.group(1), marked.group(2)) if marked else (typed, "")
    core = _trimmed(core)
    if not core:
        if mark:
            raise problem(f"Before “{mark}” a word is missing.", "Put its letters there.", at, end)
        return None  # a dash or a comma between words
    if "*" in core:
        raise problem("“*” stands at the end of a word.", "Write only how the word begins, as in smuggl*.", at, end)
    if "~" in core:
        raise problem("After “~” stands 1, 2 or nothing.", "Write for instance Piraeus~1.", at, end)
    return Token(Kind.WORD, core, at, end, typed, mark)


def _trimmed(text: str) -> str:
    start, end = 0, len(text)
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return text[start:end]
