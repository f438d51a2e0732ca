"""The whole way on the real command line: an empty folder, a case, the sample's reports, questions, a verified record."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desk.services.sample import demo_questions
from tests.command_line import CommandLine
from tests.conftest import ROOT

REPORTS = ROOT / "resources" / "sample" / "reports"
CABLE = REPORTS / "06-cable-sarn-road-hijacking.txt"
ANSWERED = "Who took container QXZU 410780 on the Sarn road?"
# What the demonstration expects of its questions: one that is blocked, one that is referred.
STOPPED = {each.expect: each.question for each in demo_questions()}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A vault with one case and the sample's reports in it."""
    run = CommandLine(tmp_path_factory.mktemp("end to end") / "vault")
    assert run("init").returncode == 0
    made = run("case", "new", "Gate", "--purpose", "Supply", "--authority", "Exercise", "--ceiling", "SECRET")
    assert made.returncode == 0, made.stderr
    taken = run("ingest", str(REPORTS), "--json")
    assert taken.returncode == 0, taken.stderr
    states = {Path(each["path"]).name: each["state"] for each in json.loads(taken.stdout)["files"]}
    assert states == {path.name: "complete" for path in REPORTS.iterdir()}
    return run


@pytest.fixture(scope="module")
def saved(desk: CommandLine) -> Path:
    return desk.vault.parent / "answer.md"


@pytest.fixture(scope="module")
def answer(desk: CommandLine, saved: Path) -> dict[str, Any]:
    asked = desk("ask", ANSWERED, "--json", "--save", str(saved))
    assert asked.returncode == 0, asked.stderr
    answered: dict[str, Any] = json.loads(asked.stdout)["answer"]
    return answered


def test_an_answer_is_cited_to_the_very_words_of_a_report(answer: dict[str, Any]) -> None:
    assert any("Sarn Valley Guard" in sentence["text"] for sentence in answer["sentences"])
    text = CABLE.read_text(encoding="utf-8")
    cited = [c["quote"] for c in answer["citations"] if " ".join(text[c["start"] : c["end"]].split()) == c["quote"]]
    assert any("took container QXZU 410780" in quote for quote in cited)


@pytest.mark.parametrize(("outcome", "verdict", "code"), [("blocked", "block", 4), ("referred", "refer", 3)])
def test_a_stopped_question_says_why_and_has_an_exit_code_of_its_own(
    desk: CommandLine, outcome: str, verdict: str, code: int
) -> None:
    asked = desk("ask", STOPPED[outcome], "--json")
    told = json.loads(asked.stdout)
    assert asked.returncode == code, asked.stderr
    assert (told["decision"]["verdict"], told["answer"]) == (verdict, None)
    assert "D1" in told["decision"]["rules"]
    assert all(each["reason"] and each["remedy"] for each in told["decision"]["findings"])


def test_a_saved_answer_bears_its_marking_and_its_leaving_is_on_record(
    desk: CommandLine, answer: dict[str, Any], saved: Path
) -> None:
    lines = [line.strip() for line in saved.read_text(encoding="utf-8").splitlines()]
    assert answer["marking"].startswith("SECRET")
    assert lines[0] == f"**{answer['marking']}**"
    assert lines.count(lines[0]) == 2
    entries = json.loads(desk("ledger", "list", "--last", "100", "--json").stdout)
    (left,) = [entry["body"] for entry in entries if entry["kind"] == "answer_exported"]
    assert left == {"how": "saved", "question": ANSWERED, "marking": answer["marking"]}


@pytest.mark.usefixtures("answer")
def test_the_record_verifies_here_and_with_the_independent_verifier(desk: CommandLine, tmp_path: Path) -> None:
    checked = json.loads(desk("ledger", "verify", "--json").stdout)
    assert checked["ok"]
    assert desk("ledger", "export", str(tmp_path / "ledger.jsonl")).returncode == 0
    verifier = ROOT / "desk" / "ledger" / "verifier.py"
    command = [sys.executable, "-I", str(verifier), str(tmp_path / "ledger.jsonl")]
    assert subprocess.run(command, check=False).returncode == 0
