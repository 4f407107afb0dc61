"""Phone numbers of a text: cheap candidates first, then the numbering plan, then the words around them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberType

from scraper.phone_words import Said, label

MAX_PER_PAGE: Final = 400

# Starts with a plain set, which the engine looks for quickly; a sign before it is looked at afterwards.
_CANDIDATE: Final = re.compile(r"[0-9](?:[0-9 ().\-/\x02·•–‐‑|_]|\+(?=[0-9])){5,39}[0-9]")
_PARTS: Final = re.compile(
    r"\s?[/|•_]\s?|\s[-–·]\s|(?<=\d)\.\s|\s{2,}|\s?\x02\s?|\s(?=\()|\s?\+|(?<=\d{3})\s?-\s?(?=\d{3,})"
)
_LEAD: Final = re.compile(r"(?:\+\s?\(?|\(\s?\+?\s?|00)$")
_NO_PHONE: Final = re.compile(
    r"\d{1,2}[.]\d{3}[.]\d{3}-[\dkK]"  # RUT
    r"|\d{2}\.?\d{3}\.?\d{3}/\d{4}-?\d{2}|\d{3}\.\d{3}\.\d{3}-\d{2}"  # CNPJ, CPF
    r"|\d{5}-\d{3}|\d{4}-\d{3}"  # CEP, Portuguese postal code
    r"|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}.*|\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d\d(?!\d).*"  # dates
    r"|(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d|(?:(?:19|20)\d\d[ ,/\-–|]*){2,}"  # years
    r"|\d{1,3}\.\d{4,}|\d{1,2}[.]\d\d\s?[-–/]\s?\d{1,2}[.]\d\d.*"  # coordinates, hours
    r"|(?:\d{1,2}\s?[-–]\s?\d{1,2}[ /]*){2,}"
)
# What is longer is no number alone, and nothing that other pages repeat.
_SHORT: Final = 60
_REPEATED: Final = re.compile(r"(\d)\1{6,}")
_COUNTING: Final = re.compile(r"^(?:0?123456789\d?|1234567|12345678|987654321)$")

# How people there write a number for others, when no word says that it is one.
_WRITTEN: Final = {
    "ES": re.compile(
        r"[6789]\d{8}|[6789]\d{2}[ .\-]\d{3}[ .\-]\d{3}|[6789]\d{2}[ .\-]?\d{2}[ .\-]\d{2}[ .\-]\d{2}"
        r"|9\d[ .\-/]?\d{3}[ .\-]?\d{2}[ .\-]?\d{2}|[6789]\d{2}[ .\-/]\d{6}|9\d[ .\-/]\d{7}"
        r"|\(9\d\d?\) ?\d[\d .\-]+|[6789]\d\d[ .\-]\d{3}[ .\-]\d\d[ .\-]?\d|9\d \d{4} \d{3}"
        r"|[6789]\d{2} \d{2} \d{4}|[6789]\d{3} \d{2} \d{3}"
    ),
    "PT": re.compile(
        r"[239]\d{2}[ .\-]\d{3}[ .\-]\d{3}|2\d[ .\-]\d{3}[ .\-]\d{2}[ .\-]\d{2}"
        r"|9\d[ .\-]\d{3}[ .\-]\d{2}[ .\-]\d{2}|9[1236]\d{7}|21\d{7}|22\d{7}|9\d[ .]\d{7}"
        r"|808[ .]\d{3}[ .]\d{3}"
    ),
    "FR": re.compile(r"0[1-9](?:[ .\-]?\d{2}){4}"),
    "IT": re.compile(
        r"0\d{1,3}[ ./\-]\d[\d .\-]{4,9}|3\d{2}[ .\-/]?\d{3}[ .\-]?\d{3,4}"
        r"|3\d{2}[ .\-/]\d{2}[ .]\d{2}[ .]\d{3}|800[ .\-]\d{3}[ .\-]?\d{3}"
    ),
    "DE": re.compile(r"\(?0\d{2,5}\)?\s?[/\- ]\s?\d[\d \-]{3,12}"),
    "AT": re.compile(r"\(?0\d{1,5}\)?\s?[/\- ]\s?\d[\d \-]{3,12}"),
    "CH": re.compile(r"0\d{2}[ .]\d{3}[ .]\d{2}[ .]\d{2}"),
    "GB": re.compile(r"\(?0\d{2,5}\)?[ \-]?\d{3,4}[ \-]?\d{3,6}|0\d{10}|0\d{4} \d{2} \d{2} \d{2}"),
    "BR": re.compile(r"\(?0?[1-9]\d\)?[ .\-]?9?[ .]?\d{4}[ .\-]?\d{4}|0?800[ .\-]?\d{3}[ .\-]?\d{4}"),
    "CL": re.compile(
        r"\(?0?2\)?[ \-]?2?\d{3}[ \-]?\d{4}|9[ \-]?\d{4}[ \-]?\d{4}"
        r"|\(?[3-7]\d\)?[ \-]2[ \-]?\d{2,3}[ \-]?\d{3,4}|[68]00[ \-]\d{3}[ \-]?\d{3,4}"
    ),
    "US": re.compile(r"\(\d{3}\) ?\d{3}[ .\-]\d{4}|\d{3}[.\-]\d{3}[.\-]\d{4}|1-\d{3}-\d{3}-\d{4}"),
}
_WRITTEN_ELSEWHERE: Final = re.compile(r"0\d{1,4}[ .\-/]\d[\d .\-]{4,12}|\(\d{2,4}\) ?\d[\d .\-]{5,10}")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A number and its place; `said` is what the words around it make of it."""

    value: str
    start: int
    end: int
    said: Said
    international: bool


