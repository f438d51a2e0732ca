"""The jail from inside: each attempt runs in a process that has closed its own door."""

import subprocess
import sys
from pathlib import Path

import pytest

from desk.reading import jail_description
from tests.conftest import ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernel jails are Linux's")

ATTEMPTS = {
    "read the password file": "open('/etc/passwd').read()",
    "read a file of the person": "open(TARGET).read()",
    "write to the temporary folder": "open(TARGET + '.new', 'w')",
    "remove a file": "os.unlink(TARGET)",
    "rename a file": "os.rename(TARGET, TARGET + '.old')",
    "list a folder": "os.listdir('/etc')",
    "open a socket": "socket.socket()",
    "open a local socket": "socket.socket(socket.AF_UNIX)",
    "run a program": "os.execv('/bin/true', ['true'])",
    "start a process": "os.fork()",
    "start a program": "subprocess.run(['/bin/true'])",
    "end the parent": "os.kill(os.getppid(), 15)",
    "take a gibibyte": "bytearray(1 << 30)",
}
SCRIPT = """
import os, socket, subprocess, sys
sys.path.insert(0, ROOT)
from desk.reading.jail import confine
confine(memory=256 << 20, seconds=2)
try:
    ATTEMPT
except (OSError, MemoryError) as error:
    print("refused", type(error).__name__)
else:
    print("done")
"""


def run(attempt: str, target: Path) -> str:
    code = SCRIPT.replace("ROOT", repr(str(ROOT))).replace("ATTEMPT", attempt).replace("TARGET", repr(str(target)))
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, timeout=60, check=False)
    return done.stdout.strip() or f"ended with {done.returncode} {done.stderr[-300:]}"


@pytest.mark.skipif("lacks" in jail_description(), reason="this kernel or processor lacks a part of the jail")
@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_the_jail_refuses_to(attempt: str, tmp_path: Path) -> None:
    target = tmp_path / "plans.txt"
    target.write_text("plans")
    assert run(attempt, target).startswith("refused")
    assert target.read_text() == "plans"


def test_computing_and_threads_still_work_in_jail(tmp_path: Path) -> None:
    assert (
        run("import threading; t = threading.Thread(target=sum, args=((1, 2),)); t.start(); t.join()", tmp_path)
        == "done"
    )


def test_an_endless_loop_is_ended_by_the_kernel(tmp_path: Path) -> None:
    assert run("all(iter(lambda: 1, 0))", tmp_path).startswith("ended with -24")


def test_the_description_names_what_holds() -> None:
    assert "process of its own" in jail_description()
