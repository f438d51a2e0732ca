"""How well search finds what is known to be right, measured on the desk's own path.

A vault is made in a temporary folder, the texts are embedded, stored and indexed as reports are, and every question
runs through the retriever's own rankings: vectors alone, words alone, and both fused.
"""

import hashlib
import secrets
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from desk.search import measures
from desk.search.embedder import EmbeddingPool
from desk.search.labelled import Document, Question, documents, questions, report_files, report_questions
from desk.search.retriever import Rankings, Retriever
from desk.search.vector_index import VectorIndex
from desk.vault import Vault
from desk.vocabulary.errors import NotFound, ReadingFailed
from desk.vocabulary.marking import Level
from desk.vocabulary.report import Page, PassageDraft, Reading

Read = Callable[[Path], Reading]
Progress = Callable[[str], None]
# A ranking and what is right, with grades.
Judged = tuple[Sequence[str], Mapping[str, int]]
ROWS = ("vector", "lexical", "hybrid")


@dataclass(frozen=True, slots=True)
class _Text:
    """A reading to be stored, with the name of the right place for each of its pages."""

    name: str
    reading: Reading
    places: Mapping[int, str]


def evaluate_retrieval(
    directory: Path, pool: EmbeddingPool, folder: Path, *, read: Read | None = None, progress: Progress | None = None
) -> dict[str, object]:
    """Recall, MRR and nDCG of vectors, words and both on the labelled questions in ``directory``.

    ``folder`` must be empty or missing: a vault is made there and left to the caller to remove. Sets on reports (with a
    ``qa.jsonl``) need ``read``, which makes a Reading of a file; files it refuses are named under ``unread``, and
    questions on them are left out. Each figure comes with n and a 95 % bootstrap interval of nDCG@10.
    """
    say = progress or (lambda _: None)
    texts, asked, unread = _material(directory, read)
    vault = Vault.create(folder, secrets.token_urlsafe())
    index = VectorIndex(vault)
    try:
        index.open()
        case_id = vault.cases.add(directory.name, "Evaluation", "Evaluation", Level.TOP_SECRET).id
        places = _stored(vault, index, pool, case_id, texts, say)
        outcome = _asked(Retriever(vault, index, pool), pool, case_id, asked, places, say)
        return {"set": directory.name, "passages": len(places), "model": pool.name, "unread": unread, **outcome}
    finally:
        index.close()
        vault.close()


def _material(directory: Path, read: Read | None) -> tuple[list[_Text], list[Question], list[str]]:
    if not (directory / "qa.jsonl").is_file():
        return [_as_one_reading(directory.name, documents(directory))], questions(directory), []
    if read is None:
        raise NotFound(f"The questions in {directory} are on reports, and nothing was given to read them with.")
    return _read_reports(directory, read)


def _as_one_reading(name: str, found: Sequence[Document]) -> _Text:
    pages = tuple(Page(number, document.text) for number, document in enumerate(found, start=1))
    passages = tuple(PassageDraft(page.number, 0, len(page.text), page.text) for page in pages)
    places = {number: document.name for number, document in enumerate(found, start=1)}
    return _Text(f"{name}.txt", Reading("text", name, pages, passages), places)


def _read_reports(directory: Path, read: Read) -> tuple[list[_Text], list[Question], list[str]]:
    texts, unread = [], []
    for name in report_files(directory):
        try:
            reading = read(directory.parent.parent / "reports" / name)
        except ReadingFailed as error:
            unread.append(f"{name} ({error.code})")
            continue
        texts.append(_Text(name, reading, {page.number: f"{name}#{page.number}" for page in reading.pages}))
    held = {text.name for text in texts}
    asked = [q for q in report_questions(directory) if any(place.split("#")[0] in held for place in q.relevant)]
    return texts, asked, unread


