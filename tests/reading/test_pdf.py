"""PDFs, each through a real jailed process."""

import datetime
from pathlib import Path

import pytest

from desk.reading import pdfium_range, read
from desk.reading.pdf_characters import page_text, pdfium_index
from desk.reading.recognition import language_folder
from desk.vocabulary.errors import ReadingFailed
from desk.vocabulary.report import Reading
from tests.reading.documents import page_of, pdf

LINES = ["SECRET//NOFORN", "Arms in Port Karsa", "12 March 2031", "(S//NF) The freighter left port.", "(U) It rained."]


def read_pdf(data: bytes, **options: object) -> Reading:
    return read(Path("report.pdf"), data=data, **options)  # type: ignore[arg-type]


def code_of(data: bytes, **options: object) -> str:
    with pytest.raises(ReadingFailed) as caught:
        read_pdf(data, **options)
    assert caught.value.message
    assert caught.value.remedy
    return caught.value.code


def test_a_report_has_title_date_marking_and_pages() -> None:
    reading = read_pdf(pdf([LINES, ["Second page."]], info="/Title(Untitled)/CreationDate(D:20010101)/Author(J. Roe)"))
    assert (reading.title, reading.date, reading.author) == ("Arms in Port Karsa", datetime.date(2031, 3, 12), "J. Roe")
    assert reading.marking is not None
    assert reading.marking.banner() == "SECRET//NOFORN"
    assert [page.number for page in reading.pages] == [1, 2]
    assert (reading.pages[0].width, reading.pages[0].height) == (612, 792)
    assert reading.pages[0].text.splitlines() == LINES


def test_the_documents_own_title_and_date_serve_where_they_make_sense() -> None:
    reading = read_pdf(pdf([["The freighter left."]], info="/Title(Arms in Karsa)/CreationDate(D:20310312120000Z)"))
    assert (reading.title, reading.date) == ("Arms in Karsa", datetime.date(2031, 3, 12))


@pytest.mark.parametrize(
    "hidden",
    [
        b"1 1 1 rg BT /F 14 Tf 60 740 Td (Harvest returns of Ilvaria) Tj ET 0 g",
        b"BT /F 0.5 Tf 60 740 Td (Harvest returns of Ilvaria) Tj ET",
        b"BT /F 14 Tf 60 2000 Td (Harvest returns of Ilvaria) Tj ET",
        b"BT /F 14 Tf -900 740 Td (Harvest returns of Ilvaria) Tj ET",
        b"BT /F 14 Tf 3 Tr 60 740 Td (Harvest returns of Ilvaria) Tj 0 Tr ET",
    ],
    ids=["white", "without size", "above the page", "beside the page", "not painted"],
)
def test_the_title_is_one_that_readers_of_the_page_see(hidden: bytes) -> None:
    seen = b" BT /F 14 Tf 60 700 Td (Arms in Port Karsa) Tj 0 -30 Td (The freighter left port.) Tj ET"
    assert read_pdf(page_of(hidden + seen)).title == "Arms in Port Karsa"
    assert read_pdf(page_of(hidden)).title == "report"


def test_white_letters_on_a_dark_band_are_a_title() -> None:
    band = b"0 0 0.5 rg 0 720 612 60 re f 1 1 1 rg BT /F 14 Tf 60 740 Td (Harvest returns of Ilvaria) Tj ET"
    assert read_pdf(page_of(band)).title == "Harvest returns of Ilvaria"


def test_passages_carry_the_mark_of_their_paragraph() -> None:
    passages = read_pdf(pdf([LINES])).passages
    marks = [(passage.text.strip()[:8], passage.marking.portion() if passage.marking else None) for passage in passages]
    assert marks == [("SECRET//", None), ("(S//NF) ", "(S//NF)"), ("(U) It r", "(U)")]


def test_boxes_lie_where_the_words_are_from_the_top_left() -> None:
    passages = read_pdf(pdf([LINES])).passages
    (second,) = passages[1].boxes
    assert second.x == pytest.approx(60, abs=2)
    # The fourth line's foot is at 740 - 3 * 13 points from below.
    assert second.y + second.height == pytest.approx(792 - 740 + 39, abs=4)
    assert len(passages[0].boxes) == 3


