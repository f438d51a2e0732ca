"""No way round the safeguards: every call that reaches retrieval, a model, the screen, the clipboard or a file is named here.

Whoever adds a call that takes words out of the desk finds this test failing, and has to say here why it may.
"""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import desk
from desk.safeguards.guard import Guard
from desk.vocabulary.conversation import Turn
from desk.vocabulary.decision import Decision, Verdict
from desk.vocabulary.errors import SafeguardsFailed
from tests.safeguards.conftest import Ledger

ROOT = Path(desk.__file__).parent
TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in ROOT.rglob("*.py")}
FOREIGN = "Which brigades does the Valdorian army keep at the border?"

ALLOWED = Decision(Verdict.ALLOW, (), advisory=False, policy="", basis=())

Function = ast.FunctionDef | ast.AsyncFunctionDef


def calls(*names: str) -> Iterator[tuple[str, str, ast.Call]]:
    """Module, function and call wherever something of one of these names is called."""
    for module, tree in TREES.items():
        for function, node in _within(tree, ""):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in names:
                yield module, function, node


def _within(node: ast.AST, function: str) -> Iterator[tuple[str, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield function, child
        yield from _within(child, child.name if isinstance(child, Function) else function)


def places(*names: str) -> set[tuple[str, str]]:
    return {(module, function) for module, function, _ in calls(*names)}


def verified_first(module: str, function: str) -> set[str]:
    """The parameters whose seal a function verifies before it does anything else."""
    (found,) = (n for n in ast.walk(TREES[module]) if isinstance(n, Function) and n.name == function)
    names = set()
    for statement in found.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue  # the docstring
        call = statement.value if isinstance(statement, ast.Expr) else None
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "verify"):
            break
        names.add(ast.unparse(call.func.value))
    return names


def test_only_the_guard_makes_what_may_go_on() -> None:
    made = places("Cleared", "Masked", "Released", "ReleasedSentence", "seal")
    assert {module for module, _ in made} == {"safeguards/guard.py"}


def test_a_search_takes_a_cleared_question() -> None:
    assert verified_first("search/retriever.py", "find") == {"cleared"}
    # Labelled sets are searched to measure the search; nothing of them is a case's.
    assert places("embed_question") == {("search/retriever.py", "find"), ("search/evaluate.py", "_asked")}


def test_a_search_in_the_grammar_of_analysts_takes_a_cleared_one() -> None:
    """What it stands for in plain words is cleared as well: ``find`` compares, tests/services/test_searching.py."""
    assert verified_first("search/finder.py", "find") == {"cleared"}
    assert verified_first("search/finder.py", "readings") == {"cleared"}
    assert places("spellings_of") == {("search/finder.py", "find"), ("search/finder.py", "readings")}
    assert {module for module, _ in places("clear_search")} == {"services/search.py"}


def test_a_model_is_called_in_one_place_behind_seals() -> None:
    asked = places("stream", "astream", "invoke", "ainvoke", "batch", "abatch")
    assert asked == {("models/endpoint.py", "_streamed")}
    assert places("_streamed") == {("models/endpoint.py", "dispatch"), ("models/endpoint.py", "structured")}
    assert places("dispatch") == {("answering/answerer.py", "_drafts")}
    assert places("structured") == {("models/judge.py", "__call__")}
    assert verified_first("models/endpoint.py", "dispatch") == {"cleared", "masked"}
    assert verified_first("models/judge.py", "__call__") == {"cleared"}


@pytest.mark.parametrize(
    ("module", "function"),
    [
        ("ui/widgets/answer.py", "show_sentence"),
        ("ui/widgets/answer.py", "show_released"),
        ("ui/pages/search_hits.py", "show_page"),
        ("cli/search.py", "_tell"),
        ("cli/search.py", "_as_json"),
        ("services/search.py", "hits"),
        ("cli/show.py", "sentence"),
        ("cli/show.py", "sources"),
        ("services/export.py", "clipboard_text"),
        ("services/export.py", "markdown"),
    ],
)
def test_what_shows_or_writes_an_answer_verifies_it_first(module: str, function: str) -> None:
    assert verified_first(module, function)


def test_the_clipboard_gets_a_released_answer_with_its_marks() -> None:
    ((module, _, call),) = [found for found in calls("setText") if "clipboard()" in ast.unparse(found[2].func)]
    assert module == "ui/pages/ask.py"
    assert ast.unparse(call.args[0]).startswith("clipboard_text(released")
    assert places("clipboard") == {("ui/pages/ask.py", "done")}


def test_files_are_written_in_known_places() -> None:
    """Answers and the ledger leave through ``_written``; the others write keys, settings, originals, policies."""
    assert places("write_text", "write_bytes", "fdopen") | _opened_for_writing() == {
        ("cli/policy.py", "sign_overlay"),
        ("reading/worker.py", "_private_sink"),
        ("search/embedding_worker.py", "_private_streams"),
        ("services/ledger.py", "_written"),
        ("settings.py", "_write"),
        ("signing.py", "make_key"),
        ("vault/keys.py", "_write"),
        ("vault/lock.py", "take"),
        ("vault/originals.py", "put"),
    }


def test_what_is_written_of_an_answer_is_made_of_a_released_one() -> None:
    """``markdown`` verifies the seal; what it gives is what ``save_answer`` writes, and nobody else makes a file of it."""
    assert places("markdown") == {("services/ledger.py", "save_answer")}
    # Gathering files has a function of this name that asks whether they are there in full.
    written = {place for place in places("_written") if place[0] != "ingest/gather.py"}
    assert written == {("services/ledger.py", "export"), ("services/ledger.py", "save_answer")}


def _opened_for_writing() -> set[tuple[str, str]]:
    modes = ("w", "wb", "a", "ab", "x", "xb", "r+b")
    return {
        (module, function)
        for module, function, call in calls("open")
        if any(isinstance(argument, ast.Constant) and argument.value in modes for argument in call.args)
    }


@pytest.mark.parametrize(
    "component",
    [
        "guard.prove",
        "guard.resolve",
        "decide.views",
        "decide.judge",
        "decide.weighed",
        "decide.readings",
        "decide.transcript",
        "decide.lock",
        "decide.weigh",
        "decide.bears_on_force",
        "intent.parse",
        "intent.read",
        "learned.signals",
        "guard.names_in",
    ],
)
def test_without_any_one_component_nothing_is_cleared(
    component: str, guard: Guard, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = Turn(FOREIGN, FOREIGN, ALLOWED, None, datetime.now(UTC))
    guard.clear(FOREIGN)
    ledger.entries.clear()

    def broken(*_: object, **__: object) -> object:
        raise RuntimeError("broken")

    monkeypatch.setattr(f"desk.safeguards.{component}", broken)
    with pytest.raises(SafeguardsFailed, match="nothing was answered"):
        guard.clear(f"{FOREIGN} ({component})", [turn])
    assert [kind for kind, _ in ledger.entries] == ["question_failed"]
