"""Facts line by line and clause by clause: who says it, of what, and which figures. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from backend.assistant.claims.finding import find
from backend.assistant.claims.shapes import Claim
from backend.core.language import Language
from backend.flows.engine.parsing.text import plain


@dataclass(frozen=True, slots=True)
class Told:
    """Words and claims of a line of facts or of one of its clauses; `own` where the customer speaks of themselves."""

    own: bool
    text: str
    words: frozenset[str]
    claims: Sequence[Claim]
    clauses: Sequence["Told"] = ()


# "T1" and "B2" are names too.
_WORD: Final = re.compile(r"[a-z]{3,}|\b[a-z]\d\b")
_STEM: Final = 4
_LONG_STEM: Final = 6
_LONG: Final = 8
# "iPhone 12" and "iPhone 13", where no unit follows.
_MODEL: Final = re.compile(
    r"\b([a-z]{4,}) (\d{1,2})(?!\d)(?=\s*(?:[.:;!?)](?!\d)|$)|\s+(?:\d|(?:son|cuesta|sale|val|custa|fica|is|costs?)\b))"
)
_CLAUSE: Final = re.compile(
    r"(?<=[.;!?])\s+|\s[·|]\s|(?<=\d|€|£)\s/\s|,\s(?=[^,;.]*\d)|(?<=[\d€£$])\s(?:y|i|e|and)\s(?=[^,;.]*[a-z]{4}[^,;.]*\d\s?[€£$])"
)
# Where one thing ends and another begins; people put an emoji for a full stop.
SENTENCE: Final = re.compile("(?<=[.;!?])\\s+|\\s*[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]+\\s*")
# Before what the customer says.
CUSTOMER: Final = "Customer"
_SPEAKER: Final = re.compile(
    r"^(?:client\w*|customer|patient|pacient\w*|parent|mother|madre|mare|mae|padre|pare|pai|novi[ao]s?|noiv[ao]s?"
    r"|alumn\w*|alun\w*|student|guest)\b[^:]{0,20}:"
)
_I: Final = re.compile(
    rf"{_SPEAKER.pattern}|\b(?:presupuesto (?:de|max)|pressupost (?:de|max)|orcamento (?:de|max)|budget|tengo"
    r"|tenia|quiero|quisiera|querria|busco|mi|mis|pago|vivo|necesito|seriamos|somos|seremos|queremos"
    r"|vamos|tinc|vull|voldria|visc"
    r"|meva|meu|meus|som|serem|volem|vindriem|tenho|quero|queria|preciso|moro|minha|minhas|sou|uso|my|we're|we|me)\b"
)
_ENGLISH_I: Final = re.compile(r"\bi(?:'m|'d|'ve)?\b")
# Words that say nothing of a subject: of money, of time, and those that hold sentences together.
_COMMON: Final = frozenset(
    word[:_STEM]
    for word in re.findall(
        r"\w+",
        """
        euros pounds dollars reais libras precio preu preco price cuesta costa custa costs vale valor value para
        amb with persona persones pessoa person people desde hasta fins cada todos todas tots totes every sobre
        entre quando cuando quan when your nuestro nostre nosso nossa have hace tiene tienen tenemos tenim temos
        from that this esta este esto aquest hora horas hores hour hours dias dies days semana setmana week month
        meses mesos minutos minuts minutes noche night nit noite reserva book tambien tambe tambem also solo
        nomes apenas only mas mes mais more plus menos less como com como where donde hacer fazer puede podem
        pode podeu quer vols would will just like gratis gratuito gratuit free partir sub cliente client customer total
        ademas despues antes before after dura durante duran during unos unas uns umas about cerca around que los
        las les els una uno con por per del dels nos ens vos any ano san sin nem son sao som the and for you our
        are has can its not but all two six ten get pro pra sem das dos aos nas tem ter ver vez ser mis tus sus
        seu sua teu tua meu soc est hay hoy avui hoje muy mui molt ben res cap tot pot pots vas van fem dem fas
        fan des cal oferta iva vat media medio mitja meia meio mig half anos anys year cuarto quarto quart quarter
        """,
    )
)


# "Margarita 8,90 / calzone 12,50 (euros)": a list of prices whose currency is said once.
_LISTED_IN: Final = re.compile(
    r"\((?:(?:en|em|in) )?(€|euros?|eur|£|pounds|reais)\b|\b(?:en|em|in) (€|euros|pounds|reais)(?=$|[.:)])", re.I
)
_LISTED: Final = re.compile(r"(?<=[^\W\d]\s)(\d{1,4}(?:[.,]\d{1,2})?)(?=\s?(?:[/;(]|,\s|\.?$))")


# "Tabla: 32 euros. Croquetas (8 uds) 9,50. Pulpo a la brasa 18."
_IN_EUROS: Final = re.compile(r"\d\s?(?:€|euros?\b)", re.I)
_DISHES: Final = re.compile(
    r"((?:(?<=\. )|^)[A-ZÀ-Ý][^.\d|:]*(?:\([^)]*\))?[^.\d|:]*\s\d{1,4}(?:,\d{1,2})?)(?=\.\s|\.?$)"
)


# "29,50 por persona".
_PER_HEAD: Final = re.compile(r"(?<![€$£\d.,])(?<![€$£] )(\d{1,4},\d{2})( (?:por persona|per persona|por pessoa)\b)")


def in_full(fact: str) -> str:
    """Each price of a list with the currency that is said once for all of them."""
    fact = _PER_HEAD.sub(r"\1 €\2", fact)
    currency = _LISTED_IN.search(fact)
    if not currency and _IN_EUROS.search(fact) and len(_DISHES.findall(fact)) > 1:
        return _DISHES.sub(r"\1 €", fact)
    return _LISTED.sub(rf"\1 {currency[1] or currency[2]}", fact) if currency else fact


# Begins as a deposit does, and speaks of none.
_AFTER: Final = "depois"


def words(text: str) -> frozenset[str]:
    """By their beginnings: "caixa" and "caixes" are one."""
    bare = plain(text)
    named = {f"{name[1][:_STEM]}{name[2]}" for name in _MODEL.finditer(bare) if name[1][:_STEM] not in _COMMON}
    return frozenset(_stem(word) for word in _WORD.findall(bare) if word != _AFTER) - _COMMON | named


def _stem(word: str) -> str:
    """ "Estacionamento" is not "esta"."""
    return word[:_LONG_STEM] if len(word) > _LONG and word[:_STEM] in _COMMON else word[:_STEM]


def told(facts: Iterable[str], language: Language, today: date) -> list[Told]:
    return [_told(line, language, today) for fact in facts for line in fact.splitlines()]


@lru_cache(maxsize=8_192)
def says_the_customer(line: str) -> bool:
    """Only where it stands before what they say."""
    return bool(_SPEAKER.search(plain(line[:60])))


@lru_cache(maxsize=8_192)
def _told(line: str, language: Language, today: date) -> Told:
    own = bool(_I.search(plain(line)) or (language == "en" and _ENGLISH_I.search(plain(line))))
    clauses = [
        Told(own, plain(clause), words(clause), find(clause, language, today, learning=True))
        for clause in _CLAUSE.split(line)
    ]
    return Told(own, plain(line), words(line), find(line, language, today, learning=True), clauses)
