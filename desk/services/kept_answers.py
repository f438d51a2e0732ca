"""Kept answers as the reports they cite are rated and marked today: a rating that changed is shown anew wherever it is cited,
and what was marked higher since raises the answer. Nothing lowers it.
"""

from dataclasses import replace

from desk.vault import Vault
from desk.vocabulary.answer import Answer, AnswerSentence, Citation
from desk.vocabulary.conversation import Turn
from desk.vocabulary.marking import holds, roll_up
from desk.vocabulary.report import Passage


def as_of_today(turn: Turn, vault: Vault) -> Turn:
    """The turn with its citations brought up to date; a passage that is gone stays as it was cited."""
    if turn.answer is None or not turn.answer.citations:
        return turn
    ids = [citation.passage_id for citation in turn.answer.citations]
    passages = {passage.id: passage for passage in vault.reports.passages(ids)}
    return replace(turn, answer=_answer(turn.answer, passages))


def _answer(answer: Answer, passages: dict[int, Passage]) -> Answer:
    marking = answer.marking
    for passage in passages.values():
        if passage.marking is not None and not holds(marking, passage.marking):
            marking = roll_up([marking, passage.marking])
    sentences = tuple(_sentence(sentence, passages) for sentence in answer.sentences)
    return replace(answer, sentences=sentences, marking=marking)


def _sentence(sentence: AnswerSentence, passages: dict[int, Passage]) -> AnswerSentence:
    citations = tuple(_citation(each, passages.get(each.passage_id)) for each in sentence.citations)
    return replace(sentence, citations=citations)


def _citation(citation: Citation, passage: Passage | None) -> Citation:
    if passage is None:
        return citation
    return replace(citation, rating=passage.rating, marking=passage.marking or citation.marking)
