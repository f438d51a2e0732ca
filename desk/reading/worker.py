"""The reading process: one file in on standard input, frames out on standard output, nothing else.

First frame in: the job as JSON; then the file in pieces; then an empty frame. See ``messages`` for what goes out.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

from desk.processes import read_frame, write_frame
from desk.reading import jail
from desk.reading.draft import Extract, drafts
from desk.reading.failures import failure
from desk.reading.headers import PROSE, Header, header_of
from desk.reading.limits import Limits
from desk.reading.marks import Marks
from desk.reading.messages import child_frames, end_frame, failure_frame, page_frame, working_frame
from desk.reading.registry import FORMATS, Source
from desk.reading.tokens import token_starts
from desk.vocabulary.errors import ReadingFailed
from desk.vocabulary.report import Child

# Reading gives way to the window and to questions.
_NICENESS = 5


def main() -> int:
    """Read one file and end."""
    source, sink = sys.stdin.buffer, _private_sink()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    first = read_frame(source)
    if first is None:
        return 0
    job = json.loads(first)
    try:
        _read(job, _file(source), sink)
    except ReadingFailed as error:
        write_frame(sink, failure_frame(error))
    except MemoryError:
        write_frame(sink, failure_frame(failure("memory", job["name"], memory=job["limits"]["memory_mib"])))
    return 0


def _private_sink() -> BinaryIO:
    """Standard output for frames alone: what a library prints goes to standard error instead."""
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sink


def _file(source: BinaryIO) -> bytes:
    pieces = bytearray()
    while piece := read_frame(source):
        pieces += piece
    return bytes(pieces)


def _draw(job: dict[str, Any], data: bytes, sink: BinaryIO) -> None:
    from desk.reading.image import drawn

    limits = Limits(**job["limits"])
    jail.confine(memory=limits.memory(len(data)), seconds=limits.seconds)
    for frame in child_frames(Child("drawn.pdf", drawn(Source(job["name"], data, None, limits)))):
        write_frame(sink, frame)
    write_frame(sink, end_frame(Extract("image", job["name"], ()), None))


def _read(job: dict[str, Any], data: bytes, sink: BinaryIO) -> None:
    if job.get("draw"):
        _draw(job, data, sink)
        return
    # Everything is imported and loaded before the door closes.
    extract = FORMATS[job["format"]].load()
    tokens = token_starts(Path(job["tokenizer"]) if job["tokenizer"] else None)
    limits = Limits(**job["limits"])
    jail.confine(memory=limits.memory(len(data)), seconds=limits.seconds + limits.recognition_seconds)
    found = extract(Source(job["name"], data, job["password"], limits, lambda: write_frame(sink, working_frame())))
    for child in found.children:
        for frame in child_frames(child):
            write_frame(sink, frame)
    marks = Marks([page.text for page in found.pages])
    for page, passages in drafts(found, marks, tokens):
        write_frame(sink, page_frame(page, passages))
    write_frame(sink, end_frame(found, marks.report, marks.notes, _header(found)))


def _header(found: Extract) -> Header:
    first = next((page.text for page in found.pages if page.text), "")
    return header_of(first) if found.format in PROSE else Header()
