"""``desk ask`` and ``desk screen``."""

from pathlib import Path
from typing import Annotated

import typer

from desk.cli import show
from desk.cli.cases import named
from desk.cli.session import BLOCKED, DONE, REFERRED
from desk.safeguards.sealed import Released, Stopped
from desk.services import Desk
from desk.vocabulary.decision import Decision, Verdict
from desk.vocabulary.errors import NotFound

EXIT = {Verdict.ALLOW: DONE, Verdict.REFER: REFERRED, Verdict.BLOCK: BLOCKED}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(ask)
    app.command()(screen)


def ask(
    context: typer.Context,
    question: str,
    case: Annotated[
        str | None, typer.Option(help="Name of the case; not needed where there is one, or with --conversation.")
    ] = None,
    conversation: Annotated[str | None, typer.Option(help="Go on in this conversation (its id).")] = None,
    report: Annotated[
        list[str] | None, typer.Option(help="Ask only reports whose title or file name holds this.")
    ] = None,
    save: Annotated[Path | None, typer.Option(help="Also write the answer to this Markdown file.")] = None,
    json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """Ask a case's reports. Exit code 3: referred, 4: blocked."""
    with context.obj.open() as desk:
        # A conversation belongs to one case, so whoever names it need not name the case.
        summary = named(desk, case or (desk.ask.case_of(conversation) if conversation else None))
        talk = conversation or desk.ask.start(summary.case.id).id
        chosen = _chosen(desk, summary.case.id, report)
        if isinstance(chosen, Stopped):
            show.as_json(show.outcome_json(chosen)) if json else show.decision(chosen.decision)
            return EXIT[chosen.decision.verdict]
        outcome = ask_aloud(desk, talk, question, summary.case.id, quiet=json, report_ids=chosen)
        if json:
            show.as_json({"conversation": talk, **show.outcome_json(outcome)})
        else:
            print(f"  Go on with: desk ask --conversation {talk} ...")
        if save is not None and isinstance(outcome, Released):
            desk.ledger.save_answer(outcome, summary.case, save)
    return EXIT[outcome.decision.verdict]


def _chosen(desk: Desk, case_id: str, names: list[str] | None) -> list[str] | Stopped | None:
    """The ids of the reports named, or the decision that stopped a name; None for all. Choosing is a query for the guard."""
    if not names:
        return None
    found = [desk.reports.list(case_id, name) for name in names]
    stopped = next((each.stopped for each in found if each.stopped is not None), None)
    if stopped is not None:
        return stopped
    ids = [report.id for each in found for report in each.reports]
    if not ids:
        raise NotFound(f"No report of this case is named {' or '.join(names)}.", "See: desk case show")
    return ids


def ask_aloud(
    desk: Desk,
    conversation: str,
    question: str,
    case_id: str,
    quiet: bool = False,
    report_ids: list[str] | None = None,
) -> Released | Stopped:
    """Ask, and say decision and sentences as they come."""
    if quiet:
        return desk.ask.ask(conversation, question, case_id=case_id, report_ids=report_ids)
    outcome = desk.ask.ask(
        conversation,
        question,
        case_id=case_id,
        on_decision=show.decision,
        on_sentence=show.sentence,
        report_ids=report_ids,
    )
    if isinstance(outcome, Released):
        show.sources(outcome)
    return outcome


def screen(
    context: typer.Context,
    text: str,
    json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """The safeguards' verdict on a text, without asking anything. Needs no vault. Exit code 3: referred, 4: blocked."""
    from desk.services.screening import screen as verdict

    found: Decision = verdict(text)
    if json:
        show.as_json(show.decision_json(found))
    else:
        show.decision(found)
    return EXIT[found.verdict]
