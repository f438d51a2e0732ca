"""The numbers behind masks such as [U.S. PERSON 1]: stable within a case, never shared between cases."""

from desk.vault.database import Database


class CaseMasks:
    """Numbers of one case, kept in the vault."""

    def __init__(self, database: Database, case_id: str) -> None:
        self._database = database
        self._case_id = case_id

    def number(self, kind: str, identity: str) -> int:
        """The number of an identity, given out at first use."""
        key = (self._case_id, kind, identity)
        row = self._database.row("SELECT number FROM masks WHERE case_id = ? AND kind = ? AND identity = ?", key)
        if row is not None:
            return int(row[0])
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO masks SELECT ?, ?, ?, coalesce(max(number), 0) + 1 FROM masks WHERE case_id = ? AND kind = ? "
                "ON CONFLICT DO NOTHING",
                (*key, self._case_id, kind),
            )
        return self.number(kind, identity)


class MaskRepository:
    """Masks of every case."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def numbers(self, case_id: str) -> CaseMasks:
        """The numbers of one case."""
        return CaseMasks(self._database, case_id)
