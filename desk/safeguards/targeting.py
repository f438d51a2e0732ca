"""Rules D1 and D2: who is sought, whose person that is, and whether anything excuses it."""

from collections.abc import Iterator

from desk.safeguards.acts import STRONG, Mode, third_party
from desk.safeguards.excuse import excused
from desk.safeguards.frames import found
from desk.safeguards.names import TITLES
from desk.safeguards.question import Question, commanded, foreigner_first, spans_of, whose
from desk.safeguards.ruling import Ruling
from desk.safeguards.seek import WEAK_ATTRIBUTES, Sought
from desk.safeguards.status import Status, Subject

_ONE = "a domestic person or organisation is targeted"
_RECORDS = "records of nobody named, tied to the United States"
_GROUP = "domestic people are targeted as a group"
_MASKED = "a masked U.S. person is targeted"
_LOST = "a domestic person is lost, held or consents"
_UNKNOWN = "somebody of unknown status is targeted"
_PERSONAL = frozenset({"attr.comms", "attr.money", "attr.belief", "attr.file"})
_BODIES = frozenset({"company", "organisation", "agency", "foreign"})
_SINGLED_OUT = frozenset({"person", "account", "masked"})
_ON_UNNAMED = frozenset(
    "verb.track verb.watch verb.intercept verb.recruit verb.disrupt verb.detain verb.locate where links routine".split()
)
_SPOKEN_OF = frozenset("person role relation people account masked foreign company agency organisation".split())
_FINDING = frozenset("where who about verb.locate verb.track attr.place verb.profile which links".split())


def targeting(question: Question) -> Iterator[Ruling]:
    """A ruling for every subject that is sought, domestic or of unknown status, and not excused."""
    for sought in [*question.reading.sought, *_in_focus(question)]:
        if not sought.direct or excused(question, sought):
            continue
        status, why = whose(question, sought.subject)
        if status is Status.DOMESTIC:
            yield _domestic(question, sought, why)
        elif status is Status.UNKNOWN and _refers(question, sought):
            yield question.ruling(_UNKNOWN, spans_of(question, sought), sought.words, why)


def _in_focus(question: Question) -> Iterator[Sought]:
    """Private persons a question is about whatever its words: what is stated of them decides, not the verb found."""
    known = {id(sought.subject) for sought in question.reading.sought}
    for subject in question.reading.subjects:
        if id(subject) in known or _acted_upon(question, subject) or foreigner_first(question, subject):
            continue
        if _singled_out(question, subject) or _described_and_domestic(question, subject):
            mention = subject.mention
            yield Sought(subject, "about", mention.text, mention.first, mention.last)


def _acted_upon(question: Question, subject: Subject) -> bool:
    """Somebody else acts upon the subject, and stands before it: that actor is who the question is about."""
    if any(not s.direct and s.subject is subject for s in question.reading.sought):
        return True
    first = subject.mention.first
    acts = question.reading.acts
    described = any(act.mode is Mode.DESCRIBED and act.tag in STRONG and act.first < first for act in acts)
    return described and third_party(question.reading.parse, 0, first)


def _singled_out(question: Question, subject: Subject) -> bool:
    """A person by name or selector: domestic, or named in full and nothing stated."""
    mention = subject.mention
    if mention.kind not in _SINGLED_OUT or subject.status is Status.FOREIGN:
        return False
    before = question.reading.parse.tokens[mention.first - 1].low.strip(".") if mention.first else ""
    full = mention.certain and (before in TITLES or mention.last - mention.first >= 2) and not question.says("past")
    return subject.status is Status.DOMESTIC or full or mention.kind == "account"


def _described_and_domestic(question: Question, subject: Subject) -> bool:
    """Somebody described ("the Tampa nurse") and stated to be domestic; a group only where the question is an order."""
    mention, text = subject.mention, subject.mention.text.lower()
    if mention.kind not in ("role", "relation", "people") or not _domestic_here(question, subject):
        return False
    sorts = {fact.sort for fact in subject.facts or question.reading.parse.facts if fact.side == "domestic"}
    if not sorts & {"citizen", "place", "selector"} or found(question.frames["own_people"], text):
        return False
    if question.says("opinion") or question.says("official_act"):
        return False
    plural = mention.kind == "people" or text.endswith(("s", "men", "women", "people"))
    return not plural or commanded(question)


