"""Whether a known figure is said of what it belongs to: the price of the visit is none of the worktop's. Pure.

Judged only where it is plain: no fact that holds the figure shares a word with the reply, and another fact, which gives
figures of this kind too, shares one with the sentence.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.finding import find
from backend.assistant.claims.holding import holds
from backend.assistant.claims.knowing import Known
from backend.assistant.claims.lines import SENTENCE, Told, words
from backend.assistant.claims.shapes import Claim
from backend.core.language import Language

_KINDS: Final = frozenset({ClaimKind.MONEY, ClaimKind.PERCENT, ClaimKind.DURATION, ClaimKind.QUANTITY, ClaimKind.STOCK})
# What a business promises or asks for, by the kinds of its figures: who asks for 50 € in advance asks for no 30 %,
# and what is four years old has no four years of guarantee.
_TOPICS: Final = (
    (frozenset({"sena", "seny", "depo", "sina", "fian"}), frozenset({ClaimKind.MONEY, ClaimKind.PERCENT})),
    (frozenset({"gara", "warr", "guar"}), frozenset({ClaimKind.DURATION})),
    (frozenset({"canc", "anul"}), frozenset({ClaimKind.DURATION})),
    (frozenset({"edat", "edad", "idad"}), frozenset({ClaimKind.DURATION})),
)
_FREE: Final = (0.0, "")
# "Vinte e cinco anos", "una hora y media" are one figure.
CLAUSE: Final = re.compile(
    r"(?<=[.;!?])\s|, | \+ |(?<!inta)(?<!enta)(?<!vinte)(?<!cento)(?<!entos)(?<!mil)(?<!hundred)(?<!thousand)"
    r" (?:y|i|e|and|o|ou|or|però|pero|mas|but) (?!(?:an? |um |una )?(?:medi[ao]|mitja|mig|mei[ao]|half|quarts?|quarto"
    r"|cuarto|quarter)\b)"
)


def misplaced(reply: str, told: Sequence[Told], *, language: Language, today: date) -> list[Claim]:
    spoken, said = words(reply), find(reply, language, today)
    if not any(claim.kind in _KINDS for claim in said):
        return []
    return [
        claim
        for sentence in SENTENCE.split(reply)
        for clause in CLAUSE.split(sentence)
        for claim in find(clause, language, today)
        if claim.kind in _KINDS
        and (
            _is_anothers(claim, spoken, said, words(clause), told, today)
            or _is_a_neighbours(claim, words(sentence), words(clause), told, today)
        )
    ]


def _is_anothers(
    claim: Claim,
    reply: frozenset[str],
    said: Sequence[Claim],
    sentence: frozenset[str],
    told: Sequence[Told],
    today: date,
) -> bool:
    lines = [line for line in told if any(each.kind is claim.kind for each in line.claims)]
    holders = [line for line in lines if holds_any(line.claims, claim, today)]
    if _off_topic(claim, sentence, holders, told):
        return True
    if not holders or any(line.own for line in holders):
        return False
    if any(line.words & reply for line in holders):
        return False
    if _FREE in claim.values:
        # That one thing is free makes nothing else so; a figure of the same fact tells that it is meant.
        figures = {value for line in holders for each in line.claims for value in each.values} - {_FREE}
        return not any(figures & each.values for each in said)
    return any(line.words & sentence for line in lines if line not in holders)


def _off_topic(claim: Claim, sentence: frozenset[str], holders: Sequence[Told], told: Sequence[Told]) -> bool:
    """Some fact speaks of just that with a figure, and none of those that hold this one does."""
    for topic, kinds in _TOPICS:
        if claim.kind in kinds and topic & sentence:
            about = [line for line in told if not line.own and topic & line.words]
            figured = [line for line in about if any(each.kind in kinds for each in line.claims)]
            return bool(figured) and not any(line in about for line in holders)
    return False


def _is_a_neighbours(
    claim: Claim, sentence: frozenset[str], clause: frozenset[str], told: Sequence[Told], today: date
) -> bool:
    """Other clauses of its line share words of their own with the clause, those that hold the figure none."""
    holders = [line for line in told if holds_any(line.claims, claim, today)]
    if len(holders) != 1 or holders[0].own:
        return False
    clauses = [each for each in holders[0].clauses if any(other.kind is claim.kind for other in each.claims)]
    # What stands before the colon is said of them all.
    head, *told_apart = holders[0].text.split(": ")
    shared = words(head) if len(told_apart) == 1 else frozenset[str]()
    right = [each for each in clauses if holds_any(each.claims, claim, today)]
    own = _together(right) - shared
    others = _together(each for each in clauses if each not in right) - shared
    apart = own - others
    return bool(right and apart and not apart & sentence and (others - own) & clause)


def _together(clauses: Iterable[Told]) -> frozenset[str]:
    return frozenset[str]().union(*(each.words for each in clauses))


def holds_any(told: Sequence[Claim], claim: Claim, today: date) -> bool:
    known = Known(today)
    known.learn(told)
    return holds(known, claim)
