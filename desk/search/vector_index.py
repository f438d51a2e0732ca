"""Vectors of passages by nearness, in a Chroma folder that the vault can always make again.

The vault is the truth: it holds every vector, encrypted and in one transaction with its passage. The folder is checked
at opening (see ``manifest`` and ``index_probe``) and repaired or built anew; what happened is said in words.
"""

import contextlib
import enum
import random
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy

from desk.search import manifest
from desk.search.chroma import DATABASE, ChromaFolder, compact
from desk.search.index_probe import Samples, differing, probe, unanswered
from desk.search.manifest import Manifest, Session
from desk.search.worker_process import Vectors
from desk.vocabulary.errors import SearchFailed, StorageFailed

if TYPE_CHECKING:
    from desk.vault import Vault

Ids = numpy.ndarray[Any, numpy.dtype[numpy.int64]]
Progress = Callable[[str], None]
# How many passages of a case are asked for themselves: half a lost file is missed once in 4,000 million times.
_SAMPLES = 32
_BATCH = 2_000


class IndexState(enum.StrEnum):
    """What opening the index took."""

    READY = "ready"
    REPAIRED = "repaired"
    REBUILT = "rebuilt"


@dataclass(frozen=True, slots=True)
class IndexReport:
    """How the index was found and what was done. ``message`` is for the person; ``passages`` counts all cases."""

    state: IndexState
    message: str
    passages: int


