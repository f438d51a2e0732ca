"""What is known of a person by name in a case: what officers confirmed, what its reports say, what was asked before."""

from collections.abc import Iterator, Sequence

from desk.safeguards.known import stated_of
from desk.safeguards.policy import Policy
from desk.services.oversight import Oversight
from desk.vault import Vault
from desk.vocabulary.report import Passage
from desk.vocabulary.review import Side, Statement
from desk.vocabulary.sentences import sentence_spans

# Passages looked at for one name: the first to name somebody say who it is.
_LOOK_AT = 24
_MOST_STATEMENTS = 4


class CaseInformant:
    """Answers for one case; a look-up costs some milliseconds for each name.

    ``conversation_id`` is the conversation the question stands in: what was said there is weighed by itself.
    """

    def __init__(self, vault: Vault, policy: Policy, case_id: str, conversation_id: str = "") -> None:
        self._vault = vault
        self._policy = policy
        self._case_id = case_id
        self._conversation_id = conversation_id
        self._oversight = Oversight(vault)

    def __call__(self, names: Sequence[str], /) -> Sequence[Statement]:
        """What officers have confirmed goes before what reports say, name by name."""
        confirmed = self._oversight.confirmed(self._case_id)
        found: list[Statement] = []
        for name in names:
            by_officers = [_about(name, each) for each in confirmed if _same(name, each.subject)]
            found += by_officers or [*self._reported(name)][:_MOST_STATEMENTS] + [*self._asked(name)][:1]
        return found

    def _reported(self, name: str) -> Iterator[Statement]:
        for passage in self._vault.reports.passages(self._vault.lexical.phrase(self._case_id, name, _LOOK_AT)):
            for start, end in sentence_spans(passage.text):
                sentence = " ".join(passage.text[start:end].split())
                stated = stated_of(name, sentence, self._policy) if name.lower() in sentence.lower() else None
                if stated is not None:
                    yield Statement(name, stated[0], stated[1], _place(passage))

    def _asked(self, name: str) -> Iterator[Statement]:
        """Who was once called a U.S. person in this case stays one in every conversation. That somebody is foreign does
        not carry over: it has to be stated where it counts, or confirmed by an officer.
        """
        for turn in self._vault.conversations.turns_naming(self._case_id, name, but_not_in=self._conversation_id):
            stated = stated_of(name, turn.resolved, self._policy)
            if stated is not None and stated[0] is Side.DOMESTIC:
                yield Statement(name, *stated, f"a question asked in this case on {turn.asked_at:%d %B %Y}")


def _about(name: str, statement: Statement) -> Statement:
    return Statement(name, statement.side, statement.words, statement.source)


def _same(name: str, other: str) -> bool:
    one, two = set(name.lower().split()), set(other.lower().split())
    return one <= two or two <= one


def _place(passage: Passage) -> str:
    return f"report {passage.report_title}, {passage.place}"
