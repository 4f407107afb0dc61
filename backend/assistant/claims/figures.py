"""Reads the figures inside claims: separators as each language writes them, and numbers in words. Pure."""

import re
from typing import Final

from backend.core.language import Language
from backend.flows.engine.parsing.numbers import decode
from backend.flows.engine.parsing.numerals import spell_out

NUMBER: Final = r"(?<![\w.,¤])(?:\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,12}(?:[.,]\d{1,4})?(?!\d))"
SCALE: Final = (
    r"(?:\s?(?:k|mil|miles|milers|thousands?|millon(?:es)?|milions?|milio|milhao|milhoes|millions?)(?![a-z]))?"
)
# Between the ends of a span.
TO: Final = (
    r"\s*(?:-|/|\ba\b|\bal\b|\bto\b|\by\b|\bi\b|\be\b|\band\b|\bo\b|\bou\b|\bor\b|\bhasta\b|\bfins a\b|\bate\b)\s*"
)

_SCALES: Final = (("mill", 1_000_000), ("milio", 1_000_000), ("milh", 1_000_000), ("k", 1_000), ("mil", 1_000))
# Before numerals are read: "ciento" and "cent" are numbers elsewhere.
_PERCENT: Final = re.compile(r"\b(?:por ciento|por cento|per cent|percent)\b")
_ARTICLE: Final = re.compile(r"\b(?:un|una|uno|um|uma|a|an|u)\b")
# An article is a number where it counts a scale ("un millón", "a hundred") or ends one ("treinta y un").
_COUNTS: Final = re.compile(r"\s+(?:mil|millon|milio|milhao|million|thousand|hundred|cent|quarts?\b)")
_ENDS: Final = re.compile(r"(?:[a-z]{4,}(?:\s+(?:y|i|e|and)\s+|-i-|-)|cento e )$")
_HALVES: Final = (
    (re.compile(r"\bmedia hora\b|\bmitja hora\b|\bmeia hora\b|\bhalf an hour\b"), "30 min"),
    (re.compile(r"\bhora y media\b|\bhora i mitja\b|\bhora e meia\b|\bhour and a half\b"), "90 min"),
    (re.compile(r"\bcuarto de hora\b|\bquart d'hora\b|\bquarto de hora\b|\bquarter of an hour\b"), "15 min"),
    (re.compile(r"\bmedio ano\b|\bmig any\b|\bmeio ano\b|\bhalf a year\b"), "6 meses"),
    (re.compile(r"\b(?:ano y medio|any i mig|ano e meio|year and a half)\b"), "18 meses"),
    (re.compile(r"\bfortnight\b|\bquincena\b|\bquinzena\b"), "2 semanas"),
    (re.compile(r"\bdocena\b|\bdotzena\b|\bduzia\b|\bdozen\b"), "12"),
)
# "En una semana", "a month" are one, but not in a rate ("£30 a month", "dos veces por semana") nor where an hour is an
# appointment ("demanar una hora").
_LONE: Final = re.compile(
    r"(?<!€ )(?<!\d )(?<!euros )(?<!pounds )(?<!dollars )(?<!times )(?<!once )(?<!twice )(?<!veces )(?<!vegades )"
    r"(?<!vezes )"
    r"(?<!demanar )(?<!pedir )(?<!reservar )(?<!tinc )(?<!tengo )(?<!agafar )(?<!dar )(?<!donar )(?<!buscar )"
    r"\b(?:un|una|um|uma|one|(?<=\bin )an?|(?<=within )an?|(?<=for )an?|(?<=takes )an?|(?<=lasts )an?"
    r"|(?<=about )an?|(?<=of )an?"
    r"|(?<=only )an?|(?<=up to )an?|(?<=by )an?|(?<=than )an?|(?<=under )an?|(?<=over )an?)\s+"
    r"(?=(?:hora|hour|semana|setmana|week|mes|month|ano|any|year|minut[eo]?|minute|segundo|second|segon)s?\b)"
)
_ONE_O_CLOCK: Final = re.compile(
    r"\b((?:a|de|la|hasta|fins a|desde|des de|cap a|sobre|ate) (?:la )?)una\b"
    r"(?=\s*(?:[.,;:!?]|$|y |i |menos"
    r"|menys|de la |del )|$)"
    r"|\b((?:a|ate a|da|pela) )uma\b(?=\s*(?:[.,;:!?]|$|da |e ))"
)


def in_figures(text: str, language: Language) -> str:
    """Plain text with numbers in words as figures; articles stay words, but "en una semana" counts."""
    text = _PERCENT.sub("%", text)
    for words, figure in _HALVES:
        text = words.sub(figure, text)
    text = _ONE_O_CLOCK.sub(lambda hour: f"{hour[1] or hour[2]}1", text)
    text = _LONE.sub("1 ", text)
    text = _ARTICLE.sub(lambda article: _kept(article, text), text)
    return spell_out(text, language).replace("µ", "")


def _kept(article: re.Match[str], text: str) -> str:
    """An article that is none is marked, so that no reader of numerals takes it for one."""
    if _COUNTS.match(text, article.end()) or _ENDS.search(text, 0, article.start()):
        return article[0]
    return f"{article[0]}µ"


def value(text: str, language: Language, *, money: bool = False) -> float:
    """`text` matches `NUMBER` and `SCALE`."""
    match = re.match(NUMBER, text)
    figure = match[0] if match else text
    rest = text[len(figure) :].strip()
    factor = next((factor for name, factor in _SCALES if rest.startswith(name)), 1) if rest else 1
    return round(decode(figure, language, money=money) * factor, 4)


def has_scale(text: str) -> bool:
    return text[-1:].isalpha()
