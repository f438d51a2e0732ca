"""Does the desk know when it does not know? Measured on questions whose answer was taken out of the reports.

Of a labelled set every second text is left out. Questions on a text that is in should be answered; questions on one that
is out, among texts on the same subjects, should not. Half of the questions chose the threshold (``fit``), the other
half is reported (``held out``); which is which hangs on the question's id alone.
"""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from desk.answering.answerable import THRESHOLD, features, score
from desk.safeguards.evaluate import wilson
from desk.safeguards.guard import Guard
from desk.safeguards.policy import load_policy
from desk.safeguards.sealed import Cleared
from desk.search.embedder import EmbeddingPool
from desk.search.labelled import Document, Question, documents, questions
from desk.search.retriever import Retriever
from desk.search.vector_index import VectorIndex
from desk.vault import Vault
from desk.vocabulary.marking import Level
from desk.vocabulary.report import Page, PassageDraft, Reading

Progress = Callable[[str], None]
PASSAGES = 8


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question: what the judge sees of it, and what was right."""

    nearness: float
    coverage: float
    answerable: bool
    held_out: bool


def answerability(directory: Path, pool: EmbeddingPool, folder: Path, say: Progress) -> list[Outcome]:
    """Ask every question of the set in ``directory``, with every second text left out. ``folder`` must be new."""
    texts = documents(directory)
    stored = [text for text in texts if crc32(text.name.encode()) % 2]
    vault = Vault.create(folder, secrets.token_urlsafe())
    index = VectorIndex(vault)
    try:
        index.open()
        case_id = vault.cases.add(directory.name, "Evaluation", "Evaluation", Level.TOP_SECRET).id
        _store(vault, index, pool, case_id, stored, say)
        names = {text.name for text in stored}
        asked = [question for question in questions(directory) if _is_clear(question, names)]
        return list(_outcomes(Retriever(vault, index, pool), case_id, asked, names, say))
    finally:
        index.close()
        vault.close()


def _is_clear(question: Question, names: set[str]) -> bool:
    """Whether all or none of the question's texts are in."""
    return len({name in names for name in question.relevant}) == 1


def _store(
    vault: Vault, index: VectorIndex, pool: EmbeddingPool, case_id: str, texts: Sequence[Document], say: Progress
) -> None:
    drafts = tuple(PassageDraft(n, 0, len(text.text), text.text) for n, text in enumerate(texts, start=1))
    pages = tuple(Page(draft.page, draft.text) for draft in drafts)
    say(f"Embedding {len(drafts):,} texts ...")
    vectors = pool.embed([draft.text for draft in drafts])
    item = vault.items.add(case_id, "evaluation")
    reading = Reading("text", "Texts", pages, drafts)
    report = vault.reports.store(
        secrets.token_hex(8), case_id, item.id, reading, secrets.token_hex(32), 0, "evaluation", vectors, pool.name
    )
    index.add(case_id, [passage.id for passage in vault.reports.passages_of(report.id)], vectors)


def _outcomes(
    retriever: Retriever, case_id: str, asked: Sequence[Question], names: set[str], say: Progress
) -> Iterator[Outcome]:
    guard = Guard(load_policy(), lambda *_: None, case_id)
    for number, question in enumerate(asked, start=1):
        cleared = guard.clear(question.text)
        if not isinstance(cleared, Cleared):
            continue  # what the safeguards stop is never answered, in or out
        found = retriever.find(cleared, limit=PASSAGES)
        masked = guard.mask(cleared, [hit.passage for hit in found.hits])
        answerable = next(iter(question.relevant)) in names
        yield Outcome(*features(masked, found), answerable, question.held_out)
        if number % 50 == 0:
            say(f"Asked {number} of {len(asked)} questions")


def summary(outcomes: Sequence[Outcome]) -> dict[str, dict[str, float]]:
    """Share of answerable questions answered and of unanswerable ones left unanswered, on the half held out."""
    held = [outcome for outcome in outcomes if outcome.held_out]
    said = {True: [o for o in held if o.answerable], False: [o for o in held if not o.answerable]}
    right = {
        kind: sum((score(o.nearness, o.coverage) >= THRESHOLD) is kind for o in group) for kind, group in said.items()
    }
    names = {True: "answered when the texts answer", False: "silent when they do not"}
    return {names[kind]: wilson(right[kind], len(said[kind])) for kind in (True, False)}
