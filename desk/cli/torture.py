"""``desk torture DIR``: put hostile and broken files before the readers, and see what becomes of each. Nothing is kept."""

import dataclasses
import sys
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.session import DONE, FAILED
from desk.cli.show import as_json, line, table

# Of each file that a reader did not survive, this much is shown.
_WIDTH = 90


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(torture)


def torture(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder with the files.")],
    each: Annotated[bool, typer.Option("--each", help="A line for each file as well.")] = False,
    json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Read every file of a folder in its jail and count: read, refused with a reason, ended at a limit, reader died.

    Fails where a reader died of a file.
    """
    from desk.services.torture import End, totals
    from desk.services.torture import torture as put_before

    def working(name: str) -> None:
        if sys.stderr.isatty() and not json:
            print(f"\r\033[K{name[:_WIDTH]}", end="", file=sys.stderr, flush=True)

    outcomes = put_before(directory, context.obj.settings(), working)
    if sys.stderr.isatty() and not json:
        print("\r\033[K", end="", file=sys.stderr)
    died = [outcome for outcome in outcomes if outcome.end is End.DIED]
    if json:
        as_json([dataclasses.asdict(outcome) for outcome in outcomes])
    else:
        if each:
            rows = [(o.path, o.end.value, o.code or f"{o.passages} passages", f"{o.seconds:.1f}") for o in outcomes]
            table(("File", "What became of it", "", "Seconds"), rows)
        table(("What became of it", "Reason", "Files"), [*totals(outcomes), ("all", "", len(outcomes))])
        for outcome in died:
            line(f"{outcome.path}: {outcome.said}")
    return FAILED if died else DONE
