"""What the commands do with what goes wrong, and those that ask nothing; the whole way is in tests/end_to_end."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.command_line import CommandLine
from tests.conftest import PASSPHRASE, ROOT
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


def test_a_missing_file_is_among_those_that_could_not_be_read(desk: CommandLine) -> None:
    done = desk("ingest", str(desk.vault.parent / "missing.pdf"))
    assert "1 failed" in done.stdout
    assert "There is no file missing.pdf" in done.stdout
    assert done.returncode == 5


def test_hidden_files_are_counted_in_the_summary(desk: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "seen.txt").write_text("The bridge at Tesh is closed.")
    (tmp_path / ".hidden.txt").write_text("a")
    assert "1 files: 1 complete; 0 left out; 1 hidden file left out." in desk("ingest", str(tmp_path)).stdout


def test_a_case_shows_what_its_reports_came_in(desk: CommandLine, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "sent.zip", "w") as archive:
        archive.writestr("inner.txt", "The lighthouse at Tesh is dark.")
    assert desk("ingest", str(tmp_path / "sent.zip")).returncode == 0
    shown = json.loads(desk("case", "show", "--json").stdout)["report_list"]
    came_in = {each["title"]: each["came_in"] for each in shown}
    assert came_in["Contents of the archive sent.zip"] == "-"
    assert came_in["The lighthouse at Tesh is dark."] == "Contents of the archive sent.zip"
    assert "Came in" in desk("case", "show").stdout


@pytest.fixture(scope="module")
def rated(desk: CommandLine, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The desk with a report that says who it is from, rated.txt."""
    file = tmp_path_factory.mktemp("rated") / "rated.txt"
    file.write_text("SECRET\n\nSerial: EX/7-31\nFrom: Harbour desk\n\nThe mole at Tesh is broken.\n")
    assert desk("ingest", str(file)).returncode == 0
    return desk


def test_details_are_stated_shown_and_taken_back(rated: CommandLine) -> None:
    desk = rated
    stated = ("--title", "The mole at Tesh", "--reliability", "b", "--credibility", "2", "--marking", "S//NF")
    done = desk("reports", "edit", "Karsa", "rated.txt", *stated)
    assert done.returncode == 0, done.stderr
    shown = json.loads(desk("reports", "show", "Karsa", "rated.txt", "--json").stdout)
    assert shown["rating"] == "B2"
    assert shown["details"]["number"] == {"counts": "EX/7-31", "read": "EX/7-31", "stated": None}
    assert shown["details"]["marking"] == {"counts": "SECRET//NOFORN", "read": "SECRET", "stated": "SECRET//NOFORN"}
    listed = json.loads(desk("case", "show", "--json").stdout)["report_list"]
    (mine,) = [each for each in listed if each["id"] == shown["id"]]
    assert (mine["title"], mine["rating"], mine["originator"]) == ("The mole at Tesh", "B2", "Harbour desk")
    assert "B - usually reliable" in desk("reports", "show", "Karsa", "ex/7-31").stdout
    assert "[1] (S//NF) The mole at Tesh (B2), page 1" in desk("ask", "What is broken at Tesh?").stdout

    back = desk("reports", "edit", "Karsa", shown["id"], "--take-back", "title", "--take-back", "marking", "--json")
    (after,) = json.loads(back.stdout)
    assert after["details"]["marking"] == {"counts": "SECRET", "read": "SECRET", "stated": None}
    again = desk("reports", "edit", "Karsa", shown["id"], "--take-back", "title")
    assert "nothing changed" in again.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("rated.txt", "--reliability", "G"), "“G” is no source reliability. Use one of: A completely reliable"),
        (("rated.txt", "--marking", ""), "No marking says less than the report's own marking, SECRET."),
        (("rated.txt", "--marking", "TOP SECRET"), "above this case's ceiling of SECRET"),
        (
            ("rated.txt", "--take-back", "colour"),
            "There is no detail “colour”. Take back one of: title, information-date",
        ),
        (("rated.txt",), "Nothing is stated and nothing taken back."),
        (("nowhere.txt", "--number", "1"), "No report of this case is named “nowhere.txt”."),
    ],
)
def test_what_cannot_be_stated_is_a_sentence(rated: CommandLine, arguments: tuple[str, ...], says: str) -> None:
    done = rated("reports", "edit", "Karsa", *arguments)
    assert says in " ".join(done.stderr.split())
    assert done.returncode == 1


def test_a_conversation_names_its_case(tmp_path: Path) -> None:
    desk = CommandLine(tmp_path / "vault")
    assert desk("init").returncode == 0
    for name in ("Karsa", "Tesh"):
        assert desk("case", "new", name, "--purpose", "Smuggling", "--authority", "Order 1").returncode == 0
    first = json.loads(desk("ask", "--case", "Tesh", "Which ships docked?", "--json").stdout)
    again = desk("ask", "--conversation", first["conversation"], "When did they dock?", "--json")
    assert json.loads(again.stdout)["conversation"] == first["conversation"]
    assert "There are: “Karsa”, “Tesh”" in desk("ask", "Which ships docked?").stderr


def run_to(sink: str, *arguments: str, unbuffered: bool) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1" if unbuffered else ""}
    command = [sys.executable, str(ROOT / "main.py"), *arguments]
    with open(sink, "w") as stream:
        return subprocess.run(command, stdout=stream, stderr=subprocess.PIPE, text=True, env=environment, check=False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("unbuffered", [True, False])
@pytest.mark.parametrize("arguments", [("settings", "list"), ("screen", "Who controls the port?"), ("--help",)])
def test_output_that_cannot_be_written_is_a_sentence(arguments: tuple[str, ...], unbuffered: bool) -> None:
    done = run_to("/dev/full", *arguments, unbuffered=unbuffered)
    assert " ".join(done.stderr.split()).startswith("The output could not be written: No space left on device.")
    assert done.stderr.count("\n") <= 2
    assert done.returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
@pytest.mark.parametrize("unbuffered", ["1", ""])
def test_a_reader_who_has_heard_enough_ends_the_command_quietly(unbuffered: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, str(ROOT / "main.py"), "settings", "list"]
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, env=environment, check=False)
    os.close(writing)
    assert done.stderr == ""


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf%s\n", b"%s\r\n", b"\xef\xbb\xbf%s\r\nmore\r\n", b"%s"])
def test_a_passphrase_file_is_read_as_any_editor_writes_it(desk: CommandLine, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "passphrase.txt"
    file.write_bytes(content % PASSPHRASE.encode())
    assert desk("--passphrase-file", str(file), "case", "list").returncode == 0


@pytest.mark.skipif(sys.platform == "win32" or not Path("/proc/self").exists(), reason="needs folders with modes")
@pytest.mark.parametrize("arguments", [("init",), ("case", "list")])
def test_a_folder_that_may_not_be_entered_is_named(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    if os.geteuid() == 0:  # nothing is closed to root, so somebody else has to try
        somebody = {"user": 65534, "group": 65534, "extra_groups": []}
    else:
        somebody = {}
        closed.chmod(0)
    environment = {**os.environ, "DESK_VAULT": str(closed / "vault"), "DESK_PASSPHRASE": PASSPHRASE}
    command = [sys.executable, str(ROOT / "main.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, **somebody)
    assert f"The folder {closed / 'vault'} cannot be used: Permission denied." in " ".join(done.stderr.split())
    assert done.returncode == 1


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
    for command in (
        "init",
        "case",
        "ingest",
        "ask",
        "search",
        "screen",
        "eval",
        "ledger",
        "demo",
        "bench",
        "vault",
        "settings",
    ):
        assert command in shown
