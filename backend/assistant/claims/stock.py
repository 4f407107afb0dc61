"""What is left: "solo nos quedan dos", "three left in stock", "restam 3 vagas", "Plazas libres: 3". Pure.

How many are left is no count of anything else, so only a fact that says how many are left holds it.
"""

import re
from typing import Final

from backend.assistant.claims import harmless
from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.shapes import TAKEN, Page, Value
from backend.assistant.claims.units import CURRENCIES, LENGTHS, pattern

_COUNT: Final = (
    rf"(?<![\w.,:/{TAKEN}-])(?P<count>\d{{1,4}})(?![\d/:h]|[.,]\d|\s?[%€$£]|\s(?:{pattern(CURRENCIES)}|{pattern(LENGTHS)}"
    r"|mil|por|per|cada|as?|al|de la|da)\b)"
)
_ONLY: Final = r"(?:(?:solo|nomes|so|apenas|unicamente?|unicament|ja|ya|aun|encara|ainda|just|only|unas?|uns|unos) )*"
_PLACES: Final = (
    r"(?:plazas?|places?|vagas?|lugares|llocs?|seats?|spots?|spaces?|unidad(?:es)?|unitats?|unidades?|units?|piezas?"
    r"|peces|pecas)"
)
_FREE: Final = r"(?:libres?|lliures?|livres?|free|left|available|remaining|disponib\w+)"
_LEFT: Final = (
    re.compile(rf"\b(?:queda[nm]?|queden|resta[nm]?|resten|sobra[nm]?|sobren) {_ONLY}{_COUNT}"),
    re.compile(
        rf"{_COUNT}(?: (?!and\b|or\b|has\b|have\b)[a-z'-]+){{0,2}} (?:left|remaining)\b(?! (?:side|hand|ear|eye|of))"
    ),
    re.compile(rf"{_COUNT}(?: [a-z'-]+){{0,2}} (?:in stock|en stock|em stock|en estoc|em estoque|en existencias?)\b"),
    re.compile(rf"\b(?:stock|estoc|estoque|existencias|existencies)[^.;:\d]{{0,12}}:? {_ONLY}{_COUNT}"),
    re.compile(rf"{_COUNT} {_PLACES} {_FREE}\b"),
    re.compile(rf"\b(?:{_FREE} {_PLACES}|{_PLACES} {_FREE})\b[^.;:\d]{{0,25}}: ?{_COUNT}"),
    re.compile(
        rf"\b(?:hay|hi ha|ha|tenemos|tenim|temos|tengo|tinc|tenho|there (?:are|is)|have) "
        rf"(?:solo|nomes|so|apenas|just|only) {_COUNT} {_PLACES}\b"
    ),
)
# "Me quedan dos huecos: el martes a las diez y el jueves": slots of the agenda, and they are named.
_SLOT: Final = re.compile(
    r"\s+(?:huecos?|forats?|horas|hores|citas|cites|slots?|appointments?|turnos?|torns?|horarios|horaris|horas|opciones"
    r"|opcions|opcoes|options?|cosas|coses|coisas|things|preguntas|preguntes|perguntas|questions)\b"
)


def take(page: Page) -> None:
    for left in _LEFT:
        page.take(ClaimKind.STOCK, left, _count)


def _count(match: re.Match[str]) -> set[Value] | None:
    """Nothing where the reply lists them itself."""
    count, behind = float(match["count"]), match.string[match.end("count") :].partition(".")[0]
    if _SLOT.match(behind) or harmless.is_own(count, match.string[: match.start("count")], behind):
        return None
    return {count}
