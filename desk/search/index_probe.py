"""Opens a doubtful index folder in a process of its own: a damaged one can end the process that opens it.

Frames in: {"folder", "cases": [{"case", "ids"}]}, then for each case its vectors as raw float32. Frame out:
{"problems": [...]}. The desk learns the rest from the exit code and the clock.
"""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import numpy

from desk.processes import read_frame, worker_command, write_frame
from desk.search.chroma import ChromaFolder
from desk.search.worker_process import Vectors
from desk.vocabulary.errors import SearchFailed

# Opening 100,000 vectors takes about a second; an index that needs two minutes is not usable.
_SECONDS = 120.0
# A vector must find itself, or its twin where two passages have the same words.
_SAME = 0.999
# The index may round: a vector is the one that was written where no number is further off than this.
_ROUNDING = 1e-4
# The search is approximate, and among many passages of nearly the same words one now and then does not find itself in a
# sound index. Broken links between vectors keep many from being found.
_MOST_UNFOUND = 0.25

Samples = Mapping[str, tuple[Sequence[int], Vectors]]


def probe(folder: Path, samples: Samples) -> str:
    """Open ``folder`` in a child and ask for the sampled vectors; the problem as a clause, empty where all is well."""
    try:
        done = subprocess.run(
            worker_command("index-probe"),
            input=_request(folder, samples),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"it did not answer within {_SECONDS:.0f} seconds"
    except OSError as error:
        raise SearchFailed(f"The index check could not be started: {error.strerror or error}.") from error
    if done.returncode != 0:
        return "opening it ends the program"
    reply = read_frame(BytesIO(done.stdout))
    return "; ".join(json.loads(reply)["problems"]) if reply else "the check gave no answer"


def unanswered(chroma: ChromaFolder, samples: Samples) -> list[str]:
    """One clause for each case whose sampled vectors are not as the vault has them, or are not found.

    Vectors the index does not claim to have are passed over: a crash between vault and index leaves such, and the desk
    adds them.
    """
    problems = []
    for case_id, (ids, vectors) in samples.items():
        claimed = chroma.ids(case_id)
        chosen = [place for place, identifier in enumerate(ids) if identifier in claimed]
        asked, theirs = [ids[place] for place in chosen], vectors[chosen]
        altered = differing(chroma, case_id, asked, theirs)
        if altered:
            problems.append(f"{altered} of {len(asked)} sampled passages have another vector than the vault")
        missed = sum(not _finds_itself(chroma, case_id, vector) for vector in theirs)
        if missed > _MOST_UNFOUND * len(asked):
            problems.append(f"{missed} of {len(asked)} sampled passages do not find themselves")
    return problems


def differing(chroma: ChromaFolder, case_id: str, ids: Sequence[int], vectors: Vectors) -> int:
    """How many of the vectors that the index holds under these ids are lost or not the ones given, row for row."""
    if not len(ids):
        return 0
    known, held = chroma.vectors(case_id, ids)
    given = dict(zip((int(each) for each in ids), vectors, strict=True))
    same = sum(
        bool(numpy.allclose(vector, given[name], atol=_ROUNDING)) for name, vector in zip(known, held, strict=True)
    )
    return len(ids) - same


def _finds_itself(chroma: ChromaFolder, case_id: str, vector: Vectors) -> bool:
    found = chroma.query(case_id, vector, 1)
    return bool(found) and found[0][1] > _SAME


def _request(folder: Path, samples: Samples) -> bytes:
    stream = BytesIO()
    cases = [{"case": case_id, "ids": [int(i) for i in ids]} for case_id, (ids, _) in samples.items()]
    write_frame(stream, json.dumps({"folder": str(folder), "cases": cases}).encode())
    for _, vectors in samples.values():
        write_frame(stream, numpy.ascontiguousarray(vectors, dtype=numpy.float32).tobytes())
    return stream.getvalue()


def main() -> int:
    """The child: read the request, open the folder, say what is wrong."""
    folder, samples = _received()
    try:
        chroma = ChromaFolder(folder)
        problems = unanswered(chroma, samples)
        chroma.close()
    except SearchFailed as error:
        problems = [error.message]
    write_frame(sys.stdout.buffer, json.dumps({"problems": problems}).encode())
    return 0


def _received() -> tuple[Path, Samples]:
    request = json.loads(_frame())
    samples = {}
    for case in request["cases"]:
        vectors = numpy.frombuffer(_frame(), dtype=numpy.float32)
        samples[case["case"]] = (case["ids"], vectors.reshape(len(case["ids"]), -1))
    return Path(request["folder"]), samples


def _frame() -> bytes:
    frame = read_frame(sys.stdin.buffer)
    if frame is None:
        raise EOFError("the request ended early")
    return frame
