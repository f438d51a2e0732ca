"""What one file may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Wall seconds, MiB of memory, pages and bytes for one file."""

    seconds: int = 120
    memory_mib: int = 1024
    max_pages: int = 10_000
    max_bytes: int = 512 << 20
