"""What a search takes of the plan: each saved lead once, and nothing else (BIL-01, BIL-05, X27)."""

import uuid
from typing import Any

import pytest
from sqlalchemy import text

from backend.core.database.session import Database
from backend.plans import service as plans
from backend.plans.enums import Metric
from tests.backend.prospecting.conftest import Prospector
from tools.town.server import Town


async def use(database: Database, who: Prospector, metric: Metric, amount: int) -> None:
    async with database.tenant(uuid.UUID(who.person.tenant_id)) as session:
        await plans.count(session, metric, amount)


async def standing(who: Prospector, metric: str) -> Any:
    plan = await who.do("GET", "/plan")
    return next(each for each in plan["metrics"] if each["metric"] == metric)


async def test_each_saved_lead_costs_one_credit_and_nothing_else_does(someone: Prospector) -> None:
    started = await someone.start()
    held = await standing(someone, "leads")
    assert (held["used"], held["reserved"], started["reserved"]) == (0, 50, 50)
    await someone.work()
    search = await someone.do("GET", f"/searches/{started['id']}")
    after = await standing(someone, "leads")
    assert (after["used"], after["reserved"], search["reserved"]) == (search["counts"]["saved"], 0, 0)


async def test_the_free_plan_searches_four_times_a_month(freeloader: Prospector) -> None:
    """BIL-01: the fifth is refused with the plan's own words."""
    for _ in range(4):
        await freeloader.start(limit=1)
    answer = await freeloader.ask("POST", "/searches", query="dentistas en Valldemar")
    assert answer.status_code == 402
    error = answer.json()["error"]
    assert error["code"] == "quota_exceeded"
    assert (error["details"]["metric"], error["details"]["limit"], error["details"]["plan"]) == ("searches", 4, "free")


async def test_a_search_of_the_free_plan_saves_ten_at_most(freeloader: Prospector, town: Town) -> None:
    """BIL-01: and reads no more sites than it could save."""
    search = await freeloader.search(limit=500, variants=["restaurantes en Valldemar", "hoteles en Valldemar"])
    assert (search["limit"], search["counts"]["saved"]) == (10, 10)
    assert search["state"] == "done"
    left = await freeloader.results(search, "skipped")
    assert {each["reason"] for each in left} == {"limit"}
    assert all(each["fetched_at"] is None for each in left)


async def test_the_last_credits_bound_the_search(freeloader: Prospector, database: Database) -> None:
    """Visitors may bring more leads than the plan has; a search may not."""
    await use(database, freeloader, Metric.LEADS, 37)
    search = await freeloader.search()
    assert (search["limit"], search["counts"]["saved"]) == (3, 3)
    assert (await standing(freeloader, "leads"))["used"] == 40
    assert await freeloader.refused("POST", "/searches", query="hoteles en Valldemar") == (402, "quota_exceeded")


async def test_a_refused_search_leaves_nothing_behind(freeloader: Prospector, database: Database) -> None:
    await use(database, freeloader, Metric.LEADS, 40)
    assert await freeloader.refused("POST", "/searches", query="hoteles en Valldemar", niche="Hoteles") == (
        402,
        "quota_exceeded",
    )
    assert (await standing(freeloader, "searches"))["reserved"] == 0
    assert (await freeloader.do("GET", "/searches"))["items"] == []


async def test_two_searches_cannot_spend_the_same_credits(freeloader: Prospector, database: Database) -> None:
    """F8: what one holds the other does not get."""
    await use(database, freeloader, Metric.LEADS, 28)
    first = await freeloader.start()
    second = await freeloader.start("restaurantes en Valldemar")
    assert (first["reserved"], second["reserved"]) == (10, 2)
    await freeloader.work()
    assert (await standing(freeloader, "leads"))["used"] <= 40


async def test_credits_that_ran_out_meanwhile_end_the_search(freeloader: Prospector, database: Database) -> None:
    """The hold ended while the search waited, and visitors took what was left."""
    started = await freeloader.start(limit=5)
    async with database.platform() as session:
        await session.execute(
            text("UPDATE usage_reservations SET expires_at = now() - interval '1 minute' WHERE tenant_id = :tenant"),
            {"tenant": freeloader.person.tenant_id},
        )
        await plans.release_expired(session)
    await use(database, freeloader, Metric.LEADS, 40)
    await freeloader.work()
    search = await freeloader.do("GET", f"/searches/{started['id']}")
    assert (search["state"], search["reason"], search["counts"]["saved"]) == ("done", "quota", 0)


async def test_who_is_a_lead_already_is_free_and_told_with_its_niche(someone: Prospector, town: Town) -> None:
    """PRO-03, PRO-04: and its site is not even asked."""
    first = await someone.search(niche="Dentistas de la costa")
    used = (await standing(someone, "leads"))["used"]
    town.asked.clear()
    again = await someone.search(niche="Otra vez")
    assert (again["counts"]["saved"], again["counts"]["duplicate"]) == (0, first["counts"]["saved"])
    assert {each["niche"]["name"] for each in await someone.results(again, "duplicate")} == {"Dentistas de la costa"}
    assert (await standing(someone, "leads"))["used"] == used
    assert set(town.asked) == {"overpass", "dental-europa.localhost"}


async def test_a_business_known_by_its_email_is_a_duplicate_too(someone: Prospector) -> None:
    """The chat met it before the search did."""
    await someone.do("POST", "/leads", name="Rius", email="contacte@clinica-rius-valldemar.cat")
    search = await someone.search()
    (known,) = await someone.results(search, "duplicate")
    assert known["domain"] == "clinica-rius.localhost"
    assert (await standing(someone, "leads"))["used"] == search["counts"]["saved"] + 1


@pytest.mark.parametrize("value", ["https://www.clinica-rius.localhost/x", "contacte@clinica-rius-valldemar.cat"])
async def test_who_does_not_want_is_never_saved_again(someone: Prospector, value: str) -> None:
    """X30: by domain before its site is asked; by email as soon as it is read there."""
    entry = await someone.do("POST", "/suppressions", value=value)
    search = await someone.search()
    found = next(each for each in await someone.results(search) if each["domain"] == "clinica-rius.localhost")
    if entry["kind"] == "domain":
        assert (found["state"], found["fetched_at"]) == ("suppressed", None)
    else:
        lead = await someone.do("GET", f"/leads/{found['lead_id']}")
        assert lead["email"] is None
        # Nor in the words around the phone that stands beside it.
        assert "contacte@" not in str([found, lead])
    assert await someone.do("DELETE", f"/suppressions/{entry['id']}") is None
    assert (await someone.do("GET", "/suppressions"))["items"] == []


async def test_neither_domain_nor_email_cannot_be_suppressed(someone: Prospector) -> None:
    assert await someone.refused("POST", "/suppressions", value="somebody") == (422, "unusable_suppression")
