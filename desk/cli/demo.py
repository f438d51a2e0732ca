"""``desk demo``: the main job on the sample case, in the terminal, in a vault that is gone afterwards."""

import tempfile
from pathlib import Path

import typer

from desk.cli.ask import ask_aloud
from desk.cli.ingest import run_queue, tell
from desk.cli.session import DONE
from desk.cli.show import line
from desk.safeguards.sealed import Released, Stopped
from desk.services import Desk
from desk.services.ingest import AddedFiles
from desk.services.sample import DemoQuestion, demo_questions, fill, sample_passphrase
from desk.vocabulary.decision import Verdict
from desk.vocabulary.errors import DeskError


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(context: typer.Context) -> int:
    """Ingest the sample reports and ask: answered, blocked, referred and advisory questions. Fails if one surprises."""
    with tempfile.TemporaryDirectory(prefix="probity-desk-demo-") as folder:
        with Desk.create(Path(folder) / "vault", sample_passphrase(), context.obj.settings()) as desk:
            case = fill(desk)
            line(f"Case “{case.name}”: {case.purpose}")
            run_queue(desk, case.id)
            tell(desk.ingest.items(case.id), AddedFiles((), ()), desk.ingest.summary(case.id))
            surprises = _walk(desk, case.id)
            checked = desk.ledger.verify()
        line(f"\nThe ledger holds {checked.count} entries and is {'whole' if checked.ok else 'NOT whole'}.")
    if surprises or not checked.ok:
        raise DeskError(f"The demonstration did not go as it should: {'; '.join(surprises) or checked.problem}.")
    return DONE


def _walk(desk: Desk, case_id: str) -> list[str]:
    surprises = []
    conversation = desk.ask.start(case_id).id
    for question in demo_questions():
        if not question.follows:
            conversation = desk.ask.start(case_id).id
        print()
        line(f"> {question.question}")
        outcome = ask_aloud(desk, conversation, question.question, case_id)
        if not _as_expected(question, outcome):
            surprises.append(f"“{question.question}” was to be {question.expect}")
    return surprises


def _as_expected(question: DemoQuestion, outcome: Released | Stopped) -> bool:
    if isinstance(outcome, Stopped):
        return question.expect == {Verdict.BLOCK: "blocked", Verdict.REFER: "referred"}[outcome.decision.verdict]
    if question.expect == "nothing":
        return not outcome.answer.sentences
    answered = bool(outcome.answer.sentences)
    return answered and outcome.answer.advisory == (question.expect == "advisory")
