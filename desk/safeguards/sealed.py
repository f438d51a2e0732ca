"""Values that only the guard can make, and that everything behind the guard insists on.

Python has no private constructors, so the seal is a message authentication code under a key drawn at random when the
process starts: a value built by hand, copied with changes or unpickled does not verify. ``verify`` is called by every
consumer before it acts. A person who can patch the running program can defeat this; a mistake, a plug-in, a
prompt or a document cannot.
"""

import hmac
import secrets
from dataclasses import dataclass, field, replace
from typing import TypeVar, final

from desk.vocabulary.answer import Answer, AnswerSentence
from desk.vocabulary.decision import Decision, Verdict
from desk.vocabulary.errors import SafeguardsFailed
from desk.vocabulary.marking import Marking

_KEY = secrets.token_bytes(32)


# What a model reads in place of words that read as instructions.
WITHHELD = "[words addressed to software, withheld]"


def _code(value: object, fields: tuple[object, ...]) -> bytes:
    text = repr((type(value).__name__, fields))
    return hmac.digest(_KEY, text.encode("utf-8", "surrogatepass"), "sha256")


@dataclass(frozen=True, slots=True)
class _Sealed:
    _seal: bytes = field(default=b"", repr=False, compare=False, kw_only=True)

    def _fields(self) -> tuple[object, ...]:
        raise SafeguardsFailed("A sealed value without fields was used.")

    def verify(self) -> None:
        """Raise ``SafeguardsFailed`` unless the guard made this value and nobody changed it."""
        if not hmac.compare_digest(self._seal, _code(self, self._fields())):
            raise SafeguardsFailed(
                "Something tried to pass the safeguards without their seal; nothing was answered.",
                "Report this to your administrator: it is a defect or tampering.",
            )

    def __reduce__(self) -> str:
        raise SafeguardsFailed("Sealed values cannot be copied out of the process.")


@final
@dataclass(frozen=True, slots=True)
class Cleared(_Sealed):
    """A question that may be answered. ``text`` is as typed, ``resolved`` with its references filled in.

    ``carried`` are words of allowed questions and released answers before it that it is searched with: see ``topic``.
    """

    text: str
    resolved: str
    case_id: str
    decision: Decision
    carried: str = ""

    @property
    def in_context(self) -> str:
        """The question for a reader who has not seen what came before it."""
        return f"{self.resolved} (Spoken of before: {self.carried})" if self.carried else self.resolved

    def _fields(self) -> tuple[object, ...]:
        return (self.text, self.resolved, self.case_id, self.decision, self.carried)


@dataclass(frozen=True, slots=True)
class MaskedPassage:
    """A passage with U.S. persons' identities replaced; the words as received are not reachable from here.

    ``start`` is where the passage begins in the text of ``page`` (characters). ``replaced`` holds
    (start, end, original length) for each mask in ``text``; ``injected`` the spans that read as instructions.
    """

    text: str
    passage_id: int
    report_id: str
    report_title: str
    page: int
    start: int
    marking: Marking | None
    replaced: tuple[tuple[int, int, int], ...] = ()
    injected: tuple[tuple[int, int], ...] = ()
    place: str = ""

    @property
    def readable(self) -> str:
        """The text for a model: words that read as instructions are withheld, so that there is nothing to follow."""
        text = self.text
        for start, end in reversed(self.injected):
            text = f"{text[:start]}{WITHHELD}{text[end:]}"
        return text

    def page_span(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of ``text`` to characters of the page; a span that touches a mask covers all it replaced."""
        return self.start + self._original(start, False), self.start + self._original(end, True)

    def _original(self, offset: int, is_end: bool) -> int:
        shift = 0
        for start, end, length in self.replaced:
            if offset >= end:
                shift += length - (end - start)
            elif offset > start:
                return start + shift + (length if is_end else 0)
            else:
                break
        return offset + shift


@final
@dataclass(frozen=True, slots=True)
class Masked(_Sealed):
    """The passages found for a cleared question, fit to be read by a model or quoted."""

    passages: tuple[MaskedPassage, ...]

    def _fields(self) -> tuple[object, ...]:
        return (self.passages,)


@final
@dataclass(frozen=True, slots=True)
class ReleasedSentence(_Sealed):
    """One sentence fit for the screen, with the advisory mark as it stands so far."""

    sentence: AnswerSentence
    advisory: bool

    def _fields(self) -> tuple[object, ...]:
        return (self.sentence, self.advisory)


@final
@dataclass(frozen=True, slots=True)
class Released(_Sealed):
    """A whole answer that may be shown, copied and exported, with the question it answers."""

    question: str
    decision: Decision
    answer: Answer

    def _fields(self) -> tuple[object, ...]:
        return (self.question, self.decision, self.answer)


SealedValue = TypeVar("SealedValue", bound=_Sealed)


def seal(value: SealedValue) -> SealedValue:
    """Set the seal. Called by ``guard`` alone: tests/safeguards/test_no_way_round.py holds that line."""
    return replace(value, _seal=_code(value, value._fields()))


@final
@dataclass(frozen=True, slots=True)
class Stopped:
    """A question that was referred or blocked; it carries nothing but the decision. ``resolved`` as in ``Turn``."""

    text: str
    decision: Decision
    resolved: str

    def __post_init__(self) -> None:
        if self.decision.verdict is Verdict.ALLOW:
            raise SafeguardsFailed("An allowed question was treated as stopped.")
