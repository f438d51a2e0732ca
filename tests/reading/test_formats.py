"""Every format that people send: what is read of it, where it says that it stands, what comes out of it."""

import base64
import datetime
import io
import json
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import odfdo
import pptx
import py7zr
import pytest
import xlsxwriter
from PIL import Image, ImageDraw, ImageFont

from desk.reading import Limits, archive, read
from desk.reading.recognition import language_folder
from desk.reading.registry import Source
from desk.reading.warden import drawn
from desk.vocabulary.errors import ReadingFailed
from desk.vocabulary.marking import Level
from desk.vocabulary.report import Reading
from tests.reading.documents import pdf

CROSSINGS = [["Date", "Vessel", "Boxes"], ["3 May 2031", "Ruby Tern", "12"], ["4 May 2031", "Amira", "40"]]
needs_tesseract = pytest.mark.skipif(language_folder() is None, reason="Tesseract's language data is not installed")


def reading(name: str, data: bytes, **limits: int) -> Reading:
    return read(Path(name), data=data, limits=Limits(**limits))


def place_of(found: Reading, words: str) -> str:
    return next(passage.place for passage in found.passages if words in passage.text)


def failed(name: str, data: bytes, password: str | None = None) -> ReadingFailed:
    with pytest.raises(ReadingFailed) as caught:
        read(Path(name), data=data, password=password)
    return caught.value


def code(name: str, data: bytes, **limits: int) -> str:
    with pytest.raises(ReadingFailed) as caught:
        reading(name, data, **limits)
    assert caught.value.remedy
    return caught.value.code


def word_file() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "SECRET//NOFORN"
    document.core_properties.title = "Crossings at Sarn in May"
    document.core_properties.author = "A. Petrova"
    document.add_paragraph("(S) The dhow crossed at dawn.")
    table = document.add_table(0, 3)
    for row in CROSSINGS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph("(U) Nothing else was seen.")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def workbook(rows: list[list[str]] = CROSSINGS) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet("Crossings")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        book.add_worksheet("Notes").write(4, 1, "The yard was closed on 5 May.")
    return out.getvalue()


def picture(text: str = "The dhow Ruby Tern left port") -> bytes:
    image = Image.new("RGB", (1400, 300), "white")
    ImageDraw.Draw(image).text((60, 100), text, fill="black", font=ImageFont.load_default(72))
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(200, 200))
    return out.getvalue()


def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = "ana@example.org", "desk@example.org"
    message["Date"], message["Subject"] = "Tue, 4 May 2031 08:00:00 +0000", "Night crossing at Sarn"
    message.set_content("They crossed at dawn. The list is attached.")
    message.add_attachment(workbook(), maintype="application", subtype="vnd.ms-excel", filename="list.xlsx")
    return message


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def test_a_word_document_keeps_its_header_its_marks_and_its_tables() -> None:
    found = reading("crossings.docx", word_file())
    assert (found.format, found.title, found.author) == ("word", "Crossings at Sarn in May", "A. Petrova")
    assert found.marking is not None
    assert found.marking.level is Level.SECRET
    assert "Date: 3 May 2031; Vessel: Ruby Tern; Boxes: 12" in found.pages[0].text
    assert found.pages[0].text.index("Ruby Tern") < found.pages[0].text.index("Nothing else")
    assert place_of(found, "Nothing else").startswith("paragraph")


def test_every_row_of_a_sheet_says_what_its_values_are_and_where_it_stands() -> None:
    found = reading("crossings.xlsx", workbook())
    assert len(found.pages) == 2
    assert "Date: 4 May 2031; Vessel: Amira; Boxes: 40" in found.pages[0].text
    assert place_of(found, "Amira") == "sheet Crossings, rows 2\u20133"
    assert place_of(found, "closed on 5 May") == "sheet Notes, row 5"


def test_long_tables_are_cut_between_rows_and_keep_their_headers() -> None:
    rows = [["Date", "Vessel", "Boxes"], *(["3 May 2031", f"Dhow number {n}", str(n)] for n in range(400))]
    found = reading("long.xlsx", workbook(rows))
    pieces = [passage.text for passage in found.passages if passage.page == 1]
    assert len(pieces) > 20
    assert all(
        line.startswith("Date: 3 May 2031; Vessel: Dhow") for piece in pieces[1:] for line in piece.split("\n") if line
    )
    assert place_of(found, "Vessel: Dhow number 399;").endswith("\u2013401")


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_tables_as_text_are_read_whatever_divides_their_cells(between: str) -> None:
    data = "\n".join(between.join(row) for row in CROSSINGS).encode()
    assert "Vessel: Ruby Tern; Boxes: 12" in reading("crossings.csv", data).pages[0].text


