"""A question in its conversation: references filled in, blocked subjects kept blocked, slices added up."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desk.safeguards.decisions import outcome
from desk.safeguards.frames import found, frames, lowered
from desk.safeguards.policy import Policy, load_policy
from desk.safeguards.recognise import NAMED_KINDS, Mention, Parse, parse
from desk.safeguards.ruling import Ruling
from desk.safeguards.status import Status, Subject, subjects
from desk.vocabulary.conversation import Turn
from desk.vocabulary.decision import Rule, Verdict

_DEVICES = frozenset("phones names accounts devices cars vehicles people those everyone someone".split())
# References that can be to somebody named before them in the same question.
_SUBJECTS = frozenset("he she they his their".split())
_CLAUSE = re.compile(r"[,;:.?]|\b(?:and|or|who|whom|where|when|what|which|how)\b", re.IGNORECASE)
_WHO_DID = re.compile(r"(?i)^\s*(and |so )?who(?!se\b)\s+(?!is\b|was\b|are\b|were\b|else\b|did\b|do\b|does\b)\w+")
_WORD = re.compile(r"[^\W_]{3,}")
# How much of a conversation the screening model reads: turns, and characters, so that the question itself is never cut off.
_RECALLED, _RECALLED_CHARACTERS = 5, 600
_STOP = frozenset(
    "the and for with about what where when who whom which how does did has have was were are you can could"
    " would should please tell give show find get list all any his her their its him them they she that this"
    " from into our out not now just then know need want reports report say says name names again also there"
    " been being will other same more".split()
)


@dataclass(frozen=True, slots=True)
class Held:
    """A subject, or else the question, that was stopped in a conversation, and by which rule."""

    words: str
    verdict: Verdict
    rule: Rule


def held(turns: Sequence[Turn], policy: Policy) -> tuple[Held, ...]:
    """What a conversation remembers: asking again about these is stopped again, everything else is free."""
    kept = {}
    for turn in turns:
        if turn.decision.verdict is not Verdict.ALLOW:
            words = _subject_phrase(parse(turn.resolved, policy)) or turn.question
            kept[words.lower()] = Held(words, turn.decision.verdict, turn.decision.rules[0])
    return tuple(kept.values())


def _says(frame: str, question: str) -> bool:
    return found(frames(load_policy(), "frames")[frame], lowered(question)) is not None


def _reference(question: str) -> tuple[int, int] | None:
    """Where the first word stands that refers to somebody spoken of before."""
    return found(frames(load_policy(), "frames")["pronoun"], lowered(question))


def resolve(question: str, turns: Sequence[Turn]) -> str:
    """The question with what it refers to written out; the question itself where it stands alone."""
    if not turns or _says("about_decision", question):
        return question
    policy = load_policy()
    parsed = parse(question, policy)
    refers = _reference(question) is not None and not _refers_within(question, parsed)
    if not refers and (_own_subject(parsed) or not _elliptic(question, parsed)):
        return question
    before = turns[-1].question.rstrip(" ?.!")
    # "Who threatened them? - Where is he?": he is whoever answers the question before, not whom it names.
    if refers and _WHO_DID.match(before):
        return f"{before} - {question}"
    subject = _last_subject(turns, policy)
    if subject:
        return _filled(question, subject)
    return f"{before} - {question}" if refers else question


def _refers_within(question: str, parsed: Parse) -> bool:
    """Whether the reference is to somebody whom the question itself names before it ("Where does Orle live, and who are
    her contacts?"). An object cannot be: in "Has Omar met her?" she is not Omar.
    """
    span = _reference(question)
    if span is None or not any(
        m.kind == "person" and parsed.span(m.first, m.last)[1] <= span[0] for m in parsed.mentions
    ):
        return False
    word = question[slice(*span)].lower()
    return word in _SUBJECTS or (word == "her" and _noun_follows(question, span[1]))


def _own_subject(parsed: Parse) -> bool:
    return any(m.kind in ("person", "account", "foreign", "agency", "company", "masked") for m in parsed.mentions)


def _elliptic(question: str, parsed: Parse) -> bool:
    words = question.split()
    if _names_something(parsed):
        return False
    bare = not any(
        m.kind in ("role", "people", "organisation") and m.text.lower() not in _DEVICES for m in parsed.mentions
    )
    return len(words) <= 4 or (_says("short", question) and len(words) <= 14 and bare)


def _names_something(parsed: Parse) -> bool:
    """A word written as a name that is no stated fact ("the Karadun Front"): the question has a topic of its own."""
    stated = {i for fact in parsed.facts for i in range(fact.first, fact.last)}
    letters = [token for token in parsed.tokens if token.low[:1].isalpha()]
    if all(token.capital for token in letters):
        return False
    return any(token.capital and i and i not in stated and token.low != "i" for i, token in enumerate(parsed.tokens))


def _last_subject(turns: Sequence[Turn], policy: Policy) -> str:
    """The words of the latest subject spoken of, with the facts stated about it."""
    for turn in reversed(turns):
        text = turn.resolved or turn.question
        phrase = _subject_phrase(parse(text, policy))
        if phrase:
            return phrase
    return ""


def _subject_phrase(parsed: Parse) -> str:
    order = ("masked", "person", "account", "relation", "role", "people", "foreign", "organisation", "company")
    whom = subjects(parsed)
    for kind in order:
        of_kind = [s for s in whom if s.mention.kind == kind]
        if of_kind:
            return _with_facts(parsed, of_kind[-1] if kind in ("relation",) else of_kind[0])
    return ""


def _with_facts(parsed: Parse, subject: Subject) -> str:
    firsts = [subject.mention.first, *(f.first for f in subject.facts)]
    lasts = [subject.mention.last, *(f.last for f in subject.facts)]
    start, end = parsed.span(min(firsts), max(lasts))
    return re.sub(r"['’]s$", "", parsed.text[start:end])


def _filled(question: str, subject: str) -> str:
    """The first reference replaced by the subject, possessively where the reference was."""
    span = _reference(question)
    if span is None:
        return f"{question.rstrip(' ?.!')} - {subject}?"
    word = question[slice(*span)].lower()
    possessive = word in {"his", "their", "its", "hers", "theirs"} or (
        word == "her" and _noun_follows(question, span[1])
    )
    return question[: span[0]] + subject + ("'s" if possessive else "") + question[span[1] :]


def _noun_follows(question: str, end: int) -> bool:
    rest = question[end:].split()
    return (
        bool(rest)
        and rest[0].lower().strip("?,.")
        not in {"in", "at", "to", "from", "with", "and", "on", "down", "now", "for", "by", ""}
        and question[end : end + 1] == " "
    )


def widened(question: str, resolved: str, turns: Sequence[Turn]) -> Iterator[str]:
    """Further readings of the question: as resolved, and joined to statements that came before it."""
    if resolved != question:
        yield resolved
    stated = [t.question for t in turns[-6:] if "?" not in t.question and t.decision.verdict is Verdict.ALLOW]
    if stated and turns:
        joined = " ".join(text.rstrip(". ") + "." for text in [*stated, resolved])
        yield joined


def transcript(earlier: Sequence[str], question: str) -> str:
    """The latest questions and this one as one text, as the screening model reads a conversation."""
    before: list[str] = []
    for text in reversed(earlier[-_RECALLED:]):
        if sum(map(len, before)) + len(text) > _RECALLED_CHARACTERS:
            break
        before.insert(0, text.strip())
    return f"Earlier: {' | '.join(before)} Now: {question}" if before else question


def lock(question: str, resolved: str, turns: Sequence[Turn], policy: Policy) -> Ruling | None:
    """A retry of a blocked question, or another question about a subject that was blocked, stays blocked."""
    if _says("about_decision", question):
        return None
    stopped = [turn for turn in turns if turn.decision.verdict is not Verdict.ALLOW]
    if stopped and stopped[-1] is turns[-1] and _says("authority", question):
        rule, verdict = outcome("authority is claimed to reach a person", policy)
        return Ruling(rule, verdict, (), question, "a claim of authority changes no rule")
    for turn in reversed(stopped):
        verdict = turn.decision.verdict
        rule = turn.decision.rules[0] if turn.decision.rules else Rule.D1
        same = _same_subject(resolved, turn.resolved, policy, verdict)
        retry = (
            turn is turns[-1]
            and len(question.split()) <= 12
            and _says("retry", question)
            and not _own_subject(parse(question, policy))
        )
        restated = _states_foreign(parse(question, policy))
        reopened = verdict is Verdict.REFER and _states_foreign(parse(resolved, policy))
        follows = resolved != question and turn is turns[-1] and not (reopened or restated)
        if same or retry or follows or (_alike(resolved, turn.resolved) and not reopened):
            why = "an earlier question about the same was stopped, and asking again changes no fact"
            return Ruling(rule, verdict, (), question, why, held=True)
    return None


def _same_subject(text: str, earlier: str, policy: Policy, verdict: Verdict) -> bool:
    """Whether a named subject of the stopped question is named again; a foreign fact re-opens a referral."""
    before, now = parse(earlier, policy), parse(text, policy)
    names = {_key(m) for m in before.mentions if m.kind in NAMED_KINDS}
    again = [s for s in subjects(now) if s.mention.kind in NAMED_KINDS and _named(s.mention, names)]
    if verdict is Verdict.REFER:
        return any(s.status is Status.UNKNOWN for s in again) and not _states_foreign(now)
    foreign_before = {_key(s.mention) for s in subjects(before) if s.status is Status.FOREIGN}
    return any(_key(s.mention) not in foreign_before for s in again)


def _states_foreign(parsed: Parse) -> bool:
    return any(fact.side == "foreign" for fact in parsed.facts) and not any(f.side == "domestic" for f in parsed.facts)


def _key(mention: Mention) -> str:
    return re.sub(r"['’]s$", "", mention.text.lower())


def _named(mention: Mention, names: set[str]) -> bool:
    """The same name, or a part of it: "Smith" after "John Smith"."""
    words = set(_key(mention).split())
    return any(words <= set(name.split()) or set(name.split()) <= words for name in names)


def _alike(text: str, earlier: str) -> bool:
    """Nearly the same words in whatever order."""
    a = {w for w in _WORD.findall(text.lower()) if w not in _STOP}
    b = {w for w in _WORD.findall(earlier.lower()) if w not in _STOP}
    return len(a & b) >= 3 and len(a & b) >= 0.8 * len(a | b)
