"""Keys: passphrase -> Argon2id -> wraps a random master key -> HKDF gives one key for each use.

The header beside the database holds salt, cost and the wrapped key. Unwrapping is authenticated, so a wrong passphrase is
known before the database is touched, and what fails after that is damage.
"""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desk.vocabulary.errors import StorageFailed, VaultDamaged, VaultError, VaultTooNew, WrongPassphrase
from desk.vocabulary.passphrase import SHORTEST

FORMAT = "probity-desk-vault"
VERSION = 1
# Below this a stolen header could be tried too fast; a header edited down to less is refused (OWASP asks for 19 MiB).
LEAST_MIB, LEAST_PASSES = 64, 3


@dataclass(frozen=True, slots=True)
class KdfParameters:
    """Cost of Argon2id: memory in MiB, passes, lanes. The default takes about a second on a laptop."""

    memory_mib: int = 256
    passes: int = 3
    lanes: int = 4

    def __post_init__(self) -> None:
        if self.memory_mib < LEAST_MIB or self.passes < LEAST_PASSES or self.lanes < 1:
            raise VaultDamaged(
                "The vault's header asks for a weaker key derivation than the desk accepts; it was changed by hand.",
                "Restore vault.json from a backup.",
            )


class MasterKey:
    """The vault's random key, in memory while the vault is open."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def derive(self, label: str) -> bytes:
        """32 bytes for one use, named by ``label``."""
        return HKDF(SHA256(), 32, None, f"{FORMAT} {label}".encode()).derive(self._key)


def create_header(path: Path, passphrase: str, kdf: KdfParameters) -> MasterKey:
    """Draw a master key, wrap it and write the header. A passphrase that is too short is refused."""
    if len(passphrase) < SHORTEST:
        raise VaultError(
            f"A vault needs a passphrase of {SHORTEST} characters or more.",
            "Choose a longer one; several words are easier to keep than symbols.",
        )
    key, salt, nonce = secrets.token_bytes(32), secrets.token_bytes(16), secrets.token_bytes(12)
    public = {"format": FORMAT, "version": VERSION, "kdf": {"name": "argon2id", **asdict(kdf), "salt": _text(salt)}}
    wrapped = AESGCM(_wrapping_key(passphrase, salt, kdf)).encrypt(nonce, key, _bound(public))
    _write(path, {**public, "wrapped_key": {"nonce": _text(nonce), "key": _text(wrapped)}})
    return MasterKey(key)


def open_header(path: Path, passphrase: str) -> MasterKey:
    """Unwrap the master key. Raises ``WrongPassphrase``, ``VaultDamaged`` or ``VaultTooNew``."""
    header = _read(path)
    try:
        kdf = header["kdf"]
        parameters = KdfParameters(int(kdf["memory_mib"]), int(kdf["passes"]), int(kdf["lanes"]))
        salt = base64.b64decode(kdf["salt"])
        nonce, wrapped = (base64.b64decode(header["wrapped_key"][name]) for name in ("nonce", "key"))
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged(path) from error
    public = {name: header[name] for name in ("format", "version", "kdf")}
    try:
        return MasterKey(AESGCM(_wrapping_key(passphrase, salt, parameters)).decrypt(nonce, wrapped, _bound(public)))
    except InvalidTag as error:
        raise WrongPassphrase(
            "This passphrase does not open the vault (or its header was changed).",
            "Check Caps Lock and keyboard layout. Nobody can recover a lost passphrase.",
        ) from error


def _wrapping_key(passphrase: str, salt: bytes, kdf: KdfParameters) -> bytes:
    derivation = Argon2id(
        salt=salt, length=32, iterations=kdf.passes, lanes=kdf.lanes, memory_cost=kdf.memory_mib * 1024
    )
    return derivation.derive(passphrase.encode("utf-8", "surrogateescape"))


def _bound(public: dict[str, Any]) -> bytes:
    return json.dumps(public, sort_keys=True).encode()


def _read(path: Path) -> dict[str, Any]:
    try:
        header = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise StorageFailed(
            f"The vault's header {path} cannot be read: {why}.", "Check that you may read the vault's folder and files."
        ) from error
    except ValueError as error:
        raise _damaged(path) from error
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise _damaged(path)
    if not isinstance(header.get("version"), int) or header["version"] > VERSION:
        raise VaultTooNew(
            "This vault was made by a later version of Probity Desk.", "Update the desk; the vault is unchanged."
        )
    return header


def _damaged(path: Path) -> VaultDamaged:
    return VaultDamaged(f"The vault's header {path} cannot be read.", "Restore vault.json from a backup.")


def _write(path: Path, header: dict[str, Any]) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(header, file, indent=2)
        file.flush()
        os.fsync(file.fileno())


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")
