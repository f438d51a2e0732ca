"""How the desk starts processes of its own: readers that may be killed, embedders that may be many.

Workers speak in frames over standard input and output: four bytes of length, big-endian, then the payload. Never pickle:
a worker that a hostile file has taken over must not be able to hand objects back.
"""

import struct
import sys
from pathlib import Path
from typing import BinaryIO

MAX_FRAME = 2**31


def worker_command(name: str) -> list[str]:
    """The command line of one of the desk's workers, from a checkout, an installation or a frozen build."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "worker", name]
    entry = Path(__file__).resolve().parent.parent
    # -I keeps PYTHONPATH, user site and the current folder out; the checkout is put back by name.
    start = f"import sys; sys.path.insert(0, {str(entry)!r}); from desk.__main__ import main; sys.exit(main())"
    return [sys.executable, "-I", "-c", start, "worker", name]


def write_frame(stream: BinaryIO, payload: bytes) -> None:
    """Write one frame and flush it."""
    stream.write(struct.pack(">I", len(payload)))
    stream.write(payload)
    stream.flush()


def read_frame(stream: BinaryIO) -> bytes | None:
    """Read one frame; None at the end of the stream. A torn frame raises ``EOFError``."""
    header = stream.read(4)
    if not header:
        return None
    if len(header) < 4:
        raise EOFError("the stream ended inside a frame's length")
    (length,) = struct.unpack(">I", header)
    if length > MAX_FRAME:
        raise EOFError(f"a frame of {length} bytes is longer than any the desk writes")
    payload = stream.read(length)
    if len(payload) < length:
        raise EOFError("the stream ended inside a frame")
    return payload
