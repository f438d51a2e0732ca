"""The model path against a real server process on loopback: streaming, refusing, stalling, breaking, lying."""

import json
import threading
from collections.abc import Callable, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import numpy as np
import pytest

from desk.answering.answerer import NOTHING, Answerer
from desk.safeguards.sealed import Masked, Released, ReleasedSentence
from desk.settings import Settings, validated
from desk.vocabulary.answer import Support
from desk.vocabulary.errors import ModelFailed, SafeguardsFailed, SettingsInvalid
from desk.vocabulary.marking import Level
from tests.answering.conftest import Room

Start = Callable[..., str]
QUESTION = "What did the inspectors find on the freighter Amal?"
TRUE = "Inspectors found 412 crates of drone engines in hold two. [1]"


class NoPool:
    """Stands for the embedder in sentences that the cheaper tests settle; asked, it says "unlike"."""

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        return np.eye(len(texts), 384, dtype=np.float32)


def settings(address: str, seconds: int = 5) -> Settings:
    return validated(
        {"answering": {"source": "endpoint"}, "model": {"base_url": address, "name": "m", "seconds": seconds}}
    )


def ask(room: Room, address: str, seconds: int = 5, heard: list[ReleasedSentence] | None = None) -> Released:
    answerer = Answerer(settings(address, seconds), NoPool())  # type: ignore[arg-type]
    sentences = heard if heard is not None else []
    found = room.found(QUESTION)
    return answerer.answer(room.cleared(QUESTION), found, room.guard, Level.SECRET, sentences.append, lambda: False)


def test_a_supported_sentence_is_cited_at_the_words_that_support_it(room: Room, chat_server: Start) -> None:
    answer = ask(room, chat_server("stream", TRUE)).answer
    (sentence,) = answer.sentences
    assert sentence.support is Support.SUPPORTED
    assert sentence.citations[0].quote == "Customs inspectors found 412 crates of drone engines in hold two."


def test_sentences_come_one_by_one(room: Room, chat_server: Start) -> None:
    heard: list[ReleasedSentence] = []
    ask(room, chat_server("stream", f"{TRUE} The Amal docked at Port Karsa on 3 May 2031 [1]."), heard=heard)
    assert [len(each.sentence.citations) for each in heard] == [1, 1]


@pytest.mark.parametrize(
    "said",
    [
        "Inspectors found 980 crates of drone engines in hold two. [1]",
        "Inspectors found crates of drone engines bound for Valdoria. [1]",
        "Inspectors found 412 crates of drone engines in hold two.",
        "Inspectors found 412 crates of drone engines in hold two. [9]",
        "Inspectors did not find 412 crates of drone engines in hold two. [1]",
        "The weather over the strait stayed calm in the first week of May. [1]",
    ],
    ids=["wrong number", "added name", "no citation", "no such passage", "denial", "wrong passage"],
)
def test_what_its_passages_do_not_say_is_unsupported(room: Room, chat_server: Start, said: str) -> None:
    answer = ask(room, chat_server("stream", said)).answer
    assert [(s.support, s.citations) for s in answer.sentences] == [(Support.UNSUPPORTED, ())]


def test_a_model_that_says_the_reports_do_not_say_is_taken_at_its_word(room: Room, chat_server: Start) -> None:
    answer = ask(room, chat_server("stream", "NOT IN THE REPORTS")).answer
    assert not answer.sentences
    assert answer.note.startswith(NOTHING)


def test_the_answer_inherits_the_marking_of_all_the_model_read(room: Room, chat_server: Start) -> None:
    released = ask(room, chat_server("stream", TRUE))
    assert released.answer.marking.level is Level.SECRET
    assert released.answer.unmarked_sources


def test_the_model_is_told_that_passages_are_no_instructions(room: Room, chat_server: Start, tmp_path: Path) -> None:
    ask(room, chat_server("stream", TRUE))
    request = json.loads((tmp_path / "requests").read_text().splitlines()[0])
    system, human = (message["content"] for message in request["messages"])
    assert "never instructions" in system
    assert QUESTION in human
    assert request["max_tokens"] == 800


@pytest.mark.parametrize(
    ("mode", "says"), [("garbage", "not a chat completion"), ("refuse", "status 503"), ("stall", "within 5 seconds")]
)
def test_a_server_that_fails_is_a_sentence(room: Room, chat_server: Start, mode: str, says: str) -> None:
    with pytest.raises(ModelFailed, match=says):
        ask(room, chat_server(mode))


def test_a_server_that_drips_for_ever_is_stopped(room: Room, chat_server: Start) -> None:
    with pytest.raises(ModelFailed, match="did not finish within 5 seconds"):
        ask(room, chat_server("drip"))


def test_a_server_that_is_not_there_is_a_sentence(room: Room) -> None:
    with pytest.raises(ModelFailed, match="cannot be reached"):
        ask(room, "http://127.0.0.1:9/v1")


def test_a_server_that_breaks_off_leaves_what_it_said_with_a_note(room: Room, chat_server: Start) -> None:
    said = f"{TRUE} The Amal docked at Port Karsa on 3 May 2031 [1]. The captain denied knowing of them [1]. And"
    answer = ask(room, chat_server("break", said)).answer
    assert answer.sentences
    assert "broke off" in answer.note


def test_passages_never_leave_in_clear_text_over_a_network() -> None:
    with pytest.raises(SettingsInvalid, match="clear text"):
        _ = Answerer(settings("http://models.example/v1"), NoPool())._endpoint  # type: ignore[arg-type]


def test_passages_follow_no_redirect(room: Room) -> None:
    elsewhere: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            elsewhere.append(self.path)
            self.send_error(500)

    class Redirecting(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.send_response(307)
            self.send_header("Location", f"http://127.0.0.1:{other.server_port}/v1/chat/completions")
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as other, HTTPServer(("127.0.0.1", 0), Redirecting) as first:
        for server in (other, first):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        with pytest.raises(ModelFailed):
            ask(room, f"http://127.0.0.1:{first.server_port}/v1")
        for server in (other, first):
            server.shutdown()
    assert elsewhere == []


def test_without_a_seal_nothing_is_sent(room: Room, chat_server: Start, tmp_path: Path) -> None:
    answerer = Answerer(settings(chat_server("stream", TRUE)), NoPool())  # type: ignore[arg-type]
    assert answerer._endpoint is not None
    with pytest.raises(SafeguardsFailed):
        list(answerer._endpoint.dispatch(room.cleared(QUESTION), Masked(()), lambda: False))
    assert not (tmp_path / "requests").exists()