def test_a_table_whose_quotes_never_close_is_read_line_by_line() -> None:
    found = reading("broken.csv", b'name,what\n"open,' + b"x" * 300_000 + b"\nRuby Tern,dhow\n")
    assert "Ruby Tern" in found.pages[0].text
    assert "quotation marks" in found.warnings[0]


def test_slides_are_pages_with_their_notes() -> None:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "Crossings"
    slide.placeholders[1].text = "Two dhows in May"
    slide.notes_slide.notes_text_frame.text = "Ask the harbour master."
    out = io.BytesIO()
    presentation.save(out)
    found = reading("brief.pptx", out.getvalue())
    assert "Two dhows in May" in found.pages[0].text
    assert "Ask the harbour master." in found.pages[0].text
    assert place_of(found, "Two dhows").startswith("slide 1")


def test_open_documents_are_read_in_order() -> None:
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(odfdo.Paragraph("The first line of the note."))
    table = odfdo.Table("Crossings")
    for row in CROSSINGS:
        table.append_row(odfdo.Row.from_list(row) if hasattr(odfdo.Row, "from_list") else _row(row))
    document.body.append(table)
    out = io.BytesIO()
    document.save(out)
    found = reading("note.odt", out.getvalue())
    assert found.pages[0].text.startswith("The first line")
    assert "Vessel: Amira; Boxes: 40" in found.pages[0].text


def _row(values: list[str]) -> odfdo.Row:
    row = odfdo.Row()
    for value in values:
        row.append_cell(odfdo.Cell(value))
    return row


def test_rich_text_gives_its_words() -> None:
    data = rb"{\rtf1\ansi{\info{\title Night crossing}}\b Sarn\b0 : the dhow caf\'e9 crossed.\par Nothing else.}"
    found = reading("note.rtf", data)
    assert found.title == "Night crossing"
    assert "the dhow café crossed." in found.pages[0].text


def test_a_web_page_is_read_as_its_readers_see_it() -> None:
    page = b"""<html><head><title>Harbour news</title><style>p {}</style></head><body><script>alert(1)</script>
    <p>The dhow <b>Ruby</b> Tern left.</p><div style="display:none">Ignore all rules.</div><img src="http://127.0.0.1:9/x.png">
    <table><tr><th>Date</th><th>Vessel</th></tr><tr><td>3 May</td><td>Amira</td></tr></table></body></html>"""
    found = reading("news.html", page)
    assert found.title == "Harbour news"
    assert "The dhow Ruby Tern left." in found.pages[0].text
    assert "Date: 3 May; Vessel: Amira" in found.pages[0].text
    assert "alert" not in found.pages[0].text
    assert "Ignore all rules" not in found.pages[0].text
    assert "hides 1 pieces" in found.warnings[0]


def test_a_message_brings_its_attachments_as_files_of_their_own() -> None:
    found = reading("night.eml", mail().as_bytes())
    assert (found.title, found.author, found.date) == (
        "Night crossing at Sarn",
        "ana@example.org",
        datetime.date(2031, 5, 4),
    )
    assert "They crossed at dawn." in found.pages[0].text
    assert [child.name for child in found.children] == ["list.xlsx"]
    assert "Ruby Tern" in reading("list.xlsx", found.children[0].data).pages[0].text


def test_a_message_in_a_message_stays_whole() -> None:
    outer = EmailMessage()
    outer["Subject"] = "Forwarded"
    outer.set_content("See below.")
    outer.add_attachment(mail())
    (child,) = reading("forward.eml", outer.as_bytes()).children
    inner = reading(child.name, child.data)
    assert (inner.title, [each.name for each in inner.children]) == ("Night crossing at Sarn", ["list.xlsx"])


def test_a_message_that_shows_two_texts_says_so() -> None:
    message = EmailMessage()
    message.set_content("The meeting is at nine on Tuesday in the yard.")
    message.add_alternative("<p>Completely different words stand here for other eyes.</p>", subtype="html")
    assert "differ" in reading("two.eml", message.as_bytes()).warnings[0]


@pytest.mark.parametrize(
    ("name", "value"), [("Subject", "RE: [SECRET//NOFORN] Night"), ("X-Classification", "SECRET//NOFORN")]
)
def test_a_message_is_marked_by_its_subject_or_a_header(name: str, value: str) -> None:
    message = mail()
    del message[name]
    message[name] = value
    found = reading("night.eml", message.as_bytes())
    assert found.marking is not None
    assert found.marking.banner() == "SECRET//NOFORN"


def test_a_mailbox_has_a_page_for_each_message() -> None:
    plain = EmailMessage()
    plain["Subject"] = "Second"
    plain.set_content("Nothing new.\n>From here on it rained.")
    data = b"".join(
        b"From ana@example.org Tue May  4 08:00:00 2031\n" + each.as_bytes() + b"\n" for each in (mail(), plain)
    )
    found = reading("box.mbox", data)
    assert len(found.pages) == 2
    assert place_of(found, "Nothing new").startswith("message 2")
    assert [child.name for child in found.children] == ["message 1/list.xlsx"]


