"""The desk at work opens no connection, whatever the environment and the current folder say."""

import sys
from pathlib import Path

import pytest

from desk.services.export import ADVISORY
from tests.conftest import ROOT
from tests.hostile import run_in_hostile_surroundings


@pytest.mark.timeout(600)
def test_a_whole_demonstration_in_hostile_surroundings_opens_no_connection(tmp_path: Path) -> None:
    run = run_in_hostile_surroundings([sys.executable, str(ROOT / "main.py"), "demo"], tmp_path, seconds=540)
    assert run.code == 0, run.problems
    for shown in ("BLOCKED", "REFERRED", "What to do", ADVISORY, "and is whole"):
        assert shown in run.out
    assert run.connections == run.left_at_home == ()
