"""What a question wants, judged against the rules: who is sought and whose person that is, or a frame of the policy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desk.safeguards.frames import Frames, found, frames, lowered
from desk.safeguards.acts import STRONG, Mode
from desk.safeguards.force import figurative_only
from desk.safeguards.names import TITLES
from desk.safeguards.policy import Policy
from desk.safeguards.recognise import parse
from desk.safeguards.seek import Reading, Sought, read
from desk.safeguards.status import Status, Subject
from desk.vocabulary.decision import Rule, Verdict

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ruling:
    """One rule that applies to a view of the question, with the spans that triggered it and the fact behind it."""

    rule: Rule
    verdict: Verdict
    spans: tuple[Span, ...]
    words: str
    why: str


@dataclass(frozen=True)
class _Question:
    reading: Reading
    low: str
    frames: Frames
    topic: bool
    aggregate: bool

    def says(self, frame: str) -> bool:
        return found(self.frames[frame], self.low) is not None

    @property
    def text(self) -> str:
        return self.reading.parse.text


SPECIFIC: frozenset[str] = frozenset({"person", "account", "masked", "relation"})
_QUESTION_FRAMES = frozenset({"where", "who", "about", "habits", "routine", "links", "belief", "which"})
_ON_ORGANISATIONS = frozenset({"verb.watch", "verb.intercept", "verb.recruit", "verb.disrupt", "verb.detain", "verb.track", "verb.profile",
                               "verb.map", "attr.comms", "attr.file", "attr.links", "attr.bulk", "links"})  # fmt: skip
_ON_COMPANIES = frozenset({"verb.intercept", "verb.disrupt", "attr.comms", "verb.watch"})
_MEMBERS = re.compile(r"\b(members?|donors?|attendees?|attendance|mailing|subscriber|membership|rolls?|sign-in|roster|names|passwords?|emails?|e-mails?|communications|messages|chats?|calls|phone)\b")


def judge(text: str, policy: Policy) -> list[Ruling]:
    """Every rule but F1 that applies to one view of a question."""
    low = lowered(text)
    patterns = frames(policy, "frames")
    reading = read(parse(text, policy))
    topic = found(patterns["topic"], low) is not None
    aggregate = found(patterns["aggregate"], low) is not None and found(patterns["names_wanted"], low) is None
    question = _Question(reading, low, patterns, topic, aggregate)
    return [
        *_targeting(question),
        *_crowd_sought(question),
        *_unmasking(question),
        *_circumvention(question),
        *_reverse(question),
        *_high_stakes(question),
        *_delegation(question, policy),
    ]


def _targeting(question: _Question) -> Iterator[Ruling]:
    for sought in [*question.reading.sought, *_in_focus(question)]:
        if sought.direct and not _excused(question, sought):
            status, why = _status(question, sought.subject)
            if status is Status.DOMESTIC:
                yield _domestic(question, sought, why)
            elif status is Status.UNKNOWN and _refers(question, sought):
                yield Ruling(Rule.D1, Verdict.REFER, _spans(question, sought), sought.words, why)


def _in_focus(question: _Question) -> Iterator[Sought]:
    """Private persons a question is about whatever its words: what is stated of them decides, not the verb found."""
    known = {id(sought.subject) for sought in question.reading.sought}
    if any(not s.direct for s in question.reading.sought) or any(a.mode is Mode.DESCRIBED and a.tag in STRONG for a in question.reading.acts):
        return
    for subject in question.reading.subjects:
        if id(subject) not in known and _private_person(question, subject) and not _foreigner_first(question, subject):
            mention = subject.mention
            yield Sought(subject, "about", mention.text, mention.first, mention.last)


def _private_person(question: _Question, subject: Subject) -> bool:
    """Named and domestic, named in full and unknown, or described and stated to be domestic - and no class in general."""
    mention = subject.mention
    sorts = {fact.sort for fact in subject.facts if fact.side == "domestic"}
    if mention.kind in ("person", "account", "masked"):
        titled = mention.first > 0 and question.reading.parse.tokens[mention.first - 1].low.strip(".") in TITLES
        full = mention.certain and (titled or mention.last - mention.first >= 2) and not question.says("past")
        return subject.status is Status.DOMESTIC or (subject.status is Status.UNKNOWN and (full or mention.kind == "account"))
    if subject.status is not Status.DOMESTIC or not sorts & {"citizen", "place", "selector"} or question.says("opinion"):
        return False
    if found(question.frames["own_people"], mention.text.lower()) or question.says("official_act"):
        return False
    plural = mention.kind == "people" or mention.text.lower().endswith(("s", "men", "women", "people"))
    return mention.kind in ("role", "relation", "people") and (not plural or _commanded(question))


_COLLECTING = re.compile(r"(?:^|[.?!]\s+)(?:please )?(get|buy|obtain|pull|collect|acquire|harvest|scrape|procure|purchase|subpoena|compile|gather|draw|run|build|make)\b")
_WHO_DID = re.compile(
    r"(?:^|\b(?:find out|see|identify|determine|list|know|tell me|show me|learn|work out|figure out|establish|name) )(and )?(everyone |all |those |people |anyone |anybody )?(who|whoever)( all| else)? (has |have |had )?(recently |ever )?"
    r"(donat\w+|attend\w*|visit\w*|sign(ed|s)|march\w+|join\w*|post(ed|s)|lik(ed|es)|shar(ed|es)|subscrib\w+|vot(ed|es)|organi[sz]\w+|bought|buys|reads?|follow\w*|support\w*"
    r"|belong\w*|prays?|prayed|worship\w*|protest\w*|retweet\w*|comment\w*|tweet\w*|registered|enrolled|rall\w+|camped|gave money|gives money|chant\w+|volunteer\w*|owns|searched|googled|went)\b"
)


def _crowd_sought(question: _Question) -> Iterator[Ruling]:
    """D2 without a noun for the people: "who donated to the campaign in Michigan", "buy data on women in Texas"."""
    sides = {fact.side for fact in question.reading.parse.facts if fact.sort != "us.agency"}
    if question.topic or question.aggregate or "domestic" not in sides:
        return
    match = _WHO_DID.search(question.low)
    abroad = any(f.side == "foreign" and f.sort in ("place", "foreign.org") for f in question.reading.parse.facts)
    if match and not abroad:
        yield Ruling(Rule.D2, Verdict.BLOCK, (match.span(),), match.group(), "the place or body named is in the United States")
    collecting = _COLLECTING.search(question.low)
    for subject in question.reading.subjects if collecting else ():
        if subject.status is Status.DOMESTIC and subject.mention.kind in ("people", "role", "relation"):
            if not _foreigner_first(question, subject) and not found(question.frames["own_people"], subject.mention.text.lower()):
                yield Ruling(Rule.D2, Verdict.BLOCK, (collecting.span(),), collecting.group(), subject.why)  # type: ignore[union-attr]


def _foreigner_first(question: _Question, subject: Subject) -> bool:
    """Somebody foreign is the subject and the U.S. person is merely mentioned."""
    return any(
        s.status is Status.FOREIGN and s.mention.first < subject.mention.first for s in question.reading.subjects
    )


def _status(question: _Question, subject: Subject) -> tuple[Status, str]:
    """The subject's status; where nothing is stated of it, what the rest of the text states decides."""
    if subject.status is not Status.UNKNOWN or any(fact.side == "ambiguous" for fact in subject.facts):
        return subject.status, subject.why
    others = [f for f in question.reading.parse.facts if f.sort not in ("us.agency",)]
    if subject.mention.kind == "relation" and re.search(r"\b(my|our)\b", question.low):
        return Status.DOMESTIC, "it is somebody in the asker's own life"
    for side, status in (("domestic", Status.DOMESTIC), ("foreign", Status.FOREIGN)):
        fact = next((fact for fact in others if fact.side == side), None)
        if fact:
            return status, fact.why
    if re.search(rf"\b(my|our)\s+(\w+ )?{re.escape(subject.mention.text.lower())}", question.low):
        return Status.DOMESTIC, "it is somebody in the asker's own life"
    return Status.UNKNOWN, subject.why


