"""Whoever fell silent is asked once whether they are still there (X19)."""

from datetime import timedelta

import pytest

from backend.channels.enums import ChannelKind
from backend.core import clock
from backend.core.database.session import Database
from backend.leads.enums import Stage
from backend.nurturing import jobs, silence
from backend.nurturing.enums import SequenceKind, Trigger
from tests.backend.nurturing.conftest import noon
from tests.support.following import Shop, step

HOUR = timedelta(hours=1)
COLD, AGAIN = SequenceKind.INTEREST_COLD, SequenceKind.RE_ENGAGEMENT


async def enrol_silent(shop: Shop) -> None:
    await jobs.enrol_silent.work(lambda: shop.database.tenant(shop.id), None)


@pytest.mark.parametrize(
    ("days", "silence_days", "enrolled"),
    [(13.9, None, 0), (14, None, 1), (20.9, None, 1), (21.1, None, 0), (5, 5, 1), (4, 5, 0)],
)
async def test_silence_of_two_weeks_or_as_long_as_the_company_says(
    shop: Shop, days: float, silence_days: int | None, enrolled: int
) -> None:
    await shop.has(AGAIN, silence_days=silence_days)
    with clock.held(noon()):
        await shop.thread(await shop.account(), heard=noon() - timedelta(days=days))
        await enrol_silent(shop)
        await enrol_silent(shop)
    assert [each.trigger for each in await shop.enrolments()] == [Trigger.SILENCE] * enrolled


async def test_silence_is_of_a_person_and_not_of_a_channel(shop: Shop) -> None:
    """Who wrote elsewhere is not silent; who is in another sequence is not asked twice; customers are left alone."""
    await shop.has(AGAIN)
    await shop.has(COLD, step(48))
    old = noon() - timedelta(days=15)
    with clock.held(noon()):
        account = await shop.account()
        spoke, asked, bought = await shop.lead(), await shop.lead(), await shop.lead(stage=Stage.CUSTOMER)
        await shop.thread(account, heard=old, lead_id=spoke)
        await shop.thread(None, ChannelKind.WEB, heard=noon() - HOUR, lead_id=spoke)
        waiting = await shop.thread(account, heard=old, lead_id=asked)
        await shop.enrol(COLD, waiting)
        await shop.thread(account, heard=old, lead_id=bought)
        twice = await shop.lead()
        await shop.thread(account, heard=old, lead_id=twice)
        newest = await shop.thread(account, heard=old + HOUR, lead_id=twice)
        await enrol_silent(shop)
    assert [each.conversation_id for each in await shop.enrolments() if each.kind == AGAIN] == [newest]


async def test_only_companies_that_ask_are_looked_at(database: Database, shop: Shop) -> None:
    await shop.has(AGAIN, active=False)
    async with database.platform() as session:
        assert shop.id not in await silence.tenants_asking(session)
    await shop.has(AGAIN)
    async with database.platform() as session:
        assert shop.id in await silence.tenants_asking(session)
