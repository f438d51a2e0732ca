"""``desk case new|list|show|remove``, and how commands name a case."""

from typing import Annotated

import typer

from desk.cli.session import DONE
from desk.cli.show import as_json, line, table
from desk.services import Desk
from desk.services.cases import CaseSummary
from desk.vocabulary.details import Detail
from desk.vocabulary.errors import DeskError, NotFound
from desk.vocabulary.marking import Level, described

group = typer.Typer(help="Make, list and remove cases.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="case")


def named(desk: Desk, name: str | None) -> CaseSummary:
    """The case of this name or id; without a name, the only case there is."""
    cases = desk.cases.list()
    if name is None and len(cases) == 1:
        return cases[0]
    if name is None:
        have = ", ".join(f"“{each.case.name}”" for each in cases) or "none yet"
        raise DeskError(f"Which case? There are: {have}.", "Name it with --case, or make one with: desk case new")
    for each in cases:
        if name in (each.case.name, each.case.id):
            return each
    raise NotFound(f"There is no case named “{name}”.", "See: desk case list")


@group.command()
def new(
    context: typer.Context,
    name: str,
    purpose: Annotated[str, typer.Option(help="What the case is for; shown with every question.")],
    authority: Annotated[str, typer.Option(help="Under which authority or tasking.")],
    ceiling: Annotated[str, typer.Option(help="Highest classification allowed in.")] = "UNCLASSIFIED",
    json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Make a case."""
    with context.obj.open() as desk:
        case = desk.cases.create(name, purpose, authority, _level(ceiling))
    if json:
        as_json({"id": case.id, "name": case.name, "ceiling": case.ceiling.label})
    else:
        line(f"Case “{case.name}” is ready, up to {case.ceiling.label}. Add reports with: desk ingest PATH ...")
    return DONE


def _level(text: str) -> Level:
    wanted = text.strip().upper().replace("_", " ")
    for level in Level:
        if level.label == wanted:
            return level
    raise DeskError(f"“{text}” is not a level.", f"Use one of: {', '.join(level.label for level in Level)}.")


@group.command(name="list")
def list_cases(context: typer.Context, json: Annotated[bool, typer.Option("--json")] = False) -> int:
    """List the cases."""
    with context.obj.open() as desk:
        cases = desk.cases.list()
    if json:
        as_json([_as_values(each) for each in cases])
    elif cases:
        rows = [
            (c.case.name, c.reports, c.passages, c.marking.banner(), c.unmarked, c.case.ceiling.label) for c in cases
        ]
        table(("Case", "Reports", "Passages", "Marking", "Unmarked", "Ceiling"), rows)
    else:
        line("There is no case yet. Make one with: desk case new NAME --purpose ... --authority ...")
    return DONE


@group.command()
def show(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument()] = None,
    json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Show one case and its reports."""
    with context.obj.open() as desk:
        summary = named(desk, name)
        found = desk.reports.list(summary.case.id)
    rows = [
        (
            r.title,
            r.date or "-",
            r.pages or "-",
            described(r.marking, summary.case.ceiling),
            r.rating or "-",
            r.says(Detail.NUMBER) or "-",
            r.says(Detail.ORIGINATOR) or "-",
            r.format,
            found.came_in.get(r.id, "-"),
        )
        for r in found.reports
    ]
    if json:
        keys = ("title", "date", "pages", "marking", "rating", "number", "originator", "format", "came_in")
        listed = [{"id": r.id, **dict(zip(keys, row, strict=True))} for r, row in zip(found.reports, rows, strict=True)]
        as_json({**_as_values(summary), "report_list": listed})
        return DONE
    case = summary.case
    line(f"{case.name} - {case.purpose} (authority: {case.authority}; ceiling: {case.ceiling.label})")
    if rows:
        # Who it is from has no room beside the rest: see desk reports show.
        heads = ("Title", "Date", "Pages", "Marking", "Rating", "Number", "Format", "Came in")
        table(heads, [(*row[:6], *row[7:]) for row in rows])
    return DONE


@group.command()
def remove(
    context: typer.Context, name: str, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False
) -> int:
    """Remove a case with its reports and conversations."""
    with context.obj.open() as desk:
        summary = named(desk, name)
        if not yes and not typer.confirm(f"Remove “{summary.case.name}” and its {summary.reports} reports?"):
            return DONE
        desk.cases.remove(summary.case.id)
    line(f"“{summary.case.name}” is removed. The ledger keeps that it existed.")
    return DONE


def _as_values(summary: CaseSummary) -> dict[str, object]:
    case = summary.case
    return {
        "id": case.id,
        "name": case.name,
        "purpose": case.purpose,
        "authority": case.authority,
        "ceiling": case.ceiling.label,
        "reports": summary.reports,
        "passages": summary.passages,
        "marking": summary.marking.banner(),
        "unmarked": summary.unmarked,
    }
