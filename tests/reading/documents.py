"""Small PDFs made by hand, so that each test says what its document holds."""

import zlib
from collections.abc import Sequence


def pdf(pages: Sequence[Sequence[str]], *, info: str = "", catalog: str = "", unicode_map: str = "") -> bytes:
    """A document of ``pages``, each a list of lines in Latin letters; ``info`` and ``catalog`` are raw entries."""
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding"
    objects = [f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode(), b"", b"", f"<<{info}>>".encode()]
    objects[2] = (font + ("/ToUnicode 5 0 R>>" if unicode_map else ">>")).encode()
    objects.append(stream(_character_map(unicode_map)))
    kids = []
    for lines in pages:
        objects.append(stream(_content(lines)))
        content = len(objects)
        resources = "/Resources<</Font<</F 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {content} 0 R{resources}>>".encode())
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    return assembled(objects)


def stream(content: bytes, *, packed: bool = False) -> bytes:
    """A stream object; ``packed`` deflates it."""
    body = zlib.compress(content, 9) if packed else content
    return (
        b"<</Length %d%s>>\nstream\n" % (len(body), b"/Filter/FlateDecode" if packed else b"") + body + b"\nendstream"
    )


def assembled(objects: Sequence[bytes]) -> bytes:
    """Objects 1 to n with their table; object 1 is the catalog, object 4 the information dictionary."""
    out, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n" % count + rows
    return out + table + b"trailer <</Size %d/Root 1 0 R/Info 4 0 R>>\nstartxref\n%d\n%%%%EOF" % (count, len(out))


def page_of(content: bytes, *, packed: bool = False) -> bytes:
    """A document of one page with this content stream."""
    return assembled(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[5 0 R]>>",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            b"<<>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 6 0 R/Resources<</Font<</F 3 0 R>>>>>>",
            stream(content, packed=packed),
        ]
    )


def _content(lines: Sequence[str]) -> bytes:
    shown = ["BT /F 11 Tf 13 TL 60 740 Td"]
    for line in lines:
        escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        shown.append(f"({escaped}) Tj T*")
    return "\n".join([*shown, "ET"]).encode("cp1252")


def _character_map(entries: str) -> bytes:
    count = entries.count("\n") + 1 if entries else 0
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def 1 begincodespacerange <00> <FF> "
        f"endcodespacerange {count} beginbfchar {entries} endbfchar endcmap end end"
    ).encode()