def _stored(
    vault: Vault, index: VectorIndex, pool: EmbeddingPool, case_id: str, texts: Sequence[_Text], say: Progress
) -> dict[int, str]:
    """Store and index the texts; the right place's name for each passage id."""
    places: dict[int, str] = {}
    for number, text in enumerate(texts, start=1):
        vectors = pool.embed(
            [draft.text for draft in text.reading.passages],
            _said(f"Embedding text {number} of {len(texts)}", say),
        )
        report_id = uuid.uuid4().hex
        item = vault.items.add(case_id, text.name)
        digest = hashlib.sha256(text.name.encode()).hexdigest()
        vault.reports.store(report_id, case_id, item.id, text.reading, digest, 0, text.name, vectors, pool.name)
        passages = vault.reports.passages_of(report_id)
        index.add(case_id, [passage.id for passage in passages], vectors)
        places |= {passage.id: text.places[passage.page] for passage in passages}
    return places


def _said(what: str, say: Progress) -> Callable[[int, int], None]:
    return lambda done, total: say(f"{what}: {done:,} of {total:,} passages")


def _asked(
    retriever: Retriever,
    pool: EmbeddingPool,
    case_id: str,
    asked: Sequence[Question],
    places: Mapping[int, str],
    say: Progress,
) -> dict[str, object]:
    runs: list[dict[str, list[str]]] = []
    seconds = []
    for number, question in enumerate(asked, start=1):
        began = time.perf_counter()
        rankings = retriever._rank(case_id, question.text, pool.embed_question(question.text))
        seconds.append(time.perf_counter() - began)
        runs.append({row: _named(ids, places, question) for row, ids in _by_row(rankings).items()})
        say(f"Asking: {number:,} of {len(asked):,} questions")
    return {
        "milliseconds_p50": round(1000 * median(seconds), 1) if seconds else None,
        "groups": {name: _rows([(runs[i], asked[i]) for i in indices]) for name, indices in _groups(asked)},
    }


def _by_row(rankings: Rankings) -> dict[str, list[int]]:
    by_meaning = [found for found, _ in rankings.by_meaning]
    fused = [found for found, _ in rankings.fused]
    return dict(zip(ROWS, (by_meaning, list(rankings.by_words), fused), strict=True))


def _named(ids: Sequence[int], places: Mapping[int, str], question: Question) -> list[str]:
    """Places in the order found, each once; a place in a file that is right as a whole takes the file's name."""
    names = (places[found] for found in ids)
    whole = (f"{name.split('#')[0]}#" if f"{name.split('#')[0]}#" in question.relevant else name for name in names)
    return list(dict.fromkeys(whole))


def _groups(asked: Sequence[Question]) -> Iterator[tuple[str, list[int]]]:
    yield "all", list(range(len(asked)))
    yield "held out", [number for number, question in enumerate(asked) if question.held_out]
    for kind in dict.fromkeys(question.kind for question in asked if question.kind):
        yield kind, [number for number, question in enumerate(asked) if question.kind == kind]


def _rows(outcomes: Sequence[tuple[Mapping[str, Sequence[str]], Question]]) -> dict[str, object]:
    pairs = {row: [(runs[row], question.relevant) for runs, question in outcomes] for row in ROWS}
    return {**{row: _figures(pairs[row]) for row in ROWS}, "hybrid_over": _lead(pairs)}


def _lead(pairs: Mapping[str, Sequence[Judged]]) -> dict[str, list[float]]:
    """What fusion adds to each half in nDCG@10, question by question: mean, low and high of the 95 % interval."""
    gains = {row: [measures.discounted_gain(*pair) for pair in pairs[row]] for row in ROWS}
    lead = {}
    for half in ROWS[:2]:
        gaps = [both - one for both, one in zip(gains["hybrid"], gains[half], strict=True)]
        lead[half] = [round(value, 4) for value in (measures.mean(gaps), *measures.interval(gaps))]
    return lead


def _figures(pairs: Sequence[Judged]) -> dict[str, object]:
    gains = [measures.discounted_gain(*pair) for pair in pairs]
    low, high = measures.interval(gains)
    return {
        "n": len(pairs),
        "ndcg@10": round(measures.mean(gains), 4),
        "ndcg@10_interval": [round(low, 4), round(high, 4)],
        "mrr@10": round(measures.mean([measures.reciprocal_rank(*pair) for pair in pairs]), 4),
        **{f"recall@{k}": round(measures.mean([measures.recall(*pair, k) for pair in pairs]), 4) for k in (5, 10, 50)},
        "right_in_top_5": round(measures.mean([float(measures.recall(*pair, 5) > 0) for pair in pairs]), 4),
    }
