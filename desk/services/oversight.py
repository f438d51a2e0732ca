"""Referrals and contests: analysts submit them, an oversight officer decides them with a key of their own."""

import getpass
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from desk.safeguards.known import names_in
from desk.safeguards.policy import load_policy
from desk.safeguards.sealed import Stopped
from desk.services.stated_source import report_named
from desk.signing import SigningKey, verify
from desk.vault import Vault
from desk.vocabulary.decision import Verdict
from desk.vocabulary.errors import DeskError
from desk.vocabulary.review import Review, ReviewKind, ReviewState, Statement

_OFFICERS = "officers"
_DECISION, _ENROLMENT = "review decision", "officer enrolment"


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who may decide: a name and the public key that stands for them."""

    name: str
    public: str


class Oversight:
    """What waits for a decision, who may decide, and what was decided."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def refer(self, case_id: str, stopped: Stopped, statement: Statement) -> Review:
        """State facts about the subject of a referred question; it is noted whether their source is a report of the case.

        Raises ``DeskError`` for what no fact can change, and for a page that the source does not have.
        """
        if stopped.decision.verdict is not Verdict.REFER:
            raise DeskError("This question is blocked; facts about its subject change nothing.", "Contest it instead.")
        for value, name in (
            (statement.subject, "subject"),
            (statement.words, "fact"),
            (statement.source, "source of the fact"),
        ):
            if not value.strip():
                raise DeskError(f"A referral needs the {name}.", "Fill it in.")
        named = report_named(statement.source, self._vault.reports.list(case_id))
        statement = replace(statement, report=named.title if named else "")
        return self._submit(case_id, stopped, ReviewKind.REFERRAL, statement, "")

    def contest(self, case_id: str, stopped: Stopped, reason: str) -> Review:
        """Say that a question was misread; the verdict stays, and the officer sees text, decision and reason."""
        if not reason.strip():
            raise DeskError("A contest needs a reason.", "Say in a sentence what was misread.")
        return self._submit(case_id, stopped, ReviewKind.CONTEST, None, reason.strip())

    def subjects(self, question: str) -> tuple[str, ...]:
        """The persons and accounts a question names."""
        return names_in(question, load_policy())

    def reviews(self, case_id: str | None = None) -> list[Review]:
        """What waits longest first, then what is decided."""
        return self._vault.reviews.list(case_id)

    def confirmed(self, case_id: str) -> list[Statement]:
        """What officers have confirmed of subjects of a case, each under a signature that still holds."""
        return [
            review.statement
            for review in self.reviews(case_id)
            if review.statement and review.state is ReviewState.CONFIRMED and self.is_genuine(review)
        ]

    def _submit(
        self, case_id: str, stopped: Stopped, kind: ReviewKind, statement: Statement | None, reason: str
    ) -> Review:
        review = Review(
            id=secrets.token_hex(6),
            case_id=case_id,
            kind=kind,
            question=stopped.text,
            rules=tuple(rule.value for rule in stopped.decision.rules),
            statement=statement,
            reason=reason,
            submitted_by=getpass.getuser(),
            submitted_at=datetime.now(UTC),
        )
        self._vault.ledger.append(
            f"{kind.value}_submitted",
            {"case": case_id, "review": review.id, "text": review.question, "reason": reason, **_stated(review)},
        )
        self._vault.reviews.keep(review)
        return review

    # Who may decide.

    def officers(self) -> list[Officer]:
        """Everybody enrolled."""
        return [Officer(**each) for each in json.loads(self._vault.meta.get(_OFFICERS) or "[]")]

    def enroll(self, name: str, public: str, by: SigningKey | None = None) -> Officer:
        """Let somebody decide. The first is enrolled by whoever has the vault; each further one by an officer."""
        officers, officer = self.officers(), Officer(name.strip(), public.strip().lower())
        if not officer.name or len(officer.public) != 64:
            raise DeskError("An officer needs a name and a public key of 64 digits.", "See: desk oversight key")
        if any(each.public == officer.public or each.name == officer.name for each in officers):
            raise DeskError(f"{officer.name} or this key is enrolled already.", "See: desk oversight officers")
        if officers and (by is None or by.public not in {each.public for each in officers}):
            raise DeskError("A further officer is enrolled by one who is.", "Name that officer's key with --by.")
        document = {"name": officer.name, "public": officer.public}
        signature = by.sign(_ENROLMENT, document) if by else ""
        enrolled = {**document, "by": by.public if by else "", "signature": signature}
        self._vault.ledger.append("officer_enrolled", enrolled)
        kept = [{"name": each.name, "public": each.public} for each in [*officers, officer]]
        self._vault.meta.set(_OFFICERS, json.dumps(kept))
        return officer

    def decide(self, review_id: str, confirm: bool, reason: str, key: SigningKey) -> Review:
        """Confirm or decline. A confirmed fact serves every later question of the case; a contest changes no verdict."""
        officer = next((each for each in self.officers() if each.public == key.public), None)
        if officer is None:
            raise DeskError("This key stands for nobody who may decide here.", "Enrol it: desk oversight enroll")
        review = self._vault.reviews.get(review_id)
        if review.state is not ReviewState.OPEN:
            raise DeskError(f"This was decided already by {review.decided_by}.", "Submit it anew with other facts.")
        if not reason.strip():
            raise DeskError("A decision needs a reason.", "Say in a sentence what it rests on.")
        decided = replace(
            review,
            state=ReviewState.CONFIRMED if confirm else ReviewState.DECLINED,
            decided_by=officer.name,
            decided_at=datetime.now(UTC),
            decision_reason=reason.strip(),
        )
        decided = replace(decided, signature=key.sign(_DECISION, _document(decided)))
        self._vault.ledger.append(
            "review_decided", {**_document(decided), "officer": officer.public, "signature": decided.signature}
        )
        self._vault.reviews.keep(decided)
        return decided

    def is_genuine(self, review: Review) -> bool:
        """Whether an enrolled officer signed this decision as it stands."""
        public = next((each.public for each in self.officers() if each.name == review.decided_by), "")
        return verify(public, review.signature, _DECISION, _document(review))


def _document(review: Review) -> dict[str, Any]:
    """What an officer signs: question, statement and decision, so that none of them can be exchanged later."""
    return {
        "review": review.id,
        "case": review.case_id,
        "kind": review.kind.value,
        "text": review.question,
        "state": review.state.value,
        "reason": review.decision_reason,
        "at": review.decided_at.isoformat() if review.decided_at else "",
        "decided_by": review.decided_by,
        **_stated(review),
    }


def _stated(review: Review) -> Mapping[str, Any]:
    said = review.statement
    if said is None:
        return {}
    document = {"subject": said.subject, "side": said.side.value, "words": said.words, "source": said.source}
    return {"statement": {**document, "report": said.report} if said.report else document}
