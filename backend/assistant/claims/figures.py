"""Reads the figures inside claims: separators as each language writes them, and numbers in words. Pure."""

import re
from typing import Final

from backend.assistant.claims import halves, spoken
from backend.core.language import Language
from backend.flows.engine.parsing.numbers import decode
from backend.flows.engine.parsing.numerals import HUNDRED, SCALES, VALUES, spell_out

NUMBER: Final = r"(?<![\w.,¤])(?:\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d{1,12}(?:[.,]\d{1,4})?(?!\d))"
SCALE: Final = (
    r"(?:\s?(?:k|mil|miles|milers|thousands?|millon(?:es)?|milions?|milio|milhao|milhoes|millions?)(?![a-z]))?"
)
# Between the ends of a span.
TO: Final = (
    r"\s*(?:-|/|\ba\b|\bal\b|\bto\b|\by\b|\bi\b|\be\b|\band\b|\bo\b|\bou\b|\bor\b|\bhasta\b|\bfins a\b|\bate\b)\s*"
)

_SCALES: Final = (("mill", 1_000_000), ("milio", 1_000_000), ("milh", 1_000_000), ("k", 1_000), ("mil", 1_000))
# A numeral before it and none behind: "diez por ciento", but "sale por ciento veinte euros".
_NUMERAL: Final = "|".join(
    sorted({*(name for names in VALUES.values() for name in names), *HUNDRED, *SCALES}, key=len, reverse=True)
)
_PERCENT: Final = re.compile(
    rf"(?<=[a-z0-9]) (?:por ?cien(?:to)?|por ?cento|per ?cent|pct)\b(?! (?:(?:y|e|i) )?(?:{_NUMERAL}|\d|euros?"
    rf"|reais|reals?)\b)"
    rf"|(?:(?<=\d)|(?<=[a-z])) (?:per cent|percent)\b(?=[ .,;:!?)]|$)(?! (?:(?:y|e|i) )?(?:{_NUMERAL}|\d|euros?)\b)"
)
_BEFORE_PERCENT: Final = re.compile(rf"(?:\b(?:{_NUMERAL})|\d|\bmedio|\bmig|\bmeio|\bmitja|\bhalf)$")
_ARTICLE: Final = re.compile(r"\b(?:un|una|uno|um|uma|a|an|u)\b")
# An article is a number where it counts a scale ("un millón", "a hundred") or ends one ("treinta y un").
_COUNTS: Final = re.compile(r"\s+(?:mil|millon|milio|milhao|million|thousand|hundred|cent|quarts?\b)")
_ENDS: Final = re.compile(r"(?:[a-z]{4,}(?:\s+(?:y|i|e|and)\s+|-i-|-)|cento e )$")
# Other names of numerals, by those that the reader knows.
_DIALECT: Final = (
    (re.compile(r"\bhuit\b"), "vuit"),
    (re.compile(r"\bhuitanta\b"), "vuitanta"),
    (re.compile(r"\bxixanta\b"), "seixanta"),
    (re.compile(r"\b(?:dihuit|devuit)\b"), "divuit"),
    (re.compile(r"\bdesset\b"), "disset"),
    (re.compile(r"\bdenou\b"), "dinou"),
    (re.compile(r"\bnought\b|\b(?<!desde )(?<!des de )(?<!do )(?<!from )(?:zero|cero)\b"), "0"),
    (re.compile(r"\b(?:one|a) grand and a half\b"), "1.5k bucks"),
    (re.compile(r"\bgrand and a half\b"), "and a half k bucks"),
    (re.compile(r"\b(?<=\ba )grand\b(?= (?:and|for|in|a|or|per|all)\b|\s?[.,;!?]|$)"), "thousand bucks"),
    (re.compile(rf"\b({_NUMERAL}|\d+) grand\b"), r"\1 thousand bucks"),
    (re.compile(r"\b(?:a |one )?tenner\b"), "10 bucks"),
    (re.compile(r"\b(?:a |one )?fiver\b"), "5 bucks"),
)
# "Twelve hundred", "nineteen ninety-eight", as years and prices are spoken.
_CENTS: Final = re.compile(r"\bcents\b|(?<=\bone )cent\b|(?<=\ba )cent\b")
_TEENS: Final = {name: number - 10 for name, number in VALUES["en"].items() if 11 <= number <= 19}
_HUNDREDS: Final = re.compile(rf"\b({'|'.join(_TEENS)}) hundred\b")
_YEARS: Final = re.compile(
    rf"\b({'|'.join(_TEENS)}|twenty) (?=(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b)"
)
# "One ninety-nine": 199 or 1.99.
_LONE_ONE: Final = re.compile(
    r"\bone (?=(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty"
    r"|fifty|sixty|seventy|eighty|ninety)\b)"
)
# Catalan numerals that are more often words: "de nou" (again), "un model nou", "deu ser".
_NO_NUMERALS: Final = re.compile(
    r"(?<!quarts )(?<!quart )\bde nou\b(?!-cent)(?! (?:a|fins|del|de la|i|menys|h|hores|mil|euros?|mesos"
    r"|quilos|kilos|gigas|litres|per cent"
    r"|[a-z]+[^aeiou\W]s|[a-z]+es)\b)(?! ?[%€])"
    r"|\b(?:un|el|del|al|aquest|cap|molt|tot|ben|com|any|plus|es|nostre|teu|seu|quelcom|res) (?:(?!de\b|per\b"
    r"|a\b)[a-z'-]+ )?nou\b"
    r"(?!-cent)(?! (?:de|d'|i|per|mil|euros|[a-z]+s)\b)(?! ?[%€])"
    r"|(?<!les )(?<!quarts de )(?<!quart de )\bnou\b(?= (?!(?:mil|per|i|menys|al?|als|dels?|de|fins|o|en|com|que|si"
    r"|no|el|la|amb|sense|perque|son|hi|cada|gratis|total|entre|nit|dia|hora)\b)(?:curs|pis|[a-z']{4,}(?<!s))(?![a-z€%]))"
    r"|\bdeu(?= (?:ser|estar|haver|tenir|fer|voler|poder|costar|venir|anar|semblar|caldre|saber|dur|portar"
    r"|trobar)(?:-\w+)?\b)"
)
# "En una semana", "a month" are one, but not in a rate ("£30 a month", "dos veces por semana") nor where an hour is an
# appointment ("demanar una hora").
_LONE: Final = re.compile(
    r"(?<!€ )(?<!\d )(?<!euros )(?<!pounds )(?<!dollars )(?<!times )(?<!once )(?<!twice )(?<!veces )(?<!vegades )"
    r"(?<!vezes )"
    r"(?<!demanar )(?<!pedir )(?<!reservar )(?<!tinc )(?<!tengo )(?<!agafar )(?<!dar )(?<!donar )(?<!buscar )"
    r"\b(?:un|una|um|uma|one|(?<=\bin )an?|(?<=within )an?|(?<=for )an?|(?<=takes )an?|(?<=lasts )an?"
    r"|(?<=about )an?|(?<=of )an?"
    r"|(?<=\bis )an?|(?<=\bare )an?|(?<='s )an?"
    r"|(?<=just )an?|(?<=around )an?|(?<=roughly )an?|(?<=least )an?|(?<=nearly )an?"
    r"|(?<=almost )an?"
    r"|(?<=after )an?|(?<=needs )an?|(?<=need )an?|(?<=full )an?|(?<=whole )an?|(?<=another )an?|(?:^)an?(?= hour)"
    r"|(?<=only )an?|(?<=up to )an?|(?<=by )an?|(?<=than )an?|(?<=under )an?|(?<=over )an?)\s+"
    r"(?=(?:hora|hour|semana|setmana|week|mes|month|ano|any|year|minut[eo]?|minute|segundo|second|segon|mi|kilometro|quilometre"
    r"|quilometro)s?\b)"
)
_SINGLE: Final = re.compile(
    r"(?<!€ )(?<!\d )(?<!euros )(?<!reais )(?<!pounds )\b(?:una?|uma?|one|an?) (?=(?:decada|decade|decenni|lustro"
    r"|lustre|siglo|segle"
    r"|seculo|century|fortnight|quincena|quinzena|trimestre|semestre|bimestre|euro|eurito|euret|libra|lliura|pound"
    r"|dollar"
    r"|dolar|quid|horita|horeta|horinha|semanita)\b)|(?:(?<=\ben )|(?<=\bem ))(?:un|um) "
    r"(?=dia\b(?! (?:de est|d'aq|normal|cualq|qual)))"
    r"|(?<=\bnum )(?=dia\b)|(?:(?<=\bin )|(?<=within ))(?:a|one) (?=day\b)"
    r"|\ban? (?=day (?:before|ahead|in advance|earlier))|\b(?:un|um) (?=dia (?:antes|abans|d'ante|de ante|de avi"
    r"|d'avi))"
)
_ONE_O_CLOCK: Final = re.compile(
    r"\b((?:a|de|la|hasta|fins a|desde|des de|cap a|sobre|ate) (?:la )?)una\b"
    r"(?=\s*(?:[.,;:!?]|$|y |i |menos"
    r"|menys|de la |del )|$)"
    r"|\b(quarts? (?:(?:i|menys) \w+ )?d')una\b|\b((?:a|ate a|da|pela) )uma\b(?=\s*(?:[.,;:!?]|$|da |e ))"
    r"|\b((?:half(?: past)?|quarter (?:past|to)) )one\b"
    r"|\b((?:at|until|till|by) )one\b(?=\s*(?:[.,;:!?)]|$|in the |on |o'clock|and |or |[ap]\.?m\b|till|until|to ))"
)
# Catalans write their quarters of an hour in figures too: "2/4 d'onze".
_WRITTEN_QUARTS: Final = re.compile(r"(?<![\d/,.])([1-3])/4(?= (?:d'|de )[a-z\d])")


