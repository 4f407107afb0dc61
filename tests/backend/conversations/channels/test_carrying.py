"""A chat on the page goes on on the phone where it was (hand-carry)."""

import pytest
from sqlalchemy import select

from backend.conversations.models import Conversation
from backend.core.database.session import Database
from backend.leads.models import Lead
from tests.support.builders import Visitor
from tests.support.street import Street


@pytest.fixture
def visitor(flow: Street) -> Visitor:
    return Visitor(flow.client, flow.business)


async def code_of(visitor: Visitor) -> str:
    answer = await visitor.post("/v1/chat/carry", {"session_id": visitor.session_id})
    assert answer.status_code == 200, answer.text
    assert {each["kind"] for each in answer.json()["ways"]} == {"whatsapp", "telegram"}
    return str(answer.json()["code"])


async def test_block_variables_language_and_person_come_along(flow: Street, visitor: Visitor) -> None:
    await visitor.start(language="en")
    await visitor.send(option=visitor.last["ask"]["options"][0]["id"])
    waiting = visitor.last["ask"]["block_id"]
    person = flow.someone()
    await flow.write("whatsapp", person, f"Hello, I'd like to go on here. Code: {await code_of(visitor)}")
    web, phone = sorted(await flow.conversations(), key=lambda each: each.channel)
    assert (phone.channel, phone.language, phone.ask_block, phone.status) == ("whatsapp", "en", waiting, "open")
    assert flow.seen("whatsapp", person), "the waiting question is put again"
    assert web.status == "ended"
    assert (await visitor.said())[-1][0] == "system"


async def test_one_person_stays_one_lead(flow: Street, visitor: Visitor) -> None:
    await visitor.start()
    await visitor.post(
        "/v1/chat/identify", {"session_id": visitor.session_id, "name": "Marta", "email": "marta.puig@example.com"}
    )
    await flow.write("telegram", flow.someone("M."), f"/start {(await code_of(visitor)).replace('-', '')}")
    async with flow.database.tenant(flow.business.id) as session:
        (lead,) = await session.scalars(select(Lead).where(~Lead.hidden))
        conversations = list(await session.scalars(select(Conversation.lead_id)))
    assert lead.email == "marta.puig@example.com"
    assert conversations == [lead.id, lead.id]


async def test_a_code_is_good_once_and_the_newest_alone(flow: Street, visitor: Visitor) -> None:
    await visitor.start()
    stale, code = await code_of(visitor), await code_of(visitor)
    await flow.write("whatsapp", flow.someone(), stale)
    await flow.write("whatsapp", flow.someone(), code)
    await flow.write("whatsapp", flow.someone(), code)
    carried = [each for each in await flow.conversations() if each.channel == "whatsapp" and each.language_settled]
    assert len(carried) == 1


async def test_a_guessed_code_opens_nothing(flow: Street) -> None:
    await flow.write("whatsapp", flow.someone(), "ABCD-EFGH")
    assert len(await flow.conversations()) == 1


async def test_without_a_channel_there_is_no_code(flow: Street, visitor: Visitor, database: Database) -> None:
    for kind in ("whatsapp", "telegram"):
        await flow.change_account(kind, status="disconnected")
    await visitor.start()
    answer = await visitor.post("/v1/chat/carry", {"session_id": visitor.session_id})
    assert answer.json() == {"code": None, "expires_at": None, "ways": []}


async def test_another_page_s_conversation_cannot_be_carried_off(flow: Street, visitor: Visitor) -> None:
    await visitor.start()
    stranger = Visitor(flow.client, type(flow.business)(flow.business.id, "", "https://elsewhere.example.com"))
    answer = await stranger.post("/v1/chat/carry", {"session_id": visitor.session_id})
    assert answer.status_code == 404
