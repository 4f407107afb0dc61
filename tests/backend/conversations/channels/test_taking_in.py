"""What people write on a channel is kept once, belongs to the right person, and is never lost (F2, F4, X23, X33)."""

import pytest
from sqlalchemy import func, select

from backend.channels.models import ChannelAccount
from backend.conversations.channel_models import ChannelIdentity
from backend.inbox.models import InboxEvent
from backend.leads.models import Lead
from tests.support.street import Street
from tools.phones import rewriting

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 20 + b"IEND\xaeB`\x82"
OGG = b"OggS" + b"\x00" * 60
KINDS = ["whatsapp", "instagram", "telegram"]


async def leads_of(street: Street) -> list[Lead]:
    async with street.database.tenant(street.business.id) as session:
        return list(await session.scalars(select(Lead).where(~Lead.hidden)))


async def events_of(street: Street) -> dict[str, int]:
    async with street.database.tenant(street.business.id) as session:
        query = select(InboxEvent.state, func.count()).group_by(InboxEvent.state)
        return {row[0]: row[1] for row in await session.execute(query)}


@pytest.mark.parametrize("kind", KINDS)
async def test_whoever_writes_is_a_lead_with_a_conversation(people: Street, kind: str) -> None:
    person = people.someone("Núria Soler")
    await people.write(kind, person, "Hola, quiero una cocina")
    conversation = await people.conversation()
    assert (conversation.channel, conversation.status, conversation.unread) == (kind, "human", 1)
    assert await people.said() == [("visitor", "Hola, quiero una cocina")]
    (lead,) = await leads_of(people)
    assert (lead.id, lead.source, lead.channel) == (conversation.lead_id, kind, kind)
    if kind != "instagram":
        assert lead.name == "Núria Soler"
    assert lead.phone == (f"+{person.phone}" if kind == "whatsapp" else None)


async def test_what_is_told_twice_is_said_once(people: Street) -> None:
    people.twin.postman.twice = True
    await people.write("whatsapp", people.someone(), "uno", "dos")
    assert await people.said() == [("visitor", "uno"), ("visitor", "dos")]
    assert await events_of(people) == {"done": 2}


async def test_a_second_message_goes_on_in_the_same_conversation(people: Street) -> None:
    person = people.someone()
    await people.write("whatsapp", person, "uno")
    await people.write("whatsapp", person, "dos")
    await people.write("telegram", person, "en otro sitio")
    assert [each.channel for each in await people.conversations()] == ["whatsapp", "telegram"]


async def test_a_person_who_hides_the_phone_is_heard(people: Street) -> None:
    """F2: an adapter that knows people by their phone would lose them for ever."""
    await people.write("whatsapp", people.someone("Àlex", phone=None), "sin número")
    (lead,) = await leads_of(people)
    assert lead.phone is None
    assert await people.said() == [("visitor", "sin número")]


async def test_a_phone_that_is_shown_later_joins_the_same_person(people: Street) -> None:
    person = people.someone("Àlex", phone=None)
    await people.write("whatsapp", person, "sin número")
    person.phone = "34600999888"
    await people.write("whatsapp", person, "ahora sí")
    assert len(await people.conversations()) == 1
    (lead,) = await leads_of(people)
    assert lead.phone == "+34600999888"


@pytest.mark.parametrize(
    ("saved", "written"),
    [("+5511987654321", "551187654321"), ("+525512345678", "5215512345678"), ("+5491123456789", "541123456789")],
    ids=["brazil", "mexico", "argentina"],
)
async def test_a_variant_of_a_known_phone_is_the_same_person(people: Street, saved: str, written: str) -> None:
    created = await people.post("/v1/leads", {"name": "Ana", "phone": saved, "source": "manual"})
    await people.write("whatsapp", people.someone("Ana", phone=written), "hola")
    assert [str(each.id) for each in await leads_of(people)] == [created["id"]]
    assert str((await people.conversation()).lead_id) == created["id"]


async def test_two_names_at_once_are_one_conversation(people: Street) -> None:
    """The same person under the old id and under the new one, told in any order."""
    person = people.someone("Marta")
    people.twin.postman.hold = True
    for number in range(4):
        people.twin.hands.write(people.accounts["whatsapp"], person, f"mensaje {number}")
    people.twin.postman.hold = False
    people.twin.postman.flush("shuffled", twice=True)
    await people.work()
    assert len(await people.conversations()) == 1
    assert sorted(text for _, text in await people.said()) == [f"mensaje {number}" for number in range(4)]
    async with people.database.tenant(people.business.id) as session:
        names = await session.scalar(select(func.count()).select_from(ChannelIdentity))
    assert names == 3  # the scoped id, the number's id and the number


