"""What one command line works on: which vault, which passphrase, which settings."""

import getpass
import os
import sys
from pathlib import Path

from desk import settings
from desk.services import Desk
from desk.services.desk import vault_exists
from desk.vocabulary.errors import DeskError, VaultMissing

DONE, FAILED, USAGE, REFERRED, BLOCKED, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130


class Session:
    """Options that all commands share, resolved when first needed."""

    def __init__(self, vault: Path | None, passphrase_file: Path | None, settings_file: Path | None) -> None:
        self.vault = vault or settings.default_vault_folder()
        self.settings_file = settings_file or settings.default_settings_file()
        self._passphrase_file = passphrase_file or _path_in("DESK_PASSPHRASE_FILE")

    def settings(self) -> settings.Settings:
        """The settings in force."""
        return settings.load(self.settings_file)

    def create(self) -> Desk:
        """Make the vault; on a terminal the passphrase is asked for twice."""
        if vault_exists(self.vault):
            raise DeskError(f"There is already a vault in {self.vault}.", "Use another folder with --vault.")
        return Desk.create(self.vault, self.passphrase(new=True), self.settings())

    def open(self) -> Desk:
        """Open the vault."""
        if not vault_exists(self.vault):
            raise VaultMissing(f"There is no vault in {self.vault}.", "Make one with: desk init")
        desk = Desk.open(self.vault, self.passphrase(), self.settings())
        for warning in desk.warnings:
            print(warning, file=sys.stderr)
        return desk

    def given_passphrase(self) -> str | None:
        """The passphrase from a file or the environment; None where neither names one.

        The variable is removed once read, so that no process the desk starts inherits it.
        """
        if self._passphrase_file is not None:
            return _first_line(self._passphrase_file)
        return os.environ.pop("DESK_PASSPHRASE", None)

    def passphrase(self, new: bool = False) -> str:
        """The passphrase, from a file, the environment or the terminal, in this order."""
        given = self.given_passphrase()
        if given is not None:
            return given
        return _asked("Passphrase: ", new, "Name a file with --passphrase-file, or set DESK_PASSPHRASE.")


def key_passphrase(new: bool = False) -> str:
    """The passphrase of an officer's or administrator's key: DESK_KEY_PASSPHRASE, or asked for on the terminal."""
    given = os.environ.pop("DESK_KEY_PASSPHRASE", None)
    return given if given is not None else _asked("Passphrase of the key: ", new, "Set DESK_KEY_PASSPHRASE.")


def _asked(prompt: str, new: bool, otherwise: str) -> str:
    if not sys.stdin.isatty():
        raise DeskError("No passphrase was given and there is no terminal to ask on.", otherwise)
    first = getpass.getpass(prompt)
    if new and getpass.getpass("The same again: ") != first:
        raise DeskError("The two passphrases differ.", "Try again.")
    return first


def _path_in(variable: str) -> Path | None:
    value = os.environ.get(variable)
    return Path(value) if value else None


def _first_line(path: Path) -> str:
    """The first line as people type it: an editor's byte order mark and line ending are no part of a passphrase."""
    try:
        return path.read_text(encoding="utf-8-sig").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise DeskError(f"The passphrase file {path} cannot be read: {why}.", "Name another file.") from error
