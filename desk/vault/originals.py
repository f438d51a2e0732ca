"""Originals: every file as received, encrypted, under a name that is a keyed hash of its content.

A file is a sequence of AES-256-GCM chunks. Each chunk's associated data holds its number and whether it is the last, so
that chunks cannot be swapped, dropped or cut off unnoticed.
"""

import hashlib
import hmac
import os
import secrets
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desk.vault.database import Database
from desk.vault.keys import MasterKey
from desk.vocabulary.errors import StorageFailed, VaultDamaged

CHUNK = 1 << 20
_NONCE = 12
_TAG = 16


@dataclass(frozen=True, slots=True)
class StoredOriginal:
    """What ``put`` stored: hexadecimal SHA-256 of the content, and its size in bytes."""

    sha256: str
    size: int


class Originals:
    """The originals of one vault."""

    def __init__(self, folder: Path, master: MasterKey, database: Database) -> None:
        self._folder = folder
        self._cipher = AESGCM(master.derive("originals"))
        self._names = master.derive("names of originals")
        self._database = database
        # An original is put before the row that names it; whoever clears up in between must wait.
        self._keeping = threading.RLock()

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Nothing is removed as unused while files are put and the rows that name them are written."""
        with self._keeping:
            yield

    def put(self, stream: BinaryIO) -> StoredOriginal:
        """Store a file; the same content twice is stored once. Raises ``StorageFailed``; nothing half-written stays."""
        try:
            self._folder.mkdir(exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=".incoming-")
            temporary = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    digest, size = self._encrypt(stream, file)
                    file.flush()
                    os.fsync(file.fileno())
                self._settle(temporary, self.path(digest))
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            raise StorageFailed(
                f"The original could not be stored in {self._folder}: {error.strerror or error}.",
                "Check that the disk has room and may be written, then retry.",
            ) from error
        return StoredOriginal(digest, size)

    def read(self, sha256: str) -> bytes:
        """The content. Raises ``VaultDamaged`` where it is missing or not as it was stored."""
        path = self.path(sha256)
        try:
            with path.open("rb") as file:
                content = b"".join(self._decrypt(file))
        except (OSError, InvalidTag) as error:
            raise self._damaged(sha256) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise self._damaged(sha256)
        return content

    def path(self, sha256: str) -> Path:
        """Where the original with this hash lies, if it does."""
        name = hmac.digest(self._names, bytes.fromhex(sha256), "sha256").hex()
        return self._folder / name[:2] / name

    def remove_unused(self) -> int:
        """Remove originals that no report uses, and what a crash left behind; returns how many."""
        with self._keeping:
            return self._remove_unused()

    def _remove_unused(self) -> int:
        # Files that came in others are here before they are reports, and when they could not be read.
        statement = "SELECT sha256 FROM reports UNION SELECT stored FROM items WHERE stored IS NOT NULL"
        used = {self.path(row[0]) for row in self._database.rows(statement)}
        unused = [path for path in self._folder.rglob("*") if path.is_file() and path not in used]
        for path in unused:
            path.unlink(missing_ok=True)
        return len(unused)

    def problems(self) -> Iterator[str]:
        """A sentence for every report whose original is missing or damaged."""
        for row in self._database.rows("SELECT sha256, title FROM reports"):
            try:
                self.read(row["sha256"])
            except VaultDamaged:
                yield f"The original of “{row['title']}” is missing or damaged; its text is still there."

    def _settle(self, temporary: Path, path: Path) -> None:
        path.parent.mkdir(exist_ok=True)
        os.replace(temporary, path)
        if hasattr(os, "O_DIRECTORY"):
            # The name itself must survive a pulled plug.
            folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _encrypt(self, stream: BinaryIO, file: BinaryIO) -> tuple[str, int]:
        digest, size, number = hashlib.sha256(), 0, 0
        chunk = stream.read(CHUNK)
        while True:
            following = stream.read(CHUNK)
            digest.update(chunk)
            size += len(chunk)
            nonce = secrets.token_bytes(_NONCE)
            file.write(nonce + self._cipher.encrypt(nonce, chunk, _place(number, last=not following)))
            if not following:
                return digest.hexdigest(), size
            chunk, number = following, number + 1

    def _decrypt(self, file: BinaryIO) -> Iterator[bytes]:
        number, block = 0, _NONCE + CHUNK + _TAG
        piece = file.read(block)
        while True:
            following = file.read(block)
            yield self._cipher.decrypt(piece[:_NONCE], piece[_NONCE:], _place(number, last=not following))
            if not following:
                return
            piece, number = following, number + 1

    def _damaged(self, sha256: str) -> VaultDamaged:
        return VaultDamaged(
            f"The original {sha256[:12]}... is missing or not as it was stored.",
            "Restore the vault folder from a backup; the report's text is unharmed.",
        )


def _place(number: int, *, last: bool) -> bytes:
    return f"{number} {'last' if last else 'more'}".encode()