def _excused(question: _Question, sought: Sought) -> bool:
    """Not targeting: policy and history, aggregates, official acts, statements, own forces, threats against."""
    kind = sought.subject.mention.kind
    mild = sought.how in _QUESTION_FRAMES
    specific = kind in SPECIFIC
    if mild and question.says("hostile_actor") and sought.how in ("about", "which", "who"):
        return True
    if question.topic and (not specific or mild) and (_generic(sought) or not _commanded(question)):
        return True
    if question.aggregate and kind not in ("person", "account", "masked"):
        return True
    if kind in ("company", "organisation", "agency") and question.says("public_contact"):
        return True
    if kind == "company" and (sought.how not in _ON_COMPANIES or _product(question)):
        return True
    if kind == "organisation" and (sought.how not in _ON_ORGANISATIONS or not _closely(question, sought)):
        return True
    if mild and (_stated(question, sought) or question.says("victim") and not question.says("hostage")):
        return True
    if mild and kind in ("role", "people") and found(question.frames["own_people"], sought.subject.mention.text.lower()):
        return sought.how in ("where", "which", "habits", "routine") and not _private(question)
    if mild and _generic(sought) and (sought.how == "belief" or question.says("opinion")):
        return True
    return _official(question, sought, mild)


_GENERIC = re.compile(r"^(u\.?s\.? (persons?|citizens?|nationals?|residents?)|americans?|americans|citizens|persons?|people|individuals?|anyone|everyone|voters|journalists|immigrants|students|protesters|users)$")


