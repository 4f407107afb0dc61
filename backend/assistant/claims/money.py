"""Prices: "1.200,50 €", "entre 5 y 8 mil euros", "sale por noventa", "a grand", "de franc". Pure."""

import re
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.figures import NUMBER, SCALE, TO, has_scale, value
from backend.assistant.claims.shapes import Claim, Page, Value
from backend.assistant.claims.units import CURRENCIES, LENGTHS, MEASURES, pattern
from backend.core.language import Language

_CURRENCY: Final = rf"(?:(?:{pattern(CURRENCIES)})(?![a-z]))"
# The end of a word is no currency: "open 7 to 4".
_SIGN: Final = r"(?:(?<![a-z])|(?=[€$£]))"
_FIGURE: Final = rf"{NUMBER}{SCALE}"
# "3 euros con 50", "3 euros y 50 céntimos"; "9.500 € y 12 metros" are two things.
_ALONE: Final = (
    rf"(?![\d%]|[.,:]\d|\s*(?:{pattern({**LENGTHS, **MEASURES})})\b|\s*{_CURRENCY}|\s?(?:mil|k)\b"
    r"|\s(?!(?:plus|mas|as|os|les|las|los|els|cents|centims|centimos|centavos)\b)[a-z]+s\b)"
)
_CENTS: Final = re.compile(
    rf"({NUMBER})\s*({_CURRENCY})\s*(?:(?:con|amb|com)\s*(\d{{2}}|\d(?= ?cent)){_ALONE}(?:\s*cent\w*)?"
    rf"|(?:y|i|e|and)\s*(\d{{1,2}})\s*(?:cent\w*|cts|pence)|(?<=€)(\d{{2}})(?![\d.,])|(?<=[a-z] )(\d{{2}}){_ALONE})"
)
# "Dois reais e cinquenta", but also "24 euros y 36 con peinado".
_AND_CENTS: Final = re.compile(rf"({NUMBER})\s*({_CURRENCY}) (?:y|i|e|and) (\d{{2}}){_ALONE}")
_WITH: Final = re.compile(
    rf"({NUMBER}) (?:con|amb|com) (\d{{2}})(?!\d|[.,]\d|\s*(?:%|(?:{pattern({**LENGTHS, **MEASURES})})\b)"
    rf"|\s[a-z]+s\b|\s?(?:mil|k)\b)"
)
_SMALL: Final = re.compile(
    rf"({NUMBER})\s*(?:centimos?|centims?|centavos?|cents?|cts|pence|¢|(?<=\d)p(?!\w|\.?m))(?![a-z])"
)
_SPAN: Final = re.compile(
    rf"(?:(?<!\d )(?<!\d){_SIGN}({_CURRENCY})\s*)?(?P<low>{_FIGURE})\s*(?:{_CURRENCY})?(?P<to>{TO})"
    rf"(?:(?P<other>{_CURRENCY})\s*)?(?P<high>{_FIGURE})"
    rf"(?:\s*(?P<last>{_CURRENCY})|(?!\s*(?:{pattern({**LENGTHS, **MEASURES})})\b))"
)
COUNT: Final = "#"
_IN_CENTS: Final = re.compile(r"\s*(?:y|i|e|and) \d{2}")
_BEFORE: Final = re.compile(rf"(?<!\d )(?<!\d){_SIGN}({_CURRENCY})\s*({_FIGURE})")
_AFTER: Final = re.compile(rf"({_FIGURE})\s*(?:de )?({_CURRENCY})")
_PRICED: Final = re.compile(
    r"\b(?:cuestan?|costara|costaran|valen?|costa|costen|val|custam?|custara|costs?|precio|preu|preco|price"
    r"|sal[ed]\w* por"
    r"|surt\w* per|sai por|presupuesto|pressupost|orcamento|fica\w* (?:por|em))\b[^\d¤.;!?]"
    rf"{{0,25}}?({_FIGURE})(?!\s*(?:[a-z]|%|:|-\s?\d)|\s\d)"
)
_IS_PRICED: Final = re.compile(
    rf"\b(?:is|are|son|sao)\s(?:only |just |solo |nomes )?({_FIGURE})(?= (?:for|each|cada|cadascun|per (?:person"
    rf"|head|cap)"
    r"|por (?:persona|cabeza|pessoa))\b)"
)
_FREE: Final = re.compile(
    r"\b(?:gratis|gratuit[oae]?s?|gratuitament[e]?|gratuitamente|de graca|de franc|de bades|debades|de bobilis"
    r"|sin (?:ningun )?(?:costes?|cargo)|sense (?:cap )?(?:costos?|cost|carrec)|sem (?:qualquer "
    r"|nenhum )?(?:custos?|encargos?)"
    r"|(?:coste|cost|custo|costo) (?:cero|zero|0)|zero (?:cost|custos?)|0 (?:cost|coste)"
    r"|no (?:te |os |le |les |et |us |li )?(?:cobramos|cobrem|cobro|cobra|cobraremos|cobrarem) (?:nada|res)\b"
    r"|nao (?:lhe |te |vos )?(?:cobramos|cobro|cobra) nada"
    r"|no (?:se |es )?(?:paga\w*|pagas|pagues) (?:nada|res)|nao (?:se )?paga\w* nada|no (?:te |et )?(?:cuesta"
    r"|costara|costa) (?:nada|res)"
    r"|(?:nao|no) custa nada|(?:corre|va) (?:de|por|per|a) (?:nuestra cuenta|carrec nostre|compte nostre"
    r"|nuestro cargo)"
    r"|por (?:nossa conta|conta da casa|cuenta de la casa)|invita la casa|(?:te|os|et|us) (?:invitamos|convidem"
    r"|invitem) a l[ae]s? (?:primer|segun|segon)\w*|convida la casa|(?:oferta|cortesia) (?:da"
    r"|de la) casa"
    r"|de regalo|de regal|regalad[oa]s?|regalat|regalada|regal(?:amos|em|aremos|arem)|(?:es|e|son|sao) (?:una? "
    r"|uma )?cortesi?a"
    r"|free of charge|for free|no (?:extra |additional |joining |admin |hidden |booking )?(?:cost|charge|fee)s?"
    r"|(?:without|at no) (?:extra |any )?(?:cost|charge)"
    r"|on the house|complimentary|(?:you )?pay nothing|(?:won't|doesn't|will not) cost (?:you )?(?:a penny|a cent"
    r"|anything)"
    r"|costs? (?:you )?nothing|(?:for|at) nothing)\b"
    r"|(?<![-\w])(?<!feel )(?<!be )(?<!is )(?<!are )(?<!you )(?<!i'm )free (?!(?:slots?|times?|days?|hours?|places?"
    r"|spots?|appointments?|tables?"
    r"|rooms?|dates?|weekends?|afternoons?|mornings?|evenings?|nights?|moments?|minutes?|on|at|to|from|for|until"
    r"|till|this|that|next|and|or"
    r"|if|now|then|all|in|of|tomorrow|today|before|after|between|over|when|with|by|too|as|so|but|(?:mon|tues|wednes"
    r"|thurs|fri|satur"
    r"|sun)days?|online|is|are)\b)(?=[a-z])|\b(?:it's|is|are|they're) on us\b"
)
# "The class is free" is a price, "Wednesday at six is free" is not.
_ANY_FREE: Final = re.compile(
    r"(?<![-\w])free\b(?! (?:slot|time|day|hour)s?\b)|\bofertas? d|\bofere\w+|\b(?:de )?regal\w*|\bobsequi\w*"
    r"|\b(?:no pagan?|no paguen|nao pagam?)\b"
)
_IS_FREE: Final = re.compile(
    r"(?<![¤\d])(?<!slot)(?<!slots)(?<!times)(?<!ments)(?<!ment)(?<!spots)(?<!dates)(?<!time)(?<!place)(?<!hour)(?<!day)(?<!spot)(?<!date)(?<!we)(?<!you)(?<!they)"
    r" (?:under \d+s? (?:are|is)|go|goes|eat|stay|travel|get in|is|are|comes?|it's|back for) (?:completely "
    r"|totally |always |absolutely )?free(?! (?:to|on|at|from|that|this|next)\b)\b"
)
# What is asked of somebody in passing: "es gratis preguntar", "feel free".
_FREE_TO_ASK: Final = re.compile(r"\b(?:gratis|gratuit[oa]?|free|de graca)(?: (?:preguntar|perguntar|to ask))")


