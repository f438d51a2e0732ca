"""How much one file may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` of wall time and of CPU; ``memory_mib`` beyond the file's own bytes; pages and bytes of the file.

    ``max_members`` and ``max_inside`` bound the files inside a file, and their bytes together; ``max_depth`` how often a
    file may come out of another. ``recognition_seconds`` is what text recognition may take beyond ``seconds``.
    """

    seconds: int = 120
    memory_mib: int = 1024
    max_pages: int = 10_000
    max_bytes: int = 512 * 2**20
    max_members: int = 5_000
    max_inside: int = 256 * 2**20
    max_depth: int = 4
    recognition_seconds: int = 900

    def memory(self, size: int) -> int:
        """Bytes the reading process may hold for a file of ``size`` bytes, which it holds up to three times."""
        return (self.memory_mib << 20) + 3 * size
