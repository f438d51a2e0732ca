"""The desk's side of ``desk bench``, each part in a process of its own: ingest from cold, then questions over a full case.

Run as a module with one JSON object as argument, {"part": "ingest", "vault", "pdfs", "questions", "fill"} or
{"part": "ask", "vault", "questions"}; prints one JSON object.
"""

import json
import secrets
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from desk.safeguards.policy import load_policy
from desk.services.desk import Desk
from desk.settings import Settings
from desk.vault import Vault
from desk.vocabulary.marking import Level
from desk.vocabulary.report import PassageDraft, Reading

PASSPHRASE = "for measuring only"  # noqa: S105 - the vault is temporary
# The first questions pay for imports and caches on both sides and are left out.
WARM_UP = 2


def ingest(vault: Path, pdfs: list[Path], questions: list[str], fill: int) -> dict[str, Any]:
    """Seconds from process start to the last vector; milliseconds per question while the screening model has read no passage
    yet; seconds until it has read all. Then the case is filled to ``fill`` passages.
    """
    begun = time.perf_counter()
    with Desk.create(vault, PASSPHRASE, Settings()) as desk:
        case = desk.cases.create("Benchmark", "Measuring", "None", Level.SECRET)
        desk.ingest.add(case.id, pdfs)
        desk.ingest.start()
        desk.ingest.wait(case.id)
        seconds = time.perf_counter() - begun
        reports = desk.reports.list(case.id).reports
        passages = desk.cases.get(case.id).passages
        pages = sum(report.pages for report in reports)
    with Desk.open(vault, PASSPHRASE, Settings()) as desk:
        desk.warm_up()
        asked = [_ask(desk, case.id, question) for question in questions]
        begun = time.perf_counter()
        read = desk.ahead.finish()
        reading = time.perf_counter() - begun
    _fill(vault, case.id, fill)
    return {
        "seconds": seconds,
        "pages": pages,
        "passages": passages,
        "ask_unread_ms": asked[WARM_UP:],
        "read_ahead_ms": reading / max(read, 1) * 1000,
    }


def ask(vault: Path, questions: list[str]) -> dict[str, Any]:
    """Milliseconds per question over the filled case, opened anew."""
    with Desk.open(vault, PASSPHRASE, Settings()) as desk:
        desk.warm_up()
        case = desk.cases.list()[0].case
        return {"ask_ms": [_ask(desk, case.id, question) for question in questions][WARM_UP:]}


def _fill(folder: Path, case_id: str, wanted: int) -> None:
    """Bring the case to ``wanted`` passages: copies of its own with noisy vectors, a hundred to a report.

    Embedding and reading ten thousand passages takes minutes and tells nothing about asking.
    """
    network = load_policy().network.digest
    with Vault.open(folder, PASSPHRASE) as vault:
        ids, vectors = vault.vectors.of_case(case_id)
        random = np.random.default_rng(7)
        for number in range(len(ids), wanted, 100):
            picks = random.integers(0, len(ids), size=100)
            copied = [int(ids[pick]) for pick in picks]
            drafts = _drafts([p.text for p in vault.reports.passages(copied)])
            noisy = vectors[picks] + random.normal(0, 0.03, (len(picks), vectors.shape[1])).astype(np.float32)
            noisy /= np.linalg.norm(noisy, axis=1, keepdims=True)
            item = vault.items.add(case_id, f"filling {number}")
            report = vault.reports.store(
                report_id=secrets.token_hex(8),
                case_id=case_id,
                item_id=item.id,
                reading=Reading("text", f"Filling {number}", (), drafts),
                sha256=secrets.token_hex(32),
                size=0,
                file_name=f"filling-{number}.txt",
                vectors=noisy,
                model=vault.vectors.model() or "",
            )
            read = vault.readings.find(network, copied)
            copies = [passage.id for passage in vault.reports.passages_of(report.id)]
            vault.readings.keep(network, {new: read[old] for new, old in zip(copies, copied, strict=True)})


def _drafts(texts: list[str]) -> tuple[PassageDraft, ...]:
    drafts, start = [], 0
    for text in texts:
        drafts.append(PassageDraft(1, start, start + len(text), text))
        start += len(text)
    return tuple(drafts)


def _ask(desk: Desk, case_id: str, question: str) -> float:
    conversation = desk.ask.start(case_id)
    begun = time.perf_counter()
    desk.ask.ask(conversation.id, question)
    return (time.perf_counter() - begun) * 1000


def main() -> int:
    """Measure the part that the argument names."""
    job = json.loads(sys.argv[1])
    vault, questions = Path(job["vault"]), job["questions"]
    if job["part"] == "ask":
        found = ask(vault, questions)
    else:
        found = ingest(vault, [Path(pdf) for pdf in job["pdfs"]], questions, job["fill"])
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    from desk import safe_start

    safe_start.start()
    sys.exit(main())
