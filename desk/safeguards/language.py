"""In which language a question is written. The rules read English; what they cannot read is referred, never waved through."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# One of those that are too alike to be told apart: their probabilities would share what one of them has.
NAMES = {
    "ar": "Arabic", "az": "Azerbaijani", "cs": "Czech or Slovak", "da": "Danish or Norwegian", "de": "German",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hr": "Bosnian, Croatian or Serbian", "hu": "Hungarian", "id": "Indonesian or Malay", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "ku": "Kurdish", "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sl": "Slovenian", "sq": "Albanian", "sv": "Swedish",
    "sw": "Swahili", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# Words that hold English sentences together and hardly occur in other languages.
_ENGLISH = frozenset(
    "the of and to is are was were who what where when which how with for from by his her their they he she it this that these"
    " any all has have had does did do will would should can could about between into on at or not list show give find tell get"
    " whose whom us our we you your please if than there been being".split()
)
_LEAST_LETTERS = 12
_SURE, _VERY_SURE = 0.9, 0.98


@lru_cache(maxsize=512)
def foreign_language(text: str) -> str | None:
    """The language a text is written in where that is not English, in words; None for English and for mere names."""
    words = _WORD.findall(text)
    letters = "".join(words)
    other_script = sum(ord(letter) > 0x24F for letter in letters)
    if letters and other_script > 0.4 * len(letters):
        return NAMES.get(_identified(" ".join(words))[0], "another script")
    # Names sway every identifier, so that only words without a capital count, and the first.
    plain = [word for place, word in enumerate(words) if word[:1].islower() or (place == 0 and len(words) > 3)]
    english = sum(word.lower() in _ENGLISH for word in plain)
    if english >= max(1, 0.12 * len(plain)):
        return None
    if sum(map(len, plain)) >= _LEAST_LETTERS:
        language, sure = _identified(" ".join(plain).lower())
        if language in NAMES and sure >= _SURE:
            return NAMES[language]
    # German writes its nouns with a capital, and a telegram may be all names and nouns.
    language, sure = _identified(" ".join(words).lower())
    return NAMES[language] if len(words) >= 4 and language in NAMES and sure >= _VERY_SURE else None


def _identified(text: str) -> tuple[str, float]:
    language, sure = _identifier().classify(text)
    return str(language), float(sure)


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["en", *NAMES])
    return identifier
