"""From bytes to text when nobody says which encoding."""

import codecs
import re
from dataclasses import dataclass

from desk.reading.characters import printable

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that one's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 64 * 1024
_UTF7 = re.compile(rb"\+[A-Za-z0-9+/]{3,99}-")
# Where all letters are the same in both, the signs are likelier to be Western: "½" rather than a double acute accent.
_WESTERN = {"cp1250": "cp1252", "iso8859_2": "cp1252", "cp852": "cp850"}
_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\v\f\r\x1b")


class NotText(Exception):
    """The bytes are no text in any encoding that can be told."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with "\\n" line ends; ``unreadable`` counts bytes that stood for no character."""

    text: str
    encoding: str
    unreadable: int = 0


def decode(data: bytes) -> Decoded:
    """A byte order mark if it tells the truth, UTF-8, UTF-16 or UTF-32 without a mark, else a judgement by letters.

    The same bytes always give the same text: citations count on it. Raises ``NotText``.
    """
    marked = _marked(data)
    if marked is not None:
        return marked
    body = _without_mark(data)
    encoding = _wide(body) or _utf8(body)
    if encoding is None:
        encoding = _judged(body)
    text = body.decode(encoding, "replace")
    return _tidy(text, encoding)


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                return None
            # A lying mark: eight-bit text read as UTF-16 has no blanks.
            return _tidy(text, encoding) if encoding == "utf-8" or " " in text or len(text) < 8 else None
    return None


def _without_mark(data: bytes) -> bytes:
    for mark, _ in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :]
    return data


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 by where the zero bytes lie; Chinese in UTF-16 has none but in its blanks and line ends."""
    sample = data[: _SAMPLE // 4 * 4]
    if b"\0" not in sample:
        return None
    for encoding in ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be"):
        try:
            text = sample[: len(sample) // 4 * 4].decode(encoding)
        except UnicodeDecodeError:
            continue
        if _looks_written(text):
            return encoding
    return None


def _looks_written(text: str) -> bool:
    if not text or "\0" in text:
        return False
    common = sum(character.isalnum() or character in " \n\r\t.,;:!?-()'\"。，、" for character in text)
    scripts = {ord(character) >> 8 for character in text}
    return common >= 0.9 * len(text) and len(scripts) < 2 + len(text) // 4


def _utf8(data: bytes) -> str | None:
    """UTF-8, also with a few broken bytes in much that is right."""
    if data.translate(None, delete=_CONTROLS) != data and _noise(data) > 0.02:
        raise NotText
    if _UTF7.search(data) and data.isascii():
        return _utf7(data)
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    multibyte = sum(1 for character in text[:_SAMPLE] if character > "\x7f" and character != "\ufffd")
    if broken == 0:
        return None if b"\x1b" in data and data.isascii() else "utf-8"
    return "utf-8" if multibyte > 4 * broken else None


def _noise(data: bytes) -> float:
    sample = data[:_SAMPLE]
    return 1 - len(sample.translate(None, delete=_CONTROLS)) / max(1, len(sample))


def _utf7(data: bytes) -> str:
    try:
        return "utf-7" if any(character > "\x7f" for character in data.decode("utf-7")) else "utf-8"
    except UnicodeDecodeError:
        return "utf-8"


def _judged(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise NotText
    western = _WESTERN.get(best.encoding)
    return western if western and _letters(data, western) == _letters(data, best.encoding) else best.encoding


def _letters(data: bytes, encoding: str) -> list[str]:
    return [character for character in data[:_SAMPLE].decode(encoding, "replace") if character.isalpha()]


def _tidy(text: str, encoding: str) -> Decoded:
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    shown = printable(lines)
    unreadable = shown.count("\ufffd")
    if unreadable > 0.1 * len(shown):
        raise NotText
    return Decoded(shown, encoding, unreadable)
