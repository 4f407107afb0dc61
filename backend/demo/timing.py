"""When people come: more on weekday evenings, hardly at night; and when the studio works."""

from datetime import UTC, datetime, time, timedelta
from itertools import product
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

DAYS: Final = 16
# Monday first.
_WEEKDAYS: Final = (1.15, 1.25, 1.2, 1.15, 0.85, 0.6, 0.8)
_HOURS: Final = (1, 0, 0, 0, 0, 0, 1, 3, 5, 8, 10, 11, 9, 8, 6, 5, 6, 8, 11, 15, 17, 16, 10, 4)
# At the weekend nobody hurries: late mornings, and evenings like the others.
_WEEKEND_HOURS: Final = (2, 1, 0, 0, 0, 0, 0, 1, 3, 7, 11, 13, 12, 8, 5, 6, 8, 9, 10, 11, 10, 9, 7, 4)
_SATURDAY: Final = 5
_OPENS, _CLOSES = time(9, 30), time(18, 30)


def moments(rng: Random, count: int, now: datetime, zone: ZoneInfo) -> list[datetime]:
    """So many starts in the last days, in order, none in the future; in UTC, where each moment comes once."""
    hours = list(product(range(DAYS), range(24)))
    today = now.astimezone(zone).date()
    weights = [_weight((today - timedelta(days=ago)).weekday(), ago, hour) for ago, hour in hours]
    found = []
    for ago, hour in rng.choices(hours, weights, k=count):
        on_the_clock = time(hour, rng.randrange(60), rng.randrange(60))
        at = datetime.combine(today - timedelta(days=ago), on_the_clock, zone).astimezone(UTC)
        # What would come later today came on the day before the window instead: the count stays the same.
        found.append(at if at < now else at - timedelta(days=DAYS))
    return sorted(found)


def _weight(weekday: int, ago: int, hour: int) -> float:
    hours = _HOURS if weekday < _SATURDAY else _WEEKEND_HOURS
    # The studio's page is found a little more often each week.
    return _WEEKDAYS[weekday] * hours[hour] * (1.3 - 0.6 * ago / DAYS)


def at_work(at: datetime, zone: ZoneInfo) -> datetime:
    """The same moment if the studio is open then, else shortly after it opens next."""
    local = at.astimezone(zone)
    if local.weekday() < _SATURDAY and _OPENS <= local.time() < _CLOSES:
        return at
    day = local.date() + timedelta(days=local.time() >= _OPENS)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    # Everyone who wrote at night is answered one after the other.
    return datetime.combine(day, _OPENS, zone).astimezone(UTC) + timedelta(minutes=local.minute)
