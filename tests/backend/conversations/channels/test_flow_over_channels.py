"""The flow walks over a messaging channel as it does on the web (FLW-01, CRM-01)."""

from sqlalchemy import select

from backend.leads.models import Lead
from tests.support.street import Street


async def test_a_first_word_is_greeted_in_the_persons_language(flow: Street) -> None:
    person = flow.someone(language="es")
    await flow.write("whatsapp", person, "Hello, I would like to renew my kitchen this year")
    conversation = await flow.conversation()
    assert (conversation.status, conversation.language) == ("open", "en")
    assert flow.seen("whatsapp", person)


async def test_a_button_pressed_on_the_phone_is_an_answer(flow: Street) -> None:
    person = flow.someone()
    await flow.write("whatsapp", person, "hola")
    shown = next(each for each in flow.twin.received("whatsapp", person) if each.choices)
    flow.twin.hands.press(flow.accounts["whatsapp"], person, shown.id, shown.choices[0].id)
    await flow.work()
    said = await flow.said()
    assert ("visitor", shown.choices[0].label) in said
    assert said[-1][0] == "bot"


async def test_a_number_typed_is_the_option_it_stands_before(flow: Street) -> None:
    person = flow.someone()
    await flow.write("telegram", person, "hola")
    before = (await flow.conversation()).ask_block
    await flow.write("telegram", person, "1")
    assert (await flow.conversation()).ask_block != before


async def test_a_person_walks_to_the_end_and_the_lead_is_scored(flow: Street) -> None:
    person = flow.someone()
    await flow.write("whatsapp", person, "hola")
    for answer in ("cocina", "moderno", "14", "12000", "este mes", "no", "Marta Puig", "marta@example.com", "sí", "no"):
        conversation = await flow.conversation()
        if conversation.status != "open":
            break
        await flow.write("whatsapp", person, answer)
    async with flow.database.tenant(flow.business.id) as session:
        lead = await session.scalar(select(Lead))
    assert lead is not None
    assert lead.phone == f"+{person.phone}"
    assert lead.score > 0


async def test_every_answer_of_the_flow_arrives_once_and_in_order(flow: Street) -> None:
    person = flow.someone()
    flow.twin.postman.twice = True
    await flow.write("whatsapp", person, "hola", "cocina")
    said = [text for role, text in await flow.said() if role == "bot"]
    assert [text.split("\n")[0] for text in flow.seen("whatsapp", person)] == [text.split("\n")[0] for text in said]


async def test_a_flow_that_is_given_back_asks_again_on_the_phone(flow: Street) -> None:
    person = flow.someone()
    await flow.write("whatsapp", person, "hola")
    conversation = await flow.conversation()
    await flow.post(f"/v1/conversations/{conversation.id}/take-over")
    before = len(flow.seen("whatsapp", person))
    await flow.post(f"/v1/conversations/{conversation.id}/give-back")
    await flow.work()
    assert len(flow.seen("whatsapp", person)) == before + 1
    assert (await flow.conversation()).status == "open"
