"""When a planned search runs next, on the tenant's own clock, whatever that clock does in spring and autumn. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def next_run(weekdays: Sequence[int], hour: int, zone: ZoneInfo, after: datetime) -> datetime:
    """The first moment after `after`, in UTC; 0 is Monday.

    An hour that the clocks skip is the moment of the jump, one that comes twice is the first of both: each chosen
    day has exactly one run.
    """
    today = after.astimezone(zone).date()
    for ahead in range(9):
        day = today + timedelta(days=ahead)
        if day.weekday() in weekdays:
            moment = _moment(datetime.combine(day, time(hour)), zone)
            if moment > after:
                return moment
    raise ValueError("at least one weekday from 0 to 6 is needed")


def _moment(wanted: datetime, zone: ZoneInfo) -> datetime:
    found = wanted.replace(tzinfo=zone).astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == wanted:
        return found
    # The offset from before the jump put it behind the jump by as much as was skipped of the hour.
    hours = (found.astimezone(zone).replace(tzinfo=None) - wanted) // timedelta(minutes=1)
    return found - timedelta(minutes=_past_the_jump(found, zone, hours))


def _past_the_jump(found: datetime, zone: ZoneInfo, most: int) -> int:
    """How many minutes before `found` the clocks jumped."""
    offset = found.astimezone(zone).utcoffset()
    for minutes in range(1, most + 1):
        if (found - timedelta(minutes=minutes)).astimezone(zone).utcoffset() != offset:
            return minutes - 1
    return 0