def in_figures(text: str, language: Language) -> str:
    """Plain text with numbers in words as figures; articles stay words, but "en una semana" counts."""
    for words, numeral in _DIALECT:
        text = words.sub(numeral, text)
    text = _PERCENT.sub(lambda sign: " %" if _BEFORE_PERCENT.search(text, 0, sign.start()) else sign[0], text)
    if language != "ca":
        # "Cent" is a hundred in Catalan only.
        text = _CENTS.sub("centimos", text)
    if language == "ca":
        text = _WRITTEN_QUARTS.sub(r"\1 quarts", text)
        text = _NO_NUMERALS.sub(lambda word: f"{word[0]}µ", text)
    elif language == "en":
        text = _spoken_pairs(text)
    text = spoken.with_ones(text)
    text = _ONE_O_CLOCK.sub(lambda hour: f"{next(filter(None, hour.groups()))}1", text)
    text = _SINGLE.sub("1 ", _LONE.sub("1 ", text))
    text = _ARTICLE.sub(lambda article: _kept(article, text), text)
    return halves.in_figures(spoken.in_figures(spell_out(text, language).replace("µ", "")))


def _spoken_pairs(text: str) -> str:
    """In English "miles" are no thousands, and "twelve hundred" is one number."""
    text = re.sub(r"\bmiles?\b", "mi", text)
    text = _LONE_ONE.sub("1 ", text)
    text = _HUNDREDS.sub(
        lambda teen: f"one thousand {'' if _TEENS[teen[1]] == 0 else _name(_TEENS[teen[1]])} hundred", text
    )
    return _YEARS.sub(lambda teen: f"{_thousands(teen[1])} ", text)


def _name(digit: int) -> str:
    return next(name for name, number in VALUES["en"].items() if number == digit and name != "a")


def _thousands(teen: str) -> str:
    return "two thousand" if teen == "twenty" else f"one thousand {_name(_TEENS[teen])} hundred"


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