def take_free(page: Page) -> None:
    """Of facts every "free" is learned: what it is free from is the reply's to say."""
    if _ANY_FREE.search(page.text):
        page.claims.append(Claim(ClaimKind.MONEY, "free", frozenset({(0.0, "")})))


def take_is_free(page: Page) -> None:
    """Asked when days and hours are gone from the page: they may be free too."""
    page.take(ClaimKind.MONEY, _IS_FREE, lambda _: {(0.0, "")})


def take(page: Page, language: Language) -> None:
    page.text = _FREE_TO_ASK.sub("¤", page.text)
    page.take(ClaimKind.MONEY, _FREE, lambda _: {(0.0, "")})
    page.take(ClaimKind.MONEY, _CENTS, lambda match: _with_cents(match, CURRENCIES[match[2]], language))
    page.take_each(ClaimKind.MONEY, _AND_CENTS, lambda match: _or_cents(match, language))
    page.take(ClaimKind.MONEY, _WITH, lambda match: _with_cents(match, "", language))
    page.take_each(ClaimKind.MONEY, _SPAN, lambda match: _span(match, language))
    page.take(ClaimKind.MONEY, _BEFORE, lambda match: _money(match[2], match[1], language))
    page.take(ClaimKind.MONEY, _AFTER, lambda match: _money(match[1], match[2], language))
    page.take(ClaimKind.MONEY, _SMALL, lambda match: {(value(match[1], language) / 100, "")})
    for words in (_PRICED, _IS_PRICED):
        page.take(ClaimKind.MONEY, words, lambda match: _money(match[1], "", language))


