"""Hostile, broken and odd files: each a text or a plain reason, in time, and nothing else.

A sample by default; every file with DESK_TORTURE=all.
"""

import os
from collections import Counter
from pathlib import Path

import pytest

from desk.reading import Limits, read, supported_suffixes
from desk.reading.recognition import language_folder
from desk.vocabulary.errors import ReadingFailed

SAMPLE = 25
LIMITS = Limits(seconds=30, memory_mib=512, max_bytes=64 << 20)
REASONS = {
    "empty",
    "no_text_layer",
    "encrypted",
    "damaged",
    "too_large",
    "timeout",
    "memory",
    "crashed",
    "unsupported",
    "not_text",
    "no_words",
    "no_recognition",
    "encrypted_office",
    "encrypted_otherwise",
}


def outcome(path: Path, tokenizer: Path) -> str:
    """ "text" or the code of the reason."""
    try:
        reading = read(path, limits=LIMITS, tokenizer=tokenizer)
    except ReadingFailed as error:
        return error.code if error.message and error.remedy else f"{error.code} without a word"
    for page in reading.pages:
        passages = [passage for passage in reading.passages if passage.page == page.number]
        assert "".join(passage.text for passage in passages) == page.text
    return "text"


def chosen(paths: list[Path]) -> list[Path]:
    return paths if os.environ.get("DESK_TORTURE") == "all" else paths[:: max(1, len(paths) // SAMPLE)]


@pytest.mark.timeout(3600)
@pytest.mark.parametrize(
    "endings",
    [(".pdf",), (".txt", ".md"), tuple(sorted(supported_suffixes() - {".pdf", ".txt", ".md"}))],
    ids=["pdf", "text", "the rest"],
)
def test_every_hostile_file_gives_a_text_or_a_reason(
    endings: tuple[str, ...], shared_data: Path, tokenizer: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = sorted(path for path in (shared_data / "torture").rglob("*") if path.suffix.lower() in endings)
    outcomes = Counter(outcome(path, tokenizer) for path in chosen(paths))
    with capsys.disabled():
        print(f"\n{' '.join(endings)}: {dict(outcomes.most_common())}")
    assert set(outcomes) <= {"text", *REASONS}
    assert outcomes["text"] > outcomes.total() // 3
    assert not outcomes["crashed"]


def test_scans_are_recognised_or_say_that_they_hold_no_text(shared_data: Path) -> None:
    scan = next((shared_data / "reports" / "jfk-scans").glob("DOCID*.pdf"))
    if language_folder() is None:
        assert _code(scan) == "no_text_layer"
    else:
        assert "JFK ASSASSINATION SYSTEM" in read(scan).pages[0].text


def _code(path: Path) -> str:
    with pytest.raises(ReadingFailed) as caught:
        read(path)
    return caught.value.code


def test_reports_locked_by_their_owner_alone_are_read(shared_data: Path) -> None:
    reports = sorted((shared_data / "reports" / "ntsb").glob("*.pdf"))[:3]
    assert all("National Transportation Safety Board" in read(path).pages[0].text for path in reports)