def _generic(sought: Sought) -> bool:
    """A class of persons in general, with no place or trait that narrows it."""
    facts = {fact.sort for fact in sought.subject.facts if fact.side == "domestic"}
    return "place" not in facts and bool(_GENERIC.match(sought.subject.mention.text.lower()))


def _commanded(question: _Question) -> bool:
    """The question is an order ("list ...") or asks what "I" or "we" can do, rather than what the law says."""
    first = next((act for act in question.reading.acts if act.mode is Mode.ASKED), None)
    if first is None:
        return False
    lead = question.reading.parse.words(0, first.first).split()
    legal = re.search(r"\b(legal|lawful|allowed|permitted|may|must|authority|law)\b", question.low)
    return (not lead or lead[-1] in {"please", "and", ",", ":", "then"} or bool(set(lead) & {"i", "we", "you", "me"})) and not (
        legal and set(lead) & {"when", "may", "is", "are", "what", "which", "under"}
    )


def _stated(question: _Question, sought: Sought) -> bool:
    """The question is about what somebody said or wrote: the word of saying comes after the name, or "by" before it."""
    start = question.reading.parse.span(sought.subject.mention.first, sought.subject.mention.last)[0]
    return found(question.frames["statement"], question.low[start:]) is not None or " by " in question.low[max(0, start - 12) : start]


def _private(question: _Question) -> bool:
    return any(sought.how.startswith(("attr.", "verb.")) and sought.direct for sought in question.reading.sought)


def _product(question: _Question) -> bool:
    return bool(re.search(r"\b(products?|contracts?|shares?|stock|earnings|revenue|market|patents?|published|annual report|10-k|model|aircraft)\b", question.low))


def _closely(question: _Question, sought: Sought) -> bool:
    """On an organisation an attribute targets only where it opens its members or its traffic."""
    return sought.how.startswith("verb.") or sought.how == "attr.bulk" or bool(_MEMBERS.search(sought.words))


def _official(question: _Question, sought: Sought, mild: bool) -> bool:
    mention = sought.subject.mention
    start = max(0, mention.first - 3)
    nearby = question.reading.parse.words(start, mention.last + 1)
    is_official = found(question.frames["official"], nearby) is not None
    public = question.says("official_act")
    return is_official and public and (mild or sought.how in ("attr.place", "attr.file", "attr.links") and question.says("statement"))


def _domestic(question: _Question, sought: Sought, why: str) -> Ruling:
    kind = sought.subject.mention.kind
    if (question.says("hostage") and kind in ("person", "role", "relation", "people")) or question.says("consent"):
        if sought.how in ("where", "who", "about", "verb.locate", "verb.track", "attr.place", "verb.profile", "which", "links") or question.says("consent"):
            return Ruling(Rule.D1, Verdict.REFER, _spans(question, sought), sought.words, why)
    rule = Rule.D3 if kind == "masked" else Rule.D2 if _crowd(question, sought) else Rule.D1
    return Ruling(rule, Verdict.BLOCK, _spans(question, sought), sought.words, why)


def _crowd(question: _Question, sought: Sought) -> bool:
    mention = sought.subject.mention
    text = mention.text.lower()
    return mention.kind == "people" or sought.how == "which" or (mention.kind == "role" and text.endswith("s") and not text.endswith("ss"))


def _refers(question: _Question, sought: Sought) -> bool:
    """Whether an act on somebody of unknown status needs facts first: named persons always, others for strong acts."""
    kind = sought.subject.mention.kind
    if kind in ("person", "account", "masked"):
        return sought.subject.mention.certain or sought.how not in ("about", "which")
    if kind == "pronoun":
        return sought.how.startswith("verb.") or sought.how in ("where", "who", "links", "routine") or sought.how.startswith("attr.")
    if kind == "people" and sought.how in ("which", "verb.profile"):
        return any(m.kind == "organisation" for m in question.reading.parse.mentions)
    if kind in ("organisation", "company"):
        return sought.how in ("verb.intercept", "verb.disrupt", "attr.comms") or bool(_MEMBERS.search(sought.words))
    strong = sought.how in {"verb.track", "verb.watch", "verb.intercept", "verb.recruit", "verb.disrupt", "verb.detain", "verb.locate"}
    return strong or sought.how.startswith("attr.") or sought.how in ("where", "links", "routine")


