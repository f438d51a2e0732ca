"""``desk reports show|edit``: what the file says of a report, and what a person states of it."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from desk.cli.cases import named
from desk.cli.session import DONE
from desk.cli.show import as_json, line, table
from desk.services import Desk
from desk.vocabulary.details import Detail, not_known, shown
from desk.vocabulary.errors import DeskError, NotFound
from desk.vocabulary.marking import Level, described
from desk.vocabulary.ratings import Credibility, Reliability
from desk.vocabulary.report import Report

group = typer.Typer(help="Show and edit what is said of a report.", no_args_is_help=True)
CaseName = Annotated[str, typer.Argument(metavar="CASE", help="Name or id of the case.")]
ReportNames = Annotated[
    list[str], typer.Argument(metavar="REPORT...", help="Each by its title, number, file name or id.")
]
_SOURCE = "; ".join(f"{each} {each.words}" for each in Reliability)
_INFORMATION = "; ".join(f"{each} {each.words}" for each in Credibility)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="reports")


@group.command()
def show(
    context: typer.Context,
    case: CaseName,
    report: Annotated[str, typer.Argument(metavar="REPORT", help="Its title, number, file name or id.")],
    json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Show what counts of a report, what its file says, and what a person states."""
    with context.obj.open() as desk:
        summary = named(desk, case)
        found = _found(desk, summary.case.id, report)
    if json:
        as_json(_as_values(found))
    else:
        _tell(found, summary.case.ceiling)
    return DONE


@group.command()
def edit(
    context: typer.Context,
    case: CaseName,
    reports: ReportNames,
    title: Annotated[str | None, typer.Option()] = None,
    information_date: Annotated[str | None, typer.Option(help="Day of what it tells: 2031-03-12.")] = None,
    publication_date: Annotated[str | None, typer.Option(help="Day of the report itself.")] = None,
    originator: Annotated[str | None, typer.Option(help="Who issued it.")] = None,
    number: Annotated[str | None, typer.Option(help="Its report number.")] = None,
    marking: Annotated[str | None, typer.Option(help="Its banner; never less than the report's own.")] = None,
    language: Annotated[str | None, typer.Option(help="Name or code: German, de.")] = None,
    reliability: Annotated[str | None, typer.Option(help=f"Of the source: {_SOURCE}.")] = None,
    credibility: Annotated[str | None, typer.Option(help=f"Of the information: {_INFORMATION}.")] = None,
    take_back: Annotated[
        list[str] | None, typer.Option(help="Let what the file says count again: the name of an option, such as title.")
    ] = None,
    json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """State details of a report; what the file says is kept beside them. Of several at once: originator and ratings.

    An empty value states that there is none. Every change stands in the ledger with before and after.
    """
    wanted: dict[Detail, str | None] = {_detail(name): None for name in take_back or ()}
    given = (title, information_date, publication_date, originator, number, marking, language, reliability, credibility)
    wanted |= {detail: value for detail, value in zip(Detail, given, strict=True) if value is not None}
    if not wanted:
        raise DeskError("Nothing is stated and nothing taken back.", "See: desk reports edit --help")
    with context.obj.open() as desk:
        summary = named(desk, case)
        ids = list(dict.fromkeys(_found(desk, summary.case.id, name).id for name in reports))
        changed = desk.reports.state(ids, wanted)
        after = [desk.reports.get(report_id) for report_id in ids]
    if json:
        as_json([{**_as_values(each), "changed": each.id in {one.id for one in changed}} for each in after])
        return DONE
    _say_changed(changed, after, summary.case.ceiling)
    return DONE


def _say_changed(changed: Sequence[Report], after: Sequence[Report], ceiling: Level) -> None:
    line(
        f"{len(changed)} of {len(after)} reports changed." if changed else "All of it was so already; nothing changed."
    )
    for report in changed:
        print()
        _tell(report, ceiling)
        if odd := not_known(report.stated.get(Detail.MARKING, "")):
            line(odd)


def _detail(name: str) -> Detail:
    try:
        return Detail(name.strip().lstrip("-").replace("-", "_"))
    except ValueError as error:
        have = ", ".join(_option(each) for each in Detail)
        raise DeskError(f"There is no detail “{name}”.", f"Take back one of: {have}.") from error


def _option(detail: Detail) -> str:
    return detail.value.replace("_", "-")


def _found(desk: Desk, case_id: str, name: str) -> Report:
    """The report of this name. Whole names alone: words to look for would be a query for the guard."""
    wanted = name.casefold()
    found = [each for each in desk.reports.list(case_id).reports if wanted in _names(each)]
    if not found:
        raise NotFound(f"No report of this case is named “{name}”.", "See: desk case show")
    if len(found) > 1:
        names = "; ".join(f"{each.id} “{each.title}”" for each in found[:5])
        raise DeskError(f"“{name}” names {len(found)} reports: {names}.", "Name one by its id.")
    return found[0]


def _names(report: Report) -> set[str]:
    said = (report.id, report.title, report.read[Detail.TITLE], report.says(Detail.NUMBER), report.file_name)
    return {each.casefold() for each in said if each}


def _tell(report: Report, ceiling: Level) -> None:
    line(f"{report.title} ({report.file_name}, {report.id})")
    rows = [
        (
            detail.label.capitalize(),
            _counts(report, detail, ceiling),
            shown(detail, report.read.get(detail, "")) or "-",
            _stated(report, detail),
        )
        for detail in Detail
    ]
    table(("Detail", "Counts", "In the file", "Stated"), rows)


def _counts(report: Report, detail: Detail, ceiling: Level) -> str:
    if detail is Detail.MARKING:
        return described(report.marking, ceiling)
    return shown(detail, report.says(detail)) or "-"


def _stated(report: Report, detail: Detail) -> str:
    value = report.stated.get(detail)
    return "-" if value is None else shown(detail, value) or "none"


def _as_values(report: Report) -> dict[str, Any]:
    return {
        "id": report.id,
        "file": report.file_name,
        "details": {
            detail.value: {
                "counts": report.says(detail) or None,
                "read": report.read.get(detail),
                "stated": report.stated.get(detail),
            }
            for detail in Detail
        },
        "rating": str(report.rating) if report.rating else None,
    }