class VectorIndex:
    """The vector index of one vault. Safe to use from many threads.

    Until ``open`` has finished, and while the folder is built anew, queries are answered exactly from the vault.
    """

    def __init__(self, vault: "Vault") -> None:
        self._vault = vault
        self._chroma: ChromaFolder | None = None
        self._session = Session.CLOSED
        self._thinned: set[str] = set()
        self._opening = threading.RLock()

    def open(self, progress: Progress | None = None) -> IndexReport:
        """Check the folder, then repair or rebuild it from the vault. Raises ``SearchFailed`` where neither helps."""
        say = progress or _silent
        with self._opening:
            if self._chroma is not None:
                return IndexReport(IndexState.READY, "The search index is ready.", self._passages())
            known = manifest.load(self._vault.meta)
            self._thinned = set(known.thinned) if known else set()
            fault = self._fault(known, say)
            if not fault:
                try:
                    return self._take_up(known, say)
                except SearchFailed as error:
                    fault = error.message.rstrip(".")
            return self._rebuild(f"The search index was built anew: {fault}.", say)

    def add(self, case_id: str, ids: Sequence[int], vectors: Vectors) -> None:
        """Add the vectors of passages the vault already holds."""
        if len(ids):
            self._writing().put(case_id, ids, vectors)

    def remove(self, case_id: str, ids: Sequence[int]) -> None:
        """Take passages out. Their vectors leave the files when the index is next opened."""
        if len(ids):
            self._thinned.add(case_id)
            self._writing().delete(case_id, ids)

    def query(
        self, case_id: str, vector: Vectors, k: int, report_ids: Sequence[str] | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` nearest passages of the case (or of some of its reports) with their cosine, best first.

        Some reports: scored exactly from the vault, 0.1 ms for a report; Chroma's own filter takes 100 times that.
        """
        chroma = self._chroma
        if report_ids is not None:
            return _nearest(self._vault.vectors.of_reports(case_id, report_ids), vector, k)
        if chroma is None:
            return _nearest(self._vault.vectors.of_case(case_id), vector, k)
        return chroma.query(case_id, vector, k)

    def cosines(self, case_id: str, vector: Vectors, ids: Sequence[int]) -> dict[int, float]:
        """The cosine of each of these passages to ``vector``."""
        if not ids:
            return {}
        chroma = self._chroma
        if chroma is not None:
            known, matrix = chroma.vectors(case_id, ids)
            return dict(zip(known, (matrix @ vector).tolist(), strict=True)) if known else {}
        every, matrix = self._vault.vectors.of_case(case_id)
        wanted = numpy.isin(every, numpy.asarray(ids))
        return dict(zip(every[wanted].tolist(), (matrix[wanted] @ vector).tolist(), strict=True))

    def check(self) -> list[str]:
        """What is wrong with the open index, in sentences; empty where nothing is."""
        chroma = self._opened()
        problems = []
        for case in self._vault.cases.list():
            missing, surplus = self._gap(chroma, case.id)
            if missing or surplus:
                problems.append(
                    f"The search index of {case.name} lacks {len(missing)} passages and has {len(surplus)} too many."
                )
            altered = self._altered(chroma, case.id)
            if altered:
                problems.append(
                    f"The search index of {case.name} has another vector than the vault for {altered} passages."
                )
        problems += [f"In the search index, {clause}." for clause in unanswered(chroma, self._samples())]
        return problems

    def _altered(self, chroma: ChromaFolder, case_id: str) -> int:
        """How many of the vectors that vault and index both have are not the same."""
        indexed = chroma.ids(case_id)
        altered = 0
        for ids, matrix in self._vault.vectors.iterate(case_id, _BATCH):
            both = numpy.isin(ids, list(indexed))
            altered += differing(chroma, case_id, ids[both].tolist(), matrix[both])
        return altered

    def rebuild(self, progress: Progress | None = None) -> IndexReport:
        """Build the folder anew from the vault's vectors."""
        with self._opening:
            return self._rebuild("The search index was built anew.", progress or _silent)

    def close(self) -> None:
        """Close the folder and note in the vault what its files look like."""
        with self._opening:
            chroma, self._chroma = self._chroma, None
            if chroma is None:
                return
            chroma.close()
            if self._thinned:
                compact(self._vault.index_folder)
            self._note(Session.CLOSED, manifest.digests(self._vault.index_folder))

    def _opened(self) -> ChromaFolder:
        if self._chroma is None:
            with self._opening:  # wait for an opening or a rebuild that is under way
                if self._chroma is None:
                    raise SearchFailed("The search index is not open.", "Open the vault again.")
        return self._chroma

    def _fault(self, known: Manifest | None, say: Progress) -> str:
        """Why the folder cannot be used as it is, as a clause; empty where it can."""
        say("Checking the search index")
        folder = self._vault.index_folder
        holds_files = folder.is_dir() and any(folder.iterdir())
        if known is None:
            return "it was not made by this vault" if holds_files else ""
        if known.model is not None and known.model != self._vault.vectors.model():
            return f"it was made with another model ({known.model})"
        if known.session is Session.WRITING:
            return "the desk was stopped while it was being written"
        found = manifest.digests(folder)
        if known.session is Session.CLOSED or DATABASE not in found:
            return manifest.difference(known.files, found)
        # Reading changes the database file and nothing else; a damaged database fails, but it does not lie.
        say("The desk was not closed properly: asking the search index for samples")
        changed = manifest.difference(_without_database(known.files), _without_database(found))
        return changed or probe(folder, self._samples())

    def _take_up(self, known: Manifest | None, say: Progress) -> IndexReport:
        self._note(Session.READING, known.files if known else {})
        self._chroma = ChromaFolder(self._vault.index_folder)
        return self._repair(say)

    def _note(self, session: Session, files: Mapping[str, str]) -> None:
        self._session = session
        thinned = tuple(sorted(self._thinned))
        manifest.save(self._vault.meta, Manifest(session, self._vault.vectors.model(), files, thinned))

    def _writing(self) -> ChromaFolder:
        """The open folder, once the vault knows that its files are about to change."""
        chroma = self._opened()
        if self._session is not Session.WRITING:
            self._note(Session.WRITING, {})
        return chroma

    def _repair(self, say: Progress) -> IndexReport:
        chroma = self._opened()
        cases = [case.id for case in self._vault.cases.list()]
        for stale in set(chroma.case_ids()) - set(cases) | self._thinned:
            self._writing().drop(stale)
        rewritten = self._thinned & set(cases)
        self._thinned.clear()
        added = removed = 0
        for case_id in cases:
            missing, surplus = self._gap(chroma, case_id)
            if surplus:
                self._writing().delete(case_id, sorted(surplus))
            if missing:
                self._put(self._writing(), case_id, missing, say)
            removed += len(surplus)
            added += len(missing) if case_id not in rewritten else 0
        if not added and not removed:
            return IndexReport(IndexState.READY, "The search index is ready.", self._passages())
        message = f"The search index was repaired: {added:,} passages added, {removed:,} removed."
        return IndexReport(IndexState.REPAIRED, message, self._passages())

    def _gap(self, chroma: ChromaFolder, case_id: str) -> tuple[set[int], set[int]]:
        """The ids that the vault has and the index has not, and the other way round."""
        held = {int(identifier) for identifier in self._vault.vectors.ids(case_id)}
        indexed = chroma.ids(case_id)
        return held - indexed, indexed - held

    def _rebuild(self, message: str, say: Progress) -> IndexReport:
        chroma, self._chroma = self._chroma, None
        if chroma is not None:
            with contextlib.suppress(SearchFailed):  # its folder goes, so nothing hangs on how it closes
                chroma.close()
        self._thinned.clear()
        self._note(Session.WRITING, {})
        self._remove_folder()
        chroma = ChromaFolder(self._vault.index_folder)
        for case in self._vault.cases.list():
            self._put(chroma, case.id, None, say)
        self._chroma = chroma
        return IndexReport(IndexState.REBUILT, message, self._passages())

    def _put(self, chroma: ChromaFolder, case_id: str, wanted: set[int] | None, say: Progress) -> None:
        """Copy vectors from the vault: those ``wanted``, or all."""
        total = len(wanted) if wanted is not None else len(self._vault.vectors.ids(case_id))
        done = 0
        for ids, matrix in self._vault.vectors.iterate(case_id, _BATCH):
            chosen = numpy.isin(ids, list(wanted)) if wanted is not None else slice(None)
            chroma.put(case_id, ids[chosen].tolist(), matrix[chosen])
            done += len(ids[chosen])
            say(f"Indexing passages: {done:,} of {total:,}")

    def _samples(self) -> Samples:
        """Passages drawn from each case with their vectors; cases without passages are left out."""
        drawn = {case.id: self._drawn(case.id) for case in self._vault.cases.list()}
        return {case_id: (ids, vectors) for case_id, (ids, vectors) in drawn.items() if ids}

    def _drawn(self, case_id: str) -> tuple[list[int], Vectors]:
        every = [int(identifier) for identifier in self._vault.vectors.ids(case_id)]
        wanted = random.sample(every, min(_SAMPLES, len(every)))
        found: list[int] = []
        rows = []
        for ids, matrix in self._vault.vectors.iterate(case_id, _BATCH):
            chosen = numpy.isin(ids, wanted)
            found += ids[chosen].tolist()
            rows.append(matrix[chosen])
        return found, numpy.concatenate(rows) if rows else numpy.empty((0, 0), dtype=numpy.float32)

    def _remove_folder(self) -> None:
        folder = self._vault.index_folder
        try:
            if folder.exists():
                shutil.rmtree(folder)
        except OSError as error:
            raise StorageFailed(
                f"The damaged search index at {folder} could not be removed: {error.strerror or error}.",
                "Remove the folder by hand and open the vault again; nothing is lost with it.",
            ) from error

    def _passages(self) -> int:
        return sum(len(self._vault.vectors.ids(case.id)) for case in self._vault.cases.list())


def _without_database(files: Mapping[str, str]) -> dict[str, str]:
    return {name: digest for name, digest in files.items() if not name.startswith(DATABASE)}


def _nearest(held: tuple[Ids, Vectors], vector: Vectors, k: int) -> list[tuple[int, float]]:
    """The exact ``k`` best by cosine; rows and ``vector`` are L2-normalised."""
    ids, matrix = held
    if not len(ids):
        return []
    scores = matrix @ vector
    best = numpy.argsort(-scores, kind="stable")[:k]
    return list(zip(ids[best].tolist(), scores[best].tolist(), strict=True))


def _silent(_: str) -> None:
    """Nobody wants to know how far it is."""
