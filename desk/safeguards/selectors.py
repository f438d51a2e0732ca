"""Selectors: the numbers and addresses that stand for a person - phones, e-mails, plates, identity numbers, streets.

In a question whatever may be a selector counts as one. A report is full of other numbers, so there a number has to be
written as its kind is, or be called what it is.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from desk.safeguards.figures import Span, figures, in_a_row, is_figure


@dataclass(frozen=True, slots=True)
class Selector:
    """``kind`` is phone, email, ssn, a_number, ein, passport, plate, street, handle, ip, device or masked.

    ``status`` is domestic, foreign or unknown as far as the selector alone says; ``why`` is the fact in words.
    """

    kind: str
    start: int
    end: int
    status: str
    why: str


_EMAIL = re.compile(r"(?<![\w.])[\w.+'-]{1,64}@(?:[\w-]{1,63}\.)+[A-Za-z]{2,}")
_SSN = re.compile(
    r"(?<![\d-])(?!000|666|9\d\d)\d{3}[- ](?!00)\d{2}[- ](?!0000)\d{4}(?![\d-])|(?<=SSN )\d{9}\b|(?<=SSN: )\d{9}\b"
)
_A_NUMBER = re.compile(
    r"\bA[- ]?#?\s?\d{3}[- ]?\d{3}[- ]?\d{3}\b|\b[Aa]lien (?:registration )?(?:number|no\.?) ?A?\d{7,9}\b"
)
_EIN = re.compile(
    r"\b(?:EIN|[Ee]mployer [Ii]dentification [Nn]umber)\W{0,3}\d{2}-\d{7}\b|(?<![\d-])\d{2}-\d{7}(?![\d-])"
)
_PASSPORT = re.compile(
    r"\b(?:U\.?S\.? |American )?[Pp]assport\s*(?:[Nn]umber|[Nn]o\.?|#)?:?\s*(?:is\s+)?([A-Z]{0,2}\d{6,9})\b", re.ASCII
)
_PLATE = re.compile(
    r"\b(?i:(?:licen[cs]e )?(?:plate|tag|registration)s?)\s*"
    r"(?:[Nn]umber|[Nn]o\.?|#)?:?\s*(?:is\s+)?(?:[A-Z][A-Za-z]+\s)?([A-Z0-9]{1,4}[- ]?[A-Z0-9]{2,5})\b"
)
_STREET = re.compile(
    r"\b\d{1,6}(?:-\d+)?\s+(?:[NSEW]\.?\s|North |South |East |West )?(?:[A-Z0-9][\w'.]*\s){1,4}"
    r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Place|Pl|Terrace|Ter|Way|Circle|Cir|Highway|Hwy"
    r"|Parkway|Pkwy|Pike|Trail|Square|Sq|Loop|Alley)\b\.?(?:,?\s+(?:Apt|Apartment|Unit|Suite|Ste|#)\.?\s*\w+)?"
)
_STREET_LOW = re.compile(
    r"\b\d{1,5}\s(?:(?!km|miles?|meters|metres|from|of|the|per|on|in|and|to)[a-z]+\s){1,2}"
    r"(?:street|avenue|boulevard|lane|drive|court|road)\b"
)
_ZIP = re.compile(r"\b(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]"
                  r"|N[CDEHJMVY]|O[HKR]|P[AR]|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY])"
                  r"\.?,?\s+\d{5}(?:-\d{4})?\b|\bZIP(?: code)?\s+\d{5}\b|\bzip(?: code)?\s+\d{5}\b")  # fmt: skip
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z_][\w.]{2,}|(?<![\w/])u/[\w-]{3,}")
_IP = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_DEVICE = re.compile(r"\b(?:IMEI|IMSI|MAC|ICCID|MSISDN|VIN|IDFA|MAID)\W{1,3}([\w:-]{8,})")
_MASKED = re.compile(
    r"\[U\.?S\.? (?:PERSON|ORGANIZATION|COMPANY)[^\]]*\]|\b(?:U\.?S\.?|USPER|US|UNNAMED U\.?S\.?) ?PERSON[- ]#?\d+\b",
    re.I,
)
_PHONE_SHAPE = re.compile(r"\+?\(?\d[\d\s().\-–/]{5,}\d")
# As U.S. phones are written: three, three and four digits, set apart by more than spaces - or by spaces alone.
_GROUPED = re.compile(r"(?:\+?1[\s.–-]{0,2})?(?:\(\d{3}\)\s?|\d{3}[\s.–/-]\s?)\d{3}[\s.–-]\s?\d{4}")
_SPACES_ALONE = re.compile(r"[\d\s]+")
# Written otherwise it has to be called a phone: one run of digits, digit by digit, or a local number.
_UNGROUPED = re.compile(r"1?[\s.-]?\d{10}|(?:\d[\s.-]{1,3}){9,10}\d|\d{3}[\s.–-]?\d{4}")
_OTHER_COUNTRY = re.compile(r"\[(?!1\])\d{1,3}\]")
_CUE = re.compile(
    r"\b(?:tele)?phones?\b|\bphoned\b|\btel\b|\bcalls?\b|\bcalled\b|\bcalling\b|\bcell(?:ular|phone)?\b|\bfax\b|\bmobile\b"
    r"|\bcontacts?\b|\bdial(?:s|led|ed|ling|ing)?\b|\brang\b|\btexts?\b|\btexted\b|\bsms\b|\bwhatsapp\b|\bsim\b"
    r"|\bmsisdn\b|\bvoicemail\b|\bhandset\b|\bsubscriber\b"
    r"|\b(?:his|her|their|my|your|our|whose|home|work|office|burner|the|a|this)\s+numbers?\b",
    re.IGNORECASE,
)
# How far from a number what it is called can stand.
_CUE_ROOM = 60
_IDENTITY_CUE = re.compile(r"\bSSN\b|social security", re.IGNORECASE)
_EMPLOYER_CUE = re.compile(r"\b(?:EIN|TIN|FEIN|IRS|tax(?:payer)?|employer)\b", re.IGNORECASE)
_ALIEN_CUE = re.compile(
    r"\b(?:alien|USCIS|INS|immigration|immigrant|visa|green card|LPR|deport\w*|remov\w+)\b|A-number", re.IGNORECASE
)
# An aircraft's marks are a conveyance's.
_TAIL_NUMBER = re.compile(r"N\d{1,5}[A-Z]{0,2}")
_US_TOP = (".gov", ".mil", ".edu", ".us")


def selectors(text: str, *, report: bool = False) -> list[Selector]:
    """Every selector in a question, or in words of a report, in order, none overlapping an earlier one."""
    kept: list[Selector] = []
    for found in _candidates(text, report=report):
        if report and not _written_as_its_kind(text, found):
            continue
        if not any(found.start < other.end and other.start < found.end for other in kept):
            kept.append(found)
    return sorted(kept, key=lambda selector: selector.start)


def _candidates(text: str, *, report: bool) -> Iterator[Selector]:
    yield from _of(_MASKED, text, "masked", "domestic", "a masked U.S. person")
    if "@" in text or "u/" in text:
        yield from (_email(found) for found in _EMAIL.finditer(text))
        yield from _of(_HANDLE, text, "handle", "unknown", "an account name says nothing of its owner")
    if not any(character.isdigit() for character in text):
        return
    yield from _of(_SSN, text, "ssn", "domestic", "a U.S. Social Security number")
    yield from _of(_A_NUMBER, text, "a_number", "domestic", "a U.S. alien registration number")
    yield from _of(_EIN, text, "ein", "domestic", "a U.S. employer number")
    yield from (_passport(found) for found in _PASSPORT.finditer(text))
    yield from _of(_STREET, text, "street", "unknown", "a street address")
    yield from _of(_STREET_LOW, text, "street", "unknown", "a street address")
    yield from _of(_ZIP, text, "zip", "domestic", "a U.S. ZIP code")
    yield from _of(_DEVICE, text, "device", "unknown", "a device number says nothing of its owner")
    yield from _of(_IP, text, "ip", "unknown", "an IP address says nothing of its user")
    yield from phones(text, report=report)
    yield from (_plate(found) for found in _PLATE.finditer(text) if any(c.isdigit() for c in found.group(1)))


def _written_as_its_kind(text: str, found: Selector) -> bool:
    """Whether words of a report write a number as its kind is written, or call it so; other kinds always are."""
    words = text[found.start : found.end]
    if found.kind == "ssn":
        plain = "-" in words and _is_free(text, found)
        return plain or _cued(_IDENTITY_CUE, text, found.start, found.end)
    if found.kind == "ein":
        return _cued(_EMPLOYER_CUE, text, found.start, found.end)
    if found.kind == "a_number":
        return re.fullmatch(r"A[- ]?#?\d{8,9}|A(?:\d{3}-){2}\d{3}|[Aa]lien.*", words) is not None or _cued(
            _ALIEN_CUE, text, found.start, found.end
        )
    return found.kind != "plate" or not _TAIL_NUMBER.search(words)


def _is_free(text: str, found: Selector) -> bool:
    return not is_figure(text, found.start, found.end, figures(text)) and not in_a_row(text, found.start, found.end)


def _cued(cue: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether a number is called something near it, in its own paragraph."""
    before = text[max(0, start - _CUE_ROOM) : start].rpartition("\n\n")[2]
    after = text[end : end + _CUE_ROOM].partition("\n\n")[0]
    return bool(cue.search(before) or cue.search(text[start:end]) or cue.search(after))


