"""Percentages and other shares: "20 %", "a mitad de precio", "un terç", "el doble", "2x1". Pure."""

import re
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.figures import NUMBER, TO, value
from backend.assistant.claims.shapes import Claim, Page, Value
from backend.core.language import Language

_PERCENT: Final = re.compile(rf"({NUMBER})\s*%")
_PERCENTS: Final = re.compile(rf"({NUMBER})\s*%?{TO}({NUMBER})\s*%")
# Not the middle of a week, a treatment or a way.
_HALF: Final = re.compile(
    r"\b(?:mitad|meitat|metade)\b(?! (?:de(?:l| la)?|da|do) (?:semana|setmana|mes|ano|any|camino|cami|caminho"
    r"|camino|tarde"
    r"|manana|mati|manha|curso|curs))"
    r"|\bhalf(?:[ -]price| (?:off|of|the|that|your|our|is|in advance|up ?front))\b"
)
_THIRDS: Final = re.compile(
    r"\b(un|1|una|um|uma|a|one|2|dos|two|dois)\s(?:tercios?|terc(?:os?|es)?|thirds?(?= (?:off|of|less|cheaper"
    r"|discount)\b|\s*(?:[.,!?;]|$))|ter[cs]er[ao]s? partes?"
    r"|tercas? partes?)\b"
)
_QUARTERS: Final = re.compile(
    r"\b(?:(?:un|um|a|1) (?:cuarto|quart|quarto|quarter) (?:de descuento|de descompte|de desconto|menos|menys|off"
    r"|of (?:the|your)|(?:del|do) pre[cu]\w*)|(?:cuarta|quarta) part(?:e)?|(3) (?:cuartas|quartes"
    r"|quartas) part(?:e)?s"
    r"|(3) quarters of)\b"
)
_PARTS: Final = re.compile(
    r"\b(?:(?:a|1|un|una|um|uma) (?:(?P<fifth>fifth|quinto|cinque|quinta parte|cinquena part)|tenth|decimo"
    r"|desena part|decima parte)"
    r"(?= (?:off|of|less|de|del|do|da|menos|menys)\b))"
)
_TIMES: Final = re.compile(
    r"\b(?:(?:el|al|o|ao|lo) (?:doble|dobro)|the double|double (?:that|the|this|what)|twice (?:as|the|that)"
    r"|(?P<two>twofold))\b"
    r"|\b(?P<three>(?:el|al|o|ao) (?:triple|triplo)|triple (?:that|the)|threefold|3 times (?:as|the))\b"
)
_OFFER: Final = re.compile(
    r"(?<![\d.,])([2-9])\s?x\s?([1-9])(?!\s?[\d.,x]|\s?(?:c?m|mm)\b)|\b([2-9])[ -](?:por|per|for|pel preu d[e']"
    r"|al precio de"
    r"|pelo preco de)[ -](?:(1)|una?|uma?|uno|one)\b(?! [a-z]+(?<!thi)s\b)|(\bbuy 1,? get (?:another|1)\b)"
)
# What somebody gives wholly.
_WHOLLY: Final = re.compile(
    r"\b(?:a[lo]?|estoy|estamos|estic|som|i'm|we're) 100 ?%(?! (?:de|off))|\b(?:100 (?:por|per|x) 100)\b"
    r"|\b100 ?% (?:seguro|segur"
    r"|segura|sure|contigo|amb tu|with you|recomendable|recomanable|recomendavel)\b"
)
# "Sem juros" is what "0 %" says.
_NO_INTEREST: Final = re.compile(
    r"\b(?:sin|sense|sem|without|no|zero|0) (?:ningun |cap |any )?(?:interes\w*|juros|interest)\b|\binterest[- ]free\b"
)


def learn_interest(page: Page) -> None:
    if _NO_INTEREST.search(page.text):
        page.claims.append(Claim(ClaimKind.PERCENT, "no interest", frozenset({0.0})))


def take(page: Page, language: Language) -> None:
    page.text = _WHOLLY.sub("¤", page.text)
    page.take_each(
        ClaimKind.PERCENT, _PERCENTS, lambda match: [{value(match[1], language)}, {value(match[2], language)}]
    )
    page.take(ClaimKind.PERCENT, _PERCENT, lambda match: {value(match[1], language)})
    page.take(ClaimKind.PERCENT, _HALF, lambda _: {50.0})
    page.take(ClaimKind.PERCENT, _THIRDS, lambda match: {66.7 if match[1] in {"2", "dos", "two", "dois"} else 33.3})
    page.take(ClaimKind.PERCENT, _QUARTERS, lambda match: {75.0 if match[1] or match[2] else 25.0})
    page.take(ClaimKind.PERCENT, _PARTS, lambda match: {20.0 if match["fifth"] else 10.0})
    page.take(ClaimKind.PERCENT, _TIMES, lambda match: {("times", 3 if match["three"] else 2)})
    page.take(ClaimKind.PERCENT, _OFFER, _offer)


def _offer(match: re.Match[str]) -> set[Value] | None:
    """ "2x1" and "buy one, get one"; what is no more than it costs is a size."""
    taken, paid = int(match[1] or match[3] or 2), int(match[2] or 1)
    return {("offer", taken, paid)} if taken > paid else None
