"""Money, percentages, durations, measures, and the numbers that are left. Pure."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from backend.assistant.claims.days import as_value
from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.figures import NUMBER, SCALE, TO, has_scale, value
from backend.assistant.claims.shapes import Claim, Page, Value
from backend.core.language import Language

_CURRENCIES: Final[Mapping[str, str]] = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "r$": "BRL", "brl": "BRL", "reais": "BRL", "real": "BRL",
    "£": "GBP", "gbp": "GBP", "libras": "GBP", "pounds": "GBP", "pound": "GBP", "lliures": "GBP",
    "usd": "USD", "dolares": "USD", "dolars": "USD", "dollars": "USD", "dolar": "USD", "dollar": "USD",
    "clp": "CLP", "mxn": "MXN", "ars": "ARS",
    "$": "", "pesos": "", "peso": "",
}  # fmt: skip
_SIGN: Final = "|".join(re.escape(name) for name in sorted(_CURRENCIES, key=len, reverse=True))
_CURRENCY: Final = rf"(?:(?:{_SIGN})(?![a-z]))"
_FIGURE: Final = rf"{NUMBER}{SCALE}"
# "3 euros con 50", "3 euros y 50 céntimos"; "9.500 € y 12 metros" are two things.
_CENTS: Final = re.compile(
    rf"({NUMBER})\s*(?:€|euros?)\s*(?:(?:con|amb|com)\s*(\d{{1,2}})(?![\d%]|[.,]\d|\s*(?!cent)[a-z])(?:\s*cent\w*)?"
    r"|(?:y|i|e|and)\s*(\d{1,2})\s*cent\w*)"
)
_SMALL: Final = re.compile(rf"({NUMBER})\s*(?:centimos?|centims?|cents|cent)\b")
_SPAN: Final = re.compile(
    rf"(?:({_CURRENCY})\s*)?({_FIGURE})\s*(?:{_CURRENCY})?{TO}(?:({_CURRENCY})\s*)?({_FIGURE})(?:\s*({_CURRENCY}))?"
)
_BEFORE: Final = re.compile(rf"({_CURRENCY})\s*({_FIGURE})")
_AFTER: Final = re.compile(rf"({_FIGURE})\s*(?:de )?({_CURRENCY})")
_PRICED: Final = re.compile(
    r"\b(?:cuestan?|costara|costaran|valen?|costa|costen|val|custam?|custara|costs?|precio|preu|preco|price|sale por"
    rf"|surt per|sai por|presupuesto|pressupost|orcamento)\b[^\d¤.;!?]{{0,25}}?({_FIGURE})(?!\s*(?:[a-z]|%|:))"
)
_FREE: Final = re.compile(
    r"\b(?:gratis|gratuit[oae]?s?|de graca|sin (?:ningun )?coste|sense (?:cap )?cost|sem (?:qualquer )?custo"
    r"|free of charge|for free|no (?:extra|additional) (?:cost|charge)|at no cost|no charge|free (?:delivery"
    r"|shipping|quote|visit|design|consultation"
    r"|estimate|installation|returns))\b"
)
# "The class is free" is a price, "Wednesday at six is free" is not.
_ANY_FREE: Final = re.compile(r"\bfree\b(?! (?:slot|time|day|hour)s?\b)")
_IS_FREE: Final = re.compile(
    r"(?<![¤\d])(?<!slot)(?<!time)(?<!place)(?<!hour)(?<!day)(?<!spot)(?<!date)(?<!we)(?<!you)(?<!they)"
    r" (?:is|are) (?:completely |totally |always )?free(?! (?:to|on|at|from|that|this|next)\b)\b"
)
_PERCENT: Final = re.compile(rf"({NUMBER})\s*%")
_PERCENTS: Final = re.compile(rf"({NUMBER}){TO}({NUMBER})\s*%")
_HALF: Final = re.compile(r"\b(?:mitad de precio|meitat de preu|metade do preco|half price)\b")
_LENGTHS: Final = {
    **dict.fromkeys(["segundo", "segundos", "segon", "segons", "second", "seconds"], ("min", 1 / 60)),
    **dict.fromkeys(["minuto", "minutos", "minut", "minuts", "minute", "minutes", "min", "mins"], ("min", 1)),
    **dict.fromkeys(["hora", "horas", "hores", "hour", "hours", "h", "hrs"], ("min", 60)),
    **dict.fromkeys(["dia", "dias", "dies", "day", "days"], ("day", 1)),
    **dict.fromkeys(["semana", "semanas", "setmana", "setmanes", "week", "weeks"], ("day", 7)),
    **dict.fromkeys(["mes", "meses", "mesos", "month", "months"], ("month", 1)),
    **dict.fromkeys(["trimestre", "trimestres", "quarter", "quarters"], ("month", 3)),
    **dict.fromkeys(["ano", "anos", "any", "anys", "year", "years"], ("month", 12)),
}  # fmt: skip
_UNIT: Final = "|".join(sorted(_LENGTHS, key=len, reverse=True))
_DURATION: Final = re.compile(
    r"(?P<ahead>\b(?:en|in|within|dentro de|d'aqui a|daqui a|em)\s+)?"
    rf"(?P<figure>{NUMBER})[ -]?(?:business |working )?(?P<unit>{_UNIT})\b"
)
_DURATIONS: Final = re.compile(
    rf"(?P<low>{NUMBER}){TO}(?P<figure>{NUMBER})[ -]?(?:business |working )?(?P<unit>{_UNIT})\b"
)
_AGED: Final = re.compile(
    rf"\b(?:aged?(?: between)?|edad(?:es)? (?:de|entre)|idades? (?:de|entre)|edats? (?:de"
    rf"|entre))\s+({NUMBER})(?:{TO}({NUMBER}))?"
)
_MEASURES: Final[Mapping[str, tuple[str, float]]] = {
    **dict.fromkeys(["m", "metro", "metros", "metre", "metres", "meter", "meters", "ml"], ("m", 1)),
    **dict.fromkeys(["m2", "m²", "sqm"], ("m", 1)),
    **dict.fromkeys(["cm", "centimetro", "centimetros", "centimetre", "centimetres"], ("m", 0.01)),
    **dict.fromkeys(["mm", "milimetro", "milimetros", "mil·limetres", "millimetres"], ("m", 0.001)),
    **dict.fromkeys(["km", "kilometros", "quilometres", "quilometros", "kilometres"], ("m", 1_000)),
    **dict.fromkeys(["kg", "kilo", "kilos", "quilos", "kilogramos"], ("g", 1_000)),
    **dict.fromkeys(["g", "gramos", "grams", "gramas"], ("g", 1)),
    **dict.fromkeys(["l", "litro", "litros", "litre", "litres", "liters"], ("l", 1)),
    **dict.fromkeys(["w", "watts", "vatios"], ("w", 1)),
    **dict.fromkeys(["kw", "kwh"], ("w", 1_000)),
    **dict.fromkeys(["°c", "ºc", "grados", "graus", "degrees"], ("°", 1)),
}  # fmt: skip
_MEASURE_NAMES: Final = "|".join(re.escape(name) for name in sorted(_MEASURES, key=len, reverse=True))
_MEASURE: Final = re.compile(
    rf"({_FIGURE})\s?(?:metros cuadrados|metres quadrats|metros quadrados|square met(?:re|er)s"
    rf"|({_MEASURE_NAMES})(?![a-z0-9]))"
)
_SIDES: Final = re.compile(rf"({NUMBER})\s?(?:m|cm)?\s?[x×]\s?({NUMBER})(?:\s?(cm|mm|m))?(?![a-z\d])")
_ALWAYS: Final = re.compile(r"\b24\s?/\s?7\b")
# The plural of a noun, as far as its last letter tells.
_NOUN: Final = re.compile(r"\s+([a-z]{3,}s)\b")
_JOINING: Final = frozenset({"los", "las", "els", "les", "dos", "das", "aos", "works", "suits", "tras", "pels", "mas"})
_NUMBER: Final = re.compile(rf"({_FIGURE})(?=(?P<rest>[^.;!?\n]{{0,20}}))")


def take_free(page: Page) -> None:
    """Of facts every "free" is learned: what it is free from is the reply's to say."""
    if _ANY_FREE.search(page.text):
        page.claims.append(Claim(ClaimKind.MONEY, "free", frozenset({(0.0, "")})))


