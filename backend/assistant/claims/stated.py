"""Prices that are plainly said and reckoned by nothing: "la salida vale 65 €". Pure."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.finding import find
from backend.assistant.claims.shapes import Claim
from backend.assistant.claims.terms import factors_of, shares_of
from backend.core.language import Language
from backend.flows.engine.parsing.text import plain

# "Serían", "o sea", "en total": what follows is reckoned.
_CUE: Final = re.compile(
    r"\b(?:total|en tot|todo|tot plegat|tudo|all in|together|junt[oae]?s?|junts|amb(?:os|as|dos|dues)|both"
    r"|comes? to|added"
    r"|suma\w*|sortiri\w*|saldri\w*|seria[nm]?|serien|would|you'd|he'd|she'd|quedari\w*|ficaria\w*|pagari\w*|costari\w*"
    r"|qued\w+|ficam|ficavas|passa\w*|pasa\w*|surt\w*|sal[ei]\w*|made|makes?|fan|fem"
    r"|o sea|es decir|es a dir|o sigui|ou seja|portanto|por tanto|per tant|doncs|asi que|so|aixi que"
    r"|that's|works out|which|o que"
    r"|instead|vez|lugar|lloc|rest[oa]?|balance|half|mitad|meitat|metade|deposit|senal|senyal|sinal"
    r"|ahorr\w+|estalvi\w+|poup\w+|sav\w+|difer\w+|cheaper|menos|menys|less|off|more|mas|mais|plus"
    r"|(?<!al )(?<!por )(?<!per )(?<!cada )mes"
    r"|dos|dues|dois|duas|two|tots|todos|couple|return)\b|[=+%]"
)
_DIRECT: Final = re.compile(
    r"\b(?:cuesta|vale|val|costa|custa|costs|is|esta|es|e|son|sao|fan|em|a|per|por|at|for)"
    r" (?:normal\w+ |only |just |solo |nomes |apenas |a |de |en |em |por |per )*(?:[€£$]|r\$)? ?\d[\d.,]*"
)
_CHUNK: Final = re.compile(r"[;:]\s|,\s|\s(?:-|–|—)\s|(?<=[€£$])\s(?:y|i|e|and)\s")


def plain_prices(wanted: Iterable[Claim], sentence: str, language: Language, today: date) -> set[Claim]:
    """ "La salida vale 65 €" reckons nothing: no count, no share and no word of a reckoning stands by the price."""
    found = set[Claim]()
    for chunk in _CHUNK.split(sentence):
        claims = find(chunk, language, today, learning=True)
        if (
            _DIRECT.search(plain(chunk))
            and not _CUE.search(plain(chunk))
            and not factors_of(claim for claim in claims if not _lasts_minutes(claim))
            and not shares_of(claims)
        ):
            found |= {claim for claim in wanted if claim.kind is ClaimKind.MONEY and claim in claims}
    return found


def _lasts_minutes(claim: Claim) -> bool:
    """ "Dura 50 minutos y vale 45 €": nobody pays so many times for each minute."""
    return claim.kind is ClaimKind.DURATION and "min" in claim.text.lower()
