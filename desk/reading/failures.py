"""What can keep a file from being read: one stable code, one sentence, one remedy each."""

from desk.reading.limits import Limits
from desk.vocabulary.errors import ReadingFailed

_TABLE = {
    "empty": ("{name} is empty.", "Check where it came from."),
    "no_text_layer": (
        "{name} holds no text, as a scan does. The original is kept; there is nothing to quote from it.",
        "Have text recognition (OCR) add a text layer elsewhere, and add that file.",
    ),
    "encrypted": ("{name} is encrypted.", "Retry with the document's password."),
    "wrong_password": ("The password given does not open {name}.", "Retry with the right password."),
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
    "vanished": ("{name} is no longer there.", "Put it back and retry."),
    "not_permitted": ("You may not read {name}.", "Ask for the permission, or copy the file, and retry."),
    "unreadable": ("{name} could not be read from the disk.", "Check the disk."),
    "unsupported": ("The desk does not read files like {name}.", "Convert it to PDF or plain text."),
    "not_text": ("{name} holds no text that can be told apart from noise.", "Check whether its ending is right."),
    "directory": ("{name} is a folder.", "Add the folder itself."),
}
_CODES = {"unreadable": "damaged", "no_pages": "damaged"}


def failure(code: str, name: str, **values: object) -> ReadingFailed:
    """The failure ``code`` of the file ``name``, in words."""
    message, remedy = _TABLE[code]
    return ReadingFailed(_CODES.get(code, code), message.format(name=name, **values), remedy)


def too_large(name: str, size: int, limits: Limits) -> ReadingFailed:
    """``size`` in bytes."""
    return failure("too_large", name, size=-(-size >> 20), limit=limits.max_bytes >> 20)
