"""Archives (zip, tar, 7z, compressed files): a list of what they hold, and each member as a report of its own.

Names are labels only: nothing is ever unpacked to a disk, so a name that points elsewhere points nowhere.
"""

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import IO, Any

import py7zr
from py7zr.io import BytesIOFactory

from desk.reading.blocks import Blocks, Document
from desk.reading.draft import Extract
from desk.reading.failures import failure
from desk.reading.limits import Limits
from desk.reading.registry import Source
from desk.reading.structured import extracted
from desk.vocabulary.errors import ReadingFailed
from desk.vocabulary.report import Child

_PIECE = 1 << 20
# Text packs to a tenth, zeros to a thousandth: what unfolds more than this, beyond a few megabytes, is a bomb.
_MOST_RATIO, _SMALL = 200, 16 << 20
_SINGLE: dict[bytes, Callable[..., Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7": lzma.open}
# What systems put beside files; nobody ever meant to send it.
_APPARATUS = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
# Of a zip's members: bits of their flags, and the method that stands for encryption with AES.
_ENCRYPTED, _STRONG, _AES = 0x1, 0x40, 99
Member = tuple[str, bytes]


def extract(source: Source) -> Extract:
    """The members, as long as they stay within the limits on their number and bytes. Raises ``ReadingFailed``."""
    room = _Room(source)
    try:
        members = [Child(name, data) for name, data in _members(source, room) if not _is_apparatus(name)]
    except (MemoryError, ReadingFailed):
        raise
    except Exception as error:
        raise failure("damaged_archive", source.name) from error
    blocks = Blocks(noun="line")
    blocks.add(f"Contents of the archive {source.name}", "1")
    for number, child in enumerate(members, start=2):
        blocks.add(f"{child.name} ({len(child.data):,} bytes)", str(number), gap="\n")
    for line in room.left_out:
        blocks.add(line, gap="\n")
    found = tuple(child for child in members if child.data)
    return extracted(
        "archive",
        source,
        Document([blocks]),
        title=PurePath(source.name).name,
        warnings=tuple(room.left_out[:20]),
        children=found,
    )


class _Room:
    """How much may still come out, and what was left out with the reason."""

    def __init__(self, source: Source) -> None:
        self._name = source.name
        self._limits: Limits = source.limits
        self._bytes = min(source.limits.max_inside, max(_SMALL, _MOST_RATIO * len(source.data)))
        self._limit = self._bytes >> 20
        self._members = source.limits.max_members
        self.password = source.password
        self.left_out: list[str] = []

    def one_more(self) -> None:
        self._members -= 1
        if self._members < 0:
            raise failure("too_many_members", self._name, limit=self._limits.max_members)

    def read(self, stream: IO[bytes]) -> bytes:
        """The whole of a member, never more than there is room for: what a header claims counts for nothing."""
        pieces = bytearray()
        while piece := stream.read(_PIECE):
            pieces += piece
            self._bytes -= len(piece)
            if self._bytes < 0:
                raise failure("too_large_inside", self._name, limit=self._limit)
        return bytes(pieces)

    @property
    def largest(self) -> int:
        """The bytes that one member may have."""
        return self._limits.max_inside

    def encrypted(self) -> ReadingFailed:
        """There is no password."""
        return failure("encrypted", self._name)

    def not_opened(self) -> ReadingFailed:
        """There is a password, and what it unlocks is noise."""
        return failure("not_opened", self._name)

    def claim(self, size: int) -> None:
        """For formats whose library unpacks on its own: their claim is checked before, their output after."""
        self._bytes -= size
        if self._bytes < 0:
            raise failure("too_large_inside", self._name, limit=self._limit)


def _members(source: Source, room: _Room) -> Iterator[Member]:
    stream = io.BytesIO(source.data)
    if source.data.startswith(b"7z\xbc\xaf"):
        yield from _seven(stream, room)
    elif zipfile.is_zipfile(stream):
        yield from _zip(stream, room, source)
    elif _is_tar(source.data):
        yield from _tar(source.data, room)
    else:
        opener = next((opener for begin, opener in _SINGLE.items() if source.data.startswith(begin)), None)
        if opener is None:
            raise failure("damaged_archive", source.name)
        with opener(io.BytesIO(source.data)) as inner:
            yield PurePath(source.name).stem or "content", room.read(inner)


def _zip(stream: io.BytesIO, room: _Room, source: Source) -> Iterator[Member]:
    password = source.password.encode() if source.password else None
    with zipfile.ZipFile(stream) as archive:
        for member in archive.infolist():
            if member.is_dir():
                continue
            room.one_more()
            is_encrypted = bool(member.flag_bits & _ENCRYPTED)
            if is_encrypted and (member.compress_type == _AES or member.flag_bits & _STRONG):
                raise failure("encrypted_otherwise", source.name)
            if is_encrypted and password is None:
                raise failure("encrypted", source.name)
            try:
                with archive.open(member, pwd=password) as inner:
                    yield member.filename, room.read(inner)
            except RuntimeError as error:  # what zipfile raises for a password that does not fit
                raise failure("wrong_password", source.name) from error
            except (zipfile.BadZipFile, zlib.error, EOFError) as error:
                # One wrong password in 256 passes the format's own check, and then unlocks nothing but noise.
                if is_encrypted:
                    raise failure("not_opened", source.name) from error
                room.left_out.append(f"{member.filename} could not be unpacked: {error}.")
            except NotImplementedError as error:
                room.left_out.append(f"{member.filename} could not be unpacked: {error}.")


def _tar(data: bytes, room: _Room) -> Iterator[Member]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as archive:
        for member in archive:
            if member.isdir():
                continue
            room.one_more()
            if not member.isfile():
                room.left_out.append(f"{member.name} is a link or a device and was left out.")
                continue
            inner = archive.extractfile(member)
            if inner is not None:
                yield member.name, room.read(inner)


def _seven(stream: io.BytesIO, room: _Room) -> Iterator[Member]:
    """The format has no check for a password: a wrong one shows as noise, in the list of members or in what they hold."""
    is_encrypted = _is_seven_encrypted(stream)
    if is_encrypted and room.password is None:
        raise room.encrypted()
    try:
        factory = _seven_unpacked(stream, room)
    except (MemoryError, ReadingFailed):
        raise
    except Exception as error:
        if is_encrypted:
            raise room.not_opened() from error
        raise
    for name, inner in factory.products.items():
        inner.seek(0)
        yield name, inner.read()


def _is_seven_encrypted(stream: io.BytesIO) -> bool:
    try:
        with py7zr.SevenZipFile(stream) as archive:
            return bool(archive.needs_password())
    except py7zr.PasswordRequired:  # even the list of members is encrypted
        return True
    finally:
        stream.seek(0)


def _seven_unpacked(stream: io.BytesIO, room: _Room) -> BytesIOFactory:
    with py7zr.SevenZipFile(stream, password=room.password) as archive:
        for member in archive.list():
            room.one_more()
            room.claim(member.uncompressed)
        factory = BytesIOFactory(limit=room.largest)
        archive.extractall(factory=factory)  # noqa: S202 - into memory, bounded; names are labels
    return factory


def _is_tar(data: bytes) -> bool:
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as archive:
            return archive.next() is not None
    except (tarfile.TarError, EOFError, OSError, lzma.LZMAError, ValueError):
        return False


def _is_apparatus(name: str) -> bool:
    return name.startswith(_APPARATUS[:1]) or PurePath(name).name in _APPARATUS
