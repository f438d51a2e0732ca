"""Every command of ``desk``, its global options, and how errors become a sentence and an exit code."""

import logging
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from desk import __version__
from desk.cli import (
    ask,
    bench,
    cases,
    demo,
    evaluate,
    ingest,
    ledger,
    oversight,
    policy,
    reports,
    search,
    settings,
    torture,
    vault,
    watch,
    window,
)
from desk.cli.output import hush, told
from desk.cli.session import FAILED, INTERRUPTED, USAGE, Session
from desk.cli.show import problem
from desk.vocabulary.errors import DeskError

app = typer.Typer(
    name="desk",
    help="Probity Desk: reports in, answers out, every sentence with its source. Without a command, the window opens.",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 done, 1 failed, 2 wrong usage, 3 referred, 4 blocked, 5 some files could not be read.",
)
for module in (
    vault,
    cases,
    ingest,
    watch,
    reports,
    ask,
    search,
    evaluate,
    ledger,
    oversight,
    policy,
    settings,
    demo,
    bench,
    torture,
    window,
):
    module.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"Probity Desk {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def desk(
    context: typer.Context,
    vault: Annotated[Path | None, typer.Option(help="The vault's folder (also DESK_VAULT).")] = None,
    passphrase_file: Annotated[
        Path | None, typer.Option(help="A file that holds the passphrase (also DESK_PASSPHRASE_FILE).")
    ] = None,
    settings: Annotated[Path | None, typer.Option(help="The settings file (also DESK_SETTINGS).")] = None,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which.")] = False,
) -> None:
    """Set up what all commands share."""
    context.obj = Session(vault, passphrase_file, settings)
    if context.invoked_subcommand is None:
        raise typer.Exit(window.open_window(context.obj))


def run(arguments: Sequence[str]) -> int:
    """Run one command line; returns its exit code. A ``DeskError`` becomes its sentence on standard error."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
    try:
        with told():
            outcome = app(list(arguments), prog_name="desk", standalone_mode=False)
        return outcome if isinstance(outcome, int) else 0
    except typer.Exit as leave:
        return leave.exit_code
    except DeskError as error:
        problem(error)
        return FAILED
    except (KeyboardInterrupt, typer.Abort):
        print("Interrupted; what was acknowledged is kept.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read along has heard enough.
        hush()
        return FAILED
    except Exception as error:  # noqa: BLE001 - the last resort: a sentence in place of a traceback
        return _usage(error)


def _usage(error: Exception) -> int:
    """Typer's own usage errors as one sentence; anything else is a defect, told without what it was about."""
    show = getattr(error, "show", None)
    if show is not None:
        show()
        return USAGE
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}, line {place.lineno}"
    problem(
        DeskError(
            f"An internal error stopped this command ({type(error).__name__} in {where}).",
            "What was acknowledged is kept. Try again; if it happens again, report this sentence.",
        )
    )
    return FAILED
