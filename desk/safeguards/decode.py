"""Reading what was written so as not to be read: each decoder turns a text into plain letters, or gives nothing."""

import base64
import binascii
import codecs
import re
from collections.abc import Callable, Iterator

Decoded = tuple[str, int, int]
"""(decoded text, start, end of what it replaces)"""

_BASE64 = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/_-]{16,}={0,2}(?![A-Za-z0-9+/=])")
_BASE32 = re.compile(r"(?<![A-Z2-7=])[A-Z2-7]{16,}={0,6}(?![A-Z2-7=])")
_HEX = re.compile(
    r"(?<![0-9A-Za-z])(?:0x)?(?:[0-9a-fA-F]{2}[\s:,]?(?:\\x|0x|%)?){8,}(?![0-9A-Za-z])|(?:\\x[0-9a-fA-F]{2}){6,}"
)
_URL = re.compile(r"\S*(?:%[0-9a-fA-F]{2}\S*){2,}")
_BINARY = re.compile(r"(?:[01]{8}[\s,]*){6,}")
_DECIMAL = re.compile(r"(?:\b\d{2,3}\b[\s,]*){10,}")
_ENTITY = re.compile(r"(?:&#x?[0-9a-fA-F]{2,6};){4,}|(?:\\u[0-9a-fA-F]{4}){4,}")
_MORSE = re.compile(r"(?:[.\-·–]{1,5}[ /|]+){6,}[.\-·–]{1,5}")
_MORSE_CODE = dict(
    zip(
        ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..-"
        " -.-- --..".split(),
        "abcdefghijklmnopqrstuvwxyz",
        strict=True,
    )
)
_WORD = re.compile(r"[a-z]{3,}")


def _text(data: bytes) -> str:
    try:
        found = data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return found if found and sum(c.isprintable() or c.isspace() for c in found) >= 0.95 * len(found) else ""


def _percent(piece: str) -> str:
    return _text(re.sub(rb"%([0-9a-fA-F]{2})", lambda found: bytes([int(found[1], 16)]), piece.encode("utf-8")))


def _base64(piece: str) -> str:
    piece = piece.replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return _text(base64.b64decode(piece + "=" * (-len(piece) % 4)))
    except (binascii.Error, ValueError):
        return ""


def _base32(piece: str) -> str:
    piece = piece.rstrip("=")
    try:
        return _text(base64.b32decode(piece + "=" * (-len(piece) % 8)))
    except (binascii.Error, ValueError):
        return ""


def _hex(piece: str) -> str:
    digits = re.sub(r"\\x|0x|%|[\s:,]", "", piece)
    return _text(bytes.fromhex(digits)) if len(digits) % 2 == 0 else ""


def _binary(piece: str) -> str:
    return _text(bytes(int(byte, 2) for byte in re.findall(r"[01]{8}", piece)))


def _decimal(piece: str) -> str:
    codes = [int(code) for code in re.findall(r"\d+", piece)]
    return _text(bytes(codes)) if all(32 <= code < 127 for code in codes) else ""


def _entity(piece: str) -> str:
    codes = re.findall(r"&#(x?)([0-9a-fA-F]+);|\\u([0-9a-fA-F]{4})", piece)
    numbers = [int(unicode or digits, 16 if unicode or is_hex else 10) for is_hex, digits, unicode in codes]
    return "".join(chr(n) for n in numbers if n < 0x110000)


def _morse(piece: str) -> str:
    plain = piece.replace("·", ".").replace("–", "-")
    words = [[_MORSE_CODE.get(sign, "") for sign in word.split()] for word in re.split(r"\s*[/|]\s*|\s{3,}", plain)]
    return " ".join("".join(word) for word in words)


_PIECES: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (_URL, _percent),
    (_ENTITY, _entity),
    (_HEX, _hex),
    (_BINARY, _binary),
    (_DECIMAL, _decimal),
    (_BASE64, _base64),
    (_BASE32, _base32),
    (_MORSE, _morse),
)


def encoded_pieces(text: str, words: frozenset[str]) -> Iterator[Decoded]:
    """Pieces of the text that decode to readable words, with their places."""
    for pattern, decoder in _PIECES:
        for found in pattern.finditer(text):
            plain = decoder(found.group())
            if plain and plain != found.group() and _plausible(plain, words):
                yield plain, found.start(), found.end()


def _plausible(plain: str, words: frozenset[str]) -> bool:
    """Reads as English, or is itself encoded."""
    return readable(plain, words) >= 0.25 or any(pattern.fullmatch(plain.strip()) for pattern, _ in _PIECES[2:7])


def readable(text: str, words: frozenset[str]) -> float:
    """Share of the letters of a text that stand in ordinary English words of two or more letters."""
    found = _WORD.findall(text.lower())
    letters = sum(map(len, found))
    return sum(len(word) for word in found if word in words) / letters if letters >= 4 else 0.0


def shifted(text: str, words: frozenset[str]) -> Iterator[str]:
    """The text under ROT13, any Caesar shift, or reversed: only where that reads better than the text itself."""
    plain = readable(text, words)
    if plain >= 0.55:
        return
    for candidate in (codecs.encode(text, "rot13"), text[::-1], _words_reversed(text), _atbash(text)):
        if readable(candidate, words) >= max(0.5, plain + 0.3):
            yield candidate
    best = max((_caesar(text, shift) for shift in range(1, 26)), key=lambda moved: readable(moved, words))
    if readable(best, words) >= max(0.5, plain + 0.3):
        yield best


def _words_reversed(text: str) -> str:
    return re.sub(r"\w+", lambda found: found.group()[::-1], text)


def _atbash(text: str) -> str:
    return re.sub(r"[a-zA-Z]", lambda f: chr((155 if f.group().isupper() else 219) - ord(f.group())), text)


def _caesar(text: str, shift: int) -> str:
    def moved(found: re.Match[str]) -> str:
        base = 65 if found.group().isupper() else 97
        return chr((ord(found.group()) - base + shift) % 26 + base)

    return re.sub(r"[a-zA-Z]", moved, text)