def _of(pattern: re.Pattern[str], text: str, kind: str, status: str, why: str) -> Iterator[Selector]:
    return (Selector(kind, found.start(), found.end(), status, why) for found in pattern.finditer(text))


def _email(found: re.Match[str]) -> Selector:
    address = found.group().lower()
    if address.endswith(_US_TOP):
        return Selector("email", *found.span(), "domestic", f"{address.rpartition('.')[2]} is a U.S. domain")
    country = re.search(r"\.([a-z]{2})$", address)
    if country and country[1] not in {"io", "co", "ai", "me", "tv", "us", "cc"}:
        return Selector("email", *found.span(), "foreign", f".{country[1]} is a foreign domain")
    return Selector("email", *found.span(), "unknown", "an e-mail address says nothing of its owner")


def _passport(found: re.Match[str]) -> Selector:
    ours = found.group().lower().startswith(("u.s", "us", "american"))
    return Selector("passport", *found.span(), "domestic" if ours else "unknown", "a passport number")


def _plate(found: re.Match[str]) -> Selector:
    return Selector("plate", *found.span(), "unknown", "a licence plate")


def phones(text: str, *, report: bool = False) -> Iterator[Selector]:
    """Phone numbers and the region they belong to; +1 is not the U.S. by itself."""
    if not _PHONE_SHAPE.search(text):
        return
    phonenumbers = _phonenumbers()
    shaped = figures(text)
    # What is surely a number comes first: the wider reading joins it with digits that stand beside it.
    levels = ("VALID", "POSSIBLE") if report else ("POSSIBLE",)
    for level in levels:
        for match in phonenumbers.PhoneNumberMatcher(text, "US", leniency=getattr(phonenumbers.Leniency, level)):
            if report and _is_published(phonenumbers, match.number):
                continue
            if _is_phone(text, match.start, match.end, shaped, report=report):
                yield _phone(phonenumbers, match)


