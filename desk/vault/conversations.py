"""Conversations in the vault: each turn one JSON document."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from desk.vault.database import Database
from desk.vocabulary.conversation import Conversation, Turn
from desk.vocabulary.errors import NotFound


@cache
def _turns() -> TypeAdapter[Turn]:
    return TypeAdapter(Turn)


class ConversationRepository:
    """Start, continue, find and remove conversations."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, case_id: str, title: str) -> Conversation:
        """A new conversation of a case."""
        conversation = Conversation(secrets.token_hex(8), case_id, title, (), datetime.now(UTC))
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?)",
                (conversation.id, case_id, title, conversation.started_at.isoformat()),
            )
        return conversation

    def append(self, conversation_id: str, turn: Turn) -> None:
        """Keep one more turn."""
        document = _turns().dump_json(turn).decode()
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO turns SELECT ?, coalesce(max(number), 0) + 1, ? FROM turns WHERE conversation_id = ?",
                (conversation_id, document, conversation_id),
            )

    def get(self, conversation_id: str) -> Conversation:
        """One conversation with its turns; raises ``NotFound``."""
        row = self._database.row("SELECT * FROM conversations WHERE id = ?", (conversation_id,))
        if row is None:
            raise NotFound("This conversation is no longer in the vault.", "Start a new one.")
        return self._whole(row)

    def list(self, case_id: str) -> list[Conversation]:
        """The conversations of a case, oldest first."""
        rows = self._database.rows("SELECT * FROM conversations WHERE case_id = ? ORDER BY started_at", (case_id,))
        return [self._whole(row) for row in rows]

    def turns_naming(self, case_id: str, name: str, but_not_in: str = "") -> Sequence[Turn]:
        """Turns of a case whose question holds the name, newest first; those of one conversation may be left out."""
        rows = self._database.rows(
            "SELECT document FROM turns JOIN conversations ON conversations.id = conversation_id"
            " WHERE case_id = ? AND conversation_id <> ? AND instr(lower(document), lower(?)) > 0"
            " ORDER BY started_at DESC, number DESC",
            (case_id, but_not_in, name),
        )
        turns = [_turns().validate_json(row[0]) for row in rows]
        return [turn for turn in turns if name.lower() in turn.resolved.lower()]

    def remove(self, conversation_id: str) -> None:
        """Remove a conversation with its turns."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))

    def _whole(self, row: Any) -> Conversation:
        statement = "SELECT document FROM turns WHERE conversation_id = ? ORDER BY number"
        turns = tuple(_turns().validate_json(each[0]) for each in self._database.rows(statement, (row["id"],)))
        return Conversation(row["id"], row["case_id"], row["title"], turns, datetime.fromisoformat(row["started_at"]))
