"""The vault: what opens it, what does not, and what lies on the disk."""

import io
import json
import os
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from desk.vault import KdfParameters, Vault
from desk.vault.database import Database
from desk.vocabulary.errors import (
    StorageFailed,
    VaultDamaged,
    VaultError,
    VaultInUse,
    VaultMissing,
    VaultTooNew,
    WrongPassphrase,
)
from desk.vocabulary.marking import Level
from desk.vocabulary.report import ItemState
from tests.conftest import PASSPHRASE, ROOT
from tests.vault.conftest import CHEAP, SECRET_WORDS, store


@pytest.fixture
def closed(folder: Path) -> Path:
    """A closed vault with one report and its original."""
    with Vault.create(folder, PASSPHRASE, kdf=CHEAP) as vault:
        case = vault.cases.add("Karsa", "Smuggling", "Order 1", Level.SECRET)
        store(vault, case.id)
        vault.originals.put(io.BytesIO(SECRET_WORDS.encode() * 60_000))
    return folder


def test_the_passphrase_opens_it_again(closed: Path) -> None:
    with Vault.open(closed, PASSPHRASE) as vault:
        assert [case.name for case in vault.cases.list()] == ["Karsa"]


def test_a_wrong_passphrase_is_told_from_damage(closed: Path) -> None:
    with pytest.raises(WrongPassphrase):
        Vault.open(closed, "another")
    data = bytearray((closed / "vault.db").read_bytes())
    data[200] ^= 1
    (closed / "vault.db").write_bytes(bytes(data))
    with pytest.raises(VaultDamaged, match="damaged"):
        Vault.open(closed, PASSPHRASE)


def test_a_header_edited_down_to_a_weaker_derivation_is_refused(closed: Path) -> None:
    header = json.loads((closed / "vault.json").read_text())
    header["kdf"]["passes"] = 1
    (closed / "vault.json").write_text(json.dumps(header))
    with pytest.raises(VaultDamaged, match="weaker"):
        Vault.open(closed, PASSPHRASE)
    with pytest.raises(VaultDamaged):
        KdfParameters(memory_mib=8)


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"format": "else"}', '{"format": "probity-desk-vault", "version": 1}']
)
def test_a_broken_header_is_named(closed: Path, content: str) -> None:
    (closed / "vault.json").write_text(content)
    with pytest.raises(VaultDamaged, match=r"vault\.json"):
        Vault.open(closed, PASSPHRASE)


def test_a_header_of_a_later_version_asks_for_an_update(closed: Path) -> None:
    header = json.loads((closed / "vault.json").read_text())
    (closed / "vault.json").write_text(json.dumps({**header, "version": 2}))
    with pytest.raises(VaultTooNew, match="later version"):
        Vault.open(closed, PASSPHRASE)


def test_a_database_of_a_later_version_asks_for_an_update(closed: Path) -> None:
    with Vault.open(closed, PASSPHRASE) as vault:
        database: Database = vault._database
        database._connection().execute("PRAGMA user_version = 999")
    with pytest.raises(VaultTooNew, match="999"):
        Vault.open(closed, PASSPHRASE)


def test_a_missing_vault_and_a_missing_database_are_two_things(closed: Path, tmp_path: Path) -> None:
    with pytest.raises(VaultMissing):
        Vault.open(tmp_path / "nowhere", PASSPHRASE)
    (closed / "vault.db").unlink()
    with pytest.raises(VaultDamaged, match="missing"):
        Vault.open(closed, PASSPHRASE)


def test_a_second_process_is_told_who_has_it(vault: Vault) -> None:
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path; from desk.vault import Vault\n"
        "from desk.vocabulary.errors import VaultInUse\n"
        "try: Vault.open(Path(sys.argv[2]), sys.argv[3])\n"
        "except VaultInUse as error: print(error)\n"
    )
    command = [sys.executable, "-c", script, str(ROOT), str(vault.folder), PASSPHRASE]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert f"number {os.getpid()}" in said
    with pytest.raises(VaultInUse):
        Vault.open(vault.folder, PASSPHRASE)


