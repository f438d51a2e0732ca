"""Processes that must be ended, and files that are not what they were."""

import os
import threading
import time
from pathlib import Path

import pytest

from desk.reading import Limits, read
from desk.reading.warden import load
from desk.vocabulary.errors import Cancelled, ReadingFailed
from tests.reading.documents import page_of, pdf

# Forty million words on one page: minutes of layout in PDFium.
SLOW = page_of(b"BT /F 9 Tf " + b"1 0 0 1 10 10 Tm (word) Tj 5 0 Td " * 2_000_000 + b"ET", packed=True)
BOMB = page_of(b" " * (300 << 20), packed=True)


def code_of(path: Path, data: bytes | None = None, **limits: int) -> str:
    with pytest.raises(ReadingFailed) as caught:
        read(path, data=data, limits=Limits(**limits))
    return caught.value.code


def test_a_reader_that_takes_too_long_is_ended() -> None:
    begin = time.monotonic()
    assert code_of(Path("slow.pdf"), SLOW, seconds=1) == "timeout"
    assert time.monotonic() - begin < 5


def test_a_reader_that_takes_too_much_memory_is_ended() -> None:
    assert code_of(Path("bomb.pdf"), BOMB, memory_mib=64) == "memory"
    assert code_of(Path("words.txt"), b"word " * 6_000_000, memory_mib=48) == "memory"


def test_after_a_reader_was_ended_the_next_file_is_read() -> None:
    assert code_of(Path("bomb.pdf"), BOMB, memory_mib=64) == "memory"
    assert read(Path("next.pdf"), data=pdf([["The freighter left."]])).pages[0].text == "The freighter left."


def test_cancelling_ends_the_reader_at_once() -> None:
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    begin = time.monotonic()
    with pytest.raises(Cancelled):
        read(Path("slow.pdf"), data=SLOW, cancelled=stop.is_set)
    assert time.monotonic() - begin < 5


def test_a_file_that_vanished_is_named(tmp_path: Path) -> None:
    assert code_of(tmp_path / "gone.pdf") == "vanished"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert code_of(tmp_path) == "directory"


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").touch()
    assert code_of(tmp_path / "empty.pdf") == "empty"


def test_a_file_over_the_limit_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(10 << 30)
    assert code_of(path, max_bytes=1 << 20) == "too_large"


def test_a_device_without_end_is_refused() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no endless device")
    assert code_of(Path("/dev/zero"), max_bytes=1 << 20) == "special"


def test_reading_from_the_disk_and_from_memory_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf([["The freighter left."]]))
    assert read(path) == read(path, data=path.read_bytes())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(ReadingFailed, match="a pipe or a device"):
        load(tmp_path / "a.txt", Limits())
