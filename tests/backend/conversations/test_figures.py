"""The figures of the panel's home: today, thirty days, and how far visitors come (OBS-03)."""

from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core import clock
from backend.core.database.session import Database
from tests.backend.conversations.test_chat import ROAD
from tests.support.builders import Visitor
from tests.support.desk import Desk

STATS = "/v1/conversations/stats"


async def come(desk: Desk, steps: int) -> Visitor:
    visitor = Visitor(desk.client, desk.visitor.business)
    await visitor.start()
    for answer in ROAD[:steps]:
        await visitor.send(**answer)
    return visitor


async def test_today_counts_who_came_ended_and_waits(desk: Desk) -> None:
    """The desk's own visitor has only begun; one came halfway, one to the end, one waits for a person."""
    await come(desk, 3)
    waiting = await come(desk, len(ROAD))
    await waiting.send(text="¿Y el horario?")
    found = await desk.look(STATS)
    assert found["today"] == {"conversations": 3, "leads": 1, "waiting": 1, "ended": 0}
    await desk.client.post(f"/v1/conversations/{waiting.session_id}/close", headers=desk.person.headers)
    assert (await desk.look(STATS))["today"] == {"conversations": 3, "leads": 1, "waiting": 0, "ended": 1}


async def test_the_funnel_counts_each_visitor_once_at_each_question(desk: Desk) -> None:
    halfway = await come(desk, 3)
    await halfway.send(text="no sé, mucho")
    await come(desk, len(ROAD))
    funnel = {each["block_id"]: each["visitors"] for each in (await desk.look(STATS))["funnel"]}
    assert funnel == {
        "consent": 3,
        "project": 2,
        "style": 2,
        "metres": 2,
        "budget": 1,
        "urgency": 1,
        "photos": 1,
        "name": 1,
        "email": 1,
        "phone": 1,
        "phone_needed": 0,
        "done": 1,
        "silence": 0,
        "refused": 0,
    }


async def test_the_steps_read_as_the_business_speaks(desk: Desk) -> None:
    labels = [each["label"] for each in (await desk.look(STATS))["funnel"]]
    assert labels[:2] == ["¿Te parece bien?", "¿Qué tienes en mente?"]
    assert all(0 < len(each) <= 60 for each in labels)


async def test_thirty_days_in_the_businesss_own_days(desk: Desk, database: Database) -> None:
    """A conversation of 23:30 in Madrid is not tomorrow's, though UTC and Kiribati may say so."""
    async with database.platform() as session:
        zoned = {"zone": "Pacific/Kiritimati", "id": desk.visitor.business.id}
        await session.execute(text("UPDATE tenants SET timezone = :zone WHERE id = :id"), zoned)
    async with database.tenant(desk.visitor.business.id) as session:
        before = await session.scalar(text("SELECT to_char(now() AT TIME ZONE 'Pacific/Kiritimati', 'YYYY-MM-DD')"))
    found = await desk.look(STATS)
    days = [each["day"] for each in found["by_day"]]
    assert len(days) == 30
    assert days == sorted(set(days))
    assert days[-1] == before
    assert [each["conversations"] for each in found["by_day"]] == [0] * 29 + [1]


async def test_a_business_without_a_flow_has_no_funnel(desk: Desk, database: Database) -> None:
    async with database.tenant(desk.visitor.business.id) as session:
        await session.execute(text("UPDATE flow_versions SET status = 'archived'"))
    assert (await desk.look(STATS))["funnel"] == []


async def test_the_inbox_shows_the_last_word_first_page_by_page(desk: Desk) -> None:
    visitors = [await come(desk, 1) for _ in range(4)]
    await desk.visitor.send(text="soy la última")
    seen, cursor = [], ""
    while cursor is not None:
        page = await desk.look(f"/v1/conversations?limit=2{cursor and f'&cursor={cursor}'}")
        seen += [each["id"] for each in page["items"]]
        cursor = page["next_cursor"]
    assert seen == [each.session_id for each in (desk.visitor, *reversed(visitors))]


async def test_the_inbox_is_filtered(desk: Desk, client: AsyncClient) -> None:
    ended = await come(desk, len(ROAD))
    by_status = await desk.look("/v1/conversations?status=ended&status=human")
    assert [each["id"] for each in by_status["items"]] == [ended.session_id]
    (line,) = by_status["items"]
    assert (line["lead_name"], line["temperature"] in {"hot", "premium"}, line["score"] >= 70) == (
        "Marta Puig",
        True,
        True,
    )
    by_lead = await desk.look(f"/v1/conversations?lead_id={line['lead_id']}")
    assert [each["id"] for each in by_lead["items"]] == [ended.session_id]
    unread = await desk.look("/v1/conversations?unread=true")
    assert [each["id"] for each in unread["items"]] == [ended.session_id]
    for wrong in ("status=nonsense", "cursor=nonsense", "limit=0", "limit=201", "lead_id=x"):
        answer = await client.get(f"/v1/conversations?{wrong}", headers=desk.person.headers)
        assert answer.status_code == 422, wrong
    assert clock.now().isoformat() > line["last_message_at"]
