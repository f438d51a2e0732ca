"""``desk watch``: folders whose new files join a case, for as long as the command or the window runs."""

import threading
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.cases import named
from desk.cli.session import DONE, USAGE
from desk.cli.show import as_json, line, table
from desk.services import Desk
from desk.vocabulary.report import UNFINISHED, IngestItem

Case = Annotated[str | None, typer.Option(help="Name of the case; not needed where there is one.")]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(watch)


def watch(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(help="Folder to watch, with all that lies in it.")] = None,
    case: Case = None,
    stop: Annotated[bool, typer.Option("--stop", help="Watch this folder no longer; its reports stay.")] = False,
    listed: Annotated[bool, typer.Option("--list", help="Only say which folders are watched.")] = False,
    json: Annotated[bool, typer.Option("--json", help="With --list.")] = False,
) -> int:
    """Take in what appears in watched folders, until interrupted (Ctrl-C). The window does the same while it is open."""
    with context.obj.open() as desk:
        case_id = named(desk, case).case.id
        if listed:
            _tell(desk, case_id, json)
            return DONE
        if stop:
            if folder is None:
                line("Say which folder: desk watch FOLDER --stop")
                return USAGE
            desk.watching.leave(case_id, folder)
            line(f"{folder} is no longer watched; its reports stay.")
            return DONE
        if folder is not None:
            desk.watching.watch(case_id, folder)
        if not desk.watching.folders(case_id):
            line("No folder is watched for this case. Begin with: desk watch FOLDER")
            return USAGE
        _tell(desk, case_id, json=False)
        _work(desk, case_id)
    return DONE


def _tell(desk: Desk, case_id: str, json: bool) -> None:
    folders = desk.watching.folders(case_id)
    if json:
        as_json([{"folder": str(each.path), "there": each.there} for each in folders])
    else:
        table(("Watched folder", ""), [(each.path, "" if each.there else "not there at present") for each in folders])


def _work(desk: Desk, case_id: str) -> None:
    """Until Ctrl-C, which ``desk.cli.main`` turns into its exit code; what waits then goes on the next time."""

    def changed(item: IngestItem) -> None:
        if item.case_id == case_id and item.state not in UNFINISHED:
            line(f"{Path(item.path).name}: {item.state.value}. {item.reason} {item.remedy}".rstrip())

    desk.ingest.subscribe(changed)
    desk.ingest.start()
    desk.watching.start()
    line("Watching. Stop with Ctrl-C.")
    threading.Event().wait()
