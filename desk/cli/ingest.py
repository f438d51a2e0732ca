"""``desk ingest``: files and folders into a case, with progress on a terminal and every failure explained."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.cases import named
from desk.cli.session import DONE, INCOMPLETE
from desk.cli.show import as_json, line
from desk.services import Desk
from desk.services.ingest import AddedFiles, IngestSummary
from desk.vocabulary.report import IngestItem, ItemState


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(ingest)


def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Files and folders.")],
    case: Annotated[str | None, typer.Option(help="Name of the case; not needed where there is one.")] = None,
    password: Annotated[str | None, typer.Option(help="For documents that ask for one.")] = None,
    json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Read files into a case. Interrupted, it takes up where it stopped with: desk ingest (the same files)."""
    with context.obj.open() as desk:
        case_id = named(desk, case).case.id
        added = desk.ingest.add(case_id, paths)
        run_queue(desk, case_id, quiet=json)
        if password is not None:
            _retry_locked(desk, case_id, added, password)
        items = desk.ingest.items_of(case_id, added)
        summary = desk.ingest.summary(case_id)
    if json:
        as_json(_as_values(items, added))
    else:
        tell(items, added, summary)
    return DONE if all(item.state is not ItemState.FAILED for item in items) else INCOMPLETE


def run_queue(desk: Desk, case_id: str, quiet: bool = False) -> None:
    """Work off a case's queue, with a bar where standard error is a terminal."""
    desk.ingest.start()
    if quiet or not sys.stderr.isatty():
        desk.ingest.wait(case_id)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        files = progress.add_task("Reports", total=desk.ingest.summary(case_id).total)
        current = progress.add_task("", total=None)

        def changed(item: IngestItem) -> None:
            summary = desk.ingest.summary(case_id)
            progress.update(files, completed=summary.total - summary.unfinished, total=summary.total)
            progress.update(
                current, description=Path(item.path).name[:40], completed=item.done, total=item.total or None
            )

        unsubscribe = desk.ingest.subscribe(changed)
        desk.ingest.wait(case_id)
        unsubscribe()
        summary = desk.ingest.summary(case_id)
        progress.update(files, completed=summary.total - summary.unfinished)


def _retry_locked(desk: Desk, case_id: str, added: AddedFiles, password: str) -> None:
    ids = {item.id for item in added.items}
    for item in desk.ingest.items(case_id):
        if item.id in ids and item.code in ("encrypted", "wrong_password"):
            desk.ingest.retry(item.id, password)
    desk.ingest.wait(case_id)


def tell(items: list[IngestItem], added: AddedFiles, summary: IngestSummary) -> None:
    """What became of the files: counts that add up, then every one that is not simply complete."""
    counts = {state: sum(1 for item in items if item.state is state) for state in ItemState}
    parts = [f"{counts[state]} {state.value}" for state in ItemState if counts[state]]
    said = [f"{len(items)} files: {', '.join(parts) or 'nothing to do'}", f"{len(added.skipped)} left out"]
    line(f"{'; '.join([*said, *filter(None, [added.hidden_said])])}.")
    for item in items:
        if item.reason:
            line(f"{Path(item.path).name}: {item.reason} {item.remedy}".rstrip(), "  ")
    for path, reason in added.skipped:
        line(f"{path.name}: {reason}", "  ")
    if summary.unfinished:
        line(f"{summary.unfinished} files still wait; run the same command again.")


def _as_values(items: list[IngestItem], added: AddedFiles) -> dict[str, object]:
    return {
        "files": [
            {
                "path": item.path,
                "state": item.state.value,
                "code": item.code,
                "reason": item.reason,
                "remedy": item.remedy,
                "report": item.report_id,
            }
            for item in items
        ],
        "skipped": [{"path": str(path), "reason": reason} for path, reason in added.skipped],
        "hidden": added.hidden,
    }