@pytest.mark.parametrize("kind", KINDS)
async def test_a_photo_is_fetched_checked_and_shown(people: Street, kind: str) -> None:
    person = people.someone()
    file = people.twin.world.keep(PNG, "image/png", "cocina.png")
    people.twin.hands.send_file(people.accounts[kind], person, file, "image", "así es ahora")
    await people.work()
    (message,) = await people.transcript()
    (attachment,) = message["attachments"]
    assert attachment["content_type"] == "image/png"
    answer = await people.client.get(f"/v1/files/{attachment['id']}", headers=people.member.headers)
    assert (answer.status_code, answer.content) == (200, PNG)
    if kind != "instagram":
        assert message["text"] == "así es ahora"


async def test_a_voice_note_is_kept(people: Street) -> None:
    file = people.twin.world.keep(OGG, "audio/ogg", "voz.ogg")
    people.twin.hands.send_file(people.accounts["telegram"], people.someone(), file, "audio")
    await people.work()
    (message,) = await people.transcript()
    assert [each["content_type"] for each in message["attachments"]] == ["audio/ogg"]


async def test_a_program_that_calls_itself_a_photo_is_not_kept_and_its_words_are(people: Street) -> None:
    file = people.twin.world.keep(b"MZ\x90\x00" * 100, "image/png", "foto.png")
    people.twin.hands.send_file(people.accounts["whatsapp"], people.someone(), file, "image", "mira esto")
    await people.work()
    (message,) = await people.transcript()
    assert (message["text"], message["attachments"]) == ("mira esto", [])


async def test_an_edit_a_reaction_and_a_message_taken_back(people: Street) -> None:
    person, account = people.someone(), people.accounts["telegram"]
    first = people.twin.hands.write(account, person, "quiero dos")
    await people.work()
    rewriting.edit(people.twin.hands, account, person, first.id, "quiero tres")
    await people.work()
    assert await people.said() == [("visitor", "quiero tres")]
    account = people.accounts["instagram"]
    said = people.twin.hands.write(account, person, "mi dirección es Mayor 3")
    await people.work()
    rewriting.delete(people.twin.hands, account, person, said.id)
    await people.work()
    _, instagram = await people.conversations()
    (message,) = await people.transcript(instagram.id)
    assert message["text"] == ""


async def test_an_answer_from_the_business_s_own_phone_silences_the_bot(agent: Street) -> None:
    person, account = agent.someone(), agent.accounts["whatsapp"]
    await agent.write("whatsapp", person, "hola")
    rewriting.write_as_business(agent.twin.hands, account, person, "Hola, soy Jordi")
    await agent.work()
    conversation = await agent.conversation()
    assert (conversation.status, conversation.returns_at is not None) == ("human", True)
    assert (await agent.said())[-1] == ("agent", "Hola, soy Jordi")


async def test_what_fails_again_and_again_is_dead_and_can_be_taken_in_from_the_panel(people: Street) -> None:
    """MSG-05: one try and three more; nothing is lost, and those behind it are not held up for ever."""
    person = people.someone()
    people.twin.hands.write(people.accounts["whatsapp"], person, "hola")
    await people.twin.postman.settled()
    await people.change_account("whatsapp", kind="unheard-of")
    for _ in range(4):
        await people.hurry()
    assert await events_of(people) == {"dead": 1}
    assert await people.conversations() == []
    await people.change_account("whatsapp", kind="whatsapp")
    (dead,) = (await people.get("/v1/inbox/events?state=dead"))["items"]
    assert dead["error"] == "ValueError"
    await people.post(f"/v1/inbox/events/{dead['id']}/retry")
    await people.work()
    assert await people.said() == [("visitor", "hola")]


async def test_a_file_that_cannot_be_had_does_not_take_the_words_with_it(people: Street) -> None:
    file = people.twin.world.keep(PNG, "image/png", "cocina.png")
    people.twin.faults.order("500", 100)
    people.twin.hands.send_file(people.accounts["whatsapp"], people.someone(), file, "image", "mira")
    await people.work()
    assert (await people.conversation()).turn == 0, "another try may bring the photo"
    for _ in range(3):
        await people.hurry()
    (message,) = await people.transcript()
    assert (message["text"], message["attachments"]) == ("mira", [])


async def test_an_account_of_nobody_is_kept_for_the_platform_and_hurts_nobody(people: Street) -> None:
    async with people.database.tenant(people.business.id) as session:
        account = await session.get(ChannelAccount, people.ids["whatsapp"])
        assert account is not None
        account.status = "disconnected"
    people.twin.hands.write(people.accounts["whatsapp"], people.someone(), "¿hay alguien?")
    await people.work()
    assert await people.conversations() == []
    assert people.twin.postman.outcomes == [200]
