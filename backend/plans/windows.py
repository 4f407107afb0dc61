"""When a window begins anew, in the tenant's own time zone, whatever its clocks do that day (X26)."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from backend.plans.enums import Window


def resets_at(window: Window, zone: str, now: datetime) -> datetime | None:
    """The first moment of the next period, in UTC; None for what has no period.

    Hours and minutes are the world clock's: a zone's odd half hours would repeat or vanish with its DST.
    """
    local = now.astimezone(ZoneInfo(zone))
    match window:
        case Window.MONTH:
            first = (local.replace(day=1) + timedelta(days=32)).replace(day=1)
            return _midnight(first)
        case Window.DAY:
            return _midnight(local + timedelta(days=1))
        case Window.HOUR:
            return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        case Window.MINUTE:
            return now.astimezone(UTC).replace(second=0, microsecond=0) + timedelta(minutes=1)
        case _:
            return None


def _midnight(day: datetime) -> datetime:
    # Where midnight is skipped (Santiago in September), fold=0 makes it the very moment of the jump.
    return datetime.combine(day.date(), time(0), tzinfo=day.tzinfo).astimezone(UTC)
