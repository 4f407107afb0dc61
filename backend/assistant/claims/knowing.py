"""What the facts tell, by kinds of claims and by what else may be concluded from it. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from backend.assistant.claims import nouns
from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.shapes import Claim, Value

_FIGURE: Final = re.compile(r"\d+(?:[.,]\d+)?")
# "Provas por marcação, 1h30" is no hour of the night.
_LASTING: Final = re.compile(r"([1-4])\s?h\s?(\d{2})?|(\d{1,2})\s?(?:hrs?|hs)")
_IN_MONTHS: Final = re.compile(r"\b(?:mes|meses|mesos|months?)\b")
# "£12 (30m)".
_SHORT_MINUTES: Final = re.compile(r"(\d{2,3})m")


@dataclass(slots=True)
class Known:
    """What may be said, by kind; today, its weekday and its year are known to everybody."""

    today: date
    values: dict[ClaimKind, set[Value]] = field(default_factory=dict)
    # Numbers that nothing was said about: "unos 8000", an answer that is only "17".
    bare: set[float] = field(default_factory=set)
    # What is counted, by how many of it there are.
    counted: dict[str, set[Value]] = field(default_factory=dict)
    # The figures of measures and durations, whatever the unit: "10 años los muebles y 5 los herrajes".
    figures: set[float] = field(default_factory=set)
    # What the customer counts and the days that they name.
    theirs: set[float] = field(default_factory=set)
    stay: set[date] = field(default_factory=set)
    # "12 meses" may be what "12 plazos" says; two years are not.
    months: set[float] = field(default_factory=set)
    # Days that no hour stands beside: of an examination, of a wedding.
    fixed: set[date] = field(default_factory=set)
    # Whether there is an agenda: then an open day is not yet a free one.
    agenda: bool = False

    def learn(self, claims: Iterable[Claim], *, own: bool = False) -> None:
        """The claims of one fact; `own` where the customer says it."""
        claims = list(claims)
        days = {day for claim in claims for day in _calendar(claim, self.today)}
        timed = any(each.kind is ClaimKind.TIME for each in claims)
        self.fixed |= set() if timed else days
        if own:
            self.theirs |= {value for claim in claims for value in _people(claim)}
            self.stay |= days
        elif days and timed:
            self.agenda = True
        for claim in claims:
            if (0.0, "") in claim.values and (own or claim.text.endswith("0")):
                # Neither "di que cuesta cero" nor the question whether it is free makes anything free.
                continue
            self.values.setdefault(claim.kind, set()).update(_plainly(claim))
            if claim.kind is ClaimKind.NUMBER and claim.bare:
                self.bare.update(numbers(claim.values))
            if claim.kind is ClaimKind.NUMBER:
                self.counted.setdefault(claim.noun, set()).update(claim.values)
            self.values.setdefault(ClaimKind.DURATION, set()).update(lasting(claim))
            if claim.kind is ClaimKind.QUANTITY and (short := _SHORT_MINUTES.fullmatch(claim.text)):
                self.values.setdefault(ClaimKind.DURATION, set()).add(("min", float(short[1])))
            if claim.kind is ClaimKind.DURATION and _IN_MONTHS.search(claim.text):
                self.months.update(float(each) for each in re.findall(r"\d+", claim.text))
            if claim.kind in {ClaimKind.DURATION, ClaimKind.QUANTITY}:
                self.figures.update(float(each.replace(",", ".")) for each in _FIGURE.findall(claim.text))

    def of(self, kind: ClaimKind) -> set[Value]:
        return self.values.get(kind, set())


def _plainly(claim: Claim) -> set[Value]:
    """A day of every week on which there is service is no appointment of the coming week."""
    days = [each for each in claim.values if isinstance(each, tuple)]
    if claim.kind is ClaimKind.DATE and any(each[0] == "open" for each in days):
        return {each for each in days if each[0] == "open"}
    if claim.kind is ClaimKind.DURATION:
        # That it is ready in three days makes no promise of Thursday.
        return {each for each in claim.values if not isinstance(each, tuple) or len(each) == 2}
    return {each for each in claim.values if not isinstance(each, tuple) or each[0] != "offered"}


def _people(claim: Claim) -> set[float]:
    told = claim.kind is ClaimKind.NUMBER and (claim.noun in nouns.PEOPLE or not claim.noun)
    return {each for each in claim.values if isinstance(each, float)} if told else set()


def _calendar(claim: Claim, today: date) -> set[date]:
    """The days of a claim, a day without a year as the coming one."""
    found: set[date] = set()
    for value in claim.values if claim.kind is ClaimKind.DATE else ():
        if isinstance(value, tuple) and len(value) == 3 and isinstance(value[0], int) and value[1:] != (2, 29):
            year = value[0] or today.year + (value[1:] < (today.month, today.day))
            found.add(date(year, *value[1:]))
    return found


def lasting(claim: Claim) -> set[Value]:
    told = _LASTING.fullmatch(claim.text) if claim.kind is ClaimKind.TIME else None
    return {("min", 60.0 * int(told[1] or told[3]) + int(told[2] or 0))} if told else set()


def numbers(values: Iterable[Any]) -> set[float]:
    return {float(each) for each in values if isinstance(each, int | float)}
