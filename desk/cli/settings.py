"""``desk settings list|set|reset``: the same declaration as the settings page."""

from typing import Annotated

import typer

from desk import settings as declared
from desk.cli.session import DONE
from desk.cli.show import as_json, line, problem, table
from desk.vocabulary.errors import SettingsInvalid

group = typer.Typer(help="Read and change settings.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="settings")


@group.command(name="list")
def list_settings(context: typer.Context, json: Annotated[bool, typer.Option("--json")] = False) -> int:
    """Show every setting, its value and what it does."""
    rows = list(declared.described(context.obj.settings()))
    if json:
        as_json([{"name": name, "value": value, "description": text} for name, value, text in rows])
    else:
        table(("Setting", "Value", "What it does"), rows)
        line(f"File: {context.obj.settings_file}")
    return DONE


@group.command(name="set")
def set_value(context: typer.Context, name: Annotated[str, typer.Argument(help="section.setting")], value: str) -> int:
    """Change one setting; an empty value brings back the default."""
    file = context.obj.settings_file
    wrong = declared.change(file, name, value) if value else declared.reset(file, name)
    return _tell(f"{name} is set.", wrong)


@group.command()
def reset(
    context: typer.Context, name: Annotated[str, typer.Argument(help="section.setting, or a whole section")]
) -> int:
    """Bring back the default of a setting; takes what is no setting out of the file."""
    return _tell(f"{name} has its default.", declared.reset(context.obj.settings_file, name))


def _tell(done: str, wrong: SettingsInvalid | None) -> int:
    """What was done, and what is still wrong with the rest of the file."""
    line(done)
    if wrong is not None:
        problem(wrong)
    return DONE
