"""Characters that no reader lets through, replaced one for one so that places stay exact."""

import re

# Control characters but tab, line feed and form feed; lone surrogates; non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\uffff]")


def printable(text: str) -> str:
    """``text`` with U+FFFD in place of each character that stands for nothing; of the same length."""
    return _UNPRINTABLE.sub("\ufffd", text)