def _money(figure: str, sign: str, language: Language) -> set[Value]:
    return {(value(figure, language, money=True), CURRENCIES.get(sign, ""))}


def _with_cents(match: re.Match[str], currency: str, language: Language) -> set[Value]:
    cents = next(int(each) for each in match.groups()[1:] if each and each.isdigit())
    return {(value(match[1], language, money=True) + cents / 100, currency)}


def _or_cents(match: re.Match[str], language: Language) -> list[set[Value]]:
    """One price or two: each half may be known together or alone."""
    whole, more, currency = value(match[1], language, money=True), int(match[3]), CURRENCIES[match[2]]
    together = (round(whole + more / 100, 2), currency)
    return [{together, (whole, currency)}, {together, (float(more), currency)}]


def _span(match: re.Match[str], language: Language) -> list[set[Value]] | None:
    """What stands behind the second counts for the first: "entre 5 y 8 mil euros"."""
    sign = match[1] or match["other"] or match["last"]
    if sign is None:
        return None
    low, high = (value(match[place], language, money=True) for place in ("low", "high"))
    if has_scale(match["high"]) and not has_scale(match["low"]) and low < 1_000:
        low *= value(match["high"], language, money=True) / value(
            re.sub(r"\s?[a-z]+$", "", match["high"]), language, money=True
        )
    currency = CURRENCIES.get(sign, "")
    # "Doze e noventa euros" may be one price.
    together = (
        {(round(low + high / 100, 2), currency)} if _IN_CENTS.fullmatch(f"{match['to']}{match['high']}") else set()
    )
    # "Grupos de quatro a 15 €" are groups of four.
    count = set() if match[1] or match["to"].strip() != "a" else {(low, COUNT)}
    return [{(low, currency), *together, *count}, {(high, currency), *together}]
