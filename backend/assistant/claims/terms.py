"""What a reply reckons with: the prices that are in play, and what is counted, shared and measured. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.finding import find
from backend.assistant.claims.lines import Told, words
from backend.assistant.claims.shapes import Claim, Value
from backend.core.language import Language

_MEASURED: Final = frozenset({ClaimKind.DURATION, ClaimKind.QUANTITY})
_LEAST: Final = 0.25
_GREATEST: Final = 200
_WEEK: Final = 7
_FEW: Final = 4
_MONTHS: Final = re.compile(
    r"\b(?:al|a l'|por|per|a|ao|cada|l') ?(?:mes|month|ano|any|year)\b|\b(?:mensual|mensal|anual|monthly|yearly)\w*"
)
_DOZENS: Final = re.compile(r"\b(?:docen\w+|dotzen\w+|duzia\w*|dozen\w*)\b")
_COUPLE: Final = re.compile(
    r"\b(?:both|ida [ye] v(?:uel|ol)ta|anada i tornada|return|round trip|there and back"
    r"|ambos|ambas|ambdos|ambdues|couple|you and your|(?:los|las|els|les|os|as) (?:dos|dues|dois|duas))\b"
)
# "+6 €", "£5 less": no price of its own.
_MORE: Final = re.compile(r"[+]\s?[€£$]?\s?\d|\b(?:mas|mes|plus|more|mais|extra|suplement\w*|supplement)\b")
_LESS: Final = re.compile(r"[€£$\d] (?:less|menos|menys|off)\b|-[€£$]?\d")
# A price for each of them is in play wherever people, hours or nights are counted.
_HEAD: Final = re.compile(
    r"\b(?:por persona|per persona|por pessoa|per person|per head|por cabeza|per cap|p\.p|por comensal)\b"
    r"|/ ?(?:hora|hr?|noche|nit|noite|night|dia|day)\b|\b(?:la|por|per|a|an|l'|ao|al|el|o) ?(?:hora|hour"
    r"|noche|nit|noite|night|dia|day)\b"
)


@dataclass(slots=True)
class Known:
    """What may be reckoned with: prices in play, the shares and measures of their lines, and what is told apart."""

    prices: set[float] = field(default_factory=set)
    rates: set[tuple[float, tuple[str, float]]] = field(default_factory=set)
    shared: set[tuple[float, float]] = field(default_factory=set)
    more: set[float] = field(default_factory=set)
    less: set[float] = field(default_factory=set)
    bases: set[float] = field(default_factory=set)
    shares: set[float] = field(default_factory=set)
    heads: set[float] = field(default_factory=set)
    said_shares: set[float] = field(default_factory=set)
    theirs: set[float] = field(default_factory=set)
    hours: set[Value] = field(default_factory=set)
    names: dict[float, frozenset[str]] = field(default_factory=dict)


def in_play(reply: str, told: Sequence[Told], language: Language, today: date) -> Known:
    """Known prices that the reply names, or whose own words it or the customer uses."""
    known, said = Known(), amounts_of(find(reply, language, today, learning=True))
    spoken = words(reply)
    asked = spoken.union(*(line.words for line in told if line.own))
    often = _often(told)
    for line in told:
        amounts = amounts_of(line.claims)
        known.prices |= amounts if line.own else amounts & said
        if line.own:
            known.theirs |= factors_of(each for each in line.claims if not _is_long(each))
            continue
        if line.words & asked:
            known.hours |= {value for each in line.claims if each.kind is ClaimKind.TIME for value in each.values}
        priced = sum(any(each.kind is ClaimKind.MONEY for each in clause.claims) for clause in line.clauses)
        for clause in line.clauses:
            in_play, more, less = amounts_of(clause.claims), _MORE.search(clause.text), _LESS.search(clause.text)
            known.bases |= set() if more or less else in_play
            known.names |= dict.fromkeys(in_play, clause.words)
            if clause.words & spoken:
                known.said_shares |= shares_of(clause.claims)
            if _HEAD.search(clause.text):
                known.heads |= in_play
            named = clause.words if clause.words and priced > 1 else line.words
            if not (named - often or named) & asked:
                continue
            known.prices |= in_play
            known.shares |= shares_of(clause.claims)
            if named & spoken:
                known.more |= in_play if more else set()
                known.less |= in_play if less else set()
            known.shared |= set(product(in_play, shares_of(line.claims)))
            known.rates |= set(product(in_play, lengths_of(clause.claims)))
    return known


def _often(told: Sequence[Told]) -> frozenset[str]:
    """Words that more than two prices share name none of them."""
    clauses = [each for line in told if not line.own for each in line.clauses if amounts_of(each.claims)]
    shared = Counter(word for clause in clauses for word in clause.words)
    return frozenset(word for word, times in shared.items() if times > _FEW)


def of_dozens(known: Known, claims: Sequence[Claim], text: str) -> frozenset[float]:
    """ "Tres docenas" of what is sold by the dozen, "un año" of what is paid by the month."""
    days = {
        value
        for each in claims
        for value in each.values
        if isinstance(value, tuple) and value[0] in {"open", "weekday"}
    }
    dozens = {float(len({day for _, day in days}))} - {0.0, 1.0}
    dozens |= {each / 12 for each in factors_of(claims) | known.theirs if _DOZENS.search(text) and each % 12 == 0}
    return frozenset(dozens | {count for unit, count in lengths_of(claims) if unit == "month" and count > 1})


def lengths_of(claims: Iterable[Claim]) -> set[tuple[str, float]]:
    return {
        value
        for claim in claims
        if claim.kind in _MEASURED
        for value in claim.values
        if isinstance(value, tuple) and len(value) == 2 and value[1]
    }


def more_factors(text: str) -> frozenset[float]:
    found = {2.0} if _COUPLE.search(text) else set()
    return frozenset(found | ({12.0} if _MONTHS.search(text) else set()))


def amounts_of(claims: Iterable[Claim]) -> set[float]:
    money = (value for claim in claims if claim.kind is ClaimKind.MONEY for value in claim.values)
    return {float(value[0]) for value in money if isinstance(value, tuple) and value[0]}


def _is_long(claim: Claim) -> bool:
    """That it hurts since three weeks or was bought four years ago multiplies nothing; nights do."""
    return claim.kind is ClaimKind.DURATION and not any(
        isinstance(value, tuple) and value[0] == "day" and value[1] % _WEEK for value in claim.values
    )


def shares_of(claims: Iterable[Claim]) -> frozenset[float]:
    shares = (value for claim in claims if claim.kind is ClaimKind.PERCENT for value in claim.values)
    return frozenset(value for value in shares if isinstance(value, float))


# "50x70" is the thing's size and multiplies nothing.
_SIZED: Final = re.compile(r"\d\s?x\s?\d")


def factors_of(claims: Iterable[Claim]) -> frozenset[float]:
    found: set[float] = set()
    for claim in claims:
        if claim.kind is ClaimKind.NUMBER:
            found |= {value for value in claim.values if isinstance(value, float)}
        elif claim.kind in {ClaimKind.DURATION, ClaimKind.QUANTITY} and not _SIZED.search(claim.text):
            found |= {float(figure.replace(",", ".")) for figure in re.findall(r"\d+(?:[.,]\d+)?", claim.text)}
            found |= {value[1] / 60 for value in claim.values if isinstance(value, tuple) and value[0] == "min"}
    return frozenset(factor for factor in found if factor != 1 and _LEAST <= factor <= _GREATEST)
