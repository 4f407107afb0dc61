"""When somebody is there: words that speak of opening, and "24/7". Pure."""

import re
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.shapes import Page

_OPENING: Final = re.compile(
    r"\b(?:horari\w*|abr\w+|abert\w*|obr\w+|obert\w*|atend\w*|aten\w+|open\w*|hours|cerra\w*|tanca\w*|fecha\w*"
    r"|close\w*|entre semana|lunes"
    r"|dilluns|segunda|mondays?|tuesdays?|wednesdays?|thursdays?|viernes|divendres|sexta|fridays?|sabado\w*"
    r"|dissabte\w*|saturday\w*|tardes|mananas"
    r"|matins|tardas)\b"
)
_SERVICE: Final = re.compile(
    r"\b(?:horari\w*|abr\w+|abert\w*|obr\w+|obert\w*|atend\w*|aten\w+|open\w*|hours|cerra\w*|tanca\w*|fecha\w*"
    r"|close[sd]?"
    r"|trabaj\w+|treball\w+|trabalh\w+|work|working|estamos|hi som|back|tornem"
    r"|volvemos|voltamos|we're|laborables|feiners|uteis|disponib\w+)\b"
)
_ALWAYS: Final = re.compile(
    r"\b24\s?/\s?7\b|\b24\s?(?:h|horas|hores|hours?)\b[^.;\d]{0,12}?,?\s?(?:y |e |i |and )?7 (?:dias|dies|days)"
    r"(?: (?:a|por|a la|per|da|de la) (?:semana|setmana|week))?"
    r"|\b(?:a)?round the clock\b"
)
_ALL_DAY: Final = re.compile(
    r"\b(?:las|les|as) 24 (?:horas|hores|h)\b(?: del? dia)?|\b24 (?:horas al dia|hores al dia|horas por dia"
    r"|hours a day)\b"
    r"|\b(?:urgenc\w+|emergenc\w+|abiert\w+|abrimos|obrim|obert|aberto|open|servicio|servei|servico|service|atenc\w+"
    r"|atend\w+|assistenc\w+)[^.;\d]{0,20}\b24 ?(?:h|hores|horas|hours)\b"
)


def speaks_of_opening(text: str) -> bool:
    """Asked before the days are taken from the page."""
    return bool(_OPENING.search(text))


def speaks_of_service(text: str) -> bool:
    """Of the days on which somebody is there, not of one that is meant."""
    return bool(_SERVICE.search(text))


def take_always(page: Page) -> None:
    """Before days and durations are looked for."""
    page.take(ClaimKind.TIME, _ALWAYS, lambda _: {"24/7"})
    page.take(ClaimKind.TIME, _ALL_DAY, lambda _: {"24/7", "24h"})
