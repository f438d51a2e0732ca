"""Keys that stand for a person: Ed25519, the private half in a file of its own under a passphrase.

The desk keeps public keys alone. A signature binds a purpose (so that one kind of document cannot pass for another) and
the canonical JSON of what is signed.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desk.vocabulary.errors import DeskError
from desk.vocabulary.passphrase import SHORTEST


class SigningFailed(DeskError):
    """A key cannot be read or written, or a signature does not hold."""


class SigningKey:
    """A person's private key, in memory."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private

    @property
    def public(self) -> str:
        """The public key, 64 hexadecimal digits."""
        raw = serialization.Encoding.Raw, serialization.PublicFormat.Raw
        return self._private.public_key().public_bytes(*raw).hex()

    def sign(self, purpose: str, document: Mapping[str, Any]) -> str:
        """The signature over a document for a purpose, in hexadecimal digits."""
        return self._private.sign(_message(purpose, document)).hex()


def make_key(path: Path, passphrase: str) -> SigningKey:
    """Make a key and write its private half to a new file, encrypted; raises ``SigningFailed``."""
    if len(passphrase) < SHORTEST:
        raise SigningFailed(f"The passphrase of a key needs {SHORTEST} characters or more.", "Choose a longer one.")
    private = Ed25519PrivateKey.generate()
    data = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )
    try:
        with path.open("xb") as file:
            file.write(data)
        path.chmod(0o600)
    except OSError as error:
        raise SigningFailed(
            f"The key could not be written to {path}: {error.strerror}.", "Choose another file."
        ) from error
    return SigningKey(private)


def load_key(path: Path, passphrase: str) -> SigningKey:
    """Read a private key; raises ``SigningFailed`` for a wrong passphrase or another kind of file."""
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), passphrase.encode())
    except OSError as error:
        raise SigningFailed(f"The key {path} could not be read: {error.strerror}.", "Name another file.") from error
    except (ValueError, TypeError) as error:
        raise SigningFailed(
            f"This passphrase does not open the key {path}, or it is no such key.", "Try again, or name another file."
        ) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise SigningFailed(f"{path} holds another kind of key.", "Use a key made with: desk oversight key")
    return SigningKey(private)


def verify(public: str, signature: str, purpose: str, document: Mapping[str, Any]) -> bool:
    """Whether the holder of ``public`` signed this very document for this purpose."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(
            bytes.fromhex(signature), _message(purpose, document)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _message(purpose: str, document: Mapping[str, Any]) -> bytes:
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"probity-desk {purpose}\n{canonical}".encode()