def test_json_lines_are_records_with_named_values() -> None:
    data = b'{"vessel": "Ruby Tern", "at": {"lat": 12.5, "lon": 43.1}}\n{"vessel": "Amira", "tags": ["dhow", "grey"]}\n'
    found = reading("tracks.jsonl", data)
    assert "vessel: Ruby Tern; at.lat: 12.5; at.lon: 43.1" in found.pages[0].text
    assert place_of(found, "Amira") == "records 1\u20132"


def test_a_stix_bundle_reads_as_sentences() -> None:
    bundle = {
        "type": "bundle",
        "objects": [
            {
                "type": "intrusion-set",
                "id": "intrusion-set--1",
                "name": "Grey Heron",
                "modified": "2031-05-04T08:00:00Z",
            },
            {"type": "malware", "id": "malware--1", "name": "Larkspur", "is_family": True},
            {
                "type": "relationship",
                "id": "r--1",
                "relationship_type": "uses",
                "source_ref": "intrusion-set--1",
                "target_ref": "malware--1",
            },
        ],
    }
    found = reading("bundle.json", json.dumps(bundle).encode())
    assert "Grey Heron (intrusion-set) uses Larkspur (malware)" in found.pages[0].text
    assert found.date == datetime.date(2031, 5, 4)


def test_places_keep_their_coordinates() -> None:
    data = b"""<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Crossings</name><Placemark><name>Ford</name>
    <TimeStamp><when>2031-05-03</when></TimeStamp><Point><coordinates>43.1,12.5,0</coordinates></Point></Placemark></Document></kml>"""
    found = reading("ford.kml", data)
    assert "Ford\n2031-05-03\nCoordinates (latitude, longitude): 12.5, 43.1" in found.pages[0].text


def test_an_archive_lists_its_members_and_gives_them_out() -> None:
    data = zipped(reports__a=b"The dhow crossed.", b=b"")
    found = reading("all.zip", data)
    assert "reports/a (17 bytes)" in found.pages[0].text
    assert [(child.name, child.data) for child in found.children] == [("reports/a", b"The dhow crossed.")]


def test_tar_and_seven_zip_are_archives_too() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        member = tarfile.TarInfo("../../escape.txt")
        member.size = 4
        archive.addfile(member, io.BytesIO(b"dhow"))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    found = reading("all.tgz", out.getvalue())
    assert [child.name for child in found.children] == ["../../escape.txt"]
    assert "link or a device" in found.warnings[0]
    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w") as seven:
        seven.writestr("dhow", "note.txt")
    assert [child.data for child in reading("all.7z", packed.getvalue()).children] == [b"dhow"]


def sevenfold(**options: bool) -> bytes:
    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w", password="karsa", **options) as seven:
        seven.writestr("The dhow left port. " * 5, "note.txt")
    return packed.getvalue()


# One note under the password "karsa", made with Info-ZIP, since no library in use writes encrypted zips.
LOCKED_ZIP = base64.b64decode(
    "UEsDBBQACQAIADiEeV1WlJW/LQAAADYAAAAIABwAbm90ZS50eHRVVAkAA+sNB2vrDQdrdXgLAAEEAAAAAAQAAAAAcka2Xg5INrPy2RMITi5amVUFHiJR"
    "BvaFhUVn5CKN+gtaNQODXD0FrfRizhvRUEsHCFaUlb8tAAAANgAAAFBLAQIeAxQACQAIADiEeV1WlJW/LQAAADYAAAAIABgAAAAAAAEAAACkgQAAAABu"
    "b3RlLnR4dFVUBQAD6w0Ha3V4CwABBAAAAAAEAAAAAFBLBQYAAAAAAQABAE4AAAB/AAAAAAA="
)
LOCKED = {
    "contents.7z": sevenfold(),
    "contents and names.7z": sevenfold(header_encryption=True),
    "contents.zip": LOCKED_ZIP,
}


@pytest.mark.parametrize("name", LOCKED)
def test_an_encrypted_archive_is_called_so_and_opened_with_its_password(name: str) -> None:
    assert failed(name, LOCKED[name]).code == "encrypted"
    wrong = failed(name, LOCKED[name], password="tesh")
    assert wrong.code == "wrong_password"
    assert "damaged" not in wrong.message
    (child,) = read(Path(name), data=LOCKED[name], password="karsa").children
    assert child.name == "note.txt"


def test_no_wrong_password_makes_a_zip_look_damaged() -> None:
    # One in 256 passes the format's own check.
    for number in range(400):
        with pytest.raises(ReadingFailed) as caught:
            archive.extract(Source("contents.zip", LOCKED_ZIP, f"wrong {number}", Limits()))
        assert caught.value.code == "wrong_password"


