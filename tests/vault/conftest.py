"""A small open vault, made with the cheapest key derivation the desk accepts."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from desk.vault import KdfParameters, Vault
from desk.vocabulary.marking import Level, Marking
from desk.vocabulary.report import Box, Page, PassageDraft, Reading, Report
from tests.conftest import PASSPHRASE

CHEAP = KdfParameters(memory_mib=64, passes=3, lanes=4)
SECRET_WORDS = "the freighter Amal carries drone engines"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def vault(folder: Path) -> Iterator[Vault]:
    with Vault.create(folder, PASSPHRASE, kdf=CHEAP) as opened:
        yield opened


def reading(text: str = SECRET_WORDS, pieces: int = 2) -> Reading:
    """A page of the text, in pieces that tile it."""
    size = -(-len(text) // pieces)
    drafts = tuple(
        PassageDraft(1, start, min(start + size, len(text)), text[start : start + size], (Box(1, 2, 3, 4),))
        for start in range(0, len(text), size)
    )
    return Reading("text", "A report", (Page(1, text),), drafts, marking=Marking.of(Level.SECRET))


def store(vault: Vault, case_id: str, name: str = "a", text: str = SECRET_WORDS, sha256: str = "") -> Report:
    """Store a report with made-up vectors; ``sha256`` is its original's, where there is one."""
    read = reading(text)
    vectors = np.random.default_rng(len(name)).normal(size=(len(read.passages), 8)).astype(np.float32)
    item = vault.items.add(case_id, name)
    digest = sha256 or name * 64
    return vault.reports.store(name * 16, case_id, item.id, read, digest, 1, f"{name}.txt", vectors, "model")
