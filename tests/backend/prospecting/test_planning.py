"""Searches by the calendar: on the tenant's own clock, whatever it does, adding what is new."""

import uuid
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from backend.core import clock
from backend.core.database.session import Database
from backend.plans import service as plans
from backend.plans.enums import Metric
from backend.prospecting import clock_jobs, planning
from backend.prospecting.calendar import next_run
from tests.backend.prospecting.conftest import Prospector
from tests.support.people import run_jobs
from tools.town.server import Town

MONDAY, SUNDAY, SATURDAY = 0, 6, 5
MADRID, SANTIAGO, UTC_ZONE = ZoneInfo("Europe/Madrid"), ZoneInfo("America/Santiago"), ZoneInfo("UTC")

RUNS = [
    # (what it shows, weekdays, hour, zone, after, next run in UTC)
    ("the same morning", [MONDAY], 8, MADRID, "2026-11-23T06:59:00+00:00", "2026-11-23T07:00:00+00:00"),
    ("a week later", [MONDAY], 8, MADRID, "2026-11-23T07:00:00+00:00", "2026-11-30T07:00:00+00:00"),
    ("summer's hour in winter", [MONDAY], 8, MADRID, "2026-10-19T06:00:00+00:00", "2026-10-26T07:00:00+00:00"),
    ("winter's hour in summer", [MONDAY], 8, MADRID, "2026-03-23T07:00:00+00:00", "2026-03-30T06:00:00+00:00"),
    ("an hour that is skipped", [SUNDAY], 2, MADRID, "2026-03-28T12:00:00+00:00", "2026-03-29T01:00:00+00:00"),
    ("an hour that comes twice", [SUNDAY], 2, MADRID, "2026-10-24T12:00:00+00:00", "2026-10-25T00:00:00+00:00"),
    ("and runs once", [SUNDAY], 2, MADRID, "2026-10-25T00:00:00+00:00", "2026-11-01T01:00:00+00:00"),
    ("a midnight that is skipped", [SUNDAY], 0, SANTIAGO, "2026-09-05T12:00:00+00:00", "2026-09-06T04:00:00+00:00"),
    ("several days", [MONDAY, SATURDAY], 23, UTC_ZONE, "2026-11-24T00:00:00+00:00", "2026-11-28T23:00:00+00:00"),
]


@pytest.mark.parametrize(
    ("weekdays", "hour", "zone", "after", "expected"), [each[1:] for each in RUNS], ids=[r[0] for r in RUNS]
)
def test_the_next_run(weekdays: list[int], hour: int, zone: ZoneInfo, after: str, expected: str) -> None:
    """F9's rules for clocks hold for searches too."""
    assert next_run(weekdays, hour, zone, datetime.fromisoformat(after)) == datetime.fromisoformat(expected)


def test_each_chosen_day_of_a_year_has_exactly_one_run() -> None:
    moment, days = datetime(2026, 1, 1, tzinfo=UTC), []
    while moment < datetime(2027, 1, 1, tzinfo=UTC):
        moment = next_run(range(7), 2, MADRID, moment)
        days.append(moment.astimezone(MADRID).date())
    assert len(days) == len(set(days)) == 365 + 1


async def due(database: Database, schedule: Any) -> None:
    """Its time has come."""
    async with database.platform() as session:
        late = text("UPDATE search_schedules SET next_at = now() - interval '1 minute' WHERE id = :id")
        await session.execute(late, {"id": schedule["id"]})


async def run(who: Prospector, schedule: Any, database: Database) -> uuid.UUID | None:
    async with database.tenant(uuid.UUID(who.person.tenant_id)) as session:
        return await planning.run_due(session, uuid.UUID(schedule["id"]), {})


