"""Places named in a text, and whether they lie in the United States, abroad, or could be either."""

from collections.abc import Iterator, Sequence

from desk.safeguards.phrases import Hit, Token

FactRow = tuple[str, str, int, int, str]

_STATE_CODES = frozenset(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH"
    " OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR GU".split()
)
_PLACE_WORDS = frozenset(
    "in at from near of to around outside inside across throughout through into downtown over within between"
    " via toward towards leaving visiting rural suburban north south east west northern southern eastern"
    " western central greater".split()
)
_ORDER = {
    "us.state": 0,
    "us.place": 0,
    "us.both": 1,
    "place.country": 2,
    "place.us": 3,
    "place.both": 4,
    "place.world": 5,
}
_COUNTY = {"county", "parish"}
_WORDS = frozenset(
    "reading mobile nice orange independence normal surprise paradise commerce industry enterprise liberty union hope"
    " hercules buffalo eagle bath bar same man ball lead split male deal sale tours most many media date order santa"
    " march may troy marina bend media page price justice unity opportunity defiance gap battle burns young home hand"
    " van ho so us un do pay well sunrise green lake ada fairfield summit auburn concord coral plant superior corona of"
    " peabody mission parole mason tyler jackson lincoln madison milton marion clinton warren nelson carson houston"
    " wells sterling barnes hamilton irving monroe taylor florence charlotte savannah victoria sydney sofia santiago"
    " paris aurora carmel chelsea brandon wayne troy allen gary temple salem".split()
)


def place_facts(found: Sequence[Token], hits: Sequence[Hit], gazetteer: Sequence[Hit]) -> Iterator[FactRow]:
    """Facts (side, sort, first, last, why) for every place; a state or country after a town settles the town."""
    candidates = [h for h in [*hits, *gazetteer] if h.tag in _ORDER]
    chosen = _longest(candidates)
    lower = not any(token.capital for token in found[1:])
    for hit in chosen:
        if not _is_place(found, hit, hits, lower):
            continue
        side = _side(found, hit, chosen)
        yield side, "place", hit.first, hit.last, _why(hit.words, side)
    yield from _counties(found, gazetteer)
    yield from _codes(found)


def _longest(candidates: Sequence[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in sorted(candidates, key=lambda h: (-(h.last - h.first), _ORDER[h.tag], h.first)):
        if not any(hit.first < other.last and other.first < hit.last for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda h: h.first)


def _is_place(found: Sequence[Token], hit: Hit, hits: Sequence[Hit], lower: bool) -> bool:
    """Whether a town's name stands as a place here, and not as a word, a name or a demonym's stem."""
    if hit.tag in ("us.state", "us.place", "place.country", "us.both"):
        return found[hit.first].capital or lower or len(hit.words) > 5
    if not (found[hit.first].capital or lower):
        return False
    before = found[hit.first - 1].low if hit.first else ""
    if any(other.first == hit.last and other.tag.startswith("noun.") for other in hits):
        return True
    if hit.words in _WORDS or lower or hit.first == 0:
        return before in _PLACE_WORDS or _state_follows(found, hit.last)
    return True


def _state_follows(found: Sequence[Token], index: int) -> bool:
    rest = [token.text for token in found[index : index + 2]]
    return bool(rest) and rest[-1].strip(".") in _STATE_CODES and (rest[0] == "," or rest[0].strip(".") in _STATE_CODES)


def _side(found: Sequence[Token], hit: Hit, chosen: Sequence[Hit]) -> str:
    if hit.tag in ("us.state", "us.place"):
        return "domestic"
    following = _next_place(found, hit, chosen)
    if following is not None and hit.tag != "place.country":
        return following
    if _state_follows(found, hit.last):
        return "domestic"
    if hit.tag in ("us.both", "place.both"):
        return "ambiguous"
    if hit.tag == "place.country" and following == "domestic" and hit.words in _TOWNS_LIKE_COUNTRIES:
        return "domestic"
    return "domestic" if hit.tag == "place.us" else "foreign"


_TOWNS_LIKE_COUNTRIES = frozenset(
    "lebanon peru cuba mexico poland jamaica panama norway holland china palestine moscow paris rome athens lima havana"
    " vienna dublin berlin london madrid cairo geneva naples oxford cambridge".split()
)


def _next_place(found: Sequence[Token], hit: Hit, chosen: Sequence[Hit]) -> str | None:
    """The side of a state or country that follows after a comma or "in" ("Moscow, Idaho", "Cambridge, England")."""
    index = hit.last
    if index < len(found) and found[index].text in {",", "in"}:
        index += 1
    elif hit.tag not in ("place.us", "place.world", "place.both", "us.both", "place.country"):
        return None
    for other in chosen:
        if other.first == index and other.tag in ("us.state", "us.place"):
            return "domestic"
        if other.first == index and index > hit.last and other.tag == "place.country":
            return "foreign"
    return None


def _why(words: str, side: str) -> str:
    place = words.title()
    return {
        "domestic": f'"{place}" is in the United States',
        "foreign": f'"{place}" is outside the United States',
        "ambiguous": f'"{place}" can be in the United States or abroad',
    }[side]


def _counties(found: Sequence[Token], gazetteer: Sequence[Hit]) -> Iterator[FactRow]:
    for hit in gazetteer:
        if hit.tag == "place.county" and hit.last < len(found) and found[hit.last].low in _COUNTY:
            yield "domestic", "place", hit.first, hit.last + 1, f'"{hit.words.title()} County" is in the United States'


def _codes(found: Sequence[Token]) -> Iterator[FactRow]:
    """Two-letter state codes after a comma or a capitalised word."""
    for index, token in enumerate(found):
        if (
            index
            and token.text in _STATE_CODES
            and token.text not in {"IN", "OR", "ME", "OK", "HI", "LA", "DE", "PA", "MA"}
        ):
            before = found[index - 1]
            if before.text == "," or (before.capital and not before.text.isupper()) or before.low == "in":
                yield "domestic", "place", index, index + 1, f'"{token.text}" is a U.S. state'
        elif index and token.text in _STATE_CODES and found[index - 1].text == ",":
            yield "domestic", "place", index, index + 1, f'"{token.text}" is a U.S. state'
