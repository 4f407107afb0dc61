"""The numbers that are left: counts, years, references, and "cientos de clientas". Pure."""

import re
from typing import Final

from backend.assistant.claims import harmless, nouns, spoken
from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.figures import NUMBER, SCALE, TO, value
from backend.assistant.claims.shapes import Claim, Page
from backend.assistant.claims.units import CURRENCIES, pattern
from backend.core.language import Language

_NUMBER: Final = re.compile(rf"({NUMBER}{SCALE})(?=(?P<rest>[^.;!?\n]*))")
_NO_ADJECTIVE: Final = (
    r"(?:amb|sense|para|pero|cada|desde|hasta|entre|sobre|when|with|that|this|from|your|the|para|como|com|porque"
    r"|perque|because"
    r"|while|until|which|than|then|each|cada|tambien|tambe|tambem|more|less)\b"
)
# The plural of a noun, as far as its last letter tells.
_NOUN: Final = re.compile(rf"\s+(?:(?!{_NO_ADJECTIVE})[a-z]{{3,}}[a-rt-z]\s+)?([a-z]{{3,}}s)\b")
# "A 2-bed flat", "10-class pass".
_HYPHENED: Final = re.compile(rf"-(?!(?:{pattern(CURRENCIES)}|for|per|por|way|one)\b)([a-z]{{3,}})\b")
_JOINING: Final = frozenset(
    {"los", "las", "els", "les", "dos", "das", "aos", "works", "suits", "tras", "pels", "mas", "plus", "nos", "dels"}
)
_GROUP: Final = re.compile(
    r"\b(?:(?P<team>teams?|crews?|equips?|equipos?|equipas?)|groups?|grupos?|grups?|turmas?) (?:de|of)"
    r" (?:(?:un |a |ate |fins a |hasta |up to |com a |como )?"
    r"(?:max\w*|maxim\w*) (?:de |of )?|up to |ate |hasta |fins a )?$"
)
_LIMIT: Final = re.compile(
    r"\b(?:up to|a partir de|as many as|max\w*(?: of| de)?|hasta|fins a|ate|no more than|mas de|mes de|mais de|at least"
    r"|al menos|almenys|pelo menos|minim\w*(?: of| de)?|como mucho|com a molt|at most|more than|cada|every"
    r"|(?:capacidad|capacitat|capacidade|room|space)(?: maxim\w*)? (?:para|per a|de|for)) $"
)
_LIMITED: Final = re.compile(
    r"\s?(?:[a-z]+ ){0,2}(?:como (?:mucho|maximo)|com a (?:molt|maxim)|al maximo|no maximo|at most"
    r"|tops|max(?:imum|\.)?)(?![a-z])"
)
# "Ahora mismo tenemos 10": so many there are.
_THERE_ARE: Final = re.compile(
    r"\b(?:tenemos|tenim|temos|tengo|tinc|tenho|(?:we|i) have|we've got|hay|hi ha|(?<!\w )ha|caben|cabeis"
    r"|hi cabeu|sleeps|seats|there are) (?:unos |unas |uns |unes |just |only |solo |nomes |so )?$"
)
_SPAN: Final = re.compile(rf"^{TO}{NUMBER}")
_STEM: Final = 5
# "Para doce pedimos una señal".
_VERBS: Final = ("amos", "emos", "imos", "abeis", "eneis", "ereis", "odeis", "eries", "andes")
_MANY: Final = re.compile(
    r"\b(miles|cientos|centenares|decenas|docenas|millones|milers|centenars|desenes|dotzenes|milions|milhares"
    r"|centenas|dezenas"
    r"|duzias|milhoes|hundreds|thousands|dozens|millions)(?= (?:de|of|d')\b| d')"
)
# "Solo queda una", "only one left".
_LAST: Final = re.compile(
    r"\b(?:solo|nomes|so|apenas|unicament) (?:nos |ens |me |em )?(?:en )?(?:queda|resta|ha|hay|tenim|tenemos"
    r"|temos) (?:ya |ja )?(?:una?|uno|uma?|1)\b"
    r"|\b(?:queda|resta)\w* (?:ya |ja )?(?:solo|nomes|so|apenas|unicamente) (?:una?|uno|uma?|1)\b"
    r"|\b(?:only|just) (?:1|one) (?:[a-z]+ )?(?:left|remaining|available)\b|\b(?:1|one) (?:[a-z]+ )?left\b"
)
# An answer that is only a number, "Cliente: unos 8000".
_ALONE: Final = re.compile(r"(?:[a-z]{3,}: )?(?:[a-z']+ ){0,3}$|¤+ \d{1,2}(?:-| [a-z]+ )$")
# What is so much stands for money: "busco fins a 300 mil".
_SUM: Final = 1_000
_CENTURY: Final = re.compile(r"\b(?:siglo|segle|seculo)\s([ivx]+)\b")


def take_vague(page: Page) -> None:
    """ "Miles de clientes": nobody knows how many, but somebody must have said so."""
    page.take(ClaimKind.NUMBER, _MANY, lambda match: {match[1]})
    page.take(ClaimKind.NUMBER, _LAST, lambda _: {"last"})
    page.take(ClaimKind.NUMBER, _CENTURY, lambda match: {match[1]})


def numbers(text: str, language: Language) -> list[Claim]:
    found: list[Claim] = []
    pairs = spoken.pairs(text)
    for match in _NUMBER.finditer(text):
        number = value(match[1], language)
        found.append(
            Claim(
                ClaimKind.NUMBER,
                match[1].strip(),
                frozenset({number}) | pairs.get(match.start(1), frozenset()),
                bare=not match["rest"].strip() and (number >= _SUM or bool(_ALONE.match(text[: match.start()]))),
                noun=_noun(match["rest"]) or _group(text[: match.start()]),
                limit=_is_limit(text[: match.start()], match["rest"]),
                own=not _GROUP.search(text[: match.start()])
                and harmless.is_own(number, text[: match.start()], match["rest"]),
                at=match.start(),
            )
        )
    return found


def _is_limit(before: str, rest: str) -> bool:
    return bool(_LIMIT.search(before) or _GROUP.search(before) or _THERE_ARE.search(before) or _LIMITED.match(rest))


def _noun(rest: str) -> str:
    """What is counted, as far as its endings do not matter: "alumnes" and "alumnos" are one, "5 o 6 sessions" too."""
    if hyphened := _HYPHENED.match(rest):
        return hyphened[1][:_STEM]
    following = _NOUN.match(_SPAN.sub("", rest))
    if not following or following[1] in _JOINING | nouns.VERBS or following[1].endswith(_VERBS):
        return ""
    return following[1][:_STEM]


def _group(before: str) -> str:
    """ "A team of 3", "turmas de 5": what is counted is told by what they form."""
    group = _GROUP.search(before)
    return "" if not group else "team" if group["team"] else "group"


def claimed(left: list[Claim], written: list[Claim]) -> list[Claim]:
    """A lone 1 and a spelled nought are ways of speaking, and so is what counts the reply's own words."""
    digits = {claim.values for claim in written}
    nothing = frozenset({0.0})
    return [
        claim
        for claim in left
        if not claim.own and claim.values != {1.0} and (claim.values != nothing or claim.values in digits)
    ]