def take_certain(page: Page, language: Language) -> None:
    """What its sign tells, before days and hours are looked for."""
    page.take(ClaimKind.TIME, _ALWAYS, lambda _: {"24/7"})
    page.take_each(
        ClaimKind.PERCENT, _PERCENTS, lambda match: [{value(match[1], language)}, {value(match[2], language)}]
    )
    page.take(ClaimKind.PERCENT, _PERCENT, lambda match: {value(match[1], language)})
    page.take(ClaimKind.PERCENT, _HALF, lambda _: {50.0})
    _take_money(page, language)


def take_measured(page: Page, language: Language, today: date) -> None:
    page.take(ClaimKind.MONEY, _IS_FREE, lambda _: {(0.0, "")})
    page.take_each(ClaimKind.DURATION, _AGED, lambda match: _ages(match, language))
    page.take_each(ClaimKind.DURATION, _DURATIONS, lambda match: _durations(match, language, today))
    page.take(ClaimKind.DURATION, _DURATION, lambda match: _duration(match, match["figure"], language, today))
    page.take_each(ClaimKind.QUANTITY, _SIDES, lambda match: _sides(match, language))
    page.take(ClaimKind.QUANTITY, _MEASURE, lambda match: _measure(match, language))


def _take_money(page: Page, language: Language) -> None:
    page.take(ClaimKind.MONEY, _FREE, lambda _: {(0.0, "")})
    page.take(
        ClaimKind.MONEY,
        _CENTS,
        lambda match: {(value(match[1], language, money=True) + int(match[2] or match[3]) / 100, "EUR")},
    )
    page.take_each(ClaimKind.MONEY, _SPAN, lambda match: _span(match, language))
    page.take(ClaimKind.MONEY, _BEFORE, lambda match: _money(match[2], match[1], language))
    page.take(ClaimKind.MONEY, _AFTER, lambda match: _money(match[1], match[2], language))
    page.take(ClaimKind.MONEY, _SMALL, lambda match: {(value(match[1], language) / 100, "")})
    page.take(ClaimKind.MONEY, _PRICED, lambda match: _money(match[1], "", language))


