"""The vector index: checked at opening, repaired or built anew from the vault, never silently wrong."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desk.search import manifest
from desk.search.chroma import ChromaFolder
from desk.search.index_probe import differing, unanswered
from desk.search.manifest import Session
from desk.search.vector_index import IndexState, VectorIndex
from desk.vault import Vault
from desk.vocabulary.errors import SearchFailed
from tests.conftest import PASSPHRASE, ROOT
from tests.search.conftest import Library, drawn, store


def _only(folder: Path, name: str) -> Path:
    """The one file of this name, wherever it lies."""
    (path,) = folder.rglob(name)
    return path


def _remove_folder(index: Path) -> None:
    shutil.rmtree(index)


def _remove_metadata(index: Path) -> None:
    _only(index, "index_metadata.pickle").unlink()


def _truncate_vectors(index: Path) -> None:
    path = _only(index, "data_level0.bin")
    os.truncate(path, path.stat().st_size // 2)


def _flip(path: Path, start: int, count: int) -> None:
    data = bytearray(path.read_bytes())
    for place in range(start, start + count):
        data[place] ^= 0xFF
    path.write_bytes(data)


def _flip_vectors(index: Path) -> None:
    # The head of every record: links to neighbours, followed without looking.
    path = _only(index, "data_level0.bin")
    record = path.stat().st_size // 1_500
    for number in range(0, 1_500, 3):
        _flip(path, number * record, 8)


def _flip_header(index: Path) -> None:
    _flip(_only(index, "header.bin"), 0, 100)


def _flip_database(index: Path) -> None:
    path = _only(index, "chroma.sqlite3")
    _flip(path, 0, 200)


def _truncate_database(index: Path) -> None:
    path = _only(index, "chroma.sqlite3")
    os.truncate(path, path.stat().st_size // 2)


def _remove_database(index: Path) -> None:
    _only(index, "chroma.sqlite3").unlink()


FAULTS = [
    _remove_folder,
    _remove_metadata,
    _truncate_vectors,
    _flip_vectors,
    _flip_header,
    _flip_database,
    _truncate_database,
    _remove_database,
]

# Every fault after a session that closed the index; those of files that are only looked at then, after others as well.
CASES = [
    *((fault, Session.CLOSED) for fault in FAULTS),
    *((fault, Session.WRITING) for fault in (_flip_vectors, _truncate_vectors, _remove_database)),
    *((fault, Session.READING) for fault in (_flip_vectors, _flip_database)),
]


def _left_in(session: Session, library: Library) -> None:
    """Note the last session as one that did not get to close the index."""
    with Vault.open(library.folder, PASSPHRASE) as vault:
        known = manifest.load(vault.meta)
        assert known is not None
        manifest.save(vault.meta, replace(known, session=session))


def _finds_every_sample(index: VectorIndex, library: Library) -> bool:
    samples = range(0, len(library.ids), 50)
    return all(index.query(library.case_id, library.vectors[n], 1)[0][0] == library.ids[n] for n in samples)


@pytest.mark.parametrize(
    ("damage", "session"), CASES, ids=[f"{fault.__name__.strip('_')}-{session.value}" for fault, session in CASES]
)
def test_a_damaged_index_is_noticed_said_and_built_anew(
    library: Library, damage: Callable[[Path], None], session: Session
) -> None:
    _left_in(session, library)
    with Vault.open(library.folder, PASSPHRASE) as vault:
        damage(vault.index_folder)
        index = VectorIndex(vault)
        report = index.open()
        assert report.state is IndexState.REBUILT
        assert report.message.startswith("The search index was built anew: ")
        assert report.passages == len(library.ids)
        assert _finds_every_sample(index, library)
        assert index.check() == []
        index.close()


def test_a_properly_closed_index_opens_as_it_is(library: Library) -> None:
    with Vault.open(library.folder, PASSPHRASE) as vault:
        index = VectorIndex(vault)
        assert index.open().state is IndexState.READY
        assert index.open().state is IndexState.READY
        assert _finds_every_sample(index, library)
        index.close()


def test_a_crash_while_only_asking_does_not_cost_the_index(library: Library) -> None:
    _left_in(Session.READING, library)
    with Vault.open(library.folder, PASSPHRASE) as vault:
        index = VectorIndex(vault)
        assert index.open().state is IndexState.READY
        index.close()


def test_a_report_committed_but_not_indexed_is_added_at_opening(library: Library) -> None:
    more = drawn(20, seed=2)
    with Vault.open(library.folder, PASSPHRASE) as vault:
        _, ids = store(vault, library.case_id, [f"More {n}." for n in range(20)], more)
        index = VectorIndex(vault)
        report = index.open()
        assert report.state is IndexState.REPAIRED
        assert "20 passages added" in report.message
        assert index.query(library.case_id, more[7], 1)[0][0] == ids[7]
        index.close()


def test_an_index_whose_database_cannot_be_proven_is_asked_in_a_child(library: Library) -> None:
    _left_in(Session.READING, library)
    with Vault.open(library.folder, PASSPHRASE) as vault:
        said: list[str] = []
        index = VectorIndex(vault)
        index.open(said.append)
        assert any("asking the search index for samples" in line for line in said)
        index.close()


def test_a_process_killed_while_adding_loses_nothing(library: Library) -> None:
    program = (
        "import os, sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]);"
        "from desk.vault import Vault; from desk.search.vector_index import VectorIndex;"
        "from tests.search.conftest import drawn, store;"
        "vault = Vault.open(Path(sys.argv[2]), sys.argv[3]); index = VectorIndex(vault); index.open();"
        "more = drawn(300, seed=3); _, ids = store(vault, sys.argv[4], [f'Late {n}.' for n in range(300)], more);"
        "index.add(sys.argv[4], ids[:200], more[:200]); os._exit(9)"
    )
    command = [sys.executable, "-c", program, str(ROOT), str(library.folder), PASSPHRASE, library.case_id]
    assert subprocess.run(command, timeout=120, check=False).returncode == 9
    with Vault.open(library.folder, PASSPHRASE) as vault:
        index = VectorIndex(vault)
        report = index.open()
        assert (report.state, report.passages) == (IndexState.REBUILT, len(library.ids) + 300)
        assert "stopped while it was being written" in report.message
        assert index.check() == []
        index.close()


def test_an_index_of_another_model_is_built_anew(library: Library) -> None:
    with Vault.open(library.folder, PASSPHRASE) as vault:
        known = manifest.load(vault.meta)
        assert known is not None
        manifest.save(vault.meta, replace(known, model="a former model"))
        index = VectorIndex(vault)
        report = index.open()
        assert report.state is IndexState.REBUILT
        assert "a former model" in report.message
        index.close()


def test_a_foreign_folder_where_the_index_should_be_is_not_trusted(library: Library) -> None:
    with Vault.open(library.folder, PASSPHRASE) as vault:
        (vault.index_folder / "planted.bin").write_bytes(b"planted")
        index = VectorIndex(vault)
        report = index.open()
        assert report.state is IndexState.REBUILT
        assert "planted.bin" in report.message
        assert not (vault.index_folder / "planted.bin").exists()
        index.close()


def test_a_removed_report_is_not_found_and_leaves_the_files_at_the_next_opening(library: Library) -> None:
    with Vault.open(library.folder, PASSPHRASE) as vault:
        report_id, ids = store(vault, library.case_id, ["Gone."], drawn(1, seed=4))
        index = VectorIndex(vault)
        index.open()
        vault.reports.remove(report_id)
        index.remove(library.case_id, ids)
        assert ids[0] not in [found for found, _ in index.query(library.case_id, drawn(1, seed=4)[0], 10)]
        index.close()
        index.open()
        assert _finds_every_sample(index, library)
        index.close()
        written = b"".join(path.read_bytes() for path in vault.index_folder.rglob("*") if path.is_file())
        assert drawn(1, seed=4)[0].tobytes() not in written


def test_before_opening_the_answer_comes_exactly_from_the_vault(library: Library) -> None:
    with Vault.open(library.folder, PASSPHRASE) as vault:
        index = VectorIndex(vault)
        assert index.query(library.case_id, library.vectors[3], 2)[0] == (library.ids[3], pytest.approx(1.0))
        assert index.cosines(library.case_id, library.vectors[3], library.ids[3:4])[library.ids[3]] == pytest.approx(1)


def test_the_index_agrees_with_an_exact_search(library: Library) -> None:
    with Vault.open(library.folder, PASSPHRASE) as vault:
        index = VectorIndex(vault)
        asked = drawn(20, seed=5)
        exact = [dict(index.query(library.case_id, vector, 10)) for vector in asked]
        index.open()
        found = [dict(index.query(library.case_id, vector, 10)) for vector in asked]
        shared = sum(len(a.keys() & b.keys()) for a, b in zip(exact, found, strict=True))
        assert shared >= 190
        index.close()


def test_a_question_on_some_reports_finds_nothing_else(library: Library) -> None:
    with Vault.open(library.folder, PASSPHRASE) as vault:
        report_id, ids = store(vault, library.case_id, ["One.", "Two."], drawn(2, seed=6))
        index = VectorIndex(vault)
        index.open()
        found = index.query(library.case_id, library.vectors[0], 10, report_ids=[report_id])
        assert sorted(identifier for identifier, _ in found) == ids
        index.close()


def test_a_case_without_passages_finds_nothing(library: Library) -> None:
    with Vault.open(library.folder, PASSPHRASE) as vault:
        empty = vault.cases.add("Empty", "Tests", "Tests", vault.cases.get(library.case_id).ceiling).id
        index = VectorIndex(vault)
        index.open()
        assert index.query(empty, library.vectors[0], 5) == []
        assert index.query(empty, library.vectors[0], 5, report_ids=[]) == []
        index.close()


def test_adding_to_an_index_that_is_not_open_is_said(library: Library) -> None:
    with Vault.open(library.folder, PASSPHRASE) as vault, pytest.raises(SearchFailed, match="not open"):
        VectorIndex(vault).add(library.case_id, [1], drawn(1))


def test_no_word_of_a_report_is_in_the_index_folder(library: Library) -> None:
    for path in (library.folder / "index").rglob("*"):
        if path.is_file():
            assert b"Passage" not in path.read_bytes()


def test_near_duplicates_that_the_search_passes_over_are_no_damage(tmp_path: Path) -> None:
    centres = np.repeat(drawn(30, seed=7), 200, axis=0)
    vectors = centres + np.float32(0.4) * drawn(len(centres), seed=8)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = list(range(len(vectors)))
    chroma = ChromaFolder(tmp_path / "index")
    chroma.put("case", ids, vectors)
    unfound = [n for n, vector in zip(ids, vectors, strict=True) if chroma.query("case", vector, 1)[0][1] < 0.999][:4]
    drawn_ids = list(dict.fromkeys([*unfound, *range(0, len(ids), 200)]))
    assert unanswered(chroma, {"case": (drawn_ids, vectors[drawn_ids])}) == []
    chroma.close()


def test_one_vector_exchanged_for_another_is_found(library: Library) -> None:
    with Vault.open(library.folder, PASSPHRASE) as vault:
        index = VectorIndex(vault)
        index.open()
        assert index.check() == []
        index.add(library.case_id, library.ids[700:702], library.vectors[[701, 700]])
        assert index.check() == ["The search index of A case has another vector than the vault for 2 passages."]
        index.add(library.case_id, library.ids[700:702], library.vectors[700:702])
        assert index.check() == []
        index.close()


def test_one_vector_altered_in_the_file_is_found(tmp_path: Path) -> None:
    ids, vectors = list(range(1_500)), drawn(1_500)
    chroma = ChromaFolder(tmp_path / "index")
    chroma.put("case", ids, vectors)
    chroma.close()
    links, numbers, label = 132, 4 * 384, 8
    _flip(_only(tmp_path / "index", "data_level0.bin"), 700 * (links + numbers + label) + links, 64)
    chroma = ChromaFolder(tmp_path / "index")
    assert differing(chroma, "case", ids, vectors) == 1
    chroma.close()


def test_a_lost_vector_is_found(library: Library) -> None:
    with Vault.open(library.folder, PASSPHRASE) as vault:
        index = VectorIndex(vault)
        index.open()
        index.remove(library.case_id, library.ids[700:701])
        assert index.check() == ["The search index of A case lacks 1 passages and has 0 too many."]
        index.close()
