"""When a task is due and when it comes back, in the tenant's own calendar. Pure."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.tasks.enums import Repeat

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Deadline:
    """`at` is the moment after which it is late; a whole day ends at its midnight."""

    on: date
    at: datetime
    all_day: bool


def whole_day(day: date, zone: ZoneInfo) -> Deadline:
    return Deadline(day, midnight_after(day, zone), all_day=True)


def moment(at: datetime, zone: ZoneInfo) -> Deadline:
    return Deadline(at.astimezone(zone).date(), at.astimezone(UTC), all_day=False)


def midnight_after(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of the next day; where a zone skips midnight (Santiago in September), the first there is."""
    return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)


def following(due: Deadline, repeat: Repeat, zone: ZoneInfo, *, now: datetime, day_of_month: int | None) -> Deadline:
    """The next occurrence that is still to come: what was missed meanwhile is not asked for again."""
    today = now.astimezone(zone).date()
    local = due.at.astimezone(zone)
    day = due.on
    while True:
        day = _next_day(day, repeat, day_of_month or due.on.day, today)
        found = whole_day(day, zone) if due.all_day else moment(datetime.combine(day, local.time(), zone), zone)
        if found.at > now:
            return found


def _next_day(day: date, repeat: Repeat, day_of_month: int, today: date) -> date:
    if repeat is Repeat.DAILY:
        return max(day + timedelta(days=1), today)
    if repeat is Repeat.WEEKLY:
        weeks = max(1, (today - day).days // WEEK_DAYS)
        return day + timedelta(weeks=weeks)
    months = max(1, (today.year - day.year) * 12 + today.month - day.month)
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day_of_month, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Horizon:
    """The moments that part overdue, today, this week and later."""

    now: datetime
    day_begins: datetime
    day_ends: datetime
    week_ends: datetime


def horizon(now: datetime, zone: ZoneInfo) -> Horizon:
    today = now.astimezone(zone).date()
    return Horizon(
        now,
        midnight_after(today - timedelta(days=1), zone),
        midnight_after(today, zone),
        midnight_after(today + timedelta(days=WEEK_DAYS), zone),
    )
