"""Images: the words on them by text recognition, the time and place their camera noted."""

import datetime
import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from desk.reading import recognition
from desk.reading.draft import Extract
from desk.reading.failures import failure
from desk.reading.recognition import Recognised
from desk.reading.registry import Source
from desk.reading.titles import choose_title
from desk.vocabulary.report import Page

# A photograph of more is scaled down before it is read; a decoder bomb is refused before it unfolds.
_MOST_PIXELS = 60_000_000
_READ_SIDE = 3_500
_FRAMES = 200
# What Pillow's decoders raise on damaged files.
_BROKEN = (UnidentifiedImageError, OSError, ValueError, SyntaxError, IndexError, TypeError, KeyError, EOFError)


def extract(source: Source) -> Extract:
    """A page for each frame. Raises ``ReadingFailed`` where there are neither words nor notes of a camera."""
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    try:
        with Image.open(io.BytesIO(source.data)) as picture:
            notes, date = _notes(picture)
            read = [_read(picture, frame, source) for frame in range(min(getattr(picture, "n_frames", 1), _FRAMES))]
    except MemoryError:
        raise
    except Image.DecompressionBombError as error:
        raise failure("too_large_inside", source.name, limit=_MOST_PIXELS // 1_000_000) from error
    except _BROKEN as error:
        raise failure("damaged_image", source.name) from error
    pages = [Page(number, text.text, size[0], size[1]) for number, (text, size) in enumerate(read, start=1)]
    if not any(page.text for page in pages) and not notes:
        missing = recognition.language_folder() is None
        raise failure("no_recognition" if missing else "no_words", source.name)
    texts = [text for text, _ in read]
    if notes:
        pages[0] = replace(pages[0], text="\n\n".join(part for part in (pages[0].text, notes) if part))
    return Extract(
        format="image",
        title=choose_title("", pages[0].text, source.name),
        pages=tuple(pages),
        date=date,
        warnings=_warnings(texts),
        boxes=lambda page, start, end: texts[page - 1].boxes(start, end),
        places=lambda page, start, end: place(texts[page - 1], page, len(pages), start, end),
    )


def drawn(source: Source) -> bytes:
    """The picture as a PDF, a page for each frame, of the sizes that ``extract`` gives: what the viewer shows.

    Made anew from its pixels in the jailed process, so that no decoder of the window's meets the stranger's bytes.
    """
    Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(source.data)) as picture:
            dots = _dots(picture)
            frames = [_upright(picture, frame) for frame in range(min(getattr(picture, "n_frames", 1), _FRAMES))]
            frames[0].save(out, "PDF", resolution=dots, save_all=True, append_images=frames[1:], quality=88)
    except MemoryError:
        raise
    except _BROKEN as error:
        raise failure("damaged_image", source.name) from error
    return out.getvalue()


def place(text: Recognised, page: int, pages: int, start: int, end: int) -> str:
    """ "page 3, recognised text (82 % sure)"."""
    sure = text.confidence(start, end)
    where = f"page {page}, " if pages > 1 else ""
    return f"{where}recognised text ({sure} % sure)" if sure else f"{where}notes of the camera"


def _read(picture: Image.Image, frame: int, source: Source) -> tuple[Recognised, tuple[float, float]]:
    source.working()
    dots = _dots(picture)
    upright = _upright(picture, frame)
    size = (upright.width * 72 / dots, upright.height * 72 / dots)
    if recognition.language_folder() is None:
        return Recognised("", ()), size
    grey = upright.convert("L")
    grey.thumbnail((_READ_SIDE, _READ_SIDE))
    return recognition.recognise_page(grey, dots * grey.width / upright.width), size


def _upright(picture: Image.Image, frame: int) -> Image.Image:
    """A frame on white, turned as the camera was held."""
    picture.seek(frame)
    turned = ImageOps.exif_transpose(picture).convert("RGBA")
    paper = Image.new("RGB", turned.size, "white")
    paper.paste(turned, mask=turned.getchannel("A"))
    return paper


def _dots(picture: Image.Image) -> float:
    """Dots per inch, where the picture says so and is to be believed."""
    stated = float((picture.info.get("dpi") or (0, 0))[0])
    return stated if 50 <= stated <= 1200 else 96.0


def _warnings(texts: list[Recognised]) -> tuple[str, ...]:
    doubtful, words = sum(text.doubtful for text in texts), sum(len(text.words) for text in texts)
    if not words:
        return (recognition.INSTALL,) if recognition.language_folder() is None else ()
    return (f"Its text was recognised from a picture: {words} words, {doubtful} of them doubtful.",)


def _notes(picture: Image.Image) -> tuple[str, datetime.date | None]:
    """What the camera noted (EXIF), in sentences."""
    exif = picture.getexif()
    taken = str(
        exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime) or ""
    )
    camera = " ".join(str(exif.get(tag, "")).strip("\0 ") for tag in (ExifTags.Base.Make, ExifTags.Base.Model)).strip()
    where = _position(exif.get_ifd(ExifTags.IFD.GPSInfo))
    lines = [
        f"Taken: {taken}" if taken else "",
        f"Camera: {camera}" if camera else "",
        f"Position: {where}" if where else "",
    ]
    return "\n".join(line for line in lines if line), _day(taken)


def _position(gps: Mapping[int, Any]) -> str:
    try:
        latitude = _degrees(gps[2]) * (-1 if gps.get(1) == "S" else 1)
        longitude = _degrees(gps[4]) * (-1 if gps.get(3) == "W" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return ""
    return f"{latitude:.5f}, {longitude:.5f} (latitude, longitude)"


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def _day(taken: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(taken[:10], "%Y:%m:%d").replace(tzinfo=datetime.UTC).date()
    except ValueError:
        return None
