"""The truth on disk: one folder, encrypted, owned by one process at a time."""

from desk.vault.keys import KdfParameters
from desk.vault.vault import Vault

__all__ = ["KdfParameters", "Vault"]
