"""Whether a day and an hour belong together: "Friday at ten" is invented where Friday is free at four. Pure.

Free hours and opening hours are read alike, as days with the hours that stand beside them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from backend.assistant.claims.enums import ClaimKind
from backend.assistant.claims.finding import find
from backend.assistant.claims.lines import SENTENCE, Told
from backend.assistant.claims.shapes import Claim, Value
from backend.core.language import Language
from backend.flows.engine.parsing.text import plain

_TODAY: Final = re.compile(
    r"\b(?:hoy|avui|hoje|today|tonight|esta (?:misma )?tarde|aquesta tarda|this (?:morning|afternoon|evening))\b"
)
# "De cinco a ocho, o el sábado".
_OR: Final = re.compile(r"\s(?:o|ou|or)\s")


@dataclass(slots=True)
class Beside:
    """Days and the hours that are said of them: of those before, and of those right behind."""

    days: list[Claim]
    hours: list[Claim]


def clashing(reply: str, told: Sequence[Told], *, language: Language, today: date) -> list[Claim]:
    """Hours that the facts give for other days only; what the customer says of hours is let through."""
    kinds = {claim.kind for claim in find(reply, language, today)}
    known, anytime = _known(told)
    if not known or not kinds >= {ClaimKind.DATE, ClaimKind.TIME}:
        return []
    found: list[Claim] = []
    for sentence in SENTENCE.split(reply):
        groups = _groups(find(sentence, language, today), apart=bool(_OR.search(sentence)))
        spoken_today = {today.weekday()} if _TODAY.search(plain(sentence)) else set()
        for place, group in enumerate(groups):
            near = [each.days for each in groups[place : place + 2] if each.days]
            found += [
                hour
                for hour in group.hours
                if group.days and not any(_fits(days, hour, known, anytime, spoken_today, today) for days in near)
            ]
    return found


def _fits(
    days: list[Claim], hour: Claim, known: list[Beside], anytime: set[Value], weekdays: set[int], today: date
) -> bool:
    """True as well where nothing is known of the day, or the hour is no hour of the agenda at all."""
    if hour.values & anytime:
        return True
    holders = [each for each in known if any(hour.values & other.values for other in each.hours)]
    if not holders or not any(_same(days, each.days, weekdays, today) for each in known):
        return True
    if _spanned(days) and not any(_weekdays(each.days) and not dates(each.days, today) for each in holders):
        # What is so on one date is not so every week, where that is told.
        return not any(each.hours and _weekdays(each.days) & _weekdays(days) for each in known)
    # What is told of the very date goes before what is so every week.
    on = dates([day for day in days if any(sign.isdigit() for sign in day.text)], today)
    dated = [each for each in known if each.hours and on & dates(each.days, today)]
    return any(_same(days, each.days, weekdays, today) for each in holders if not dated or each in dated)


def _spanned(days: list[Claim]) -> bool:
    """ "Lunes a viernes"; "jueves 26" are two claims as well, of one date."""
    habits = [each.at for each in days if any(isinstance(value, tuple) and value[0] == "open" for value in each.values)]
    return len(set(habits)) < len(habits)


def _same(days: list[Claim], others: list[Claim], weekdays: set[int], today: date) -> bool:
    """One of the days is one of the others: two dates by the calendar, anything else by the day of the week."""
    told, habits = dates(others, today), _weekdays(others)
    if weekdays & (habits | {each.weekday() for each in told}):
        return True
    for day in days:
        dated = dates([day], today)
        on = {each.weekday() for each in dated} | _weekdays([day])
        if dated & told if dated and told else on & (habits | {each.weekday() for each in told}):
            return True
    return False


def dates(days: list[Claim], today: date) -> set[date]:
    found: set[date] = set()
    for value in (value for claim in days for value in claim.values):
        if not isinstance(value, tuple) or not isinstance(value[0], int):
            continue
        year = value[0] or today.year + ((value[1], value[2]) < (today.month, today.day))
        try:
            found.add(date(year, value[1], value[2]))
        except ValueError:
            continue
    for value in (value for claim in days for value in claim.values):
        if isinstance(value, tuple) and value[0] == "day":
            coming = (today + timedelta(days=ahead) for ahead in range(31))
            found.update([next((each for each in coming if each.day == value[1]), today)])
    return found


def _weekdays(days: list[Claim]) -> set[int]:
    return {
        value[1]
        for claim in days
        for value in claim.values
        if isinstance(value, tuple) and value[0] in {"open", "weekday"}
    }


def _known(told: Sequence[Told]) -> tuple[list[Beside], set[Value]]:
    """The groups with days, and the hours that stand without any or that the customer names."""
    known: list[Beside] = []
    anytime: set[Value] = set()
    for line in told:
        for group in _groups(line.claims):
            if group.days and not line.own:
                known.append(group)
            else:
                anytime.update(*(hour.values for hour in group.hours))
    return known, anytime


def _groups(claims: Iterable[Claim], *, apart: bool = False) -> list[Beside]:
    """Hours belong to the days before them; those before the only days to these, unless they stand `apart`."""
    found, before = [Beside([], [])], list[Claim]()
    for claim in claims:
        if claim.kind is ClaimKind.TIME:
            (found[-1].hours if found[-1].days else before).append(claim)
        elif _is_day(claim):
            if found[-1].hours:
                found.append(Beside([], []))
            found[-1].days.append(claim)
    if len(found) == 1 and not found[0].hours and not apart:
        return [Beside(found[0].days, before)]
    return [*found, Beside([], before)]


def _is_day(claim: Claim) -> bool:
    return claim.kind is ClaimKind.DATE and any(
        isinstance(value, tuple) and (isinstance(value[0], int) or value[0] in {"open", "weekday", "day"})
        for value in claim.values
    )
