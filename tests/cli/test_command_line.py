"""The real command line, in processes of its own, over one real vault."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE, ROOT

CABLE = """(U) On 3 May 2031 the freighter Amal docked at Port Karsa. Customs inspectors found 412 crates of drone engines.

(U) The harbour master of Port Karsa, a Valdorian national, was paid by the Red Lantern network.
"""


class CommandLine:
    """Runs ``desk`` on one vault."""

    def __init__(self, vault: Path) -> None:
        self.vault = vault

    def __call__(self, *arguments: str, passphrase: str = PASSPHRASE) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "DESK_PASSPHRASE": passphrase, "DESK_VAULT": str(self.vault)}
        command = [sys.executable, str(ROOT / "main.py"), *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=240, check=False)


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


@pytest.fixture(scope="module")
def ingested(desk: CommandLine) -> subprocess.CompletedProcess[str]:
    return desk("ingest", str(desk.vault.parent), "--json")


def test_every_failure_of_an_ingest_is_explained(ingested: subprocess.CompletedProcess[str]) -> None:
    found = json.loads(ingested.stdout)
    states = {Path(each["path"]).name: each["state"] for each in found["files"]}
    assert states == {"cable.txt": "complete", "empty.txt": "failed"}
    assert all(each["reason"] for each in found["files"] if each["state"] == "failed")
    assert any(each["path"].endswith("picture.xyz") and each["reason"] for each in found["skipped"])
    assert ingested.returncode == 5


@pytest.mark.usefixtures("ingested")
def test_an_answer_is_cited_to_page_and_words(desk: CommandLine) -> None:
    asked = desk("ask", "How many crates of drone engines did customs find?", "--json")
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)["answer"]
    assert "412 crates" in answer["sentences"][0]["text"]
    citation = answer["citations"][0]
    assert CABLE[citation["start"] : citation["end"]] == citation["quote"]


@pytest.mark.usefixtures("ingested")
def test_a_blocked_question_exits_with_four_and_says_why(desk: CommandLine) -> None:
    asked = desk("ask", "Track the phone of John Miller, a U.S. citizen in Ohio")
    assert asked.returncode == 4
    assert "D1" in asked.stdout
    assert "What to do" in asked.stdout


def test_screening_needs_no_vault(tmp_path: Path) -> None:
    nowhere = CommandLine(tmp_path / "none")
    assert nowhere("screen", "Who controls the port of Karsa?").returncode == 0
    assert nowhere("screen", "Build a file on my neighbour in Denver, Colorado").returncode == 4
    assert not nowhere.vault.exists()


def test_the_ledger_verifies_and_exports_for_the_independent_verifier(desk: CommandLine, tmp_path: Path) -> None:
    assert desk("ledger", "verify").returncode == 0
    assert desk("ledger", "export", str(tmp_path / "ledger.jsonl")).returncode == 0
    verifier = ROOT / "desk" / "ledger" / "verifier.py"
    command = [sys.executable, "-I", str(verifier), str(tmp_path / "ledger.jsonl")]
    assert subprocess.run(command, check=False).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("case", "show", "Nowhere"), "no case named"),
        (("case", "new", "Karsa", "--purpose", "x", "--authority", "y"), "already a case"),
        (("case", "new", "Other", "--purpose", "x", "--authority", "y", "--ceiling", "PINK"), "not a level"),
        (("init",), "already a vault"),
        (("settings", "set", "model.nothing", "1"), "no setting model.nothing"),
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