def _money(figure: str, sign: str, language: Language) -> set[Value]:
    return {(value(figure, language, money=True), _CURRENCIES.get(sign, ""))}


def _span(match: re.Match[str], language: Language) -> list[set[Value]] | None:
    """What stands behind the second counts for the first: "entre 5 y 8 mil euros"."""
    sign = match[1] or match[3] or match[5]
    if sign is None:
        return None
    low, high = (value(match[place], language, money=True) for place in (2, 4))
    if has_scale(match[4]) and not has_scale(match[2]) and low < 1_000:
        low *= value(match[4], language, money=True) / value(re.sub(r"\s?[a-z]+$", "", match[4]), language, money=True)
    return [{(low, _CURRENCIES.get(sign, ""))}, {(high, _CURRENCIES.get(sign, ""))}]


def _duration(match: re.Match[str], figure: str, language: Language, today: date) -> set[Value]:
    """A day counted from now is a day of the calendar too, and 48 hours are two days."""
    unit, factor = _LENGTHS[match["unit"]]
    count = round(value(figure, language) * factor, 3)
    found: set[Value] = {(unit, count)}
    if unit == "min" and count % 1_440 == 0:
        found.add(("day", count / 1_440))
    if unit == "day":
        found.add(("min", count * 1_440))
        if "ahead" in match.re.groupindex and match["ahead"] and count <= 3_650:
            found.add(as_value(today + timedelta(days=int(count))))
    return found


def _durations(match: re.Match[str], language: Language, today: date) -> list[set[Value]]:
    return [_duration(match, match[figure], language, today) for figure in ("low", "figure")]


def _ages(match: re.Match[str], language: Language) -> list[set[Value]]:
    return [{("month", value(each, language) * 12)} for each in match.groups() if each]


def _measure(match: re.Match[str], language: Language) -> set[Value]:
    unit, factor = _MEASURES.get(match[2] or "m", ("m", 1))
    return {(unit, round(value(match[1], language) * factor, 4))}


def _sides(match: re.Match[str], language: Language) -> list[set[Value]]:
    factor = {"cm": 0.01, "mm": 0.001}.get(match[3] or "", 1)
    return [{("m", round(value(match[place], language) * factor, 4))} for place in (1, 2)]


def numbers(text: str, language: Language) -> list[Claim]:
    """What is left on the page: counts, years, references."""
    found = []
    for match in _NUMBER.finditer(text):
        values = frozenset({value(match[1], language)})
        following = _NOUN.match(match["rest"])
        counted = following is not None and following[1] not in _JOINING
        bare = not match["rest"].strip()
        found.append(Claim(ClaimKind.NUMBER, match[1].strip(), values, bare=bare, counted=counted))
    return found
