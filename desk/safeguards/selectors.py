"""Selectors: the numbers and addresses that stand for a person - phones, e-mails, plates, identity numbers, streets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any


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
_PHONE_SHAPE = re.compile(r"\+?\(?\d[\d\s().\-/]{5,}\d")
_US_TOP = (".gov", ".mil", ".edu", ".us")


def selectors(text: str) -> list[Selector]:
    """Every selector in a text, in order, none overlapping an earlier one."""
    kept: list[Selector] = []
    for found in _candidates(text):
        if not any(found.start < other.end and other.start < found.end for other in kept):
            kept.append(found)
    return sorted(kept, key=lambda selector: selector.start)


def _candidates(text: str) -> Iterator[Selector]:
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
    yield from phones(text)
    yield from (_plate(found) for found in _PLATE.finditer(text) if any(c.isdigit() for c in found.group(1)))


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


def phones(text: str) -> Iterator[Selector]:
    """Phone numbers and the region they belong to; +1 is not the U.S. by itself."""
    if not _PHONE_SHAPE.search(text):
        return
    phonenumbers = _phonenumbers()
    for match in phonenumbers.PhoneNumberMatcher(text, "US", leniency=phonenumbers.Leniency.POSSIBLE):
        if len(re.sub(r"\D", "", match.raw_string)) >= 7 and not re.fullmatch(
            r"[\d\s]*(?:19|20)\d\d[\d\s-]*", match.raw_string
        ):
            yield _phone(phonenumbers, match)


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
