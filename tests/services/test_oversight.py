"""Facts about subjects: stated by analysts, decided by officers, said by the case's own reports."""

from dataclasses import replace
from pathlib import Path

import pytest

from desk.safeguards.sealed import Cleared, Stopped
from desk.services import Desk
from desk.signing import SigningFailed, SigningKey, load_key, make_key
from desk.vocabulary.decision import Rule, Verdict
from desk.vocabulary.errors import DeskError
from desk.vocabulary.marking import Level
from desk.vocabulary.review import ReviewState, Side, Statement

QUESTION = "Where does Tamsin Orle live?"
FOREIGN = Statement("Tamsin Orle", Side.FOREIGN, "a Maravendi national", "registry extract of 4 May, page 2")
OWN_WORDS = "an officer's own words"


@pytest.fixture(scope="module")
def officer(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    key = make_key(tmp_path_factory.mktemp("keys") / "officer.pem", OWN_WORDS)
    desk.oversight.enroll("R. Vance", key.public)
    return key


@pytest.fixture
def empty_case(desk: Desk, request: pytest.FixtureRequest) -> str:
    return desk.cases.create(request.node.name, "Testing", "Order 2", Level.SECRET).id


def stopped(desk: Desk, case: str, question: str = QUESTION) -> Stopped:
    outcome = desk.ask.screen(case, question)
    assert isinstance(outcome, Stopped), outcome
    return outcome


def test_a_confirmed_foreign_fact_lets_the_question_be_asked(desk: Desk, empty_case: str, officer: SigningKey) -> None:
    assert stopped(desk, empty_case).decision.verdict is Verdict.REFER
    review = desk.oversight.refer(empty_case, stopped(desk, empty_case), FOREIGN)
    assert stopped(desk, empty_case).decision.verdict is Verdict.REFER  # stating is not deciding
    desk.oversight.decide(review.id, True, "Seen in the registry.", officer)
    cleared = desk.ask.screen(empty_case, QUESTION)
    assert isinstance(cleared, Cleared)
    assert "registry extract of 4 May, page 2" in cleared.decision.basis[0]


def test_a_confirmed_fact_serves_its_own_case_alone(desk: Desk, empty_case: str, officer: SigningKey) -> None:
    review = desk.oversight.refer(empty_case, stopped(desk, empty_case), FOREIGN)
    desk.oversight.decide(review.id, True, "Seen in the registry.", officer)
    other = desk.cases.create("elsewhere", "Testing", "Order 2", Level.SECRET).id
    assert stopped(desk, other).decision.verdict is Verdict.REFER


def test_a_confirmed_domestic_fact_blocks(desk: Desk, empty_case: str, officer: SigningKey) -> None:
    domestic = Statement("Tamsin Orle", Side.DOMESTIC, "a lawful permanent resident", "visa file, page 1")
    review = desk.oversight.refer(empty_case, stopped(desk, empty_case), domestic)
    desk.oversight.decide(review.id, True, "Seen in the file.", officer)
    decision = stopped(desk, empty_case).decision
    assert (decision.verdict, decision.rules[0]) == (Verdict.BLOCK, Rule.D1)
    assert "visa file, page 1" in decision.findings[0].reason


def test_no_fact_lifts_a_block(desk: Desk, empty_case: str, officer: SigningKey) -> None:
    question = "Where does Tamsin Orle, the U.S. citizen, live?"
    with pytest.raises(DeskError, match="change nothing"):
        desk.oversight.refer(empty_case, stopped(desk, empty_case, question), FOREIGN)
    review = desk.oversight.refer(empty_case, stopped(desk, empty_case), FOREIGN)
    desk.oversight.decide(review.id, True, "Seen in the registry.", officer)
    assert stopped(desk, empty_case, question).decision.verdict is Verdict.BLOCK


def test_a_declined_fact_changes_nothing(desk: Desk, empty_case: str, officer: SigningKey) -> None:
    review = desk.oversight.refer(empty_case, stopped(desk, empty_case), FOREIGN)
    decided = desk.oversight.decide(review.id, False, "The extract is of somebody else.", officer)
    assert decided.state is ReviewState.DECLINED
    assert stopped(desk, empty_case).decision.verdict is Verdict.REFER


def test_a_contest_reaches_the_officer_and_changes_no_verdict(desk: Desk, empty_case: str, officer: SigningKey) -> None:
    question = "Where does Tamsin Orle, the U.S. citizen, live?"
    review = desk.oversight.contest(empty_case, stopped(desk, empty_case, question), "She is a character in a novel.")
    desk.oversight.decide(review.id, True, "So she is; the rule read it as written.", officer)
    assert stopped(desk, empty_case, question).decision.verdict is Verdict.BLOCK


def test_only_an_enrolled_key_decides_and_only_once(
    desk: Desk, empty_case: str, officer: SigningKey, tmp_path: Path
) -> None:
    review = desk.oversight.refer(empty_case, stopped(desk, empty_case), FOREIGN)
    stranger = make_key(tmp_path / "stranger.pem", "somebody else's words")
    with pytest.raises(DeskError, match="nobody who may decide"):
        desk.oversight.decide(review.id, True, "Because.", stranger)
    with pytest.raises(DeskError, match="by one who is"):
        desk.oversight.enroll("A stranger", stranger.public)
    with pytest.raises(DeskError, match="by one who is"):
        desk.oversight.enroll("A stranger", stranger.public, by=stranger)
    desk.oversight.decide(review.id, False, "Not shown.", officer)
    with pytest.raises(DeskError, match=r"decided already by R\. Vance"):
        desk.oversight.decide(review.id, True, "Because.", officer)


def test_a_decision_that_was_altered_in_the_vault_no_longer_counts(
    desk: Desk, empty_case: str, officer: SigningKey
) -> None:
    review = desk.oversight.refer(empty_case, stopped(desk, empty_case), FOREIGN)
    desk.oversight.decide(review.id, False, "Not shown.", officer)
    with desk._vault._database.transaction() as connection:
        connection.execute("UPDATE reviews SET document = replace(document, 'declined', 'confirmed')")
    assert desk.oversight.reviews(empty_case)[0].state is ReviewState.CONFIRMED
    assert stopped(desk, empty_case).decision.verdict is Verdict.REFER


def test_the_ledger_holds_referral_and_signed_decision(desk: Desk, empty_case: str, officer: SigningKey) -> None:
    review = desk.oversight.refer(empty_case, stopped(desk, empty_case), FOREIGN)
    desk.oversight.decide(review.id, True, "Seen in the registry.", officer)
    kinds = [entry.kind for entry in desk.ledger.entries(0, None) if entry.body.get("review") == review.id]
    assert kinds == ["referral_submitted", "review_decided"]


@pytest.mark.parametrize(
    ("source", "report"),
    [
        ("passing.txt, page 1", True),
        ("the report PASSING", True),
        ("registry extract of 4 May, page 9", False),
        ("the passings of that week", False),
    ],
)
def test_a_source_is_a_report_of_the_case_or_said_to_be_free_text(
    desk: Desk, case_id: str, source: str, report: bool
) -> None:
    review = desk.oversight.refer(case_id, stopped(desk, case_id), replace(FOREIGN, source=source))
    assert review.statement is not None
    titles = {each.file_name: each.title for each in desk.reports.list(case_id).reports}
    assert review.statement.report == (titles["passing.txt"] if report else "")
    assert ("of this case" if report else "free text") in review.statement.source_said


def test_a_page_that_the_source_does_not_have_is_refused(desk: Desk, case_id: str) -> None:
    with pytest.raises(DeskError, match=r"names page 9, but .* has 1"):
        desk.oversight.refer(case_id, stopped(desk, case_id), replace(FOREIGN, source="passing.txt, page 9"))


def test_a_report_that_is_named_as_source_is_signed_with_the_fact(
    desk: Desk, case_id: str, officer: SigningKey
) -> None:
    review = desk.oversight.refer(case_id, stopped(desk, case_id), replace(FOREIGN, source="passing.txt"))
    decided = desk.oversight.decide(review.id, False, "It says nothing of her.", officer)
    assert desk.oversight.is_genuine(decided)
    assert decided.statement is not None
    assert not desk.oversight.is_genuine(replace(decided, statement=replace(decided.statement, report="Another")))


def test_a_key_opens_with_its_own_passphrase_alone(tmp_path: Path) -> None:
    made = make_key(tmp_path / "key.pem", OWN_WORDS)
    assert load_key(tmp_path / "key.pem", OWN_WORDS).public == made.public
    with pytest.raises(SigningFailed, match="does not open the key"):
        load_key(tmp_path / "key.pem", "other words")
    with pytest.raises(SigningFailed, match="could not be written"):
        make_key(tmp_path / "key.pem", OWN_WORDS)


def test_what_a_report_of_the_case_says_decides_whose_person_it_is(desk: Desk, case_id: str) -> None:
    decision = stopped(desk, case_id, "Where does Daniel Whitfield live?").decision
    assert decision.verdict is Verdict.BLOCK
    assert "page 1" in decision.findings[0].reason
    cleared = desk.ask.screen(case_id, "Where does Idris Valek live?")
    assert isinstance(cleared, Cleared)
    assert "Idris Valek is foreign" in cleared.decision.basis[0]


def test_a_name_no_report_knows_stays_referred(desk: Desk, case_id: str) -> None:
    assert stopped(desk, case_id, "Where does Tamsin Orle live?").decision.verdict is Verdict.REFER


def test_who_was_called_a_us_person_stays_one_in_every_conversation_of_the_case(desk: Desk, empty_case: str) -> None:
    assert stopped(desk, empty_case, "Where does Orin Vasst live?").decision.verdict is Verdict.REFER
    desk.ask.ask(desk.ask.start(empty_case).id, "Where does Orin Vasst, a U.S. citizen, live?")
    decision = stopped(desk, empty_case, "Where does Orin Vasst live?").decision
    assert decision.verdict is Verdict.BLOCK
    assert "a question asked in this case" in decision.basis[0]
    other = desk.cases.create("another", "Testing", "Order 2", Level.SECRET).id
    assert stopped(desk, other, "Where does Orin Vasst live?").decision.verdict is Verdict.REFER


def test_what_a_conversation_holds_comes_back_with_it(desk: Desk, empty_case: str) -> None:
    conversation = desk.ask.start(empty_case).id
    desk.ask.ask(conversation, QUESTION)
    assert [(each.words, each.rule) for each in desk.ask.held(conversation)] == [("Tamsin Orle", Rule.D1)]
