"""Prices that follow from known ones: "los dos son 63 €", "con el 20 % quedaría en 68 €", "que ahorras 3 €". Pure.

Every step must be spoken of: the reply says that it adds up, shares out or compares, uses the words of the prices that
it reckons with, and names the factor. Everything else would make any price the sum of some others.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations, product
from typing import Final

from backend.assistant.claims.dated import following
from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.explained import Spoken, explains, items, named
from backend.assistant.claims.finding import find
from backend.assistant.claims.lines import Told
from backend.assistant.claims.shapes import Claim, Value
from backend.assistant.claims.stated import plain_prices
from backend.assistant.claims.terms import (
    Known,
    amounts_of,
    factors_of,
    in_play,
    lengths_of,
    more_factors,
    of_dozens,
    shares_of,
)
from backend.core.language import Language
from backend.flows.engine.parsing.text import plain

_SAME: Final = 0.006
_ROUNDED: Final = 0.06
_RECKONED: Final = frozenset({ClaimKind.MONEY, ClaimKind.PERCENT, ClaimKind.TIME, ClaimKind.DURATION, ClaimKind.DATE})
# Who names more prices at once is not reckoning.
_MOST: Final = 14
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
    r"|(?:la|el|o|per|por|a|por cada) (?:kilo|quilo|kg|unidad|unitat"
    r"|unidade|pieza|peca|sesion|clase|classe|aula|hora|sesion|sessio|sessao|mes|noche|nit|noite"
    r"|persona|pessoa))\b"
)
_APART: Final = re.compile(
    r"\b(?:ahorr\w+|estalvi\w*|poup\w+|sav\w+|cheaper|menos|menys|less|off|mas|mes|plus|more|mais|resto|resta|rest|remaining"
    r"|restant\w*|lo demas|balance|queda\w*|passa|pasa|diferenc\w+|difference|online"
    r"|descont\w*|descompt\w*|descuent\w*|instead|rather"
    r"|en vez|en lugar|en lloc|en comptes|em vez|lugar)\b"
)
_ENDS: Final = re.compile(
    r"\b(?:acab\w*|termin\w*|finish\w*|done|ends?|sal[ei]\w*|surt\w*|torn\w*|back|volv\w*|hasta|fins|ate|until|pleg\w*)\b"
)
# "Si fos una hora".
_ONE_OF_THEM: Final = frozenset({("min", 60.0), ("month", 1.0)})


# "Contando cuatro horas serían 260 €".
_SUPPOSED: Final = re.compile(
    r"\b(?:contando|comptant|contant|pongamos|posem|por ejemplo|per exemple|por exemplo|for example|imagin\w*"
    r"|seria[nm]?|serien"
    r"|si fos|si fuera|se fosse|if it were|would be|would come|say|si (?:son|fueran|fossin)|if it)\b"
)
# "Quarta-feira, dia ".
_WEEKDAY_LENGTH: Final = 18
_DISCOUNT: Final = re.compile(
    r"\b(?:des[cq]\w*nt\w*|descompt\w*|discount\w*|off|rebaj\w*|menos|menys|less|instead|rather|en vez|em vez)\b"
)


def without_derived(
    unknown: list[Claim], reply: str, told: Sequence[Told], *, language: Language, today: date
) -> list[Claim]:
    """Without the prices that are reckoned rightly, and without what they are reckoned with: "contando 4 horas"."""
    if not any(claim.kind in _RECKONED for claim in unknown):
        return unknown
    known, right = in_play(reply, told, language, today), set[Claim]()
    priced = items(told) if any(claim.kind is ClaimKind.MONEY for claim in unknown) else []
    asked = frozenset[str]().union(*(named(line.text) for line in told if line.own))
    theirs = {claim for line in told if line.own for claim in line.claims}
    sure = frozenset(amounts_of(find(reply, language, today)) - amounts_of(unknown))
    # What is reckoned rightly may be reckoned with: "la mitad, 22,50 €. Total: 67,50 €".
    for _ in range(2):
        for sentence in _SENTENCE.split(reply):
            claims = find(sentence, language, today, learning=True)
            wanted = {claim for claim in unknown if claim.kind in _RECKONED and claim in claims} - right
            if not wanted:
                continue
            text = plain(sentence)
            wanted -= set() if shares_of(claims) else plain_prices(wanted, sentence, language, today)
            spoken = Spoken(
                (named(text), named(plain(reply)), asked, named(text) | asked),
                (frozenset(amounts_of(claims)) & sure, sure, frozenset()),
                *_reckoning(known, claims, text),
            )
            days = following({*claims, *theirs} - wanted - _beside(wanted, claims), claims, today)
            found = _following(wanted, known, claims, text) | {
                claim
                for claim in wanted
                if (claim.kind is ClaimKind.DATE and claim.values & days)
                or (
                    claim.kind is ClaimKind.MONEY
                    and any(explains(each, priced, spoken) for each in amounts_of([claim]))
                )
            }
            right |= found
            right |= set(claims) & _suppositions(unknown, found, known, supposed=bool(_SUPPOSED.search(text)))
        known.prices |= amounts_of(right)
        known.bases |= amounts_of(right)
    return [claim for claim in unknown if claim not in right]


def _beside(wanted: Iterable[Claim], claims: Iterable[Claim]) -> set[Claim]:
    """ "Wednesday 20 January": a weekday of the very date is none to reckon it from."""
    dates = [claim.at for claim in wanted if claim.kind is ClaimKind.DATE]
    return {claim for claim in claims if any(0 <= at - claim.at <= _WEEKDAY_LENGTH for at in dates)}


def _reckoning(
    known: Known, claims: Sequence[Claim], text: str
) -> tuple[frozenset[float], frozenset[float], frozenset[float]]:
    """Counts, shares and parts of a sentence."""
    factors = factors_of(claims)
    counts = factors | more_factors(text) | known.theirs | of_dozens(known, claims, text)
    shares = shares_of(claims) | known.said_shares | (known.shares if _DISCOUNT.search(text) else set())
    return frozenset(counts), frozenset(shares), factors if _EACH.search(text) else frozenset()


def _following(wanted: Iterable[Claim], known: Known, claims: Sequence[Claim], text: str) -> set[Claim]:
    results = set(_results(known, claims, text))
    ends = _ends(known, claims) if _ENDS.search(text) else set[Value]()
    between = _between(claims) | _several(claims)
    follows: Mapping[ClaimKind, Callable[[Claim], bool]] = {
        ClaimKind.MONEY: lambda claim: _is_among(claim, results),
        ClaimKind.PERCENT: lambda claim: _is_share(claim, known),
        ClaimKind.TIME: lambda claim: bool(claim.values & ends),
        ClaimKind.DURATION: lambda claim: bool(claim.values & between),
    }
    return {claim for claim in wanted if claim.kind in follows and follows[claim.kind](claim)}


def _suppositions(unknown: Iterable[Claim], found: Iterable[Claim], known: Known, *, supposed: bool) -> set[Claim]:
    """How many of a thing somebody may want is no claim, how long something takes is one unless it is `supposed`."""
    kinds = {ClaimKind.NUMBER, ClaimKind.DURATION, ClaimKind.QUANTITY} if supposed else {ClaimKind.NUMBER}
    factors = {amount / price for amount in amounts_of(found) for price in known.prices}
    return {
        claim
        for claim in unknown
        if (claim.kind in kinds and any(abs(one - other) < _SAME for one in factors_of([claim]) for other in factors))
        or (supposed and claim.values & _ONE_OF_THEM)
        or any(unit == "month" and count in factors for unit, count in lengths_of([claim]))
    }


def _results(known: Known, claims: Sequence[Claim], text: str) -> Iterator[float]:
    """Each result of what the sentence says that it does."""
    together, prices = bool(_TOGETHER.search(text)), sorted(known.prices)[:_MOST]
    factors, shares = factors_of(claims) | more_factors(text), shares_of(claims)
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
    lasting = [count for unit, count in lengths_of(claims) if unit == "min"]
    return {(hour + int(count)) % 1_440 for hour in begun if isinstance(hour, int) for count in lasting}


def _between(claims: Sequence[Claim]) -> set[Value]:
    """ "De nueve a once tienes dos horas"."""
    hours = [value for each in claims if each.kind is ClaimKind.TIME for value in each.values if isinstance(value, int)]
    return {("min", float(abs(one - other))) for one, other in combinations(hours, 2)}


def _several(claims: Sequence[Claim]) -> set[Value]:
    """ "Cuatro clases de tres horas, doce horas"."""
    counts = {value for each in claims if each.kind is ClaimKind.NUMBER for value in each.values}
    lengths = product(lengths_of(each for each in claims if each.kind is ClaimKind.DURATION), counts)
    return {(unit, each * count) for (unit, each), count in lengths if isinstance(count, float) and count > 1}


def _measured(known: Known, claims: Iterable[Claim]) -> Iterator[tuple[float, float, float]]:
    """ "2 € cada 15 minutos" and "media hora"."""
    said = lengths_of(claims)
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