def _is_published(phonenumbers: Any, number: Any) -> bool:
    """A toll-free line is one that a company or an office gives out to all, not a person's."""
    return bool(phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.TOLL_FREE)


def _is_phone(text: str, start: int, end: int, shaped: Sequence[Span], *, report: bool) -> bool:
    """Whether digits that can be a phone number are one where they stand."""
    raw = text[start:end]
    digits = re.sub(r"\D", "", raw)
    if len(digits) < 7 or re.fullmatch(r"[\d\s]*(?:19|20)\d\d[\d\s-]*", raw):
        return False
    if raw.startswith("+"):
        return True
    surely = not report and _GROUPED.match(raw) is not None
    if not surely and (is_figure(text, start, end, shaped) or _goes_on(text, start, end)):
        return False
    if not report:
        return True
    if _OTHER_COUNTRY.search(text, max(0, start - 10), end):
        return False
    row = in_a_row(text, start, end)
    if _GROUPED.search(raw) and not (row and _SPACES_ALONE.fullmatch(raw)):
        return True
    return _UNGROUPED.fullmatch(raw) is not None and not row and _cued(_CUE, text, start, end)


def _goes_on(text: str, start: int, end: int) -> bool:
    """Whether the digits are a piece of a longer number or code."""
    return re.search(r"[\w/]\Z|\d[.,-]\Z", text[max(0, start - 2) : start]) is not None or (
        re.match(r"[\w/]|[.,-]\d", text[end : end + 2]) is not None
    )


def _phone(phonenumbers: Any, match: Any) -> Selector:
    number = match.number
    region = phonenumbers.region_code_for_number(number)
    start, end = match.start, match.end
    if region in {"US", "PR", "GU", "VI", "AS", "MP"} or (region is None and number.country_code == 1):
        return Selector("phone", start, end, "domestic", "a U.S. phone number")
    if region is None:
        return Selector("phone", start, end, "unknown", "a phone number of no known region")
    return Selector("phone", start, end, "foreign", f"a phone number of the region {region}")


@lru_cache(maxsize=1)
def _phonenumbers() -> Any:
    """Imported at first use: it costs 40 ms, and most questions hold no number."""
    import phonenumbers

    return phonenumbers
