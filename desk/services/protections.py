"""What protects a vault on this machine, and what this system lacks, in sentences for the person who answers for it."""

from desk import safe_start
from desk.reading import jail_description

AT_REST = "Database and originals are encrypted (SQLCipher, AES-256-GCM); the search index holds numbers, no text."


def protections() -> list[str]:
    """One sentence for each: at rest, against hostile files, against its own surroundings."""
    return [AT_REST, jail_description(), str(safe_start.start())]
