"""Undoes what disguises figures and addresses: invisible signs, other digits, keycaps, "arroba". Pure."""

import re
import unicodedata
from typing import Final

_INVISIBLE: Final = re.compile("[\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# The joiner belongs to emoji; between letters and figures it only hides them.
_JOINER: Final = re.compile("(?<=\\w)\u200d(?=\\w)")
_SPACES: Final = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_FOREIGN: Final = re.compile("[^\x00-\x7f]")
_KEYCAP: Final = "[0-9]\ufe0f?\u20e3"
# One keycap alone numbers an item; a row of them, or one before a unit, is a figure.
_KEYCAPS: Final = re.compile(
    rf"(?:{_KEYCAP}){{2,}}|{_KEYCAP}(?:\s{_KEYCAP})*(?=\s*(?:[%€$£]|eur|h\b|d[ií]|min|mes|an|any|a\u00f1))",
    re.IGNORECASE,
)
_FRACTIONS: Final = {"½": ".5", "¼": ".25", "¾": ".75"}
_FRACTION: Final = re.compile(r"(?:(?<!\d)(\d{1,4}) ?)?([½¼¾])|(?:\b(\d{1,4}) )?\b1/2\b(?=\s+[a-z])")
# "Info arroba taller punto com", "info (at) taller.com"; a plain "at" only where a "dot" is spoken behind it.
_ADDRESS: Final = re.compile(
    r"(?<![\w.])[\w-]{1,40}(?: (?:dot|punto|punt|ponto) [\w-]+)* (?:at|arroba) [\w-]+(?: (?:dot|punto|punt"
    r"|ponto) [\w-]+)+",
    re.IGNORECASE,
)
_SITE: Final = re.compile(
    r"(?<![\w.])[\w-]{1,40} (?:dot|punto|punt|ponto) (?:[\w-]+ (?:dot|punto|punt|ponto) )?(?:com|es|cat|pt|net|org"
    r"|co|uk|br|info)\b",
    re.IGNORECASE,
)
_SIGNS: Final = (
    (re.compile(r" (?:dot|punto|punt|ponto) ", re.IGNORECASE), "."),
    (re.compile(r" (?:at|arroba) ", re.IGNORECASE), "@"),
)
_AT: Final = re.compile(
    r"\s{0,2}[(\[]\s?(?:at|arroba|@)\s?[)\]]\s{0,2}"
    r"|(?<=\w) arroba (?=[\w-]+\.[a-z]{2,})",
    re.IGNORECASE,
)
# "12'50 €", "massatge 60'", "insured to £2m", "2ª-6ª".
_PRIMES: Final = re.compile(r"(?<![\w.,'])(\d{1,3})['’′](?=[\s:,;)]|$)")
_APOSTROPHE: Final = re.compile(r"(?<![\w.,'’])(\d{1,4})['’´](\d{1,2})(?=\s?(?:€|eur|%))", re.IGNORECASE)
_MILLIONS: Final = re.compile(r"(?<=[£€$])(\d{1,3}(?:[.,]\d{1,2})?)\s?[mM]n?\b")
_FEIRAS: Final = re.compile(r"\b([2-6])\.?ª(?:\s?-\s?|\s[aà]\s)([2-6])\.?ª(?:[ -]feiras?)?")
_WORKDAYS: Final = ("segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira")
# "Em 6x sem juros".
_INSTALMENTS: Final = re.compile(r"(?<![\w.,])(\d{1,2})x(?![\w×]|\s?\d)")
_MORE: Final = re.compile(r"\bm[eé]\u0301?s\b(?<=é[s]|\u0301s)", re.IGNORECASE)


def undisguised(text: str) -> str:
    text = _SPACES.sub(" ", _JOINER.sub("", _INVISIBLE.sub("", text)))
    text = _KEYCAPS.sub(lambda row: "".join(sign for sign in row[0] if sign.isdigit()), text)
    text = _FRACTION.sub(lambda part: f"{part[1] or part[3] or 0}{_FRACTIONS.get(part[2] or '½')}", text)
    text = _APOSTROPHE.sub(r"\1.\2", text)
    text = _PRIMES.sub(r"\1 min", _MILLIONS.sub(r"\1 million", text))
    text = _FEIRAS.sub(lambda span: f"{_WORKDAYS[int(span[1]) - 2]} - {_WORKDAYS[int(span[2]) - 2]}", text)
    text = _INSTALMENTS.sub(r"\1 vezes", text)
    text = _FOREIGN.sub(lambda sign: _familiar(sign[0]), text)
    # Without its accent "més" (more) would be a month.
    return _spoken(_MORE.sub("plus", text))


def _familiar(sign: str) -> str:
    """Digits of any script, and the wide forms of plain signs."""
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    return unicodedata.normalize("NFKC", sign) if "\uff00" <= sign <= "\uff65" else sign


def _spoken(text: str) -> str:
    for words in (_ADDRESS, _SITE):
        text = words.sub(lambda address: _signed(address[0]), text)
    return _AT.sub("@", text)


def _signed(address: str) -> str:
    for word, sign in _SIGNS:
        address = word.sub(sign, address)
    return address