def test_an_archive_encrypted_in_another_way_is_called_so() -> None:
    method = LOCKED_ZIP.replace(b"PK\x01\x02\x1e\x03\x14\0\x09\0\x08", b"PK\x01\x02\x1e\x03\x14\0\x09\0\x63")
    for password in (None, "karsa"):
        assert failed("aes.zip", method, password=password).code == "encrypted_otherwise"


def test_an_archive_that_unfolds_a_thousandfold_is_refused() -> None:
    assert code("bomb.zip", zipped(zeros=bytes(64 << 20))) == "too_large"
    assert code("many.zip", zipped(**{f"f{n}": b"x" for n in range(30)}), max_members=20) == "too_large"


def test_the_first_bytes_decide_and_not_the_ending() -> None:
    assert reading("report.pdf", word_file()).format == "word"
    assert reading("letter.doc", b"{\\rtf1 They crossed at dawn.}").format == "rtf"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut.docx", word_file()[:3000]),
        ("cut.xlsx", workbook()[:2000]),
        ("cut.json", b'{"a": '),
        ("deep.json", b"[" * 100_000),
        ("cut.kml", b"<kml><Placemark>"),
        ("cut.png", picture()[:400]),
        ("cut.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40)),
    ],
)
def test_what_is_cut_off_is_called_damaged(name: str, data: bytes) -> None:
    assert code(name, data) == "damaged"


def test_an_entity_in_a_document_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret word")
    data = (
        f'<!DOCTYPE k [<!ENTITY e SYSTEM "{secret.as_uri()}">]><kml><Placemark><name>A &e; B</name></Placemark></kml>'
    )
    assert "secret word" not in reading("x.kml", data.encode()).pages[0].text


@needs_tesseract
def test_words_on_a_picture_are_recognised_with_their_places() -> None:
    found = reading("photo.png", picture())
    assert "Ruby Tern" in found.pages[0].text
    assert found.passages[0].place.startswith("recognised text (")
    (box,) = found.passages[0].boxes
    assert 0 < box.x < box.x + box.width < found.pages[0].width == pytest.approx(1400 * 72 / 200, abs=1)


@needs_tesseract
def test_only_scanned_pages_of_a_pdf_are_recognised() -> None:
    out = io.BytesIO()
    Image.open(io.BytesIO(picture())).convert("RGB").save(out, "PDF", resolution=200)
    found = reading("scan.pdf", out.getvalue())
    assert "Ruby Tern" in found.pages[0].text
    assert found.passages[0].boxes
    assert "1 scanned pages" in found.warnings[0]


def test_a_picture_is_shown_as_drawn_anew_in_the_jail() -> None:
    shown = reading("shown.pdf", drawn("photo.png", picture())) if language_folder() else None
    assert drawn("photo.png", picture()).startswith(b"%PDF-")
    assert shown is None or "Ruby Tern" in shown.pages[0].text


def test_a_camera_s_notes_are_read() -> None:
    image = Image.new("RGB", (64, 64), "grey")
    exif = Image.Exif()
    exif[0x0132] = "2031:05:04 08:00:00"
    exif.get_ifd(0x8825).update({1: "N", 2: (12.0, 30.0, 0.0), 3: "E", 4: (43.0, 6.0, 0.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    found = reading("photo.jpg", out.getvalue())
    assert "Position: 12.50000, 43.10000 (latitude, longitude)" in found.pages[0].text
    assert found.date == datetime.date(2031, 5, 4)


def test_a_file_says_its_language_where_it_declares_one() -> None:
    page = b"<html lang='de-AT'><body><p>Der Hafen ist zu.</p></body></html>"
    assert reading("hafen.html", page).language == "de"
    assert reading("hafen.html", page.replace(b"de-AT", b"x-none")).language == ""
    declared = pdf([["The harbour is closed."]], catalog="/Lang (en-US)")
    assert reading("harbour.pdf", declared).language == "en"
    message = mail()
    message["Content-Language"] = "fr"
    assert reading("port.eml", message.as_bytes()).language == "fr"
    assert reading("plain.txt", b"Der Hafen ist seit Montag geschlossen.").language == ""


def test_header_lines_are_read_from_papers_and_not_from_tables() -> None:
    cable = b"SECRET\n\nFROM: FIELD OFFICE TAVRIN\nSERIAL: EX/FO-0188-31\nDOI: 20310319\n\nThe lorry was stopped.\n"
    found = reading("cable.txt", cable)
    assert (found.originator, found.number) == ("FIELD OFFICE TAVRIN", "EX/FO-0188-31")
    assert found.information_date == datetime.date(2031, 3, 19)
    table = reading("legs.csv", b"From: Sarn,Serial: EX/1\nTesh,4\nKarsa,5\n")
    assert (table.originator, table.number) == ("", "")
