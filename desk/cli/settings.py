"""``desk settings list|set``: the same declaration as the settings page."""

from typing import Annotated, Any

import typer

from desk import settings as declared
from desk.cli.session import DONE
from desk.cli.show import as_json, line, table
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
    section, _, field = name.partition(".")
    values: dict[str, dict[str, Any]] = declared.as_values(context.obj.settings())
    if section not in declared.Settings.model_fields or not field:
        raise SettingsInvalid(f"There is no setting {name}.", "See: desk settings list")
    values.setdefault(section, {})[field] = value
    if not value:
        del values[section][field]
    declared.save(declared.validated(values, where="as asked"), context.obj.settings_file)
    line(f"{name} is set.")
    return DONE