def test_places_lead_back_to_pdfium_also_beyond_the_basic_plane() -> None:
    from desk.reading.pdfium import PdfiumDocument

    document = PdfiumDocument(pdf([["BAB", "BB"]], unicode_map="<41> <D83DDE00>\n<42> <0042>"), None)
    (page,) = document.pages()
    assert page.text == "B😀B\nBB"
    first, length = pdfium_range(page.text, 4, 6)
    assert document._document.getSelectionAtIndex(0, first, length).text() == "BB"
    assert pdfium_range(page.text, 1, 3) == (1, 3)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("one\r\ntwo", "one\ntwo"),
        ("one\n \r\ntwo\rthree\ffour", "one  \ntwo three four"),
        ("com\ufffepile", "com\u00adpile"),
        ("FAA\ufffeapproved", "FAA-approved"),
        ("well\ufffeknown", "well-known"),
        ("\x01g/kg", "\ufffdg/kg"),
    ],
)
def test_page_text_follows_its_rule(raw: str, text: str) -> None:
    shown = page_text(raw, frozenset({"well", "known"}))
    assert shown == text
    assert pdfium_index(shown, len(shown)) == len(raw)


def test_a_document_without_text_is_kept_and_said() -> None:
    assert code_of(page_of(b"0 0 100 100 re f")) == "no_text_layer"


def test_pages_without_text_are_counted() -> None:
    reading = read_pdf(pdf([["One."], [], ["Three."]]))
    assert reading.warnings == ("1 of 3 pages hold no text (page 2); what they show is not searched.",)
    assert [passage.page for passage in reading.passages] == [1, 3]


def test_scripts_and_actions_are_named_and_not_run() -> None:
    reading = read_pdf(pdf([["One."]], catalog="/OpenAction<</S/JavaScript/JS(app.alert(1))>>"))
    assert any("starts none" in warning for warning in reading.warnings)


@pytest.mark.parametrize("content", [b"", b"1 1 1 rg 0 0 100 100 re f"])
def test_a_document_with_nothing_on_its_pages_is_called_blank(content: bytes) -> None:
    with pytest.raises(ReadingFailed, match="is blank: its pages show no text and no picture") as caught:
        read_pdf(page_of(content))
    assert caught.value.code == "no_text_layer"


def test_a_document_that_only_draws_is_not_called_blank() -> None:
    with pytest.raises(ReadingFailed, match="holds no text") as caught:
        read_pdf(page_of(b"0 0 m 500 500 l S"))
    # Nobody is told to install what is there.
    assert ("Install" in caught.value.remedy) == (language_folder() is None)


def test_too_many_pages_are_refused() -> None:
    from desk.reading import Limits

    assert code_of(pdf([["One."], ["Two."]]), limits=Limits(max_pages=1)) == "too_many_pages"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"MZ\x90\0" * 200, pdf([LINES])[:300]])
def test_what_is_no_whole_document_is_damaged(data: bytes) -> None:
    assert code_of(data) == "damaged"


def test_a_document_that_lost_its_table_is_read_all_the_same() -> None:
    whole = pdf([LINES])
    assert "freighter" in read_pdf(whole.replace(b"xref\n0", b"xxxx\n0")).pages[0].text


def test_a_password_opens_what_is_encrypted() -> None:
    from io import BytesIO

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(PdfReader(BytesIO(pdf([LINES]))))
    writer.encrypt("karsa", "owner", algorithm="AES-256")
    locked = BytesIO()
    writer.write(locked)
    assert code_of(locked.getvalue()) == "encrypted"
    assert code_of(locked.getvalue(), password="wrong") == "wrong_password"
    assert "freighter" in read_pdf(locked.getvalue(), password="karsa").pages[0].text


def test_a_page_of_one_endless_word_is_read_in_time() -> None:
    from desk.reading import Limits

    reading = read_pdf(
        page_of(b"BT /F 9 Tf " + (b"(" + b"w" * 30_000 + b") Tj ") * 9 + b"ET"), limits=Limits(seconds=20)
    )
    assert len(reading.pages[0].text) == 270_000
