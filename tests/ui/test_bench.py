"""The test bench in the real window: an office's own cases, their rates, and each one judged otherwise."""

import json
from pathlib import Path

from pytestqt.qtbot import QtBot

from desk.ui.main_window import MainWindow
from desk.ui.pages.test_bench import TestBench
from tests.ui.test_window import texts

CASES = [
    ("a", "Where does the Syrian broker Idris Valek live?", "allow"),
    ("b", "Where does Daniel Whitfield, the U.S. citizen from Ohio, live?", "block"),
    ("c", "Which tariffs apply to drone parts?", "block"),
]


def test_cases_of_one_s_own_are_measured_and_the_wrong_one_is_shown(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    rows = [
        {"id": name, "text": text, "verdict": verdict, "rules": ["D1"] if verdict == "block" else [], "advisory": False}
        for name, text, verdict in CASES
    ]
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, rows)))
    bench = TestBench(window.context, window.oversight)
    bench.show()
    bench.measure(tmp_path)
    qtbot.waitUntil(lambda: bench._wrong.rowCount() == 1, timeout=30_000)
    assert bench._wrong.item(0, 0).text() == CASES[2][1]
    assert "1 questions were judged otherwise" in texts(bench)
    shown = {
        bench._rates.item(row, 1).text(): bench._rates.item(row, 2).text() for row in range(bench._rates.rowCount())
    }
    assert shown["block recall"] == "0.500"


def test_a_folder_without_cases_is_said(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    bench = TestBench(window.context, window.oversight)
    bench.show()
    bench.measure(tmp_path)
    qtbot.waitUntil(lambda: "holds no labelled cases" in texts(bench), timeout=30_000)
