"""Referrals and contests in the vault: each one JSON document."""

from functools import cache

from pydantic import TypeAdapter

from desk.vault.database import Database
from desk.vocabulary.errors import NotFound
from desk.vocabulary.review import Review


@cache
def _reviews() -> TypeAdapter[Review]:
    return TypeAdapter(Review)


class ReviewRepository:
    """Keep, find and change reviews."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, review: Review) -> None:
        """Keep a new review, or one that has been decided."""
        subject = review.statement.subject.casefold() if review.statement else ""
        values = (review.id, review.case_id, subject, review.state.value, review.submitted_at.isoformat())
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO reviews VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state, "
                "document = excluded.document",
                (*values, _reviews().dump_json(review).decode()),
            )

    def get(self, review_id: str) -> Review:
        """One review; raises ``NotFound``."""
        row = self._database.row("SELECT document FROM reviews WHERE id = ?", (review_id,))
        if row is None:
            raise NotFound("This referral is no longer in the vault.", "Its case may have been removed.")
        return _reviews().validate_json(row[0])

    def list(self, case_id: str | None = None) -> list[Review]:
        """Reviews of a case, or of all; what waits longest comes first, what is decided last."""
        rows = self._database.rows(
            "SELECT document FROM reviews WHERE ? IS NULL OR case_id = ? ORDER BY state != 'open', submitted_at",
            (case_id, case_id),
        )
        return [_reviews().validate_json(row[0]) for row in rows]
