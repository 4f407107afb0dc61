"""One readable line about what a lead wants; holds neither email nor phone, for it stands in clear."""

from collections.abc import Mapping
from typing import Any, Final

from babel.numbers import format_decimal

from backend.core.language import Language
from backend.leads.contact import without_contacts
from backend.leads.scoring import Qualification, amount
from backend.leads.scoring_words import money

MAX_LETTERS: Final = 300
_NOTE_LETTERS: Final = 160
_SEPARATOR: Final = " · "

_URGENCY: Final[Mapping[str, Mapping[Language, str]]] = {
    "now": {
        "es": "cuanto antes",
        "ca": "com més aviat millor",
        "pt": "o quanto antes",
        "en": "as soon as possible",
    },
    "1_3_months": {"es": "en 1-3 meses", "ca": "en 1-3 mesos", "pt": "em 1-3 meses", "en": "in 1-3 months"},
    "3_6_months": {"es": "en 3-6 meses", "ca": "en 3-6 mesos", "pt": "em 3-6 meses", "en": "in 3-6 months"},
    "later": {"es": "más adelante", "ca": "més endavant", "pt": "mais tarde", "en": "later"},
}
_UNDECIDED: Final[Mapping[Language, str]] = {
    "es": "estilo por decidir",
    "ca": "estil per decidir",
    "pt": "estilo por decidir",
    "en": "style undecided",
}
_PHOTOS: Final[Mapping[Language, tuple[str, str]]] = {
    "es": ("1 foto", "{} fotos"),
    "ca": ("1 foto", "{} fotos"),
    "pt": ("1 foto", "{} fotos"),
    "en": ("1 photo", "{} photos"),
}


def summarise(qualification: Qualification, language: Language) -> str:
    """'Cocina · moderno · 12,5 m² · 5.000 – 8.000 € · en 1-3 meses · 2 fotos · quiere isla'."""
    labels = qualification.get("labels")
    said = {**qualification, **labels} if isinstance(labels, Mapping) else qualification
    facts = (
        _capital(_words(said.get("project"))),
        _style(said.get("style"), language),
        _metres(qualification.get("metres"), language),
        _budget(qualification.get("budget"), language),
        _urgency(said.get("urgency"), language),
        _photos(qualification.get("photos"), language),
        _words(qualification.get("note"))[:_NOTE_LETTERS],
    )
    return _SEPARATOR.join(filter(None, facts))[:MAX_LETTERS]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _words(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    return " ".join(without_contacts(value.replace("_", " ").replace("\x00", " ")).split())


def _style(value: Any, language: Language) -> str:
    return _UNDECIDED[language] if value == "undecided" else _words(value)


def _metres(value: Any, language: Language) -> str:
    found = amount(value)
    return "" if found is None else f"{format_decimal(found, '#,##0.#', locale=language)} m²"


def _budget(value: Any, language: Language) -> str:
    ends = value if isinstance(value, Mapping) else {"min": value, "max": value}
    currency = str(ends.get("currency") or "EUR")
    low, high = amount(ends.get("min")), amount(ends.get("max"))
    if low is None and high is None:
        return ""
    if low is None or low == 0 or high is None or low == high:
        sign = "≤ " if not low and high else "≥ " if high is None else ""
        return sign + money(high if high is not None else low or 0, currency, language)
    return f"{format_decimal(low, '#,##0', locale=language)} – {money(high, currency, language)}"


def _urgency(value: Any, language: Language) -> str:
    known = _URGENCY.get(value) if isinstance(value, str) else None
    return known[language] if known else _words(value)


def _photos(value: Any, language: Language) -> str:
    count = len(value) if isinstance(value, list | tuple) else 0
    one, many = _PHOTOS[language]
    return "" if count == 0 else one if count == 1 else many.format(count)
