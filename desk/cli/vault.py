"""``desk init`` and ``desk vault check|repair``."""

from typing import Annotated

import typer

from desk.cli.session import DONE, FAILED
from desk.cli.show import as_json, line
from desk.services.protections import protections

group = typer.Typer(help="Check the vault, or rebuild its index.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(init)
    app.add_typer(group, name="vault")


def init(context: typer.Context) -> int:
    """Make a vault. There is no way back in without its passphrase."""
    with context.obj.create() as desk:
        line(f"The vault is in {desk.vault_folder}. Keep its passphrase safe: without it nobody can open the vault.")
    return DONE


@group.command()
def check(context: typer.Context, json: Annotated[bool, typer.Option("--json")] = False) -> int:
    """Look for anything that is not as it was written: database, originals, index, ledger."""
    with context.obj.open() as desk:
        problems = desk.maintenance.check()
    if not json:
        for sentence in protections():
            line(sentence)
    return _tell(problems, json)


@group.command()
def repair(context: typer.Context, json: Annotated[bool, typer.Option("--json")] = False) -> int:
    """Rebuild the index from the vault, without embedding again."""
    with context.obj.open() as desk:
        problems = desk.maintenance.repair(line if not json else lambda _: None)
    return _tell(problems, json)


@group.command()
def reembed(context: typer.Context) -> int:
    """Embed every passage again with the model that the settings name."""
    with context.obj.open() as desk:
        desk.maintenance.reembed(line)
    return DONE


def _tell(problems: list[str], json: bool) -> int:
    if json:
        as_json({"problems": problems, "protections": protections()})
    else:
        for problem in problems or ["The vault is whole."]:
            line(problem)
    return FAILED if problems else DONE
