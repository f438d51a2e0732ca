"""A file in, passages with exact places out. One small module a format, a registry, and the jail they run in."""

from desk.reading.jail import jail_description, read
from desk.reading.limits import Limits
from desk.reading.places import pdfium_index
from desk.reading.registry import supported_suffixes
from desk.reading.text import display_text

__all__ = ["Limits", "display_text", "jail_description", "pdfium_index", "read", "supported_suffixes"]
