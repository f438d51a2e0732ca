"""What is not targeting: policy and history, aggregates, official acts, statements, own forces, threats against."""

from collections.abc import Callable

from desk.safeguards.frames import found
from desk.safeguards.question import MILD, SPECIFIC, Question, commanded, whose
from desk.safeguards.seek import Sought
from desk.safeguards.status import Status

_BODIES = frozenset({"company", "organisation", "agency"})
_ON_ORGANISATIONS = frozenset(
    "verb.watch verb.intercept verb.recruit verb.disrupt verb.detain verb.track verb.profile verb.map"
    " attr.comms attr.file attr.links attr.bulk links".split()
)
_ON_COMPANIES = frozenset({"verb.intercept", "verb.disrupt", "attr.comms", "verb.watch"})
_PUBLIC_RECORDS = frozenset({"attr.place", "attr.file", "attr.links"})


def excused(question: Question, sought: Sought) -> bool:
    """Whether any ground applies on which a subject that is sought is not targeted."""
    return any(ground(question, sought) for ground in _GROUNDS)


def _policy_or_history(question: Question, sought: Sought) -> bool:
    about_a_class = sought.subject.mention.kind not in SPECIFIC or sought.how in MILD
    return question.topic and about_a_class and (_general(question, sought) or not commanded(question))


def _aggregate(question: Question, sought: Sought) -> bool:
    return question.aggregate and sought.subject.mention.kind not in ("person", "account", "masked")


def _public_contact(question: Question, sought: Sought) -> bool:
    return sought.subject.mention.kind in _BODIES and question.says("public_contact")


def _business_of_a_company(question: Question, sought: Sought) -> bool:
    own_business = sought.how not in _ON_COMPANIES or question.says("product")
    return sought.subject.mention.kind == "company" and own_business


def _public_side_of_an_organisation(question: Question, sought: Sought) -> bool:
    """On an organisation an attribute targets only where it opens its members or its traffic."""
    opens = (
        sought.how.startswith("verb.") or sought.how == "attr.bulk" or found(question.frames["members"], sought.words)
    )
    return sought.subject.mention.kind == "organisation" and not (sought.how in _ON_ORGANISATIONS and opens)


def _threat_against(question: Question, sought: Sought) -> bool:
    """The hostile actor is the subject; a hostage's own whereabouts stay for referral."""
    if sought.how not in MILD:
        return False
    actor = question.says("hostile_actor") and sought.how in ("about", "which", "who")
    return actor or (question.says("victim") and not question.says("hostage"))


def _statement(question: Question, sought: Sought) -> bool:
    """What somebody said or wrote: the word of saying comes after the name, or "by" stands before it."""
    start = question.reading.parse.span(sought.subject.mention.first, sought.subject.mention.last)[0]
    after = found(question.frames["statement"], question.low[start:]) is not None
    if whose(question, sought.subject)[0] is Status.DOMESTIC and question.says("private_talk"):
        return False
    return sought.how in MILD and (after or " by " in question.low[max(0, start - 12) : start])


def _own_forces(question: Question, sought: Sought) -> bool:
    kind, text = sought.subject.mention.kind, sought.subject.mention.text.lower()
    own = kind in ("role", "people") and found(question.frames["own_people"], text) is not None
    private = any(s.how.startswith(("attr.", "verb.")) and s.direct for s in question.reading.sought)
    return own and sought.how in ("where", "which", "habits", "routine") and not private


def _class_in_general(question: Question, sought: Sought) -> bool:
    opinion = sought.how == "belief" or question.says("opinion")
    return sought.how in MILD and opinion and _general(question, sought)


def _general(question: Question, sought: Sought) -> bool:
    """A class of persons in general, with no place or trait that narrows it."""
    facts = {fact.sort for fact in sought.subject.facts if fact.side == "domestic"}
    named = found(question.frames["general_class"], sought.subject.mention.text.lower())
    return "place" not in facts and named is not None


def _official_act(question: Question, sought: Sought) -> bool:
    mention = sought.subject.mention
    nearby = question.reading.parse.words(mention.first - 3, mention.last + 1)
    if found(question.frames["official"], nearby) is None or not question.says("official_act"):
        return False
    return sought.how in MILD or (sought.how in _PUBLIC_RECORDS and question.says("statement"))


_GROUNDS: tuple[Callable[[Question, Sought], bool], ...] = (
    _policy_or_history,
    _aggregate,
    _public_contact,
    _business_of_a_company,
    _public_side_of_an_organisation,
    _threat_against,
    _statement,
    _own_forces,
    _class_in_general,
    _official_act,
)
