"""Searches against a small index of real SQLite, compared with a reading of every passage by hand."""

import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.search.expression import MOST_COMBINATIONS, matching, ranking
from desk.search.finder import spellings_of
from desk.search.properties import reports_with
from desk.search.query import Beginning, Dated, Either, Every, Field, Fuzzy, Near, Node, Not, Phrase, Word, parse
from desk.search.spelling import distance_within, stem
from desk.vault.database import Database
from desk.vault.described import Described, DescriptionRepository
from desk.vault.record import LedgerRepository
from desk.vault.reports import ReportRepository
from desk.vault.spelled import SpelledRepository
from desk.vocabulary.errors import QueryInvalid

WORDS = "ship ships shipped loan cement piraeus pireus valletta crew investigation investigate terrorism".split()
CASE, OTHER = 1, 2


class Index:
    """Sixty passages of few words in three reports of a case, and one passage of another case."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(folder / "index.db", b"k" * 32)
        self.spelled = SpelledRepository(self.database)
        self.passages: dict[int, tuple[int, list[str]]] = {}
        draw = random.Random(7)
        with self.database.transaction() as connection:
            for number in (CASE, OTHER):
                connection.execute(
                    "INSERT INTO cases VALUES (?, ?, ?, 'p', 'a', 0, 'now', 0)", (str(number),) * 2 + (str(number),)
                )
            for report in (1, 2, 3, 4):
                self._report(connection, report, OTHER if report == 4 else CASE)
            for number in range(61):
                report = 4 if number == 60 else 1 + number % 3
                words = draw.choices(WORDS, k=draw.randint(1, 9))
                self.passages[self._passage(connection, report, " ".join(words))] = (report, words)
        reports = ReportRepository(self.database, LedgerRepository(self.database))
        self.reports = DescriptionRepository(self.database, reports).of_case(str(CASE))

    def _report(self, connection: object, number: int, case: int) -> None:
        values = (
            f"r{number}", number, str(case), f"Title {number}", f"file{number}.txt", "text", str(number), 1,
            f"203{number}-05-03", "Customs" if number == 1 else "", "SECRET//NOFORN" if number == 2 else None,
            "[]", 1, 1, "m", "2031-05-03T00:00:00+00:00", None,
        )  # fmt: skip
        columns = (
            "id, number, case_id, title, file_name, format, sha256, size, date, author, marking, warnings, pages, passages,"
            " model, added_at, parent"
        )
        marks = ", ".join("?" * len(values))
        connection.execute(f"INSERT INTO reports ({columns}) VALUES ({marks})", values)  # type: ignore[attr-defined]

    def _passage(self, connection: object, report: int, text: str) -> int:
        scope = f"c{OTHER if report == 4 else CASE} r{report}"
        statement = """INSERT INTO passages (report_id, page, start, "end", text, boxes, scope) VALUES (?, 1, 0, 1, ?, '[]', ?)"""
        return int(connection.execute(statement, (f"r{report}", text, scope)).lastrowid)  # type: ignore[attr-defined]

    def found(self, node: Node) -> set[int]:
        spellings = spellings_of(node, self.spelled)
        match = matching(node, CASE, spellings, lambda wanted: reports_with(wanted, self.reports))
        found = {passage for passage, _ in self.spelled.matching(match)}
        ranked = ranking(node, CASE, spellings)
        assert all(score > 0 for score in self.spelled.scores(ranked).values()) if ranked else True
        self.spelled.spans(match, sorted(found)[:50])
        return found

    def by_hand(self, node: Node) -> set[int]:
        return {
            number
            for number, (report, words) in self.passages.items()
            if report != 4 and holds(node, words, self.reports[report - 1])
        }


def holds(node: Node, words: list[str], report: Described) -> bool:
    match node:
        case Every(parts):
            return all(holds(part, words, report) for part in parts)
        case Either(parts):
            return any(holds(part, words, report) for part in parts)
        case Not(part):
            return not holds(part, words, report)
        case Field() | Dated():
            return bool(reports_with(node, [report]))
        case Near(groups, distance):
            one, other = ([at for term in group for at in places(term, words)] for group in groups)
            return any(abs(a - b) - 1 <= distance for a in one for b in other if a != b)
        case _:
            return bool(places(node, words))


def places(term: object, words: list[str]) -> list[int]:
    match term:
        case Word(text):
            return [at for at, word in enumerate(words) if stem(word) == stem(text)]
        case Phrase(text):
            wanted = text.split()
            return [at for at in range(len(words)) if words[at : at + len(wanted)] == wanted]
        case Beginning(text):
            return [at for at, word in enumerate(words) if word.startswith(text)]
        case Fuzzy(text, distance):
            return [at for at, word in enumerate(words) if distance_within(text, word, distance) is not None]
    raise AssertionError(term)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    made = Index(tmp_path_factory.mktemp("index"))
    yield made
    made.database.close()


WORD = st.sampled_from(WORDS).map(Word)
TERMS = st.one_of(
    WORD,
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=2).map(lambda words: Phrase(" ".join(words))),
    st.sampled_from(["ship", "investigat", "terroris", "pir", "zz"]).map(Beginning),
    st.sampled_from(["piraeus", "valeta", "crews"]).map(lambda word: Fuzzy(word, 2)),
)
NEARBY = st.tuples(WORD, WORD, st.integers(0, 4)).filter(lambda found: stem(found[0].text) != stem(found[1].text))
LEAVES = st.one_of(
    TERMS,
    NEARBY.map(lambda found: Near(((found[0],), (found[1],)), found[2])),
    st.sampled_from(
        [Field("title", "title 2"), Field("marking", "noforn"), Field("originator", "customs"), Field("type", "pdf")]
    ),
    st.just(Dated(date(2032, 1, 1), date(2033, 12, 31))),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Every(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Either(tuple(parts))),
    ),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(TREES)
def test_a_search_finds_what_a_reader_of_every_passage_would(index: Index, node: Node) -> None:
    assert index.found(node) == index.by_hand(node)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(
    st.one_of(
        st.text(max_size=40),
        st.lists(
            st.sampled_from(
                [*WORDS[:4], '"', "(", ")", " AND ", " NEAR/2 ", " NOT ", "*", "^", "{", "}", " + ", ":", "-", "'", "~"]
            ),
            max_size=20,
        ).map("".join),
    )
)
def test_nothing_that_can_be_read_is_an_error_to_the_index(index: Index, typed: str) -> None:
    try:
        node = parse(typed)
    except QueryInvalid:
        return
    index.found(node)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("ship", {"ship", "ships", "shipped"}),
        ('"ship"', {"ship"}),
        ("investigat*", {"investigation", "investigate"}),
        ("terroris*", {"terrorism"}),
        ("Pireus~1", {"piraeus", "pireus"}),
        ("PIRAEUS", {"piraeus"}),
        ('"text" AND scope', set()),
        ('"c1"', set()),
    ],
)
def test_the_words_found_are_those_meant(index: Index, typed: str, words: set[str]) -> None:
    node = parse(typed)
    spellings = spellings_of(node, index.spelled)
    match = matching(node, CASE, spellings, lambda _: [])
    found = [passage for passage, _ in index.spelled.matching(match)]
    lit = {
        " ".join(index.passages[passage][1])[start:end]
        for passage, spans in index.spelled.spans(match, found).items()
        for start, end in spans
    }
    assert lit == words


def test_another_case_is_never_searched(index: Index) -> None:
    every = index.found(parse("NOT nothing"))
    assert every == {number for number, (report, _) in index.passages.items() if report != 4}


def test_the_best_comes_first(index: Index) -> None:
    node = parse("cement OR crew")
    ranked = ranking(node, CASE, spellings_of(node, index.spelled))
    assert ranked is not None
    scores = index.spelled.scores(ranked)
    shares = {n: sum(w in ("cement", "crew") for w in index.passages[n][1]) / len(index.passages[n][1]) for n in scores}
    assert shares[max(scores, key=lambda n: scores[n])] > shares[min(scores, key=lambda n: scores[n])]


def test_too_many_spellings_around_near_are_refused_with_a_way_out() -> None:
    node = parse("contain* NEAR/5 port~")
    groups = [f"word{n}" for n in range(MOST_COMBINATIONS + 1)]
    spellings = {Beginning("contain"): ["x"], Fuzzy("port", 1): groups}
    with pytest.raises(QueryInvalid, match="combinations of spellings"):
        matching(node, CASE, spellings, lambda _: [])
