"""``desk watch``: what is put into a folder joins the case while the command runs."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command_line import CommandLine
from tests.conftest import PASSPHRASE, ROOT


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_a_file_put_into_a_watched_folder_joins_the_case(tmp_path: Path) -> None:
    desk = CommandLine(tmp_path / "vault")
    assert desk("init").returncode == 0
    assert desk("case", "new", "Karsa", "--purpose", "Smuggling", "--authority", "Order 1").returncode == 0
    assert "No folder is watched" in desk("watch").stdout
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    environment = {**os.environ, "DESK_PASSPHRASE": PASSPHRASE, "DESK_VAULT": str(desk.vault), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, str(ROOT / "main.py"), "watch", str(inbox)]
    # Tests that run behind a shell are started with Ctrl-C ignored, and would hand that down.
    asked = {"preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, **asked) as watching:
        try:
            assert watching.stdout is not None
            while "Watching" not in (said := watching.stdout.readline()):
                assert said
            (inbox / "cable.txt").write_text("The lighthouse at Tesh is dark.")
            assert watching.stdout.readline().startswith("cable.txt: complete")
            watching.send_signal(signal.SIGINT)
            assert watching.wait(timeout=60) == 130
        finally:
            watching.kill()
    shown = json.loads(desk("case", "show", "--json").stdout)["report_list"]
    assert [each["title"] for each in shown] == ["The lighthouse at Tesh is dark."]
    assert json.loads(desk("watch", "--list", "--json").stdout) == [{"folder": str(inbox), "there": True}]
    assert desk("watch", str(inbox), "--stop").returncode == 0
    assert json.loads(desk("watch", "--list", "--json").stdout) == []
    again = desk("watch", str(inbox), "--stop")
    assert again.returncode == 1
    assert "is not watched for this case" in " ".join(again.stderr.split())
