"""Tax numbers with their check digits: NIF, CIF and NIE of Spain, NIPC of Portugal, RUT of Chile."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
_CIF_LETTERS: Final = "JABCDEFGHI"
_ONLY_LETTER: Final = frozenset("PQRSNW")
_ONLY_DIGIT: Final = frozenset("ABEH")
_NIPC_STARTS: Final = ("1", "2", "3", "5", "6", "8", "9", "45", "7")

_SPAIN: Final = re.compile(
    r"(?:(?<![A-Za-z0-9])|(?<=CIF)|(?<=NIF)|(?<=cif)|(?<=nif))(?:ES[ \-]?)?(?:"
    r"(?P<cif>[ABCDEFGHJNPQRSUVW][ .\-–]{0,3}\d{2}[ .]?\d{3}[ .]?\d{2}[ .\-]?[\dA-J])"
    r"|(?P<nie>[XYZ][ .\-]{0,2}\d(?:[ .]?\d{3}){2}[ .\-]{0,2}[A-Z])"
    r"|(?P<nif>\d{1,2}[ .]?\d{3}[ .]?\d{3}[ .\-]{0,3}[A-Z]))(?![A-Za-z0-9])",
    re.I,
)
# Looks ahead first, which ends most beginnings of shorter numbers at once.
_BODY: Final = re.compile(r"[0-9](?=[0-9 .\-]{6})(?:[ .\-]{0,2}[0-9]){6}")
_LOOSE_CIF: Final = re.compile(r"[ .\-–]")
_PORTUGAL: Final = re.compile(
    r"(?<![\d+.,/-])(?P<prefix>PT[ -]?)?(?P<digits>\d{3}[ .]?\d{3}[ .]?\d{3})(?![\d]|[.,/-]\d)"
)
_CHILE: Final = re.compile(r"(?<![\d.])(?P<digits>\d{1,2}\.?\d{3}\.?\d{3})\s?[-–]\s?(?P<check>[\dkK])(?![\w])")

_SPANISH_LABEL: Final = re.compile(
    r"\bc\.?\s?i\.?\s?f\b|\bn\.?\s?i\.?\s?[fe]\b|\bd\.?n\.?i\b|\bvat\b|\bnifs?\b|\biva\b"
    r"|identificaci[oó]n? (?:fiscal|tribut)|identificaci[oó] fiscal|tax id|\btva\b|ust-?id"
    r"|n[uú]mero fiscal|\bfiscal\b",
    re.I,
)
_COMPANY: Final = re.compile(
    r"\bS\.?\s?[LAC]\.?(?:[UPLN]\.?)?(?:\W|$)|\bSociedad|\bSocietat|\bcooperativa|registro mercantil|\btitular\b", re.I
)
_PORTUGUESE_LABEL: Final = re.compile(
    r"\bnipc\b|\bn\.?\s?i\.?\s?f\b|\bn\.?i\.?p\.?c\b|contribuinte|\bvat\b|pessoa colectiva"
    r"|pessoa coletiva|matr[ií]cula|\biva\b|\bnpc\b|identifica[cç][aã]o fiscal",
    re.I,
)
_CHILEAN_LABEL: Final = re.compile(r"\br\.?\s?u\.?\s?[tn]\b", re.I)
_BEFORE: Final = 60


@dataclass(frozen=True, slots=True)
class Sighting:
    """`kind` is `nif`, `nipc` or `rut`; `labelled` when the page says what the number is."""

    value: str
    kind: str
    start: int
    end: int
    labelled: bool


def in_text(text: str, country: str) -> Iterator[Sighting]:
    """The numbers whose check digit holds and which the page calls a tax number, or which look like nothing else."""
    flat = text.replace("\x02", " ")
    yield from _spanish(flat)
    if country in ("PT", ""):
        yield from _portuguese(flat)
    if country == "CL" or any(word in flat for word in ("RUT", "R.U.T", "Rut", "rut")):
        yield from _chilean(flat, country)


def _spanish(text: str) -> Iterator[Sighting]:
    place = 0
    for body in _BODY.finditer(text):
        # The body is quick to find; the letters around it are looked for only there.
        found = _SPAIN.search(text, max(place, body.start() - 7), min(len(text), body.end() + 5))
        if not found:
            continue
        place = found.end()
        value = spanish(found[0])
        if not value:
            continue
        before = text[max(0, found.start() - _BEFORE) : found.start()]
        prefixed = found[0].upper().startswith("ES") and not found[0].upper().startswith("ES ")
        labelled = _SPANISH_LABEL.search(before) is not None or prefixed
        if labelled or (found["cif"] and _is_company(before, text[found.end() : found.end() + 20])):
            yield Sighting(value, "nif", found.start(), found.end(), labelled)


def _is_company(before: str, after: str) -> bool:
    """`Acme S.L. - B12345674` needs no label."""
    return _COMPANY.search(f"{before[-40:]}\n") is not None and not after.lstrip().startswith(("€", "%"))


def _portuguese(text: str) -> Iterator[Sighting]:
    for found in _PORTUGAL.finditer(text):
        digits = found["digits"].replace(" ", "").replace(".", "")
        if not nipc(digits):
            continue
        if found["prefix"] or _PORTUGUESE_LABEL.search(text[max(0, found.start() - 45) : found.start()]):
            yield Sighting(digits, "nipc", found.start(), found.end(), True)


def _chilean(text: str, country: str) -> Iterator[Sighting]:
    for found in _CHILE.finditer(text):
        digits = found["digits"].replace(".", "")
        if not rut(digits, found["check"]):
            continue
        labelled = _CHILEAN_LABEL.search(text[max(0, found.start() - 30) : found.start()]) is not None
        if labelled or (country == "CL" and found["digits"].count(".") == 2):
            yield Sighting(f"{digits}-{found['check'].upper()}", "rut", found.start(), found.end(), labelled)


def spanish(written: str) -> str:
    """NIF, NIE or CIF in its plain form, or nothing where the check fails."""
    value = _LOOSE_CIF.sub("", written).upper()
    if value.startswith("ES") and len(value) > 9:
        value = value[2:]
    if value[:1].isdigit():
        value = value.zfill(9)
        return value if value[:8].isdigit() and _LETTERS[int(value[:8]) % 23] == value[8:] else ""
    if value[:1] in ("X", "Y", "Z"):
        body = str("XYZ".index(value[0])) + value[1:8]
        return value if body.isdigit() and _LETTERS[int(body) % 23] == value[8:] else ""
    return value if _is_cif(value) else ""


def _is_cif(value: str) -> bool:
    """Orden EHA/451/2008; the last sign is a digit, a letter, or for some kinds either."""
    if len(value) != 9 or not value[1:8].isdigit() or value[1:8] == "0000000":
        return False
    odd = sum(sum(divmod(2 * int(digit), 10)) for digit in value[1:8:2])
    check = -(odd + sum(int(digit) for digit in value[2:8:2])) % 10
    digit, letter = str(check), _CIF_LETTERS[check]
    if value[0] in _ONLY_LETTER:
        return value[8] == letter
    return value[8] == digit or (value[8] == letter and value[0] not in _ONLY_DIGIT)


def nipc(digits: str) -> bool:
    """Nine digits, the last by modulus 11."""
    if len(digits) != 9 or not digits.isdigit() or not digits.startswith(_NIPC_STARTS):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(digits[:8], range(9, 1, -1), strict=True)) % 11
    return int(digits[8]) == (0 if rest < 2 else 11 - rest)


def rut(digits: str, check: str) -> bool:
    """Modulus 11 with weights 2 to 7 from the right."""
    if not digits.isdigit() or not 7 <= len(digits) <= 8 or int(digits) < 1_000_000:
        return False
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(digits)))
    return "0123456789K"[-total % 11] == check.upper()
