"""What can go wrong, in sentences meant for the person at the desk.

Every message says what happened and to what; ``remedy`` says what to do about it. A bug is not a ``DeskError``:
it travels as itself and is shown as an internal error without content.
"""


class DeskError(Exception):
    """Something a person can understand and act on."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class VaultError(DeskError):
    """The vault cannot be used as it is."""


class VaultMissing(VaultError):
    """There is no vault at the place given."""


class VaultInUse(VaultError):
    """Another process owns the vault; the message says which."""


class WrongPassphrase(VaultError):
    """The passphrase does not open the vault; the vault itself is unharmed."""


class VaultDamaged(VaultError):
    """The passphrase is right, but what is on the disk is not what was written."""


class VaultTooNew(VaultError):
    """The vault was written by a later version of the desk."""


class StorageFailed(VaultError):
    """The disk is full, read-only or refuses; nothing half-written is kept."""


class NotFound(DeskError):
    """A case, report, conversation or passage with this id does not exist in the vault."""


class ReadingFailed(DeskError):
    """A file could not be read into a report. ``code`` is stable, for tables and retries."""

    def __init__(self, code: str, message: str, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.code = code


class SearchFailed(DeskError):
    """The search index or the embedding model cannot be used."""


class QueryInvalid(DeskError):
    """A search cannot be read. ``start`` and ``end`` are where, in characters of what was typed."""

    def __init__(self, message: str, remedy: str = "", start: int = 0, end: int = 0) -> None:
        super().__init__(message, remedy)
        self.start = start
        self.end = end


class ModelFailed(DeskError):
    """A language model did not answer usably."""


class CasesInvalid(DeskError):
    """A labelled case for measuring the desk is not of the form."""


class SettingsInvalid(DeskError):
    """A settings file or value is not what the schema allows; the message names the setting."""


class SafeguardsFailed(DeskError):
    """The safeguard layer could not do its work; the question is not answered (fails closed)."""


class LedgerFailed(DeskError):
    """The ledger could not be written or does not verify; what waited for the entry did not happen."""


class Cancelled(DeskError):
    """The person stopped the work."""
