"""``desk bench``: ingest and ask against the LangChain quickstart, the same PDFs in the same run, as ratios.

Each side runs in a process of its own, from cold, one after the other. The desk does more in its time (encryption,
lexical index, jailed readers, safeguards, ledger) and answers with sentences rather than chunks.
"""

import json as json_format
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from desk.cli.session import DONE
from desk.cli.show import as_json, line, table
from desk.resources import read_text
from desk.resources import resource as packaged
from desk.services.measures import model_folder
from desk.vocabulary.errors import DeskError

# Questions asked while the screening model has read nothing yet; the others are asked when it has read all.
UNREAD = 14


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(bench)


def bench(
    context: typer.Context,
    directory: Annotated[Path | None, typer.Argument(help="Folder with PDFs; without one, the sample reports.")] = None,
    pages: Annotated[int, typer.Option(min=1, help="Stop taking PDFs after about this many pages.")] = 120,
    passages: Annotated[int, typer.Option(min=0, help="Fill both stores to this many before asking.")] = 10_000,
    json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Compare with the LangChain quickstart. Needs the development packages (make develop)."""
    if find_spec("langchain_community") is None:
        raise DeskError("The quickstart's packages are not installed.", "Run: make develop")
    pdfs = _choose(directory or packaged("sample", "reports"), pages)
    with tempfile.TemporaryDirectory(prefix="probity-desk-bench-") as folder:
        line(f"{len(pdfs)} PDFs. First the desk ...") if not json else None
        desk = _desk(Path(folder) / "vault", pdfs, passages)
        line("... then the quickstart ...") if not json else None
        other = _quickstart(Path(folder) / "quickstart", pdfs, passages)
    found = _compared(desk, other)
    if json:
        as_json(found)
    else:
        _show(found)
    return DONE


def _choose(directory: Path, pages: int) -> list[Path]:
    import pypdf

    chosen: list[Path] = []
    for path in sorted(directory.rglob("*.pdf"), key=lambda p: p.stat().st_size):
        try:
            pages -= len(pypdf.PdfReader(path).pages)
        except Exception as error:  # noqa: BLE001 - a benchmark needs files that both sides can read
            print(f"{path.name} is left out: {type(error).__name__}", file=sys.stderr)
            continue
        chosen.append(path)
        if pages <= 0:
            break
    if not chosen:
        raise DeskError(f"There is no readable PDF in {directory}.", "Name another folder.")
    return chosen


def _desk(vault: Path, pdfs: list[Path], passages: int) -> dict[str, Any]:
    questions = _questions()
    job = {"part": "ingest", "vault": str(vault), "pdfs": [str(pdf) for pdf in pdfs], "fill": passages}
    command = [sys.executable, "-m", "desk.services.benchmark"]
    found = _child([*command, json_format.dumps({**job, "questions": questions[:UNREAD]})])
    job = {"part": "ask", "vault": str(vault), "questions": questions[UNREAD:]}
    return found | _child([*command, json_format.dumps(job)])


def _quickstart(store: Path, pdfs: list[Path], passages: int) -> dict[str, Any]:
    questions = json_format.dumps(_questions()[UNREAD:])
    arguments = [str(model_folder()), str(store), questions, str(passages), *map(str, pdfs)]
    return _child([sys.executable, "-m", "desk.cli.quickstart", *arguments])


def _questions() -> list[str]:
    """All different: a question asked twice is answered from caches."""
    return read_text("text", "bench_questions.txt").split("\n")[:-1]


def _child(command: list[str]) -> dict[str, Any]:
    root = str(Path(__file__).resolve().parent.parent.parent)
    environment = {**os.environ, "PYTHONPATH": root, "PYTHONWARNINGS": "ignore", "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise DeskError(f"One side of the comparison failed: {last}")
    return dict(json_format.loads(done.stdout.strip().splitlines()[-1]))


def _compared(desk: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    def rates(side: dict[str, Any]) -> dict[str, float]:
        ordered = sorted(side["ask_ms"])
        return {
            "pages": side["pages"],
            "passages": side["passages"],
            "ingest_pages_per_second": other["pages"] / side["seconds"],
            "ask_p50_ms": statistics.median(ordered),
            "ask_p95_ms": ordered[int(len(ordered) * 0.95)],
        }

    ours, theirs = rates(desk), rates(other)
    packages = ("chromadb", "sentence-transformers", "torch", "langchain-community", "pypdf", "PySide6_Essentials")
    ours["ask_unread_p50_ms"] = statistics.median(desk["ask_unread_ms"])
    ours["read_ahead_ms_per_passage"] = desk["read_ahead_ms"]
    return {
        "desk": ours,
        "quickstart": theirs,
        "ratio": {name: ours[name] / theirs[name] for name in theirs if name.startswith(("ingest", "ask"))},
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        "versions": {name: version(name) for name in packages},
    }


def _show(found: dict[str, Any]) -> None:
    names = list(found["desk"])
    rows = [(name, *(_figure(found[side], name) for side in ("desk", "quickstart", "ratio"))) for name in names]
    table(("Measure", "Desk", "Quickstart", "Ratio"), rows)
    line(found["machine"])
    line(", ".join(f"{name} {number}" for name, number in found["versions"].items()))


def _figure(side: dict[str, float], name: str) -> str:
    return f"{side[name]:.2f}" if name in side else "-"
