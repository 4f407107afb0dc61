"""Where the figures of a fact stand: which words of its line speak of which of them. Pure.

A line is "what | answer | price | link". The words of its parts without figures of a kind are said of all of them;
those of the clauses of a part ("15 % estudiantes y 10 % familia numerosa") of the clause's own.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from backend.assistant.claims.addresses import without_links
from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.finding import find
from backend.assistant.claims.lines import words
from backend.assistant.claims.shapes import Claim
from backend.core.language import Language
from backend.flows.engine.parsing.text import plain

_PART: Final = re.compile(r"\s\|\s|(?<=\?)\s")
_PIECE: Final = re.compile(r"[.,;·]\s|\s/\s|\s(?:y|i|e|and|o|ou|or)\s")
# A free hour as the agenda gives it: whatever it is called, it is for anything.
_SLOT: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
# What a dozen words say: that there is somebody, how one speaks with them, and that one comes or goes.
_MEANT: Final[Mapping[str, re.Pattern[str]]] = {
    "+open": re.compile(
        r"\b(?:horari\w*|abr[aei]\w*|abiert\w*|abert\w*|obr[ei]\w*|obert\w*|open\w*|hours|cerra\w*|cierr\w*|tanca\w*"
        r"|tanqu\w*|fecha\w*|encerra\w*|close\w*|atend\w*|atenc\w*)\b"
    ),
    "+call": re.compile(
        r"\b(?:tel\w*|tlf\w*|tfn\w*|call|ring|phone|truc\w+|llam\w+|ligu?\w+|movil|mobil|whats\w*|zap|contact\w*"
        r"|contat\w*)\b"
    ),
    "+enter": re.compile(r"\b(?:entrad\w*|entra[mr]?|entren|check-?in|arrival)\b"),
    "+leave": re.compile(r"\b(?:salida\w*|salir|sortid\w*|sortir|saida\w*|sair|check-?out|departure|leave)\b"),
}
# Short words that are no subject.
_COMMON: Final = frozenset(
    {"aban", "acim", "ate", "day", "incl", "lun", "max", "maxi", "min", "mini", "nao", "seg", "sex", "ter"}
)
_MODEL: Final = re.compile(r"[a-z]{2,}\d+")
# Often all that tells one thing from the next in the list: "fir 6ft | £49", "fir 7ft | £62".
_SIZE: Final = re.compile(r"\b(\d+(?:[.,]\d+)?)\s?(ft|foot|mm|cm|ml|cl)\b")


@dataclass(frozen=True, slots=True)
class Place:
    """The words that a line says of some figures of a kind, `own` those of their clause, and whether these are free
    hours."""

    words: frozenset[str]
    own: frozenset[str]
    claims: Sequence[Claim]
    slot: bool


def meant(text: str) -> frozenset[str]:
    """What a text speaks of: its words, without those of links and without what is said of anything."""
    bare = plain(text)
    meanings = {name for name, said in _MEANT.items() if said.search(bare)}
    for said in _MEANT.values():
        bare = said.sub(" ", bare)
    sizes = {number + unit for number, unit in _SIZE.findall(bare)}
    return frozenset(word for word in words(bare) if not _MODEL.fullmatch(word)) - _COMMON | meanings | sizes


def spoken(text: str) -> frozenset[str]:
    """The same of a reply, whose links tell nothing of what they are given for."""
    return meant(without_links(text))


@lru_cache(maxsize=8_192)
def places(line: str, kind: ClaimKind, language: Language, today: date) -> tuple[Place, ...]:
    parts = _PART.split(line if line.count(": ") > 1 else line.replace(": ", " | "))
    figured = [part for part in parts if _claims(part, kind, language, today)]
    shared = frozenset[str]().union(*(meant(part) for part in parts if part not in figured))
    slot = bool(_SLOT.search(line))
    return tuple(
        Place(shared | own, own, claims, slot)
        for part in figured
        for own, claims in _pieces(part, kind, language, today)
    )


def _pieces(
    part: str, kind: ClaimKind, language: Language, today: date
) -> Iterator[tuple[frozenset[str], Sequence[Claim]]]:
    """Clauses with figures; what has none is said of the one before it, and of the first one where it stands first."""
    own, claims = frozenset[str](), list[Claim]()
    # "Dilluns i dimecres" is one answer to when.
    for piece in [part] if kind is ClaimKind.DATE else _PIECE.split(part):
        told = _claims(piece, kind, language, today)
        if told and claims:
            yield own, claims
            # "De 9 a 14 y de 16 a 20": where nothing else is named, the same is meant.
            own, claims = meant(piece) or own, []
        else:
            own |= meant(piece)
        claims += told
    yield own, claims or _claims(part, kind, language, today)


def _claims(text: str, kind: ClaimKind, language: Language, today: date) -> list[Claim]:
    return [claim for claim in find(text, language, today, learning=True) if claim.kind is kind]
