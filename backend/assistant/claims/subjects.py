"""Whether a known figure is said of what it belongs to: the price of the visit is none of the worktop's. Pure.

Judged only where it is plain: no fact that holds the figure shares a word with the reply, and another fact, which gives
figures of this kind too, shares one with the sentence.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.finding import find
from backend.assistant.claims.knowing import Known
from backend.assistant.claims.shapes import Claim
from backend.core.language import Language
from backend.flows.engine.parsing.text import plain


@dataclass(frozen=True)
class Told:
    """A fact's line: whether the customer says it of themselves, its words and its claims."""

    own: bool
    words: frozenset[str]
    claims: Sequence[Claim]


_KINDS: Final = frozenset({ClaimKind.MONEY, ClaimKind.PERCENT, ClaimKind.DURATION, ClaimKind.QUANTITY, ClaimKind.STOCK})
# "Vinte e cinco anos", "una hora y media" are one figure.
_SENTENCE: Final = re.compile(
    r"(?<=[.;!?])\s|, |(?<!inta)(?<!enta)(?<!vinte)(?<!cento)(?<!entos)(?<!mil)(?<!hundred)(?<!thousand)"
    r" (?:y|i|e|and|o|ou|or|però|pero|mas|but) (?!(?:an? |um |una )?(?:medi[ao]|mitja|mig|mei[ao]|half|quarts?|quarto"
    r"|cuarto|quarter)\b)"
)
_WORD: Final = re.compile(r"[a-z]{3,}")
_STEM: Final = 4
_I: Final = re.compile(
    r"^(?:client\w*|customer|patient|pacient\w*|parent|mother|madre|mare|mae|padre|pare|pai|novi[ao]s?|noiv[ao]s?"
    r"|alumn\w*|alun\w*|student"
    r"|guest)\b[^:]{0,20}:|\b(?:presupuesto (?:de|max)|pressupost (?:de|max)|orcamento (?:de|max)|budget|tengo"
    r"|tenia|quiero|quisiera|querria|busco|mi|mis|pago|vivo|necesito|seriamos|somos|seremos|queremos"
    r"|vamos|tinc|vull|voldria|visc"
    r"|meva|meu|meus|som|serem|volem|vindriem|tenho|quero|queria|preciso|moro|minha|minhas|sou|uso|i|i'm|i'd|my"
    r"|we're|we|me)\b"
)
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
        pode podeu quer vols would will just like gratis gratuito gratuit free cliente client customer total
        ademas despues antes before after dura durante duran during unos unas uns umas about cerca around que los
        las les els una uno con por per del dels nos ens vos any ano san sin nem son sao som the and for you our
        are has can its not but all two six ten get pro pra sem das dos aos nas tem ter ver vez ser mis tus sus
        seu sua teu tua meu soc est hay hoy avui hoje muy mui molt ben res cap tot pot pots vas van fem dem fas
        fan des cal oferta iva vat media medio mitja meia meio mig half anos anys year cuarto quarto quart quarter
        """,
    )
)


def misplaced(reply: str, facts: Iterable[str], *, language: Language, today: date) -> list[Claim]:
    told = [_told(line, language, today) for fact in facts for line in fact.splitlines()]
    spoken = _words(reply)
    return [
        claim
        for sentence in _SENTENCE.split(reply)
        for claim in find(sentence, language, today)
        if claim.kind in _KINDS and _is_anothers(claim, spoken, _words(sentence), told, today)
    ]


def _told(line: str, language: Language, today: date) -> Told:
    return Told(_is_own(line), _words(line), find(line, language, today, learning=True))


def _is_anothers(
    claim: Claim, reply: frozenset[str], sentence: frozenset[str], told: Sequence[Told], today: date
) -> bool:
    lines = [line for line in told if any(each.kind is claim.kind for each in line.claims)]
    holders = [line for line in lines if _holds(claim, line.claims, today)]
    if not holders or any(line.own for line in holders):
        return False
    if any(line.words & reply for line in holders):
        return False
    return any(line.words & sentence for line in lines if line not in holders)


def _holds(claim: Claim, told: Sequence[Claim], today: date) -> bool:
    known = Known(today)
    known.learn(told)
    return known.holds(claim)


def _is_own(line: str) -> bool:
    """In the first person the customer speaks: what they say of themselves may be said of anything."""
    return bool(_I.search(plain(line)))


def _words(text: str) -> frozenset[str]:
    """By their beginnings: "caixa" and "caixes" are one."""
    return frozenset(word[:_STEM] for word in _WORD.findall(plain(text))) - _COMMON
