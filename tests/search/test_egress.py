"""Nothing in search opens a connection, whatever the environment and the current folder say."""

import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.hostile import run_in_hostile_surroundings

PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
if sys.argv[3] == "with safe start":
    from desk import safe_start
    safe_start.start()
import numpy
from desk.search.chroma import ChromaFolder
from desk.search.embedder import EmbeddingPool
from desk.search.model_files import packaged_model

pool = EmbeddingPool(packaged_model(), 1)
vectors = pool.embed(["The ship left the harbour."])
chroma = ChromaFolder(Path(sys.argv[2]))
chroma.put("tests", [1], vectors)
print(chroma.query("tests", pool.embed_question("Which ship?"), 1)[0][0])
chroma.close()
pool.close()
"""
REACHING_OUT = """
import os, urllib.request
from pathlib import Path
Path("~/report").expanduser().write_text("to be sent")
urllib.request.urlopen(os.environ["HF_ENDPOINT"], timeout=5)
"""


@pytest.mark.parametrize("start", ["with safe start", "without"])
def test_a_hostile_environment_and_a_hostile_env_file_open_no_connection(tmp_path: Path, start: str) -> None:
    arguments = [str(ROOT), str(tmp_path / "index"), start]
    run = run_in_hostile_surroundings([sys.executable, "-c", PROGRAM, *arguments], tmp_path)
    assert run.out.strip() == "1", run.problems
    assert run.connections == run.left_at_home == ()


def test_a_program_that_does_reach_out_is_noticed(tmp_path: Path) -> None:
    run = run_in_hostile_surroundings([sys.executable, "-c", REACHING_OUT], tmp_path)
    assert run.connections
    assert run.left_at_home == (str(tmp_path / "home" / "report"),)
