"""``desk ledger list|verify|export``."""

import json as json_format
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.session import DONE, FAILED
from desk.cli.show import as_json, line, table

group = typer.Typer(help="Read, verify and export the record.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="ledger")


@group.command(name="list")
def list_entries(
    context: typer.Context,
    last: Annotated[int, typer.Option(min=1, help="How many of the newest.")] = 20,
    json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Show the newest entries."""
    with context.obj.open() as desk:
        entries = desk.ledger.entries(max(0, desk.ledger.count() - last), last)
    if json:
        as_json([{"seq": e.seq, "at": e.at, "kind": e.kind, "body": e.body, "digest": e.digest} for e in entries])
    else:
        rows = [(e.seq, e.at, e.kind, json_format.dumps(e.body, ensure_ascii=False)[:80]) for e in entries]
        table(("No.", "Time", "Kind", "What"), rows)
    return DONE


@group.command()
def verify(context: typer.Context, json: Annotated[bool, typer.Option("--json")] = False) -> int:
    """Prove that every entry is as written and none is missing."""
    with context.obj.open() as desk:
        found = desk.ledger.verify()
    if json:
        as_json({"ok": found.ok, "count": found.count, "head": found.head, "problem": found.problem})
    else:
        line(f"{found.count} entries, whole. Head: {found.head}" if found.ok else f"NOT WHOLE: {found.problem}")
    return DONE if found.ok else FAILED


@group.command()
def export(context: typer.Context, file: Path) -> int:
    """Write every entry as JSON Lines, for the independent verifier (desk/ledger/verifier.py)."""
    with context.obj.open() as desk:
        count = desk.ledger.export(file)
    line(f"{count} entries are in {file}.")
    return DONE
