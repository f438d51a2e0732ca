"""Who is sought: the subjects that a question seeks to find, watch, know about or act upon, and by which words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desk.safeguards.acts import STRONG, Act, Mode, acts, objects, sentence_bounds, third_party
from desk.safeguards.recognise import Parse
from desk.safeguards.status import Subject, subjects

THINGS = frozenset(
    "tanker tankers vessel vessels ship ships freighter frigate destroyer submarine submarines carrier carriers convoy convoys"
    " aircraft airplane plane planes jet jets bomber bombers drone drones uav uavs satellite satellites missile missiles"
    " launcher launchers tank tanks artillery radar radars shipment shipments cargo container containers weapons arms"
    " ammunition uranium centrifuge centrifuges oil gas exports imports prices inflation trade sanctions budget economy"
    " project program programme technology law laws bill legislation policy hurricane storm weather virus outbreak epidemic"
    " spread progress trend trends changes development developments deal treaty election elections malware vulnerability"
    " campaign campaigns disinformation strategy doctrine exercise exercises deployment deployments movement brigade brigades"
    " battalion division divisions troop troops unit units regiment fleet squadron base bases airfield port ports facility"
    " facilities site sites plant reactor pipeline bridge border route routes smuggling trafficking production supply market"
    " prices cyberattack attack attacks bombing war conflict crisis construction factory lab laboratory news coverage".split()
)
SUBJECTS = frozenset({"person", "role", "relation", "people", "account", "masked", "organisation", "company", "pronoun"})
_ATTRIBUTE_LINKS = frozenset("of for on about belonging to from by between among regarding concerning held tied linked associated with at in around near across inside".split())
_WEAK_ATTRIBUTES = frozenset(
    "data file files records background profile profiles names name views position location locations schedule network networks"
    " contacts travel travels meetings calls mail messages letters links ties relationships connections members sources source"
    " posts photos details opinions attitudes politics coordinates income assets debt spending donations orientation stance race"
    " extremism radicalization mood employer travels trips visitors clients donors patients lawyers lawyer colleagues bosses family"
    " correspondence communications conversations loyalty religion faith ideology footage attendees attendance bio identity"
    " transcripts identities relatives sympathies leanings habits loans abortion pregnancy movements".split()
)


@dataclass(frozen=True, slots=True)
class Sought:
    """One subject with what is sought of it. ``how`` is the act's tag, an attribute's tag, or ``where``/``who``/``about``.

    ``direct`` is False where somebody else than the asker does the act.
    """

    subject: Subject
    how: str
    words: str
    first: int
    last: int
    direct: bool = True
    via: Subject | None = None


@dataclass(frozen=True)
class Reading:
    """A parsed question with its subjects, acts and who is sought."""

    parse: Parse
    subjects: list[Subject]
    acts: list[Act]
    sought: list[Sought]


def read(parse: Parse) -> Reading:
    """Find out who is sought in a parsed question."""
    whom = subjects(parse)
    done = acts(parse)
    sought = [*_by_acts(parse, whom, done), *_by_attributes(parse, whom, done), *_by_questions(parse, whom)]
    return Reading(parse, whom, done, sought)


def _by_acts(parse: Parse, whom: list[Subject], done: list[Act]) -> Iterator[Sought]:
    for act in done:
        if act.tag not in STRONG:
            continue
        chain = objects(parse, act, THINGS)
        for place, index in enumerate(chain):
            subject = _antecedent(parse, whom, index)
            if subject.mention.kind in SUBJECTS:
                via = whom[chain[place - 1]] if place else None
                yield Sought(subject, act.tag, act.words, act.first, act.last, _direct(parse, act), via)


def _direct(parse: Parse, act: Act) -> bool:
    if act.mode is Mode.NOMINAL:
        start, _ = sentence_bounds(parse, act.first)
        return not third_party(parse, start, act.first)
    return act.mode is Mode.ASKED


def _antecedent(parse: Parse, whom: list[Subject], index: int) -> Subject:
    """A pronoun stands for the nearest person, role or relation before it."""
    if whom[index].mention.kind != "pronoun":
        return whom[index]
    for earlier in range(index - 1, -1, -1):
        if whom[earlier].mention.kind in ("person", "role", "relation", "people", "account", "masked"):
            return whom[earlier]
    return whom[index]


def _by_attributes(parse: Parse, whom: list[Subject], done: list[Act]) -> Iterator[Sought]:
    for hit in parse.tagged("attr."):
        start, end = sentence_bounds(parse, hit.first)
        direct = not _described_before(done, start, hit.first)
        owner = _owner_of(parse, whom, hit.first, hit.last, start, end, weak=hit.words in _WEAK_ATTRIBUTES)
        for index in owner:
            subject = _antecedent(parse, whom, index)
            if subject.mention.kind in SUBJECTS:
                yield Sought(subject, hit.tag, hit.words, hit.first, hit.last, direct)


def _described_before(done: list[Act], start: int, index: int) -> bool:
    """The attribute is the object of what somebody else does, and nobody asks for it."""
    before = [act for act in done if start <= act.first < index]
    return bool(before) and before[0].mode is Mode.DESCRIBED and not any(act.mode is Mode.ASKED for act in before)


def _owner_of(
    parse: Parse, whom: list[Subject], first: int, last: int, start: int, end: int, *, weak: bool
) -> list[int]:
    """Whose attribute: the possessor before it ("Smith's phone records"), or whom "of", "on", "for" lead to."""
    before = [i for i, s in enumerate(whom) if start <= s.mention.first and s.mention.last <= first]
    after = [i for i, s in enumerate(whom) if last <= s.mention.first < end]
    if before:
        mention = whom[before[-1]].mention
        gap = parse.tokens[mention.last : first]
        possessive = parse.tokens[mention.last - 1].possessive or mention.kind == "pronoun"
        if len(gap) <= 5 and (possessive or not gap) and not any(t.text in {",", "?"} for t in gap):
            return before[-1:]
    if after:
        mention = whom[after[0]].mention
        gap = parse.tokens[last : mention.first]
        links = [t.low for t in gap if t.low in _ATTRIBUTE_LINKS]
        if links and len(gap) <= 6 and gap[0].low in _ATTRIBUTE_LINKS | {"and", ",", "("}:
            return _coordinated(parse, whom, after)
    if weak:
        return []
    foreign = [i for i in before if whom[i].mention.kind == "foreign"]
    before = [i for i in before if i not in foreign]
    return before[-1:] or after[:1]


def _coordinated(parse: Parse, whom: list[Subject], after: list[int]) -> list[int]:
    """The head of a chain: "of the colonel's wife", "of members of the mosque", "of John and his sister"."""
    chain = [after[0]]
    for following in after[1:]:
        last, other = whom[chain[-1]].mention, whom[following].mention
        between = parse.words(last.last, other.first).split()
        if parse.tokens[last.last - 1].possessive or set(between) <= {"and", "or", ",", "the", "a", "his", "her", "of", "at", "in"}:
            chain.append(following)
        else:
            break
    return chain


_SUBJECT = r"<(?:person|role|relation|people|account|masked|pronoun|organisation):(\d+)>"
_PERSON = r"<(?:person|account|masked|pronoun):(\d+)>"
_ONE = (
    r"(?:(?!(?:of|in|at|on|for|by|to|from|about|with|and|or|is|was|are|were|does|did|do|has|have|that|who|which)\b)[\w.'-]+ ){0,4}?"
    r"(?:<\w+:\d+>(?:'s)? (?:(?!(?:of|in|at|on|for|by|to|from|and|or|is|was|has|who|that)\b)[\w.'-]+ ){0,2}){0,2}?"
)
_PLACE = r"(?: (?:in|of|from|at|near) (?:(?!is|was|does|has)[\w.,'-]+ ?){1,4}| who (?:[\w.,'-]+ ){1,7}?)?"
_QUESTIONS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("where", re.compile(rf"\bwhere(?:'s| is| are| was| were| does| do| did| has| have| can i find| could| might| will)? {_ONE}{_SUBJECT}(?!'s)")),
    ("where", re.compile(rf"\bwhere {_ONE}{_SUBJECT}{_PLACE} ?(?:is|was|lives?|lived|works?|sleeps?|stays?|went|goes|hides?|resides?|banks?|prays?)\b")),
    ("who", re.compile(rf"\bwho(?:'s| is| was| are| were) {_ONE}{_PERSON}(?!'s| married)")),
    ("who", re.compile(rf"\bwho (?:owns|uses|used|called|holds|registered|answers|pays for|is using|is at|is on|lives at|is registered to|is behind|runs|posts as|has) (?:the |this |that )?(?:\w+ ){{0,3}}<(?:account):(\d+)>")),
    ("links", re.compile(rf"\b(?:who|whom|which \S+|what people)(?: else)? (?:does|did|has|is|are|was|were|do|have) {_ONE}{_SUBJECT}{_PLACE} ?(?:\w+ )?(?:meet|met|meeting|talk|talks|talking|call|called|calling|text|texting|texted|email|emailed|emailing|visit|visited|visiting|contact|contacted|in touch|associate|associated|associating|see|seeing|seen|dating|date|sleep|sleeping|know|live|living|travel|traveling|work|communicat\w+|correspond\w*|spoken|speak|speaking|trust|funding|funded|fund|donat\w+|married|close|hang\w*|messag\w+|phone|phoned|following|follow)\b")),
    ("routine", re.compile(rf"\b(?:when|how often|what time|at what time|what days?|which days?|what route|which route) (?:does|did|do|is|was|will|has) {_ONE}{_SUBJECT}{_PLACE} ?(?:\w+ )?(?:leave|leaves|arrive|go|goes|get|return|home|travel|drive|work|pray|attend|visit|take|shop|sleep|fly|walk|commute|pick|drop|usually|online|be|alone|last|cross|meet|eat|jog|run)\b")),
    ("habits", re.compile(rf"\b(?:what|which)(?: \w+){{0,2}} (?:does|did|do|is|has|was|are|have) {_ONE}{_SUBJECT}{_PLACE} ?(?:\w+ )?(?:doing|up to|drive|drives|own|owns|owned|believe|believes|think|thinks|feel|feels|buy|bought|buying|eat|read|reading|browse|post|posted|posting|posts|like|likes|search|searched|googled|donate|donated|attend|attended|belong|worship|vote|voted|use|uses|using|bank|spend|spent|earn|earned|hide|hiding|planning|take|taking|been up|been doing|subscribe|watch|joined|join|work|support|supports|owe|owes|texting|texted|discuss|discussed|prescribed|studying|study|share|shared|follow|wear)\b")),
    ("habits", re.compile(rf"\bhow much (?:\w+ )?(?:does|did|do|has|is) {_ONE}{_SUBJECT}{_PLACE} ?(?:\w+ )?(?:earn|make|owe|owes|owed|spend|donate|drink|pay|worth|have|gamble)\w*")),
    ("belief", re.compile(rf"^(?:is|was|are|were|does|did|do|has|have|could|can|would|will|might) {_ONE}{_SUBJECT}{_PLACE} ?(?:\S+ ){{0,4}}(?:gay|lesbian|bisexual|trans|transgender|muslim|christian|jewish|catholic|atheist|socialist|communist|anarchist|republican|democrat|conservative|liberal|radical|radicali[sz]ed|extremist|extreme|loyal|disloyal|depressed|pregnant|married|cheating|affair|unfaithful|unstable|addicted|alcoholic|drugs|undocumented|illegal|citizen|union|member|mosque|church|synagogue|protests?|protested|attend\w*|rally|voted?|vote|donat\w+|sympathi[sz]\w*|support\w*|believe\w*|worship\w*|suicidal|debt|lonely|blackmail\w*|recruit\w*|vulnerable|home|alone|armed|guns?|unioni[sz]\w*|pray\w*|leftist|racist|antifa|therapy|sick|ill|hiv|sleeping|dating|lying|trustworthy|patriotic|leaning)\b")),
    ("about", re.compile(rf"\b(?:tell me|know|anything|everything|something|more|info|information|intel|intelligence|details|all|research|material|stuff|reporting|briefing|brief me|brief|report|what) (?:\w+ ){{0,5}}(?:about|on|regarding|concerning) {_ONE}{_PERSON}(?!'s)")),
    ("about", re.compile(rf"\b(?:what|which|how much)\b.{{0,40}}\b(?:know|say|says|have|has|contain|contains|tell|show|mention|got|reveal|find)\b.{{0,20}}\b(?:about|on|of|regarding) {_ONE}{_PERSON}(?!'s)")),
    ("about", re.compile(rf"^(?:please )?(?:summari[sz]e|describe|outline|check|search(?: for)?|look at|show|show me|give me|find|find me|get|get me|pull|pull up|details?|who|list) {_ONE}{_PERSON}(?:[.?!]|$| (?:for|in|from|of|who|and|at|,))")),
    ("about", re.compile(rf"^{_ONE}<(?:person|account|masked):(\d+)>[ ?.!,]*(?:<|$|in |of |from |, )")),
    ("which", re.compile(r"\b(?:which|who are the|who are|who among|who in|list|list all|name|name all|name the|identify|find|find all|show me|show me all|give me|get me|show|names of|list of|all|every|each|everyone|everybody|anyone|any|rank|score|flag|sort) (?:of )?(?:the )?(?:\S+ ){0,4}?<(?:people|role):(\d+)>")),
)  # fmt: skip


def _shape(parse: Parse) -> tuple[str, list[int]]:
    """The question in lower case with mentions as ``<kind:number>``, and the token at which each character stands."""
    starts = {m.first: (i, m) for i, m in enumerate(parse.mentions)}
    pieces: list[str] = []
    at: list[int] = []
    index = 0
    while index < len(parse.tokens):
        number, mention = starts.get(index, (0, None))
        last = mention.last if mention else index + 1
        piece = f"<{mention.kind}:{number}>" if mention else parse.tokens[index].low
        possessive = parse.tokens[last - 1].possessive
        joined = piece[0] in "?.!,;:" and not mention
        if pieces and not joined:
            piece = " " + piece
        piece += "'s" if possessive else ""
        pieces.append(piece)
        at += [index] * len(piece)
        index = last
    return "".join(pieces), at


def _by_questions(parse: Parse, whom: list[Subject]) -> Iterator[Sought]:
    shape, at = _shape(parse)
    for how, pattern in _QUESTIONS:
        for match in pattern.finditer(shape):
            subject = _antecedent(parse, whom, int(match.group(1)))
            first, last = at[match.start()], at[match.end() - 1] + 1
            start, _ = sentence_bounds(parse, first)
            direct = not third_party(parse, start, first) if how == "which" else True
            yield Sought(subject, how, parse.words(first, last), first, last, direct)
