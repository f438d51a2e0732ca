"""What can keep a file from being read: one stable code, one sentence, one remedy each."""

from collections.abc import Iterator
from contextlib import contextmanager

from desk.reading.limits import Limits
from desk.vocabulary.errors import ReadingFailed

_TABLE = {
    "empty": ("{name} is empty.", "Check where it came from."),
    "no_text_layer": (
        "{name} holds no text, as a scan does. The original is kept; there is nothing to quote from it.",
        "Install Tesseract's language data (Debian, Ubuntu: tesseract-ocr-eng) to have its text recognised, and retry.",
    ),
    "no_words_on_pages": (
        "{name} holds no text, and text recognition found no words on its pages. The original is kept; there is nothing to "
        "quote from it.",
        "Look at it in the viewer, and add what it shows as a note of your own.",
    ),
    "no_time_for_words": (
        "{name} holds no text, and text recognition found none in the time allowed. The original is kept.",
        "Raise “Time limit” for reading in the settings, and add the file again.",
    ),
    "blank": (
        "{name} is blank: its pages show no text and no picture. The original is kept.",
        "Check whether it is the file you meant.",
    ),
    "no_words": ("{name} holds no words that text recognition can read.", "Add what it shows as a note of your own."),
    "no_recognition": (
        "{name} is a picture, and text recognition is not installed.",
        "Install Tesseract's language data (Debian, Ubuntu: tesseract-ocr-eng), and retry.",
    ),
    "no_text": ("{name} holds no text.", "Check whether it is the file you meant."),
    "damaged_office": (
        "{name} is damaged: its parts do not fit together.",
        "Open and save it again, or get another copy.",
    ),
    "encrypted_office": ("{name} is encrypted.", "Save it without a password, and add that file."),
    "damaged_json": ("{name} is neither JSON nor JSON Lines.", "Get another copy of the file."),
    "damaged_xml": ("{name} is damaged: it is no well-formed XML.", "Get another copy of the file."),
    "damaged_image": (
        "{name} is damaged, or a picture of a kind the desk does not know.",
        "Get another copy of the file.",
    ),
    "damaged_archive": ("{name} is damaged: it cannot be unpacked.", "Get another copy of the file."),
    "too_many_members": ("{name} holds more than {limit} files.", "Unpack it yourself and add what you need."),
    "too_large_inside": (
        "{name} unfolds to more than the limit of {limit} million bytes or pixels, as a bomb does.",
        "If you trust it, unpack it yourself and add what you need.",
    ),
    "too_deep": ("{name} lies more than {limit} archives deep.", "Unpack the outer ones yourself and add it."),
    "encrypted": ("{name} is encrypted.", "Retry with the document's password."),
    "wrong_password": ("The password given does not open {name}.", "Retry with the right password."),
    "not_opened": (
        "{name} is encrypted, and the password given does not open it.",
        "Retry with the right password; if it is the right one, get another copy of the file.",
    ),
    "encrypted_otherwise": (
        "{name} is encrypted in a way that the desk cannot open.",
        "Unpack it yourself and add what you need.",
    ),
    "no_pages": ("{name} is damaged: it has no pages.", "Get another copy of the file."),
    "damaged": ("{name} is damaged: neither PDF reader can open it.", "Get another copy of the file."),
    "too_large": (
        "{name} has {size} MiB; the limit is {limit} MiB.",
        "Split it, or raise “Largest file” in the settings.",
    ),
    "too_many_pages": (
        "{name} has {pages} pages; the limit is {limit}.",
        "Split it, or raise “Most pages” in the settings.",
    ),
    "timeout": (
        "Reading {name} took more than {seconds} seconds and was stopped.",
        "Raise “Time limit” for reading in the settings, or get another copy of the file.",
    ),
    "memory": (
        "Reading {name} took more than {memory} MiB of memory and was stopped.",
        "Raise “Memory limit” for reading in the settings, or get another copy of the file.",
    ),
    "crashed": (
        "{name} stopped the process that read it; nothing else was touched.",
        "The file is probably damaged or hostile. Get another copy of it.",
    ),
    "vanished": ("There is no file {name}.", "Put it there, or correct its name, and retry."),
    "not_permitted": ("You may not read {name}.", "Ask for the permission, or copy the file, and retry."),
    "unreadable": ("{name} could not be read from the disk.", "Check the disk."),
    "unsupported": ("The desk does not read files like {name}.", "Convert it to PDF or plain text."),
    "not_text": ("{name} holds no text that can be told apart from noise.", "Check whether its ending is right."),
    "directory": ("{name} is a folder.", "Add the folder itself."),
    "special": ("{name} is a pipe or a device, no file.", "Save what it gives to a file."),
}
_CODES = {
    "unreadable": "damaged",
    "no_pages": "damaged",
    "damaged_office": "damaged",
    "damaged_json": "damaged",
    "damaged_xml": "damaged",
    "damaged_image": "damaged",
    "damaged_archive": "damaged",
    "no_text": "empty",
    "blank": "no_text_layer",
    "no_words_on_pages": "no_text_layer",
    "no_time_for_words": "no_text_layer",
    "not_opened": "wrong_password",
    "too_many_members": "too_large",
    "too_large_inside": "too_large",
    "too_deep": "too_large",
}


def failure(code: str, name: str, **values: object) -> ReadingFailed:
    """The failure ``code`` of the file ``name``, in words."""
    message, remedy = _TABLE[code]
    return ReadingFailed(_CODES.get(code, code), message.format(name=name, **values), remedy)


@contextmanager
def damaged(code: str, name: str) -> Iterator[None]:
    """Whatever a library raises over a file is the failure ``code`` of that file; running out of memory is not."""
    try:
        yield
    except MemoryError:
        raise
    except Exception as error:
        raise failure(code, name) from error


def too_deep(name: str, limits: Limits) -> ReadingFailed:
    """A file in a file in a file, and so on."""
    return failure("too_deep", name, limit=limits.max_depth)


def too_large(name: str, size: int, limits: Limits) -> ReadingFailed:
    """``size`` in bytes."""
    return failure("too_large", name, size=-(-size >> 20), limit=limits.max_bytes >> 20)
