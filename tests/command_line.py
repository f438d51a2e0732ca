"""The real command line, in processes of its own, over one real vault."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import PASSPHRASE, ROOT


class CommandLine:
    """Runs ``desk`` on one vault."""

    def __init__(self, vault: Path) -> None:
        self.vault = vault

    def __call__(self, *arguments: str, passphrase: str = PASSPHRASE) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "DESK_PASSPHRASE": passphrase, "DESK_VAULT": str(self.vault)}
        command = [sys.executable, str(ROOT / "main.py"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=240, check=False)
