"""A file in, passages with exact places out; every file is parsed in a jailed process of its own.

Offsets are Python code points within ``Page.text``. How a PDF's page text follows from PDFium's is told in
``pdf_characters``, with the way back for the viewer.
"""

from desk.reading.failures import too_deep
from desk.reading.jail import jail_description
from desk.reading.limits import Limits
from desk.reading.pdf_characters import pdfium_index, pdfium_range
from desk.reading.registry import supported_suffixes
from desk.reading.warden import drawn, load, read

__all__ = [
    "Limits",
    "drawn",
    "jail_description",
    "load",
    "pdfium_index",
    "pdfium_range",
    "read",
    "supported_suffixes",
    "too_deep",
]