def in_text(text: str, country: str) -> Iterator[Sighting]:
    """Every number of a text which can be a phone, also those that are labelled as a fax: see `said`."""
    for count, found in enumerate(_CANDIDATE.finditer(text)):
        if count >= 10 * MAX_PER_PAGE:
            return
        start, end = found.span()
        start -= _leading(text, start)
        if not _stands_alone(text, start, end):
            continue
        yield from _read(text, start, end, country)


def _leading(text: str, start: int) -> int:
    sign = _LEAD.search(text, max(0, start - 4), start)
    return len(sign[0]) if sign else 0


def _stands_alone(text: str, start: int, end: int) -> bool:
    """No part of a word, an address, a longer number or an identity."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before.isalpha() and before.isascii():
        # "Tel93 412 34 56" lost its gap; "B12345678" and "Ref12345678" are no phones.
        return (
            re.search(
                r"(?:tel|tlf|tfno|telf|m[oó]vil|mobil|fono|phone|whatsapp|fax)$", text[max(0, start - 9) : start], re.I
            )
            is not None
        )
    if before in ("/", "-") and start > 1 and text[start - 2].isalpha():
        return False  # part of an address or a reference
    if (before and before in "_#=%€$£@&") or (before == "," and text[start - 2 : start - 1].isdigit()):
        return False
    if (
        after == ","
        and text[end + 1 : end + 2].isdigit()
        and text[end + 1 : end + 4].strip().isdigit()
        and not text[end + 3 : end + 4].isdigit()
    ):
        return False  # decimals
    if (
        after.isalpha()
        and after.isascii()
        and not text[end : end + 3].lower().startswith(("fax", "tel", "mov", "hor", "ema", "inf", "wha"))
    ):
        return text[end + 1 : end + 2].isalpha() and len(after) == 1 and after.isupper()
    return after not in ("@", "%", "€", "_", "=") or not after


def _read(text: str, start: int, end: int, country: str) -> Iterator[Sighting]:
    """The whole as one number; failing that its parts, as in `93 412 34 56 / 608 123 456`."""
    whole = _one(text, start, end, country)
    if whole:
        yield whole
        return
    raw = text[start:end]
    if _NO_PHONE.fullmatch(_bare(raw)):
        return
    place, found = start, False
    for part in _split(raw):
        at = text.index(part, place)
        place = at + len(part)
        if len(part) >= 7 and (one := _one(text, at, place, country)):
            found = True
            yield one
    if not found:
        yield from _inside(text, start, end, country)


def _split(raw: str) -> list[str]:
    pieces, last = [], 0
    for sign in _PARTS.finditer(raw):
        pieces.append(raw[last : sign.start()])
        last = sign.end() - (1 if sign[0].endswith("+") else 0)
    pieces.append(raw[last:])
    return [each.strip(" .-–/") for each in pieces if each.strip(" .-–/")] if len(pieces) > 1 else []


def _inside(text: str, start: int, end: int, country: str) -> Iterator[Sighting]:
    """`08001 93 412 34 56`, `93 412 34 56 608 12 34 56`: groups that make one together, from the left."""
    groups = [(start + each.start(), start + each.end()) for each in re.finditer(r"[+(]*\d+\)?", text[start:end])]
    if len(groups) < 3 or len(groups) > 12:
        return
    first = 0
    while first < len(groups):
        for last in range(min(len(groups), first + 6), first + 1, -1):
            one = _one(text, groups[first][0], groups[last - 1][1], country)
            if one and _is_written(text[one.start : one.end], country):
                yield one
                first = last - 1
                break
        first += 1


def _one(text: str, start: int, end: int, country: str) -> Sighting | None:
    raw = text[start:end]
    number = read(raw, country)
    if number is None:
        return None
    international = raw.lstrip("( ").startswith(("+", "00")) or _is_prefixed(raw, number)
    said = label(text, start, end)
    bare = _bare(raw)
    if said is Said.OTHER and raw.lstrip("( ").startswith("+"):
        said = Said.NOTHING  # a plus says more than a word that stands somewhere before it
    if said is Said.OTHER or (not international and _NO_PHONE.fullmatch(bare)):
        return None
    if said is Said.NOTHING and not international and not _is_written(bare, country):
        return None
    return Sighting(number, start, end, said, international)


def _bare(raw: str) -> str:
    return raw.replace("\x02", "").strip()


@lru_cache(maxsize=1024)
def _is_written(raw: str, country: str) -> bool:
    return _WRITTEN.get(country, _WRITTEN_ELSEWHERE).fullmatch(_bare(raw).strip(" .")) is not None


def _is_prefixed(raw: str, number: str) -> bool:
    return _digits(raw) == number[1:]


def _digits(raw: str) -> str:
    return "".join(each for each in raw if each in "0123456789")


def read(raw: str, country: str) -> str | None:
    """E.164, or nothing: `0034`, `(0)` and a prefix without its plus are understood."""
    return _cached(raw, country) if len(raw) <= _SHORT else _understood(raw, country)


def _understood(raw: str, country: str) -> str | None:
    digits = _digits(raw)
    if not 7 <= len(digits) <= 17 or _REPEATED.search(digits) or _COUNTING.match(digits):
        return None
    plus = raw.lstrip("( ").startswith("+")
    if not plus and digits.startswith("00"):
        digits, plus = digits[2:], True
    optional = re.search(r"\(\s?0\s?\)", raw) is not None
    return _valid(digits, plus, optional, country)


# A site repeats its number on every page.
_cached = lru_cache(maxsize=2048)(_understood)


@lru_cache(maxsize=2048)
def _valid(digits: str, plus: bool, optional_zero: bool, country: str) -> str | None:
    """Cached: a site repeats its number on every page, and the plan takes 50 µs."""
    if plus:
        return _known("+" + digits, None) or (_known("+" + _without_zero(digits), None) if optional_zero else None)
    own = _known(digits, country) if country else None
    if own:
        return own
    code = str(phonenumbers.country_code_for_region(country)) if country else ""
    if code and code != "0" and digits.startswith(code):
        return _known("+" + digits, None)
    return None


def _without_zero(digits: str) -> str:
    """The zero in brackets is not dialled from abroad, save in Italy."""
    for length in (2, 3, 1):
        if int(digits[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE and digits[length : length + 1] == "0":
            return digits[:length] + digits[length + 1 :]
    return digits


def _known(written: str, country: str | None) -> str | None:
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


@lru_cache(maxsize=2048)
def kind(value: str) -> str:
    """`mobile` or `fixed` (also lines that others pay for); empty where the plan does not tell them apart."""
    found = phonenumbers.number_type(phonenumbers.parse(value, None))
    if found == PhoneNumberType.FIXED_LINE_OR_MOBILE:
        return ""
    return "mobile" if found == PhoneNumberType.MOBILE else "fixed"
