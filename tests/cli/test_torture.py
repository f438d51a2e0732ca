"""``desk torture``: every file of a folder has an outcome, and so has what comes inside it."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from desk.reading import Limits
from desk.services.torture import End, Outcome, torture
from desk.settings import Settings
from desk.vocabulary.errors import ReadingFailed
from tests.command_line import CommandLine


def archive(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name.replace("_", "."), data)
    return held.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    hostile = tmp_path / "hostile"
    (hostile / "deeper").mkdir(parents=True)
    (hostile / "cable.txt").write_text("The lighthouse at Tesh is dark.")
    (hostile / "empty.txt").write_bytes(b"")
    (hostile / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 9 0 R >>\nendobj\n%%EOF")
    (hostile / "deeper" / "sent.zip").write_bytes(
        archive(inner_txt=b"The mole is flooded.", broken_pdf=b"%PDF-1.7\n%%EOF")
    )
    return hostile


def test_every_file_and_what_is_inside_it_is_in_the_table(folder: Path, tmp_path: Path) -> None:
    done = CommandLine(tmp_path / "vault")("torture", str(folder), "--json")
    found = {each["path"].replace(os.sep, "/"): (each["end"], each["code"]) for each in json.loads(done.stdout)}
    assert found == {
        "broken.pdf": ("refused with a reason", "damaged"),
        "cable.txt": ("read", ""),
        "deeper/sent.zip": ("read", ""),
        "deeper/sent.zip!inner.txt": ("read", ""),
        "deeper/sent.zip!broken.pdf": ("refused with a reason", "damaged"),
        "empty.txt": ("refused with a reason", "empty"),
    }
    assert done.returncode == 0


def test_the_table_adds_up(folder: Path, tmp_path: Path) -> None:
    done = CommandLine(tmp_path / "vault")("torture", str(folder))
    rows = [line.split() for line in done.stdout.splitlines()[2:] if line.strip()]
    assert sum(int(row[-1]) for row in rows[:-1]) == int(rows[-1][-1]) == 6


def test_a_file_above_the_limit_of_the_settings_is_ended_there(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("The lighthouse at Tesh is dark. " * 40_000)
    strict = Settings.model_validate({"reading": {"max_mib": 1}})
    assert [outcome.end for outcome in torture(tmp_path, strict)] == [End.LIMIT]


def test_archives_in_archives_end_where_the_limit_is(tmp_path: Path) -> None:
    nested = b"The lighthouse at Tesh is dark."
    for level in range(Limits().max_depth + 2):
        nested = archive(**{"in_txt" if level == 0 else "in_zip": nested})
    (tmp_path / "nested.zip").write_bytes(nested)
    *outer, last = torture(tmp_path, Settings())
    assert {outcome.end for outcome in outer} == {End.READ}
    assert (last.end, last.code) == (End.LIMIT, "too_large")


def test_a_file_that_kills_its_reader_fails_the_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def dies(path: Path, **_: object) -> Outcome:
        raise ReadingFailed("crashed", f"{path.name} stopped the process that read it.", "Get another copy of it.")

    monkeypatch.setattr("desk.services.torture.read", dies)
    from desk.cli.main import run

    assert run(["torture", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "reader died" in said
    assert "cable.txt stopped the process" in said
