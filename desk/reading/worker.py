"""Inside the jail: one job on standard input, one result on standard output, then the end."""

import json
import logging
import sys
from pathlib import Path
from typing import Any

from desk.processes import read_frame, write_frame
from desk.reading.describe import find_date, find_marking, find_title
from desk.reading.registry import Document, Job, reader_for
from desk.reading.split import TokenEnds, estimated_token_ends, passages
from desk.vocabulary.errors import ReadingFailed
from desk.vocabulary.report import PassageDraft


def main() -> int:
    """Read the job, take on the limits, read the file, answer."""
    logging.disable(logging.CRITICAL)  # readers log what they find in files
    job = json.loads(read_frame(sys.stdin.buffer) or b"{}")
    data = read_frame(sys.stdin.buffer) or b""
    _limit(job["memory_mib"], job["seconds"])
    try:
        answer = {"reading": _read(data, job)}
    except ReadingFailed as failed:
        answer = {"failed": {"code": failed.code, "message": failed.message, "remedy": failed.remedy}}
    except MemoryError:
        answer = {"failed": {"code": "memory", "message": "", "remedy": ""}}
    except RecursionError:
        answer = {"failed": {"code": "damaged", "message": "It is nested too deeply.", "remedy": "Leave it out."}}
    write_frame(sys.stdout.buffer, json.dumps(answer).encode("utf-8", "surrogatepass"))
    return 0


def _limit(memory_mib: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:
        return  # Windows has no such limits; the parent's clock remains (jail_description says so)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform.startswith("linux"):
        # Not RLIMIT_AS: PDFium reserves far more address space than it uses and would not even start.
        resource.setrlimit(resource.RLIMIT_DATA, (memory_mib << 20, memory_mib << 20))


def _read(data: bytes, job: dict[str, Any]) -> dict[str, Any]:
    name = job["file_name"]
    if not data:
        raise ReadingFailed("empty", "The file is empty.", "Check it at its source.")
    told = Job(name, job["password"], job["max_pages"])
    document = reader_for(Path(name).suffix, data)(data, told)
    drafts = list(passages(document, _token_ends(job["tokenizer"])))
    return _as_values(document, drafts, name)


def _token_ends(tokenizer: str | None) -> TokenEnds:
    if tokenizer is None:
        return estimated_token_ends
    from tokenizers import Tokenizer

    loaded = Tokenizer.from_file(tokenizer)
    loaded.no_truncation()
    loaded.no_padding()
    return lambda text: [end for _, end in loaded.encode(text, add_special_tokens=False).offsets]


def _as_values(document: Document, drafts: list[PassageDraft], name: str) -> dict[str, Any]:
    marking = find_marking(document.pages)
    day = find_date(document.pages) or document.date
    return {
        "format": document.format,
        "title": document.title or find_title(document.pages, name),
        "date": day.isoformat() if day else None,
        "author": document.author,
        "marking": marking.banner() if marking else None,
        "warnings": document.warnings,
        "pages": [[page.number, page.text, page.width, page.height] for page in document.pages],
        "passages": [
            [
                draft.page,
                draft.start,
                draft.end,
                [[box.x, box.y, box.width, box.height] for box in draft.boxes],
                draft.marking.banner() if draft.marking else None,
            ]
            for draft in drafts
        ],
    }
