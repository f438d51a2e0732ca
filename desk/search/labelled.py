"""Sets of questions with known answers, as they lie on disk.

Two layouts: ``corpus*.jsonl`` + ``queries*.jsonl`` + ``qrels.tsv`` (documents are what is found), and ``qa.jsonl``
(pages of reports are what is found).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from desk.vocabulary.errors import NotFound, SearchFailed


@dataclass(frozen=True, slots=True)
class Question:
    """``relevant`` maps the names of right places to their grade; ``kind`` groups questions of a set."""

    id: str
    text: str
    relevant: Mapping[str, int]
    kind: str = ""

    @property
    def held_out(self) -> bool:
        """Whether the question took no part in choosing the fusion's numbers."""
        return crc32(self.id.encode()) % 2 == 1


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be found under ``name``."""

    name: str
    text: str


def documents(directory: Path, language: str = "en") -> list[Document]:
    """The texts of a set; a title goes before its text as in a report."""
    return [
        Document(row["_id"], "\n".join(part for part in (row.get("title", ""), row["text"]) if part))
        for row in _rows(_named(directory, "corpus", language))
    ]


def questions(directory: Path, language: str = "en") -> list[Question]:
    """The questions of a set that have an answer in it."""
    relevant: dict[str, dict[str, int]] = {}
    labels = directory / "qrels.tsv"
    if not labels.is_file():
        raise SearchFailed(f"{directory} holds no labelled set: qrels.tsv is missing.", "Name a folder that holds one.")
    for line in labels.read_text(encoding="utf-8").splitlines()[1:]:
        question, document, grade = line.split("\t")
        relevant.setdefault(question, {})[document] = int(grade)
    rows = _rows(_named(directory, "queries", language))
    return [Question(row["_id"], row["text"], relevant[row["_id"]]) for row in rows if row["_id"] in relevant]


def report_questions(directory: Path) -> list[Question]:
    """Questions on reports, and their paraphrases as a kind of their own; a right place is ``file#page``."""
    found = []
    for row in _rows(directory / "qa.jsonl"):
        places = {place: 1 for source in row["sources"] for place in _places(source)}
        if places:
            found.append(Question(row["id"], row["question"], places, "plain"))
            if row.get("paraphrase"):
                found.append(Question(f"{row['id']}-p", row["paraphrase"], places, "paraphrase"))
    return found


def report_files(directory: Path) -> list[str]:
    """The files that ``report_questions`` need, relative to the folder of reports."""
    return sorted({source["doc"] for row in _rows(directory / "qa.jsonl") for source in row["sources"]})


def _places(source: Mapping[str, Any]) -> list[str]:
    pages = source["pages"]
    return [f"{source['doc']}#{page}" for page in pages] if pages else [f"{source['doc']}#"]


def _named(directory: Path, stem: str, language: str) -> Path:
    for name in (f"{stem}.jsonl", f"{stem}.{language}.jsonl"):
        if (directory / name).is_file():
            return directory / name
    raise NotFound(f"There is no {stem}.jsonl in {directory}.", "Name a folder of labelled questions.")


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
