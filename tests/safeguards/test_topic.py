"""What a follow-up is searched with: words of allowed questions and released answers, and only where it leans on them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desk.safeguards.guard import Guard
from desk.safeguards.policy import Policy
from desk.safeguards.sealed import Cleared
from desk.safeguards.topic import carried, leans_back
from desk.vocabulary.answer import Answer, AnswerSentence, Support
from desk.vocabulary.conversation import Turn
from desk.vocabulary.decision import Decision, Verdict
from desk.vocabulary.errors import SafeguardsFailed
from desk.vocabulary.marking import Level, Marking


def turn(question: str, *said: str, verdict: Verdict = Verdict.ALLOW) -> Turn:
    sentences = tuple(AnswerSentence(text, (), Support.QUOTED) for text in said)
    answer = Answer(sentences, Marking.of(Level.UNCLASSIFIED), False, "", "tests")
    decision = Decision(verdict, (), advisory=False, policy="", basis=())
    return Turn(question, question, decision, answer, datetime.now(UTC))


UNLOADED = turn("Which ship unloaded at Karsa?", "On 3 May the freighter Amal unloaded 412 crates at Port Karsa.")


def words(question: str, turns: list[Turn], policy: Policy) -> set[str]:
    return set(carried(question, turns, policy, lambda text: text).split())


@pytest.mark.parametrize(
    "question",
    [
        "Who is its captain?", "And in June?", "What about the second one?", "Why?", "How many?", "When was that?",
        "Where was it built?", "And the other container?", "What does the imagery show there?", "Which company owns it?",
        "Was anybody hurt?", "What about the Ruby Tern?", "How far is it from Tesh?", "Are they likely to come back?",
    ],
)  # fmt: skip
def test_a_follow_up_leans_back(question: str) -> None:
    assert leans_back(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which working hours does Gate 4 have?", "Which ship left Karsa, and where is it now?",
        "What did the Sarn Valley Guard want for its tolls?", "How many calls does the telephone of the broker hold?",
        "And which newspapers reported shots near the Orlan bridge?", "Is there a camera at the northern gate?",
        "What is the wingspan of the KF-2?", "Which reports say that the gate was open?",
        "When did the container leave, and who signed for it?",
    ],
)  # fmt: skip
def test_a_question_that_stands_alone_does_not(question: str, policy: Policy) -> None:
    assert not leans_back(question)
    assert words(question, [UNLOADED], policy) == set()


def test_the_subject_and_what_the_answer_named_are_carried(policy: Policy) -> None:
    assert {"ship", "Amal", "Karsa"} <= words("Who is its captain?", [UNLOADED], policy)


def test_a_subject_is_carried_through_a_chain_of_follow_ups(policy: Policy) -> None:
    assert "Amal" in words("And its owner?", [UNLOADED, turn("Who is its captain?", "Nothing is known.")], policy)
    assert "Amal" not in words("And its owner?", [UNLOADED, turn("Which gate is nearest to Tesh?")], policy)


def test_another_date_takes_the_place_of_the_one_before(policy: Policy) -> None:
    before = turn("Which ships called at Karsa in May 2031?")
    assert words("And in June?", [before], policy) == {"ships", "called", "Karsa"}


def test_what_was_stopped_lends_nothing(policy: Policy) -> None:
    stopped = turn("Where does Daniel Whitfield of Ohio live?", verdict=Verdict.BLOCK)
    assert words("Why?", [UNLOADED, stopped], policy) == set()


def test_persons_of_an_answer_are_carried_only_where_they_are_foreign(policy: Policy) -> None:
    unknown = turn("Whom did the ship carry to Karsa?", "Six calls from the port of Ostrel went to Tamsin Orle.")
    assert not {"Tamsin", "Orle"} & words("And then?", [unknown], policy)
    masked = turn("Whom did the ship carry to Karsa?", "The ship carried [U.S. PERSON 2] from the port of Ostrel.")
    assert "PERSON" not in words("And then?", [masked], policy)


def test_what_is_masked_by_now_is_not_carried(policy: Policy) -> None:
    then = turn("Whom did the ship carry to Karsa?", "It carried Norwell Teague to Ostrel.")
    found = carried("And then?", [then], policy, lambda text: text.replace("Norwell Teague", "[U.S. PERSON 1]"))
    assert "Teague" not in found


def test_where_the_rules_would_stop_the_words_searched_none_are_added(guard: Guard) -> None:
    named = turn("Whom did the ship carry to Karsa?", "The ship carried Tamsin Orle from the port of Ostrel.")
    outcome = guard.clear("And where does she live?", [named])
    assert not (isinstance(outcome, Cleared) and outcome.carried)


def test_what_is_searched_is_under_the_seal(guard: Guard) -> None:
    cleared = guard.clear("How many crates did it carry?", [UNLOADED])
    assert isinstance(cleared, Cleared)
    assert "Amal" in cleared.carried
    with pytest.raises(SafeguardsFailed):
        replace(cleared, carried="Daniel Whitfield of Ohio").verify()
