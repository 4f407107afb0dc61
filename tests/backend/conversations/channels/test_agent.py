"""The agent answers, calls people, and keeps still where it must (DMA-01..05, F5)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backend.assistant.knowledge.models import KnowledgeItem
from backend.conversations import answering
from backend.core import clock
from backend.leads.models import Lead
from tests.support.street import Street

STEPS = [
    "bot_active",
    "rate_limit",
    "memory",
    "name",
    "language",
    "intent",
    "escalation",
    "product",
    "purchase",
    "reply",
    "save",
]


async def know(street: Street, **item: object) -> None:
    given = {"language": "es", "kind": "faq", **item}
    answer = await street.client.post("/v1/knowledge", json=given, headers=street.member.headers)
    assert answer.is_success, answer.text


@pytest.mark.parametrize("kind", ["whatsapp", "instagram", "messenger", "telegram"])
async def test_a_greeting_is_answered_once(agent: Street, kind: str) -> None:
    person = agent.someone()
    await agent.write(kind, person, "hola!!")
    assert len(agent.seen(kind, person)) == 1
    assert [role for role, _ in await agent.said()] == ["visitor", "bot"]


async def test_a_price_comes_from_the_list_and_nowhere_else(agent: Street) -> None:
    await know(
        agent,
        kind="product",
        name="Proyecto 3D",
        answer="Medimos y te lo enseñamos.",
        price_minor=12000,
        currency="EUR",
    )
    person = agent.someone()
    await agent.write("whatsapp", person, "¿Cuánto cuesta el proyecto 3D?")
    (reply,) = agent.seen("whatsapp", person)
    assert "120" in reply


async def test_who_wants_to_buy_gets_the_link_at_once(agent: Street) -> None:
    await know(
        agent,
        kind="product",
        name="Proyecto 3D",
        answer="Incluye visita.",
        price_minor=12000,
        currency="EUR",
        payment_link="https://pay.example.com/3d",
    )
    person = agent.someone()
    await agent.write("telegram", person, "Quiero comprar el proyecto 3D, ¿cómo pago?")
    (reply,) = agent.seen("telegram", person)
    assert "https://pay.example.com/3d" in reply


async def test_a_burst_gets_one_answer(agent: Street) -> None:
    """F5."""
    await agent.change_account("whatsapp", debounce_seconds=4)
    person = agent.someone()
    await agent.write("whatsapp", person, "hola", "una pregunta", "¿hacéis cocinas?")
    assert agent.seen("whatsapp", person) == [], "the person may still be writing"
    await agent.hurry()
    assert len(agent.seen("whatsapp", person)) == 1


def test_a_burst_is_waited_for_at_most_twelve_seconds() -> None:
    first = clock.now()
    assert answering.due_at(first, first, 4) == first + timedelta(seconds=4)
    assert answering.due_at(first, first + timedelta(seconds=11), 4) == first + timedelta(seconds=12)
    assert answering.due_at(first - timedelta(seconds=13), first, 4) is None


async def test_a_takeover_while_the_agent_waits_silences_it(agent: Street) -> None:
    await agent.change_account("whatsapp", debounce_seconds=4)
    person = agent.someone()
    await agent.write("whatsapp", person, "hola")
    await agent.post(f"/v1/conversations/{(await agent.conversation()).id}/take-over")
    await agent.hurry()
    assert agent.seen("whatsapp", person) == []


async def test_whoever_asks_for_a_person_gets_one_with_a_summary(agent: Street) -> None:
    person = agent.someone("Marta")
    await agent.write("whatsapp", person, "Quiero hablar con una persona, por favor")
    conversation = await agent.conversation()
    assert (conversation.status, conversation.returns_at) == ("human", None)
    assert len(agent.seen("whatsapp", person)) == 1
    tasks = (await agent.get("/v1/tasks"))["items"]
    assert [task["priority"] for task in tasks] == ["high"]
    (note,) = (await agent.get(f"/v1/conversations/{conversation.id}"))["notes"]
    assert "Marta" in note["body"]


async def test_what_nobody_understands_twice_is_a_person_s(agent: Street) -> None:
    person = agent.someone()
    await agent.write("whatsapp", person, "qwrtz plmkn vbxzw")
    assert (await agent.conversation()).status == "open"
    await agent.write("whatsapp", person, "zxcvb hjklñ qwdfg")
    assert (await agent.conversation()).status == "human"
    assert len(agent.seen("whatsapp", person)) == 2


@pytest.mark.parametrize("words", ["BAJA", "STOP", "Baja.", "unsubscribe", "no me escribáis más"])
async def test_opting_out_is_confirmed_once_and_then_silent(agent: Street, words: str) -> None:
    person = agent.someone()
    await agent.write("whatsapp", person, words)
    assert len(agent.seen("whatsapp", person)) == 1
    await agent.write("whatsapp", person, words)
    assert len(agent.seen("whatsapp", person)) == 1


async def test_tomorrow_is_no_opt_out(agent: Street) -> None:
    person = agent.someone()
    await agent.write("whatsapp", person, "¿Podéis venir a medir? Para mañana me va bien")
    assert len(agent.seen("whatsapp", person)) == 1
    optouts = await agent.get("/v1/opt-outs")
    assert (optouts["items"] if isinstance(optouts, dict) else optouts) == []


async def test_a_name_and_an_email_are_learned_and_remembered(agent: Street) -> None:
    person = agent.someone("M")
    await agent.write("telegram", person, "Hola, soy Marta Puig, mi correo es marta.puig@example.com")
    async with agent.database.tenant(agent.business.id) as session:
        lead = await session.scalar(select(Lead))
    assert lead is not None
    assert (lead.name, lead.email) == ("Marta Puig", "marta.puig@example.com")
    memory = await agent.get(f"/v1/conversations/{(await agent.conversation()).id}/memory")
    assert {fact["fact"] for fact in memory["facts"]} >= {"name", "email"}


async def test_every_answer_says_why(agent: Street) -> None:
    person = agent.someone()
    await agent.write("whatsapp", person, "hola, ¿hacéis armarios?")
    conversation = await agent.conversation()
    reply = next(each for each in await agent.transcript() if each["role"] == "bot")
    trace = await agent.get(f"/v1/conversations/{conversation.id}/messages/{reply['id']}/trace")
    assert [each["step"] for each in trace["steps"]] == STEPS
    question = next(each for each in await agent.transcript() if each["role"] == "visitor")
    answer = await agent.client.get(
        f"/v1/conversations/{conversation.id}/messages/{question['id']}/trace", headers=agent.member.headers
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "trace_not_found")


async def test_the_agent_speaks_the_persons_language(agent: Street) -> None:
    person = agent.someone(language="es")
    await agent.write("whatsapp", person, "Good morning! Do you also build wardrobes for small bedrooms?")
    assert (await agent.conversation()).language == "en"


async def test_a_bot_that_is_off_says_nothing_and_the_words_wait(agent: Street) -> None:
    await agent.change_account("whatsapp", bot_on=False)
    person = agent.someone()
    await agent.write("whatsapp", person, "hola")
    conversation = await agent.conversation()
    assert agent.seen("whatsapp", person) == []
    assert (conversation.status, conversation.unread, conversation.unanswered_since is not None) == ("human", 1, True)


async def test_what_was_written_before_we_were_connected_is_not_answered(agent: Street) -> None:
    await agent.change_account("whatsapp", connected_at=clock.now() + timedelta(hours=1))
    person = agent.someone()
    await agent.write("whatsapp", person, "hola")
    await agent.hurry()
    assert agent.seen("whatsapp", person) == []
    assert await agent.said() == [("visitor", "hola")]


async def test_a_closed_conversation_opens_when_the_person_writes_again(agent: Street) -> None:
    person = agent.someone()
    await agent.write("whatsapp", person, "hola")
    await agent.post(f"/v1/conversations/{(await agent.conversation()).id}/close")
    await agent.write("whatsapp", person, "otra cosa: ¿hacéis baños?")
    assert (await agent.conversation()).status == "open"
    assert len(agent.seen("whatsapp", person)) == 2


async def test_a_photo_without_words_is_thanked_for(agent: Street) -> None:
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 20 + b"IEND\xaeB`\x82"
    person = agent.someone()
    file = agent.twin.world.keep(png, "image/png", "cocina.png")
    agent.twin.hands.send_file(agent.accounts["whatsapp"], person, file, "image")
    await agent.work()
    assert len(agent.seen("whatsapp", person)) == 1


async def test_the_lead_learns_how_much_the_person_wants_it(agent: Street) -> None:
    person = agent.someone()
    await agent.write("whatsapp", person, "Lo quiero, ¿cómo lo compro?")
    async with agent.database.tenant(agent.business.id) as session:
        lead = await session.scalar(select(Lead))
        items = (await session.scalars(select(KnowledgeItem))).all()
    assert lead is not None
    assert lead.purchase_intent > 0.5
    assert items == []


async def test_who_wrote_while_a_person_was_in_charge_is_answered_when_the_agent_comes_back(agent: Street) -> None:
    person = agent.someone()
    await agent.write("whatsapp", person, "hola")
    conversation = await agent.conversation()
    await agent.post(f"/v1/conversations/{conversation.id}/take-over")
    await agent.write("whatsapp", person, "¿hacéis armarios?")
    assert len(agent.seen("whatsapp", person)) == 1
    await agent.post(f"/v1/conversations/{conversation.id}/give-back")
    await agent.work()
    assert len(agent.seen("whatsapp", person)) == 2