def _domestic_here(question: Question, subject: Subject) -> bool:
    """Domestic by what is stated of it, or the only person in a text that states a U.S. place."""
    alone = sum(s.mention.kind in _SPOKEN_OF for s in question.reading.subjects) == 1
    return subject.status is Status.DOMESTIC or (alone and whose(question, subject)[0] is Status.DOMESTIC)


def crowd_sought(question: Question) -> Iterator[Ruling]:
    """D2 and D1 without a noun for the person: "who donated in Michigan", "data on women in Texas"."""
    sides = {fact.side for fact in question.reading.parse.facts if fact.sort != "us.agency"}
    if question.topic or question.aggregate or "domestic" not in sides:
        return
    yield from _ownerless(question)
    yield from _who_did(question)
    yield from _collected(question)


def _ownerless(question: Question) -> Iterator[Ruling]:
    """Personal records tied to a place in the United States, though the word for whose they are is not known."""
    parsed = question.reading.parse
    if question.reading.sought or any(m.kind in _BODIES for m in parsed.mentions) or question.says("public_contact"):
        return
    place = next((f for f in parsed.facts if f.side == "domestic" and f.sort in ("place", "citizen")), None)
    records = [h for h in parsed.hits if h.tag in _PERSONAL and h.words not in WEAK_ATTRIBUTES]
    devices = [h for h in parsed.hits if h.tag == "noun.device"] if _watching(question) else []
    record = next(iter(records + devices), None)
    if place and record and not any(f.side == "foreign" for f in parsed.facts):
        spans = (parsed.span(record.first, record.last), parsed.span(place.first, place.last))
        yield question.ruling(_RECORDS, spans, record.words, place.why)


def _watching(question: Question) -> bool:
    return any(act.mode is Mode.ASKED and act.tag in _ON_UNNAMED for act in question.reading.acts)


def _who_did(question: Question) -> Iterator[Ruling]:
    span = found(question.frames["who_did"], question.low)
    abroad = any(f.side == "foreign" and f.sort in ("place", "foreign.org") for f in question.reading.parse.facts)
    if span and not abroad:
        why = "the place or body named is in the United States"
        yield question.ruling(_GROUP, (span,), question.text[slice(*span)], why)


def _collected(question: Question) -> Iterator[Ruling]:
    span = found(question.frames["collecting"], question.low)
    if span is None:
        return
    for subject in question.reading.subjects:
        sought = subject.status is Status.DOMESTIC and subject.mention.kind in ("people", "role", "relation")
        own = found(question.frames["own_people"], subject.mention.text.lower())
        if sought and not own and not foreigner_first(question, subject):
            yield question.ruling(_GROUP, (span,), question.text[slice(*span)], subject.why)


def _domestic(question: Question, sought: Sought, why: str) -> Ruling:
    """Block, save where oversight may open a lawful path: a hostage or missing person, a consenting subject."""
    kind = sought.subject.mention.kind
    lost = question.says("hostage") and kind in ("person", "role", "relation", "people") and sought.how in _FINDING
    if lost or question.says("consent"):
        situation = _LOST
    else:
        situation = _MASKED if kind == "masked" else _GROUP if _is_crowd(sought) else _ONE
    return question.ruling(situation, spans_of(question, sought), sought.words, why)


def _is_crowd(sought: Sought) -> bool:
    kind, text = sought.subject.mention.kind, sought.subject.mention.text.lower()
    plural = kind == "role" and text.endswith("s") and not text.endswith("ss")
    return kind == "people" or sought.how == "which" or plural


def _refers(question: Question, sought: Sought) -> bool:
    """Whether an act on somebody of unknown status needs facts first: named persons always, others for strong acts."""
    kind = sought.subject.mention.kind
    if kind in _SINGLED_OUT:
        return sought.subject.mention.certain or sought.how not in ("about", "which")
    if kind == "pronoun":
        return sought.how.startswith(("verb.", "attr.")) or sought.how in ("where", "who", "links", "routine")
    if kind in ("people", "role") and question.says("hostage"):
        return False
    if kind == "people" and sought.how in ("which", "verb.profile"):
        return any(m.kind == "organisation" for m in question.reading.parse.mentions)
    if kind in ("organisation", "company"):
        traffic = sought.how in ("verb.intercept", "verb.disrupt", "attr.comms")
        return traffic or found(question.frames["members"], sought.words) is not None
    return sought.how in _ON_UNNAMED or sought.how.startswith("attr.")