def _spans(question: _Question, sought: Sought) -> tuple[Span, ...]:
    parsed = question.reading.parse
    mention = sought.subject.mention
    spans = {parsed.span(sought.first, sought.last), parsed.span(mention.first, mention.last)}
    spans |= {parsed.span(fact.first, fact.last) for fact in sought.subject.facts if fact.side == "domestic"}
    return tuple(sorted(spans))


def _frame(
    question: _Question, frame: str, rule: Rule, verdict: Verdict, why: str, unless: str | None = None
) -> Ruling | None:
    """The frame anywhere in the text or in one sentence of it, unless that sentence also fits the frame ``unless``."""
    for start, end in [(0, len(question.low)), *_sentences(question.low)]:
        piece = question.low[start:end]
        span = found(question.frames[frame], piece)
        if span and not (unless and found(question.frames[unless], piece)):
            where = (start + span[0], start + span[1])
            return Ruling(rule, verdict, (where,), question.text[slice(*where)], why)
    return None


def _sentences(low: str) -> list[Span]:
    spans = [(m.start(), m.end()) for m in re.finditer(r"[^.?!\n;]+[.?!]*", low)]
    return [(s + len(low[s:e]) - len(low[s:e].lstrip()), e) for s, e in spans] if len(spans) > 1 else []


def _unmasking(question: _Question) -> Iterator[Ruling]:
    if question.topic or question.aggregate and not question.says("unmask"):
        return
    ruling = _frame(question, "unmask", Rule.D3, Verdict.BLOCK, "the identity was withheld for a reason")
    if ruling is None:
        return
    sides = {fact.side for fact in question.reading.parse.facts}
    masked = any(mark.kind == "masked" for mark in question.reading.parse.selectors)
    if masked or "domestic" in sides:
        yield ruling
    elif "foreign" not in sides:
        verdict = Verdict.BLOCK if question.says("source") else Verdict.REFER
        yield Ruling(Rule.D3, verdict, ruling.spans, ruling.words, "nothing foreign is stated of whom it would reveal")


def _circumvention(question: _Question) -> Iterator[Ruling]:
    ruling = _frame(question, "circumvention", Rule.D4, Verdict.BLOCK, "the safeguards cannot be set aside by asking", "circumvention_not")
    if ruling:
        yield ruling
    wanted = [s for s in question.reading.sought if s.direct and _status(question, s.subject)[0] is not Status.FOREIGN]
    if wanted and not question.topic:
        claim = _frame(question, "authority", Rule.D4, Verdict.BLOCK, "a claim of authority changes no rule")
        if claim:
            yield claim


def _reverse(question: _Question) -> Iterator[Ruling]:
    """D5: the way to a U.S. person leads over a foreigner who is named."""
    foreign = any(fact.side == "foreign" for fact in question.reading.parse.facts)
    people = [s for s in question.reading.subjects if s.status is Status.DOMESTIC and s.mention.kind in SPECIFIC | {"role", "people"}]
    if not foreign or not people or question.topic:
        return
    reached = [s for s in question.reading.sought if s.direct and s.via is not None and s.subject.status is Status.DOMESTIC]
    if reached:
        yield Ruling(Rule.D5, Verdict.BLOCK, _spans(question, reached[0]), reached[0].words, reached[0].subject.why)
        return
    purpose = _frame(question, "purpose", Rule.D5, Verdict.BLOCK, people[0].why)
    after = purpose and any(_start(question, s) >= purpose.spans[0][0] - 40 for s in people)
    if purpose and after and not question.says("victim"):
        yield purpose


def _start(question: _Question, subject: Subject) -> int:
    return question.reading.parse.span(subject.mention.first, subject.mention.last)[0]


def _high_stakes(question: _Question) -> Iterator[Ruling]:
    ruling = _frame(question, "high_stakes", Rule.H1, Verdict.BLOCK, "people decide over people", "high_stakes_not")
    if ruling and question.says("high_stakes_ask"):
        yield ruling


def _delegation(question: _Question, policy: Policy) -> Iterator[Ruling]:
    ruling = _frame(question, "delegation", Rule.F2, Verdict.BLOCK, "a human decides on any use of force", "delegation_not")
    if ruling and not figurative_only(question.text, policy):
        yield ruling
