"""Prices that follow from known ones: "los dos son 63 €", "con el 20 % quedaría en 68 €", "que ahorras 3 €". Pure.

Every step must be spoken of: the reply says that it adds up, shares out or compares, uses the words of the prices that
it reckons with, and names the factor. Everything else would make any price the sum of some others.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, product
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.finding import find
from backend.assistant.claims.lines import Told, words
from backend.assistant.claims.shapes import Claim, Value
from backend.core.language import Language
from backend.flows.engine.parsing.text import plain

_SAME: Final = 0.006
_ROUNDED: Final = 0.06
_RECKONED: Final = frozenset({ClaimKind.MONEY, ClaimKind.PERCENT, ClaimKind.TIME, ClaimKind.DURATION})
# Who names more prices at once is not reckoning.
_MOST: Final = 14
_MEASURED: Final = frozenset({ClaimKind.DURATION, ClaimKind.QUANTITY})
_LEAST: Final = 0.25
_GREATEST: Final = 200
_WEEK: Final = 7
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")
_TOGETHER: Final = re.compile(
    r"\b(?:total|en tot|todo|tot plegat|tudo|todos|tots|altogether|all in|together|junt[oae]s?|junts"
    r"|amb(?:os|as|dos|dues)"
    r"|both|(?:los|las|els|les|os|as|the) (?:dos|dues|dois|duas|two|tres|three)|comes? to|added"
    r"|suma\w*|sortiri\w*|saldri\w*"
    r"|seria[nm]?|serien|would be|si (?:anad\w+|afeg\w+|cambi\w+|canvi\w+|quer\w+|vol\w+)|se (?:juntar|quiser)\w*"
    r"|with|con|amb|com|made|o sea|es decir|es a dir|o sigui|ou seja|portanto|so)\b|[=+]"
)
_EACH: Final = re.compile(
    r"\b(?:cada|cadascun\w*|each|apiece|a go|per head|por cabeza|a (?:class|lesson|session|month|week|night|day)"
    r"|(?:la|el|per|por|a|por cada) (?:clase|classe|aula|hora|sesion|sessio|sessao|mes|noche|nit|noite"
    r"|persona|pessoa))\b"
)
_APART: Final = re.compile(
    r"\b(?:ahorr\w+|estalvi\w*|poup\w+|sav\w+|cheaper|menos|menys|less|off|mas|mes|plus|more|mais|resto|resta|rest|remaining"
    r"|restant\w*|lo demas|balance|queda\w*|passa|pasa|diferenc\w+|difference|online"
    r"|descont\w*|descompt\w*|descuent\w*|instead|rather"
    r"|en vez|en lugar|en lloc|en comptes|em vez|lugar)\b"
)
_MONTHS: Final = re.compile(
    r"\b(?:al|a l'|por|per|a|ao|cada|l') ?(?:mes|month|ano|any|year)\b|\b(?:mensual|mensal|anual|monthly|yearly)\w*"
)
_ENDS: Final = re.compile(
    r"\b(?:acab\w*|termin\w*|finish\w*|done|ends?|sal[ei]\w*|surt\w*|torn\w*|back|volv\w*|hasta|fins|ate|until|pleg\w*)\b"
)
_COUPLE: Final = re.compile(
    r"\b(?:both|ida [ye] v(?:uel|ol)ta|anada i tornada|return|round trip|there and back"
    r"|ambos|ambas|ambdos|ambdues|couple|you and your|(?:los|las|els|les|os|as) (?:dos|dues|dois|duas))\b"
)


# "+6 €", "£5 less": no price of its own.
_MORE: Final = re.compile(r"[+]\s?[€£$]?\s?\d|\b(?:mas|mes|plus|more|mais|extra|suplement\w*|supplement)\b")
_LESS: Final = re.compile(r"[€£$\d] (?:less|menos|menys|off)\b|-[€£$]?\d")
# "Contando cuatro horas serían 260 €".
_SUPPOSED: Final = re.compile(
    r"\b(?:contando|comptant|contant|pongamos|posem|por ejemplo|per exemple|por exemplo|for example|imagin\w*"
    r"|seria[nm]?|serien"
    r"|would be|would come|say|si (?:son|fueran|fossin)|if it)\b"
)
# A price for each of them is in play wherever people, hours or nights are counted.
_HEAD: Final = re.compile(
    r"\b(?:por persona|per persona|por pessoa|per person|per head|por cabeza|per cap|p\.p|por comensal)\b"
    r"|/ ?(?:hora|hr?|noche|nit|noite|night|dia|day)\b|\b(?:la|por|per|a|an|l'|ao|al|el|o) ?(?:hora|hour"
    r"|noche|nit|noite|night|dia|day)\b"
)
_DISCOUNT: Final = re.compile(
    r"\b(?:des[cq]\w*nt\w*|descompt\w*|discount\w*|off|rebaj\w*|menos|menys|less|instead|rather|en vez|em vez)\b"
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


def without_derived(
    unknown: list[Claim], reply: str, told: Sequence[Told], *, language: Language, today: date
) -> list[Claim]:
    """Without the prices that are reckoned rightly, and without what they are reckoned with: "contando 4 horas"."""
    if not any(claim.kind in _RECKONED for claim in unknown):
        return unknown
    known, right = _in_play(reply, told, language, today), set[Claim]()
    # What is reckoned rightly may be reckoned with: "la mitad, 22,50 €. Total: 67,50 €".
    for _ in range(2):
        for sentence in _SENTENCE.split(reply):
            claims = find(sentence, language, today, learning=True)
            wanted = {claim for claim in unknown if claim.kind in _RECKONED and claim in claims} - right
            if wanted:
                text = plain(sentence)
                found = _following(wanted, known, claims, text)
                right |= found
                right |= set(claims) & _suppositions(unknown, found, known, supposed=bool(_SUPPOSED.search(text)))
        known.prices |= _amounts(right)
        known.bases |= _amounts(right)
    return [claim for claim in unknown if claim not in right]


def _following(wanted: Iterable[Claim], known: Known, claims: Sequence[Claim], text: str) -> set[Claim]:
    results = set(_results(known, claims, text))
    ends = _ends(known, claims) if _ENDS.search(text) else set[Value]()
    between = _between(claims)
    follows: Mapping[ClaimKind, Callable[[Claim], bool]] = {
        ClaimKind.MONEY: lambda claim: _is_among(claim, results),
        ClaimKind.PERCENT: lambda claim: _is_share(claim, known),
        ClaimKind.TIME: lambda claim: bool(claim.values & ends),
        ClaimKind.DURATION: lambda claim: bool(claim.values & between),
    }
    return {claim for claim in wanted if follows[claim.kind](claim)}


def _suppositions(unknown: Iterable[Claim], found: Iterable[Claim], known: Known, *, supposed: bool) -> set[Claim]:
    """How many of a thing somebody may want is no claim, how long something takes is one unless it is `supposed`."""
    kinds = {ClaimKind.NUMBER, ClaimKind.DURATION, ClaimKind.QUANTITY} if supposed else {ClaimKind.NUMBER}
    factors = {amount / price for amount in _amounts(found) for price in known.prices}
    return {
        claim
        for claim in unknown
        if claim.kind in kinds and any(abs(one - other) < _SAME for one in _factors([claim]) for other in factors)
    }


def _results(known: Known, claims: Sequence[Claim], text: str) -> Iterator[float]:
    """Each result of what the sentence says that it does."""
    together, prices = bool(_TOGETHER.search(text)), sorted(known.prices)[:_MOST]
    factors, shares = _factors(claims) | _more_factors(text), _shares(claims)
    counts = factors | (known.theirs if together else set())
    times = [price * factor for price, factor in product(prices, counts)]
    yield from times
    yield from (price * factor for price, factor in product(known.heads, counts))
    yield from (price * count / per for price, per, count in _measured(known, claims))
    shares = shares | known.said_shares | (known.shares if _DISCOUNT.search(text) else set())
    shared = known.shared if together or _DISCOUNT.search(text) else set()
    for price, share in (*product([*prices, *times], shares), *shared):
        yield from (price * share / 100, price * (100 - share) / 100, price * (100 + share) / 100)
    yield from (base + extra for base, extra in product(known.bases, known.more))
    yield from (base - extra for base, extra in product(known.bases, known.less))
    if _EACH.search(text):
        yield from (price / factor for price, factor in product(prices, factors) if factor > 1)
    if together:
        yield from (
            one + other for one, other in combinations([*prices, *times], 2) if not _is_package(known, one, other)
        )
        yield from (math.fsum(some) for some in combinations(prices, 3))
    if _APART.search(text):
        yield from (abs(one - other) for one, other in combinations([*prices, *times], 2))
        yield from (one + other - whole for one, other in combinations(prices, 2) for whole in prices)


def _is_package(known: Known, one: float, other: float) -> bool:
    """Who says what cut and beard cost together says that it is not what each of them costs."""
    both = known.names.get(one, frozenset()) | known.names.get(other, frozenset())
    return len(both) > 1 and any(
        both <= name for price, name in known.names.items() if price not in {one, other} and price in known.prices
    )


def _ends(known: Known, claims: Sequence[Claim]) -> set[Value]:
    """ "Empieza a las diez y dura dos horas: a las doce acabáis"."""
    begun = known.hours | {value for each in claims if each.kind is ClaimKind.TIME for value in each.values}
    lasting = [count for unit, count in _lengths(claims) if unit == "min"]
    return {(hour + int(count)) % 1_440 for hour in begun if isinstance(hour, int) for count in lasting}


def _between(claims: Sequence[Claim]) -> set[Value]:
    """ "De nueve a once tienes dos horas"."""
    hours = [value for each in claims if each.kind is ClaimKind.TIME for value in each.values if isinstance(value, int)]
    return {("min", float(abs(one - other))) for one, other in combinations(hours, 2)}


def _measured(known: Known, claims: Iterable[Claim]) -> Iterator[tuple[float, float, float]]:
    """ "2 € cada 15 minutos" and "media hora"."""
    said = _lengths(claims)
    for price, (unit, per) in known.rates:
        yield from ((price, per, count) for other, count in said if other == unit)


def _is_share(claim: Claim, known: Known) -> bool:
    """ "Half the usual price", "un 34,7 % de lo que ganáis"; round figures are discounts and may be made up."""
    shares = {value for value in claim.values if isinstance(value, float) and ("%" not in claim.text or value % 1)}
    pairs = [(one, other) for one, other in product(known.prices, repeat=2) if one < other]
    times = {value[1] for value in claim.values if isinstance(value, tuple) and value[0] == "times"}
    if any(abs(other - one * factor) < _SAME for one, other in pairs for factor in times):
        return True
    return any(abs(100 * one / other - share) < _ROUNDED for one, other in pairs for share in shares)


def _is_among(claim: Claim, results: Iterable[float]) -> bool:
    amounts = [value[0] for value in claim.values if isinstance(value, tuple) and value[0]]
    return any(abs(amount - result) < _SAME for amount in amounts for result in results)


def _in_play(reply: str, told: Sequence[Told], language: Language, today: date) -> Known:
    """Known prices that the reply names, or whose own words it or the customer uses."""
    known, said = Known(), _amounts(find(reply, language, today, learning=True))
    spoken = words(reply)
    asked = spoken.union(*(line.words for line in told if line.own))
    for line in told:
        amounts = _amounts(line.claims)
        known.prices |= amounts if line.own else amounts & said
        if line.own:
            known.theirs |= _factors(each for each in line.claims if not _is_long(each))
            continue
        if line.words & asked:
            known.hours |= {value for each in line.claims if each.kind is ClaimKind.TIME for value in each.values}
        priced = sum(any(each.kind is ClaimKind.MONEY for each in clause.claims) for clause in line.clauses)
        for clause in line.clauses:
            in_play, more, less = _amounts(clause.claims), _MORE.search(clause.text), _LESS.search(clause.text)
            known.bases |= set() if more or less else in_play
            known.names |= dict.fromkeys(in_play, clause.words)
            if clause.words & spoken:
                known.said_shares |= _shares(clause.claims)
            if _HEAD.search(clause.text):
                known.heads |= in_play
            named = clause.words if clause.words and priced > 1 else line.words
            if not named & asked:
                continue
            known.prices |= in_play
            known.shares |= _shares(clause.claims)
            if named & spoken:
                known.more |= in_play if more else set()
                known.less |= in_play if less else set()
            known.shared |= set(product(in_play, _shares(line.claims)))
            known.rates |= set(product(in_play, _lengths(clause.claims)))
    return known


def _lengths(claims: Iterable[Claim]) -> set[tuple[str, float]]:
    return {
        value
        for claim in claims
        if claim.kind in _MEASURED
        for value in claim.values
        if isinstance(value, tuple) and len(value) == 2 and value[1]
    }


def _more_factors(text: str) -> frozenset[float]:
    found = {2.0} if _COUPLE.search(text) else set()
    return frozenset(found | ({12.0} if _MONTHS.search(text) else set()))


def _amounts(claims: Iterable[Claim]) -> set[float]:
    money = (value for claim in claims if claim.kind is ClaimKind.MONEY for value in claim.values)
    return {float(value[0]) for value in money if isinstance(value, tuple) and value[0]}


def _is_long(claim: Claim) -> bool:
    """That it hurts since three weeks or was bought four years ago multiplies nothing; nights do."""
    return claim.kind is ClaimKind.DURATION and not any(
        isinstance(value, tuple) and value[0] == "day" and value[1] % _WEEK for value in claim.values
    )


def _shares(claims: Iterable[Claim]) -> frozenset[float]:
    shares = (value for claim in claims if claim.kind is ClaimKind.PERCENT for value in claim.values)
    return frozenset(value for value in shares if isinstance(value, float))


def _factors(claims: Iterable[Claim]) -> frozenset[float]:
    found: set[float] = set()
    for claim in claims:
        if claim.kind is ClaimKind.NUMBER:
            found |= {value for value in claim.values if isinstance(value, float)}
        elif claim.kind in {ClaimKind.DURATION, ClaimKind.QUANTITY}:
            found |= {float(figure.replace(",", ".")) for figure in re.findall(r"\d+(?:[.,]\d+)?", claim.text)}
            found |= {value[1] / 60 for value in claim.values if isinstance(value, tuple) and value[0] == "min"}
    return frozenset(factor for factor in found if factor != 1 and _LEAST <= factor <= _GREATEST)
