"""Which files a dropped folder means."""

import os
import sys
from pathlib import Path

import pytest

from desk.ingest.gather import gather


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are text")
def test_a_name_that_is_no_text_is_left_out_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("a")
    with open(os.fsencode(tmp_path) + b"/bad\xff.txt", "wb"):
        pass
    found = gather([tmp_path], {".txt"}, tmp_path / "vault")
    assert [path.name for path in found.files] == ["good.txt"]
    ((path, reason),) = found.skipped
    assert str(path).encode()
    assert "rename" in reason


def test_the_vault_is_no_report(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "vault.json").write_text("{}")
    assert gather([tmp_path], {".json"}, vault).skipped == ((vault, "This is the vault of the desk itself."),)
