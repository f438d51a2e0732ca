"""``desk search`` in processes of its own, over one real vault."""

import json
from pathlib import Path

import pytest

from tests.command_line import CommandLine
from tests.services.conftest import REPORTS

CASE = "Karsa"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    folder = tmp_path_factory.mktemp("searching")
    run = CommandLine(folder / "vault")
    assert run("init").returncode == 0
    assert (
        run("case", "new", CASE, "--purpose", "Smuggling", "--authority", "Order 1", "--ceiling", "SECRET").returncode
        == 0
    )
    reports = folder / "reports"
    reports.mkdir()
    for name, text in REPORTS.items():
        (reports / name).write_text(text)
    assert run("ingest", str(reports)).returncode == 0
    return run


def test_a_search_prints_counts_lit_words_places_and_marks(desk: CommandLine) -> None:
    done = desk("search", CASE, '"drone engines" AND crates', "--facets")
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert said.startswith("1 passage in 1 report, ")
    assert "412 »crates« of »drone engines«" in said
    assert "(S//NF)" in said
    assert "SECRET//NOFORN" in said
    assert "marking 1 SECRET//NOFORN" in said


def test_a_search_as_json_carries_every_hit_with_its_spans(desk: CommandLine) -> None:
    done = desk("search", CASE, "NOT nothing", "--json", "--sort", "date", "--limit", "3", "--facets")
    found = json.loads(done.stdout)
    assert found["decision"]["verdict"] == "allow"
    assert len(found["hits"]) == 3 < found["passages"]
    assert {each["value"] for each in found["facets"]["format"]} == {"text", "markdown"}
    dates = [hit["date"] or "" for hit in found["hits"]]
    assert dates == sorted(dates, reverse=True)


def test_what_is_found_is_masked_in_the_terminal_too(desk: CommandLine) -> None:
    done = desk("search", CASE, "room AND cash", "--json")
    assert "Whitfield" not in done.stdout
    assert "[U.S. PERSON 1]" in done.stdout


def test_a_search_that_is_stopped_says_why_with_the_exit_code_of_its_verdict(desk: CommandLine) -> None:
    done = desk("search", CASE, '"Daniel Whitfield" AND Ohio AND (address OR home)')
    assert done.returncode == 4
    assert "BLOCKED" in done.stdout
    assert "What to do" in done.stdout
    assert json.loads(desk("search", CASE, '"Daniel Whitfield" address', "--json").stdout)["answer"] is None


def test_an_error_is_pointed_at(desk: CommandLine) -> None:
    done = desk("search", CASE, "crates AND (engines")
    assert done.returncode == 1
    assert done.stderr.startswith("crates AND (engines\n           ^\n")
    assert "This bracket is never closed. (Character 12.) Close it with )." in " ".join(done.stderr.split())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("Nowhere", "crates"), "no case named"), ((CASE, "crates", "--sort", "size"), "“size” is not an order")],
)
def test_bad_input_is_a_sentence(desk: CommandLine, arguments: tuple[str, ...], says: str) -> None:
    done = desk("search", *arguments)
    assert done.returncode == 1
    assert says in " ".join(done.stderr.split())


def test_help_shows_the_grammar(tmp_path: Path) -> None:
    assert "NEAR/5" in CommandLine(tmp_path)("search", "--help").stdout
