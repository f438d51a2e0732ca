"""``desk oversight``: what waits for an officer's decision, who may decide, and deciding it."""

from pathlib import Path
from typing import Annotated

import typer

from desk.cli.cases import named
from desk.cli.session import DONE, key_passphrase
from desk.cli.show import as_json, line, table
from desk.safeguards.sealed import Stopped
from desk.services import Desk
from desk.signing import load_key, make_key
from desk.vocabulary.errors import DeskError
from desk.vocabulary.review import Review, Side, Statement

group = typer.Typer(help="Referrals and contests, and the officers who decide them.", no_args_is_help=True)
KeyFile = Annotated[Path, typer.Option("--key", help="The officer's private key.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(group, name="oversight")


@group.command()
def key(file: Path) -> int:
    """Make an officer's key; the private half goes to FILE under a passphrase of its own."""
    made = make_key(file, key_passphrase(new=True))
    line(f"The private key is in {file}. The public key, for enrolment: {made.public}")
    return DONE


@group.command()
def enroll(
    context: typer.Context,
    name: str,
    public: str,
    by: Annotated[Path | None, typer.Option(help="Key of an officer who is enrolled already.")] = None,
) -> int:
    """Let somebody decide. The first officer needs no other; each further one is enrolled by an officer."""
    signer = load_key(by, key_passphrase()) if by else None
    with context.obj.open() as desk:
        officer = desk.oversight.enroll(name, public, signer)
    line(f"{officer.name} may decide.")
    return DONE


@group.command()
def officers(context: typer.Context) -> int:
    """Who may decide."""
    with context.obj.open() as desk:
        rows = [(officer.name, officer.public) for officer in desk.oversight.officers()]
    table(("Officer", "Public key"), rows)
    return DONE


@group.command(name="list")
def list_reviews(
    context: typer.Context,
    case: Annotated[str | None, typer.Option(help="Of one case; else of all.")] = None,
    json: Annotated[bool, typer.Option("--json")] = False,
) -> int:
    """What waits for a decision, and what was decided."""
    with context.obj.open() as desk:
        reviews = desk.oversight.reviews(named(desk, case).case.id if case else None)
    if json:
        as_json([_as_value(review) for review in reviews])
        return DONE
    for review in reviews:
        _show(review)
    if not reviews:
        line("Nothing was referred or contested.")
    return DONE


@group.command()
def refer(
    context: typer.Context,
    question: str,
    subject: Annotated[str, typer.Option(help="Of whom the fact is, by name.")],
    side: Annotated[Side, typer.Option(help="What it makes of the subject.")],
    fact: Annotated[str, typer.Option(help="Nationality, residence, employer ... in words.")],
    source: Annotated[
        str, typer.Option(help="The report and page that say so, or where else it stands, in words of your own.")
    ],
    case: Annotated[str | None, typer.Option(help="Name of the case; not needed where there is one.")] = None,
) -> int:
    """State facts about the subject of a referred question; an officer decides whether they hold."""
    with context.obj.open() as desk:
        case_id = named(desk, case).case.id
        statement = Statement(subject, side, fact, source)
        _show(desk.oversight.refer(case_id, _stopped(desk, case_id, question), statement))
    return DONE


@group.command()
def contest(
    context: typer.Context,
    question: str,
    reason: Annotated[str, typer.Option(help="What was misread.")],
    case: Annotated[str | None, typer.Option(help="Name of the case; not needed where there is one.")] = None,
) -> int:
    """Say that a question was misread. The verdict stays; the officer sees question, decision and reason."""
    with context.obj.open() as desk:
        case_id = named(desk, case).case.id
        _show(desk.oversight.contest(case_id, _stopped(desk, case_id, question), reason))
    return DONE


def _stopped(desk: Desk, case_id: str, question: str) -> Stopped:
    outcome = desk.ask.screen(case_id, question)
    if not isinstance(outcome, Stopped):
        raise DeskError("This question may be answered; there is nothing to refer or contest.", "Ask it.")
    return outcome


@group.command()
def decide(
    context: typer.Context,
    review: str,
    key_file: KeyFile,
    reason: Annotated[str, typer.Option(help="What the decision rests on; kept with it.")],
    confirm: Annotated[bool, typer.Option("--confirm/--decline", help="Whether the facts hold.")],
) -> int:
    """Confirm or decline a referral or a contest."""
    signer = load_key(key_file, key_passphrase())
    with context.obj.open() as desk:
        decided = desk.oversight.decide(review, confirm, reason, signer)
    _show(decided)
    return DONE


def _show(review: Review) -> None:
    line(
        f"{review.id}  {review.kind.value}, {review.state.value}, by {review.submitted_by} on {review.submitted_at:%d %b %Y}"
    )
    line(f"Question: {review.question}", "  ")
    if review.statement is not None:
        said = review.statement
        line(f"Stated: {said.subject} is {said.side.value}: {said.words}", "  ")
        line(f"Source: {said.source_said}", "  ")
    if review.reason:
        line(f"Why: {review.reason}", "  ")
    if review.decided_by:
        line(f"Decided by {review.decided_by}: {review.decision_reason}", "  ")


def _as_value(review: Review) -> dict[str, object]:
    said = review.statement
    return {
        "id": review.id,
        "kind": review.kind.value,
        "state": review.state.value,
        "question": review.question,
        "rules": list(review.rules),
        "statement": None
        if said is None
        else {
            "subject": said.subject,
            "side": said.side.value,
            "words": said.words,
            "source": said.source,
            "report": said.report,
        },
        "reason": review.reason,
        "submitted_by": review.submitted_by,
        "submitted_at": review.submitted_at.isoformat(),
        "decided_by": review.decided_by,
        "decision_reason": review.decision_reason,
    }
