"""Which files a dropped folder means."""

import os
import sys
from pathlib import Path

import pytest

from desk.ingest.gather import Gathered, gather


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_a_name_that_is_no_text_cannot_be_read_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("a")
    with open(os.fsencode(tmp_path) + b"/bad\xff.txt", "wb"):
        pass
    found = gather([tmp_path], {".txt"}, tmp_path / "vault")
    assert [path.name for path in found.files] == ["good.txt"]
    ((path, reason),) = found.unread
    assert str(path).encode()
    assert "rename" in reason


def test_the_vault_is_no_report(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "vault.json").write_text("{}")
    assert gather([tmp_path], {".json"}, vault).skipped == ((vault, "This is the vault of the desk itself."),)


def test_hidden_files_are_counted_with_those_in_hidden_folders(tmp_path: Path) -> None:
    for name in ("seen.txt", ".hidden.txt", ".git/config", ".git/objects/ab", "folder/.DS_Store", "folder/seen.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("a")
    found = gather([tmp_path], {".txt", ".md"}, tmp_path / "vault")
    assert [path.name for path in found.files] == ["seen.txt", "seen.md"]
    assert (found.hidden, found.skipped) == (4, ())


def test_what_is_named_by_hand_is_taken_hidden_or_missing(tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text("a")
    named = [tmp_path / ".hidden.txt", tmp_path / "missing.pdf"]
    assert gather(named, {".txt"}, tmp_path / "vault") == Gathered(tuple(named), ())