async def test_a_planned_search_adds_what_is_new(someone: Prospector, database: Database, town: Town) -> None:
    schedule = await someone.do(
        "POST", "/search-schedules", query="dentistas en Valldemar", niche="Dentistas", weekdays=[MONDAY], hour=8
    )
    assert datetime.fromisoformat(schedule["next_at"]) > clock.now()
    await due(database, schedule)
    search_id = await run(someone, schedule, database)
    # Its job came twice: it starts once.
    assert search_id is not None
    assert await run(someone, schedule, database) is None
    await run_jobs(someone.app, "scrape")
    first = await someone.do("GET", f"/searches/{search_id}")
    assert (first["counts"]["saved"], first["schedule_id"]) == (6, schedule["id"])
    await due(database, schedule)
    again_id = await run(someone, schedule, database)
    await run_jobs(someone.app, "scrape")
    again = await someone.do("GET", f"/searches/{again_id}")
    assert (again["counts"]["saved"], again["counts"]["duplicate"]) == (0, 6)
    listed = await someone.do("GET", f"/searches?schedule_id={schedule['id']}")
    assert [each["id"] for each in listed["items"]] == [str(again_id), str(search_id)]


async def tick(who: Prospector, database: Database) -> None:
    """A minute of the clock, and the jobs that it starts."""
    async with database.platform() as session:
        await clock_jobs.find_due.work(session, None)
    await run_jobs(who.app, "default")
    await run_jobs(who.app, "scrape")


async def test_the_clock_starts_it_once(someone: Prospector, database: Database) -> None:
    schedule = await someone.do("POST", "/search-schedules", query="dentistas en Valldemar")
    await due(database, schedule)
    for _ in range(2):
        await tick(someone, database)
    (search,) = (await someone.do("GET", f"/searches?schedule_id={schedule['id']}"))["items"]
    assert (search["state"], search["counts"]["saved"]) == ("done", 6)


async def test_the_clock_finds_a_run_whose_job_was_lost(someone: Prospector, database: Database) -> None:
    search = await someone.start()
    async with database.platform() as session:
        await session.execute(text("DELETE FROM procrastinate_jobs WHERE queue_name = 'scrape'"))
        lost = "UPDATE searches SET state = 'running', updated_at = now() - interval '1 hour' WHERE id = :id"
        await session.execute(text(lost), {"id": search["id"]})
    await tick(someone, database)
    assert (await someone.do("GET", f"/searches/{search['id']}"))["state"] == "done"


async def test_what_keeps_it_from_running_is_noted_and_nothing_is_held(
    freeloader: Prospector, database: Database
) -> None:
    schedule = await freeloader.do("POST", "/search-schedules", query="dentistas en Valldemar")
    async with database.tenant(uuid.UUID(freeloader.person.tenant_id)) as session:
        await plans.count(session, Metric.LEADS, 40)
    await due(database, schedule)
    assert await run(freeloader, schedule, database) is None
    (noted,) = (await freeloader.do("GET", "/search-schedules"))["items"]
    assert noted["problem"] == "quota_exceeded"
    assert datetime.fromisoformat(noted["next_at"]) > clock.now()
    assert await freeloader.remaining("searches") == 4


async def test_a_plan_is_changed_and_forgotten(someone: Prospector, database: Database) -> None:
    schedule = await someone.do("POST", "/search-schedules", query="dentistas en Valldemar", weekdays=[3, 1, 1])
    assert schedule["weekdays"] == [1, 3]
    path = f"/search-schedules/{schedule['id']}"
    changed = await someone.do("PATCH", path, weekdays=[SUNDAY], hour=22, active=False)
    moment = datetime.fromisoformat(changed["next_at"]).astimezone(MADRID)
    assert (moment.weekday(), moment.hour, changed["active"]) == (SUNDAY, 22, False)
    await due(database, schedule)
    assert await run(someone, schedule, database) is None
    await someone.do("DELETE", path)
    assert await someone.refused("PATCH", path, hour=1) == (404, "schedule_not_found")


async def test_a_list_cannot_be_planned(someone: Prospector) -> None:
    body = {"query": "Valldemar", "sources": ["list"]}
    assert await someone.refused("POST", "/search-schedules", **body) == (422, "nothing_given")
