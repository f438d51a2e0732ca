"""Referral, decision and overlay on the real command line."""

import json
import re
from pathlib import Path

import pytest

from tests.command_line import CommandLine

QUESTION = "Where does Tamsin Orle live?"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("DESK_KEY_PASSPHRASE", "an officer's own words")
    run = CommandLine(tmp_path / "vault")
    assert run("init").returncode == 0
    assert run("case", "new", "Karsa", "--purpose", "Smuggling", "--authority", "Order 1").returncode == 0
    return run


def make_key(desk: CommandLine, path: Path) -> str:
    made = desk("oversight", "key", str(path))
    assert made.returncode == 0, made.stderr
    return re.search(r"[0-9a-f]{64}", made.stdout.replace("\n", "")).group()  # type: ignore[union-attr]


def test_a_fact_is_referred_and_confirmed(desk: CommandLine, tmp_path: Path) -> None:
    public = make_key(desk, tmp_path / "officer.pem")
    assert desk("oversight", "enroll", "R. Vance", public).returncode == 0
    stated = ("--subject", "Tamsin Orle", "--side", "foreign", "--fact", "a Maravendi national", "--source", "cable 4")
    assert desk("oversight", "refer", QUESTION, *stated).returncode == 0
    (waiting,) = json.loads(desk("oversight", "list", "--json").stdout)
    assert (waiting["state"], waiting["statement"]["source"]) == ("open", "cable 4")
    decision = ("--key", str(tmp_path / "officer.pem"), "--reason", "Seen.", "--confirm")
    decided = desk("oversight", "decide", waiting["id"], *decision)
    assert decided.returncode == 0, decided.stderr
    assert "Decided by R. Vance" in decided.stdout
    again = desk("oversight", "refer", QUESTION, *stated)
    assert "may be answered" in again.stderr


def test_an_overlay_is_checked_signed_and_installed(desk: CommandLine, tmp_path: Path) -> None:
    public = make_key(desk, tmp_path / "administrator.pem")
    term = {"text": "Project Larch", "verdict": "block", "rule": "D1", "why": "closed to this office"}
    overlay = tmp_path / "overlay.json"
    overlay.write_text(json.dumps({"name": "Example Office", "revision": 1, "terms": [term]}))
    cases = tmp_path / "cases"
    cases.mkdir()
    (cases / "queries.jsonl").write_text(
        json.dumps({"id": "a", "text": "When did Project Larch begin?", "verdict": "allow"})
    )
    assert "allow -> block" in desk("policy", "diff", str(overlay), str(cases)).stdout
    assert desk("policy", "administrator", public).returncode == 0
    assert "did not sign" in desk("policy", "install", str(overlay)).stderr
    signed = tmp_path / "signed.json"
    key = str(tmp_path / "administrator.pem")
    assert desk("policy", "sign", str(overlay), "--key", key, "--out", str(signed)).returncode == 0
    assert desk("policy", "install", str(signed)).returncode == 0
    shown = desk("policy", "show").stdout
    assert "Overlay Example Office, revision 1: its signature holds." in shown
    assert "Project Larch" in shown