def test_nothing_readable_lies_on_the_disk(vault: Vault) -> None:
    case = vault.cases.add("Karsa", "Smuggling", "Order 1", Level.SECRET)
    store(vault, case.id)
    vault.originals.put(io.BytesIO(SECRET_WORDS.encode() * 100))
    written = b"".join(path.read_bytes() for path in vault.folder.rglob("*") if path.is_file())
    assert len(written) > 10_000
    for words in (b"freighter", b"Karsa", b"Smuggling", b"SQLite format"):
        assert words not in written


def test_an_original_comes_back_byte_for_byte_and_is_kept_once(vault: Vault) -> None:
    content = os.urandom(2_500_000)
    first, second = (vault.originals.put(io.BytesIO(content)) for _ in range(2))
    assert first == second
    assert vault.originals.read(first.sha256) == content
    assert sum(path.is_file() for path in (vault.folder / "originals").rglob("*")) == 1


@pytest.mark.parametrize("change", ["flip", "cut", "swap", "remove"])
def test_a_changed_original_is_noticed(vault: Vault, change: str) -> None:
    stored = vault.originals.put(io.BytesIO(os.urandom(2_500_000)))
    path = vault.originals.path(stored.sha256)
    data = bytearray(path.read_bytes())
    block = (1 << 20) + 28
    if change == "flip":
        data[1000] ^= 1
    elif change == "cut":
        del data[block * 2 :]
    elif change == "swap":
        data[:block], data[block : 2 * block] = data[block : 2 * block], data[:block]
    path.write_bytes(bytes(data))
    if change == "remove":
        path.unlink()
    with pytest.raises(VaultDamaged):
        vault.originals.read(stored.sha256)


def test_unused_originals_are_removed_and_used_ones_kept(vault: Vault) -> None:
    stored = vault.originals.put(io.BytesIO(b"nobody uses this"))
    assert vault.originals.remove_unused() == 1
    assert not vault.originals.path(stored.sha256).exists()


def test_clearing_up_waits_while_a_file_is_being_kept(vault: Vault) -> None:
    case = vault.cases.add("Karsa", "Smuggling", "Order 1", Level.SECRET)
    begun = threading.Event()

    def clear_up() -> int:
        begun.set()
        return vault.originals.remove_unused()

    with ThreadPoolExecutor(1) as threads:
        with vault.originals.keeping():
            stored = vault.originals.put(io.BytesIO(b"its report comes in a moment"))
            clearing = threads.submit(clear_up)
            assert begun.wait(timeout=30)
            with pytest.raises(TimeoutError):
                clearing.result(timeout=0.5)
            store(vault, case.id, sha256=stored.sha256)
        assert clearing.result(timeout=30) == 0
    assert vault.originals.read(stored.sha256) == b"its report comes in a moment"


def test_a_folder_that_is_not_empty_is_left_alone(folder: Path) -> None:
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    with pytest.raises(VaultError, match="not empty"):
        Vault.create(folder, PASSPHRASE, kdf=CHEAP)


def test_an_empty_passphrase_is_refused(folder: Path) -> None:
    with pytest.raises(VaultError, match="passphrase"):
        Vault.create(folder, "", kdf=CHEAP)


def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageFailed, match="cannot be used"):
        Vault.create(tmp_path / "file" / "vault", PASSPHRASE, kdf=CHEAP)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_a_sentence_and_leaves_nothing(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    def on_the_full_device(**where: Any) -> tuple[int, str]:
        handle, name = mkstemp(**where)
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, handle)
        os.close(full)
        return handle, name

    mkstemp = tempfile.mkstemp
    monkeypatch.setattr(tempfile, "mkstemp", on_the_full_device)
    with pytest.raises(StorageFailed, match="No space"):
        vault.originals.put(io.BytesIO(os.urandom(2_500_000)))
    assert not any(path.is_file() for path in (vault.folder / "originals").rglob("*"))


def test_what_a_crash_interrupted_waits_again(closed: Path) -> None:
    with Vault.open(closed, PASSPHRASE) as vault:
        item = vault.items.add(vault.cases.list()[0].id, "a file")
        assert vault.items.next_waiting() is not None
        assert vault.items.get(item.id).state is ItemState.READING
    with Vault.open(closed, PASSPHRASE) as vault:
        assert vault.items.get(item.id).state is ItemState.WAITING


def test_a_whole_vault_has_no_problems(vault: Vault) -> None:
    assert vault.check() == []
