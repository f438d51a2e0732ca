"""Text and Markdown in the encodings the world writes."""

import datetime
import json
from pathlib import Path

import pytest

from desk.reading import Limits, read, supported_suffixes
from desk.reading.decoding import NotText, decode
from desk.vocabulary.errors import ReadingFailed

MAIL = "From: Ana Petrova\nDate: Tue, 4 May 2031 08:00\nSubject: Night crossing\n\nThey crossed at dawn.\n"


def test_a_message_is_titled_by_its_subject() -> None:
    reading = read(Path("mail.txt"), data=MAIL.encode())
    assert (reading.format, reading.title, reading.author) == ("text", "Night crossing", "Ana Petrova")
    assert reading.date == datetime.date(2031, 5, 4)


def test_markdown_is_read_as_it_stands() -> None:
    data = b"Some note\n\n# Arms in Karsa\n\n![x](http://127.0.0.1:9/x.png) They <b>left</b>.\n"
    reading = read(Path("note.md"), data=data)
    assert (reading.format, reading.title) == ("markdown", "Arms in Karsa")
    assert reading.pages[0].text == data.decode()


def test_form_feeds_begin_pages() -> None:
    data = "First page.\r\nSecond line.\fSecond page é.\f \fLast.".encode("cp1252")
    reading = read(Path("pages.txt"), data=data)
    assert [page.text for page in reading.pages] == ["First page.\nSecond line.", "Second page é.", "", "Last."]
    for passage in reading.passages:
        assert reading.pages[passage.page - 1].text[passage.start : passage.end] == passage.text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Größe und Übermut", "utf-8"),
        ("Größe und Übermut", "utf-8-sig"),
        ("Größe und Übermut", "utf-16"),
        ("Größe und Übermut", "utf-16-le"),
        ("Größe und Übermut", "utf-16-be"),
        ("Größe und Übermut", "utf-32"),
    ],
)
def test_unicode_is_known_by_its_marks_and_by_its_zeros(text: str, encoding: str) -> None:
    assert decode((text * 20).encode(encoding)).text == text * 20


def test_a_lying_byte_order_mark_is_not_believed() -> None:
    assert decode(b"\xff\xfe" + b"The freighter left port at dawn. " * 20).text.startswith("The freighter")


def test_broken_bytes_are_shown_and_counted() -> None:
    reading = read(Path("broken.txt"), data="Größe, Übermut, Äpfel. ".encode() * 20 + b"\xff end")
    assert "\ufffd end" in reading.pages[0].text
    assert "1 characters could not be read" in reading.warnings[0]


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\0" * 5000, b"PK\x03\x04" + bytes(range(200, 256)) * 99])
def test_noise_is_no_text(data: bytes) -> None:
    with pytest.raises(NotText):
        decode(data)


def test_the_encodings_of_the_world_are_told_apart(shared_data: Path) -> None:
    folder = shared_data / "torture" / "own-made" / "encodings"
    rows = [json.loads(line) for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    wrong = [row["file"] for row in rows if _decoded(folder / row["file"]) != _tidy(row["text"])]
    # One sign of 2,000 in German and Spanish, and Turkish letters in Latin-5, cannot be told without a dictionary.
    assert len(rows) - len(wrong) >= 31, wrong


def _decoded(path: Path) -> str:
    return decode(path.read_bytes()).text.strip()


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n \f \n", "empty"),
        ("noise.txt", bytes(range(256)) * 40, "not_text"),
        ("letter.wpd", b"\xffWPC", "unsupported"),
        ("letter.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported"),
        ("big.txt", b"x" * 2000, "too_large"),
        ("many.txt", b"x\f" * 30, "too_many_pages"),
    ],
)
def test_what_cannot_be_read_has_a_code_a_reason_and_a_remedy(name: str, data: bytes, code: str) -> None:
    with pytest.raises(ReadingFailed) as caught:
        read(Path(name), data=data, limits=Limits(max_bytes=1500 if code == "too_large" else 10**6, max_pages=20))
    assert caught.value.code == code
    assert name in caught.value.message
    assert caught.value.remedy


def test_the_endings_the_desk_reads() -> None:
    assert {".pdf", ".txt", ".md"} <= supported_suffixes()


@pytest.mark.parametrize("unit", ["a", " ", "# ", "#" + " " * 50, "+", "A B ", "\n", "(S//", "1/", "Date:", "="])
def test_hostile_text_is_read_in_time(unit: str) -> None:
    data = (unit * (1_000_000 // len(unit)) + " end").encode()
    assert read(Path("hostile.md"), data=data, limits=Limits(seconds=20)).passages
