"""Whether the words beside a known figure speak of what holds it, or of what has another one of that kind. Pure.

A figure is another's where each place that holds it is beaten by one that does not: of the words that only one of the
two has, the sentence says some of the other's and none of its own. A figure that stands alone in the facts, or of which
the reply says no subject, is let through.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.finding import find
from backend.assistant.claims.lines import SENTENCE, Told, says_the_customer
from backend.assistant.claims.places import Place, places, spoken
from backend.assistant.claims.shapes import Claim
from backend.assistant.claims.subjects import CLAUSE, holds_any
from backend.core.language import Language
from backend.flows.engine.parsing.dates import MONTHS, WEEKDAYS

_CONTACTS: Final = frozenset({ClaimKind.URL, ClaimKind.PHONE, ClaimKind.EMAIL})
_DAYS: Final = frozenset({ClaimKind.DATE, ClaimKind.TIME})
_KINDS: Final = _CONTACTS | _DAYS | {ClaimKind.MONEY, ClaimKind.PERCENT, ClaimKind.DURATION}
# A day is no subject of an hour, but it may be all that the place of an hour is known by.
_NO_SUBJECT: Final = frozenset({"+open", "+call", "feir"}) | {name[:4] for name in (*WEEKDAYS, *MONTHS)}
# What is said of every share, and of every price, says not whose it is.
_OF_ALL: Final[Mapping[ClaimKind, frozenset[str]]] = {
    ClaimKind.PERCENT: frozenset({"desc", "disc", "dto", "reba", "rebe"}),
    ClaimKind.MONEY: frozenset(
        {"val", "vale", "valu", "cost", "cues", "cust", "prec", "preu", "pric", "pay", "paga", "dura", "last"}
    ),
    ClaimKind.DATE: _NO_SUBJECT,
    ClaimKind.TIME: _NO_SUBJECT,
}
# How much must be said of the other: a word that only one place has weighs one, one of two places half.
_LEAST: Final[Mapping[ClaimKind, float]] = {ClaimKind.DURATION: 2, ClaimKind.MONEY: 0.5}
# "El fin de semana" says no more of which days than "when nobody works".
_ANY_WEEKEND: Final = ("weekend", 0)


@dataclass(frozen=True, slots=True)
class _Held:
    """A place with its line: whether the customer says it, and whether the reply gives its figure too."""

    place: Place
    line: int
    own: bool
    said: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """Of the clause with the figure and those without figures, of the sentence, and of the sentence before."""

    own: frozenset[str]
    sentence: frozenset[str]
    before: frozenset[str]


def rivalled(reply: str, told: Sequence[Told], facts: Iterable[str], *, language: Language, today: date) -> list[Claim]:
    """`told` are the lines of `facts`."""
    lines = list(zip(told, (line for fact in facts for line in fact.splitlines()), strict=True))
    said = find(reply, language, today)
    held = {kind: [*_held(kind, said, lines, language, today)] for kind in _KINDS & {claim.kind for claim in said}}
    return [
        claim
        for claim, around in _clauses(reply, language, today)
        if len(held.get(claim.kind, ())) > 1
        and _ANY_WEEKEND not in claim.values
        and _is_anothers(claim, around, held[claim.kind], today)
    ]


def _held(
    kind: ClaimKind, said: Iterable[Claim], lines: Iterable[tuple[Told, str]], language: Language, today: date
) -> Iterator[_Held]:
    alike = [claim for claim in said if claim.kind is kind]
    for number, (line, text) in enumerate(lines):
        if any(claim.kind is kind for claim in line.claims):
            own = says_the_customer(text) if " | " in text else line.own
            for place in places(text, kind, language, today):
                yield _Held(place, number, own, any(holds_any(place.claims, claim, today) for claim in alike))


def _clauses(reply: str, language: Language, today: date) -> Iterator[tuple[Claim, _Words]]:
    before = frozenset[str]()
    for sentence in SENTENCE.split(reply):
        parts = [(spoken(clause), find(clause, language, today)) for clause in CLAUSE.split(sentence)]
        said = frozenset[str]().union(*(part for part, _ in parts))
        for own, claims in parts:
            for claim in claims:
                others = (part for part, found in parts if found is not claims and _has(found, claim.kind))
                yield claim, _Words(own | said - frozenset[str]().union(*others), said, before)
        before = said


def _has(claims: Iterable[Claim], kind: ClaimKind) -> bool:
    return any(claim.kind is kind for claim in claims)


def _is_anothers(claim: Claim, around: _Words, held: Sequence[_Held], today: date) -> bool:
    right = [each for each in held if holds_any(each.place.claims, claim, today)]
    if not right or any(each.own or (each.place.slot and claim.kind in _DAYS) for each in right):
        return False
    home = {each.line for each in right}
    # Whose own figure is said too was not meant by this one; days and hours of one line are said together.
    others = [
        each
        for each in held
        if each not in right and not each.own and (not each.said or (claim.kind in _DAYS and each.line not in home))
    ]
    words, least = around.own, _LEAST.get(claim.kind, 1)
    if not any(each.place.words & around.sentence for each in (*right, *others)):
        words, least = around.before, 1 if claim.kind in _CONTACTS else 2
    common = Counter(word for each in others for word in each.place.words)
    free = _OF_ALL.get(claim.kind, frozenset())
    subjects = {word: 1 / common[word] for word in words - free if word in common}
    near = around.sentence | around.before
    if claim.kind not in _DAYS:
        near -= free
    return all(any(_beats(other, each, subjects, near, least) for other in others) for each in right)


def _beats(one: _Held, other: _Held, subjects: Mapping[str, float], near: frozenset[str], least: float) -> bool:
    """`least`: so many words that no other place has must be said of the one, or more of those that some have."""
    theirs, own = one.place.words - other.place.words, other.place.words - one.place.words
    if one.line == other.line:
        # The line asks when one comes and goes; each clause tells of one of them.
        theirs, own = one.place.own - other.place.own, other.place.own - one.place.own
    return (
        bool(own)
        and sum(subjects.get(word, 0) for word in theirs) >= least
        and not any(_alike(word, said) for word in own for said in near)
    )


def _alike(one: str, other: str) -> bool:
    """ "Dog" and "dogs"."""
    return one.startswith(other) or other.startswith(one)
