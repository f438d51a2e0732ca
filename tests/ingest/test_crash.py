"""A real kill -9 in the middle of an ingest, again and again: each report is whole or absent, and none is lost.

Six kills by default; DESK_KILLS=200 for many.
"""

import os
import random
import subprocess
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import pytest

from desk.services import Desk
from desk.settings import validated
from desk.vocabulary.marking import Level
from desk.vocabulary.report import ItemState
from tests.conftest import PASSPHRASE, ROOT

SETTINGS = validated({"search": {"workers": 1}})
KILLS = int(os.environ.get("DESK_KILLS", "6"))
FILES, MESSAGES = max(24, KILLS), 6
INGEST = """
import sys; sys.path.insert(0, sys.argv[1])
from desk import safe_start; safe_start.start()
from pathlib import Path
from desk.services import Desk
from desk.settings import validated
desk = Desk.open(Path(sys.argv[2]), sys.argv[3], validated({"search": {"workers": 1}}))
desk.warm_up()
print("running", flush=True)
desk.ingest.start()
desk.ingest.wait(desk.cases.list()[0].case.id)
desk.close()
"""


def kill_while_it_runs(vault: Path, pause: float) -> None:
    command = [sys.executable, "-c", INGEST, str(ROOT), str(vault), PASSPHRASE]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "running"
        time.sleep(pause)
        process.kill()


def check(desk: Desk, case_id: str) -> None:
    assert desk.maintenance.check() == []
    for report in desk.reports.list(case_id).reports:
        number = int(report.file_name.split(".")[0])
        if report.format == "text":
            assert "".join(desk.reports.pages(report.id)) == text(number)
        assert desk.reports.original(report.id) == (
            text(number).encode() if report.format == "text" else message(number)
        )
    waiting = {item.path for item in desk.ingest.items(case_id)}
    for report in desk.reports.list(case_id).reports:
        if report.format == "mail":
            assert any(
                path.endswith(f"{report.file_name}!/{1000 + int(report.file_name.split('.')[0])}.txt")
                for path in waiting
            )


def text(number: int) -> str:
    return f"Report {number}.\n\n" + "".join(
        f"Convoy {number}-{line} left the valley with {line} lorries.\n" for line in range(40)
    )


def message(number: int) -> bytes:
    made = EmailMessage()
    made["Subject"] = f"Message {number}"
    made.set_content(f"Text {number} is attached.")
    made.add_attachment(text(1000 + number).encode(), maintype="text", subtype="plain", filename=f"{1000 + number}.txt")
    return made.as_bytes().replace(made.get_boundary("").encode(), b"border")


@pytest.mark.timeout(7200)
def test_after_every_kill_each_report_is_whole_or_absent(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(FILES):
        (folder / f"{number}.txt").write_text(text(number))
    for number in range(FILES, FILES + MESSAGES):
        (folder / f"{number}.eml").write_bytes(message(number))
    vault = tmp_path / "vault"
    with Desk.create(vault, PASSPHRASE, SETTINGS) as desk:
        case_id = desk.cases.create("Crash", "Testing", "Order 4", Level.CUI).id
        desk.ingest.add(case_id, [folder])
    chance = random.Random(4)
    for _ in range(KILLS):
        kill_while_it_runs(vault, chance.uniform(0.1, 2.0))
        with Desk.open(vault, PASSPHRASE, SETTINGS) as desk:
            check(desk, case_id)
    with Desk.open(vault, PASSPHRASE, SETTINGS) as desk:
        desk.ingest.start()
        assert desk.ingest.wait(case_id, timeout=120)
        check(desk, case_id)
        assert {item.state for item in desk.ingest.items(case_id)} == {ItemState.COMPLETE}
        assert len(desk.reports.list(case_id).reports) == FILES + 2 * MESSAGES
