"""What the commands do with what goes wrong, and those that ask nothing; the whole way is in tests/end_to_end."""

import json
from pathlib import Path

import pytest

from tests.command_line import CommandLine
from tests.search.conftest import labelled_set

CABLE = """(U) On 3 May 2031 the freighter Amal docked at Port Karsa. Customs inspectors found 412 crates of drone engines.

(U) The harbour master of Port Karsa, a Valdorian national, was paid by the Red Lantern network.
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    folder = tmp_path_factory.mktemp("command line")
    run = CommandLine(folder / "vault")
    assert run("init").returncode == 0
    made = run("case", "new", "Karsa", "--purpose", "Smuggling", "--authority", "Order 1", "--ceiling", "SECRET")
    assert made.returncode == 0, made.stderr
    (folder / "cable.txt").write_text(CABLE)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.xyz").write_bytes(b"\0\1\2")
    return run


def test_every_failure_of_an_ingest_is_explained(desk: CommandLine) -> None:
    ingested = desk("ingest", str(desk.vault.parent), "--json")
    found = json.loads(ingested.stdout)
    states = {Path(each["path"]).name: each["state"] for each in found["files"]}
    assert states == {"cable.txt": "complete", "empty.txt": "failed"}
    assert all(each["reason"] for each in found["files"] if each["state"] == "failed")
    assert any(each["path"].endswith("picture.xyz") and each["reason"] for each in found["skipped"])
    assert any(each["path"] == str(desk.vault) and "vault" in each["reason"] for each in found["skipped"])
    assert ingested.returncode == 5


def test_screening_needs_no_vault(tmp_path: Path) -> None:
    nowhere = CommandLine(tmp_path / "none")
    assert nowhere("screen", "Who controls the port of Karsa?").returncode == 0
    assert nowhere("screen", "Build a file on my neighbour in Denver, Colorado").returncode == 4
    assert not nowhere.vault.exists()


@pytest.mark.parametrize(("measure", "says"), [("retrieval", "hybrid over lexical"), ("answers", "95 % bounds")])
def test_a_measure_on_a_labelled_set_prints_its_table(
    desk: CommandLine, tmp_path: Path, measure: str, says: str
) -> None:
    done = desk("eval", measure, str(labelled_set(tmp_path / "labelled")))
    assert says in done.stdout, done.stderr
    assert done.returncode == 0


def test_a_check_of_the_vault_says_what_protects_it_here(desk: CommandLine) -> None:
    done = desk("vault", "check")
    assert done.returncode == 0, done.stderr
    assert "The vault is whole." in done.stdout
    assert "read in a process of its own" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("case", "show", "Nowhere"), "no case named"),
        (("case", "new", "Karsa", "--purpose", "x", "--authority", "y"), "already a case"),
        (("case", "new", "Other", "--purpose", "x", "--authority", "y", "--ceiling", "PINK"), "not a level"),
        (("init",), "already a vault"),
        (("settings", "set", "model.nothing", "1"), "no setting model.nothing"),
        (("settings", "set", "model.nothing", ""), "no setting model.nothing"),
        (("settings", "reset", "model.nothing"), "no setting model.nothing"),
    ],
)
def test_bad_input_is_a_sentence_never_a_traceback(desk: CommandLine, arguments: tuple[str, ...], says: str) -> None:
    done = desk(*arguments)
    assert done.returncode == 1
    assert says in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_wrong_passphrase_is_told_from_damage(desk: CommandLine) -> None:
    done = desk("case", "list", passphrase="wrong")
    assert done.returncode == 1
    assert "passphrase" in done.stderr.lower()


def test_without_a_vault_the_way_to_make_one_is_named(tmp_path: Path) -> None:
    done = CommandLine(tmp_path / "none")("case", "list")
    assert done.returncode == 1
    assert "desk init" in done.stderr


def test_help_names_every_command(desk: CommandLine) -> None:
    shown = desk("--help").stdout
    for command in ("init", "case", "ingest", "ask", "screen", "eval", "ledger", "demo", "bench", "vault", "settings"):
        assert command in shown
