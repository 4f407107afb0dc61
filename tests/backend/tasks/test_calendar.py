"""When a task is due and when it comes back (CRM-07), over the odd days of real calendars."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.tasks.calendar import Deadline, following, horizon, midnight_after, moment, whole_day
from backend.tasks.enums import Repeat

MADRID = ZoneInfo("Europe/Madrid")
SANTIAGO = ZoneInfo("America/Santiago")


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "ends"),
    [
        (MADRID, "2026-11-21", "2026-11-21T23:00"),
        (MADRID, "2026-07-01", "2026-07-01T22:00"),
        (MADRID, "2026-10-25", "2026-10-25T23:00"),  # a day of 25 hours
        (SANTIAGO, "2026-09-05", "2026-09-06T04:00"),  # the next day begins at 01:00: midnight is skipped (F9)
    ],
)
def test_a_whole_day_ends_when_the_next_begins(zone: ZoneInfo, day: str, ends: str) -> None:
    assert whole_day(date.fromisoformat(day), zone).at == utc(ends)


@pytest.mark.parametrize(
    ("on", "repeat", "day_of_month", "now", "following_on"),
    [
        ("2026-11-21", Repeat.DAILY, None, "2026-11-21T10:00", "2026-11-22"),
        ("2026-11-01", Repeat.DAILY, None, "2026-11-21T10:00", "2026-11-21"),
        ("2026-11-23", Repeat.DAILY, None, "2026-11-21T10:00", "2026-11-24"),
        ("2026-11-16", Repeat.WEEKLY, None, "2026-11-21T10:00", "2026-11-23"),
        ("2026-10-05", Repeat.WEEKLY, None, "2026-11-21T10:00", "2026-11-23"),
        ("2026-01-31", Repeat.MONTHLY, 31, "2026-02-01T10:00", "2026-02-28"),
        ("2026-02-28", Repeat.MONTHLY, 31, "2026-03-01T10:00", "2026-03-31"),
        ("2024-01-31", Repeat.MONTHLY, 31, "2024-02-01T10:00", "2024-02-29"),
        ("2026-01-10", Repeat.MONTHLY, 10, "2026-11-21T10:00", "2026-12-10"),
        ("2026-12-15", Repeat.MONTHLY, 15, "2026-12-15T10:00", "2027-01-15"),
    ],
)
def test_what_repeats_comes_back_on_the_next_day_that_is_still_to_come(
    on: str, repeat: Repeat, day_of_month: int | None, now: str, following_on: str
) -> None:
    due = whole_day(date.fromisoformat(on), MADRID)
    assert following(due, repeat, MADRID, now=utc(now), day_of_month=day_of_month).on.isoformat() == following_on


def test_an_hour_stays_the_same_hour_on_the_wall_when_the_clocks_change() -> None:
    due = moment(datetime(2026, 10, 24, 9, 30, tzinfo=MADRID), MADRID)
    found = following(due, Repeat.DAILY, MADRID, now=due.at, day_of_month=None)
    assert found.at.astimezone(MADRID).isoformat() == "2026-10-25T09:30:00+01:00"


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
    st.sampled_from([Repeat.DAILY, Repeat.WEEKLY, Repeat.MONTHLY]),
    st.sampled_from([MADRID, SANTIAGO]),
    st.booleans(),
)
def test_the_next_is_always_to_come_later_than_the_last_and_of_its_kind(
    at: datetime, now: datetime, repeat: Repeat, zone: ZoneInfo, all_day: bool
) -> None:
    due: Deadline = whole_day(at.date(), zone) if all_day else moment(at.replace(tzinfo=zone), zone)
    found = following(due, repeat, zone, now=now.replace(tzinfo=UTC), day_of_month=None)
    assert found.at > now.replace(tzinfo=UTC)
    assert found.on > due.on
    assert found.all_day == all_day
    if repeat is Repeat.WEEKLY:
        assert found.on.weekday() == due.on.weekday()


def test_the_parts_of_the_week_follow_each_other() -> None:
    part = horizon(utc("2026-11-21T10:00"), MADRID)
    assert part.day_begins == utc("2026-11-20T23:00")
    assert part.day_begins < part.now < part.day_ends < part.week_ends
    assert part.week_ends == midnight_after(date(2026, 11, 28), MADRID)
