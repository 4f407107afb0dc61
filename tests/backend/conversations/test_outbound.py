"""People of the business write: free words, files, templates, first words to a lead, and again what failed (MSG-04)."""

import time
import uuid
from datetime import timedelta

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.core import clock
from backend.core.http.actor import Role
from tests.isolation.company import PHOTO
from tests.support.builders import found_staffed
from tests.support.dying import settle
from tests.support.house import House
from tests.support.people import run_jobs


@pytest.mark.parametrize("kind", ["whatsapp", "instagram", "messenger", "telegram"])
async def test_a_person_answers_with_words_and_a_file(house: House, kind: str) -> None:
    """FLW-08: photos over channels."""
    talk = await house.talk(kind)
    path = f"/conversations/{talk.id}"
    await house.post(f"{path}/take-over")
    photo = {"file": ("cocina.png", PHOTO, "image/png")}
    kept = await house.client.post(f"/v1{path}/files", files=photo, headers=house.person.headers)
    assert kept.status_code == 201, kept.text
    said = await house.post(f"{path}/reply", text="Mira", file_ids=[kept.json()["id"]])
    assert [each["name"] for each in said["attachments"]] == ["cocina.png"]
    assert said["delivery"]["status"] == "queued"
    await run_jobs(house.app, "chat")
    (found,) = [each for each in (await house.get(path))["messages"] if each["id"] == said["id"]]
    assert (found["delivery"]["status"], found["delivery"]["cause"]) == ("sent", None)
    pictures = [each for each in talk.received if each.kind == "image"]
    assert [house.twin.world.files[each.file].content for each in pictures] == [PHOTO]
    assert "Mira" in " ".join(talk.texts)


async def test_a_file_of_another_conversation_is_refused(house: House) -> None:
    one, two = await house.talk(), await house.talk()
    photo = {"file": ("a.png", PHOTO, "image/png")}
    kept = await house.client.post(f"/v1/conversations/{one.id}/files", files=photo, headers=house.person.headers)
    await house.post(f"/conversations/{two.id}/take-over")
    for unknown in (kept.json()["id"], str(uuid.uuid4())):
        status, code, _ = await house.refused(f"/conversations/{two.id}/reply", text="x", file_ids=[unknown])
        assert (status, code) == (422, "file_not_of_conversation")


CLOSED = [
    ("whatsapp", timedelta(hours=23), "allowed", None, False),
    ("whatsapp", timedelta(hours=25), "needs_template", "window_closed", False),
    ("instagram", timedelta(hours=25), "allowed", None, True),
    ("instagram", timedelta(days=8), "refused", "window_closed", False),
    ("telegram", timedelta(days=80), "allowed", None, False),
]


@pytest.mark.parametrize(("kind", "wrote", "decision", "reason", "tagged"), CLOSED)
async def test_the_windows_clock_and_why_not(
    house: House, kind: str, wrote: timedelta, decision: str, reason: str | None, tagged: bool
) -> None:
    talk = await house.talk(kind, wrote=wrote)
    shown = await house.get(f"/conversations/{talk.id}/sending", "en")
    assert (shown["decision"], shown["reason"], shown["human_agent_tag"]) == (decision, reason, tagged)
    assert (shown["closes_at"] is None) is (kind == "telegram")
    if reason:
        assert shown["sentence"].startswith("The window is closed")
        assert shown["seconds_left"] == 0
        await house.post(f"/conversations/{talk.id}/take-over")
        status, code, details = await house.refused(f"/conversations/{talk.id}/reply", text="¿Hola?")
        assert (status, code, details["reason"]) == (409, "send_refused", reason)
        assert {*details["sentences"]} == {"es", "ca", "pt", "en"}


async def test_a_template_goes_past_the_window(house: House) -> None:
    talk = await house.talk(wrote=timedelta(days=3))
    template_id = await house.template(talk)
    path = f"/conversations/{talk.id}/template"
    said = await house.post(path, template_id=str(template_id), variables=["Rosa", "tu cocina"])
    assert said["text"] == "Hola Rosa, ¿seguimos con tu cocina?"
    await run_jobs(house.app, "chat")
    assert [each.kind for each in talk.received] == ["template"]
    detail = await house.get(f"/conversations/{talk.id}")
    assert (detail["status"], detail["assignee_name"]) == ("human", "Laia Puig")


@pytest.mark.parametrize(
    ("variables", "status", "code"),
    [
        (["Rosa"], 422, "template_unusable"),
        (["a", "b", "c"], 422, "template_unusable"),
        ([" ", "b"], 422, "invalid_input"),
    ],
)
async def test_a_template_with_other_gaps_is_refused(
    house: House, variables: list[str], status: int, code: str
) -> None:
    talk = await house.talk()
    template_id = await house.template(talk)
    found = await house.refused(f"/conversations/{talk.id}/template", template_id=str(template_id), variables=variables)
    assert found[:2] == (status, code)


async def test_a_template_that_is_not_approved_or_not_whatsapps(house: House) -> None:
    talk = await house.talk()
    pending = await house.template(talk, "Hola", name="nueva", status="pending")
    body = {"template_id": str(pending), "variables": []}
    assert (await house.refused(f"/conversations/{talk.id}/template", **body))[:2] == (422, "template_unusable")
    other = await house.talk("telegram")
    assert (await house.refused(f"/conversations/{other.id}/template", **body))[:2] == (422, "template_unusable")
    body["template_id"] = str(uuid.uuid4())
    assert (await house.refused(f"/conversations/{talk.id}/template", **body))[:2] == (404, "template_not_found")


def fresh_phone() -> str:
    return f"+346{uuid.uuid4().int % 10**8:08d}"


async def test_writing_first_to_a_lead(house: House) -> None:
    talk = await house.talk()
    template_id = await house.template(talk, "Hola {{1}}")
    phone = fresh_phone()
    lead_id = await house.lead(phone=phone)
    start = {"lead_id": lead_id, "account_id": str(talk.account_id)}
    status, code, details = await house.refused("/conversations/start", **start, text="Hola")
    assert (status, code, details["reason"], details["decision"]) == (
        409,
        "send_refused",
        "never_wrote",
        "needs_template",
    )
    template = {"template_id": str(template_id), "variables": ["Rosa"]}
    started = await house.post("/conversations/start", **start, template=template)
    await run_jobs(house.app, "chat")
    shown = house.twin.received("whatsapp", house.twin.world.find_person("whatsapp", phone))
    assert [each.text for each in shown] == ["Hola Rosa"]
    detail = await house.get(f"/conversations/{started['conversation_id']}")
    assert (detail["lead_id"], detail["status"], detail["messages"][-1]["text"]) == (lead_id, "human", "Hola Rosa")
    # The second time it is the same thread.
    again = await house.post("/conversations/start", **start, template=template)
    assert again["conversation_id"] == started["conversation_id"]


async def test_who_is_not_known_there_cannot_be_written_to(house: House) -> None:
    telegram, whatsapp = await house.talk("telegram"), await house.talk()
    with_phone, without = await house.lead(phone=fresh_phone()), await house.lead(email="rosa@example.com")
    for lead_id, talk in ((with_phone, telegram), (without, whatsapp)):
        body = {"lead_id": lead_id, "account_id": str(talk.account_id), "text": "Hola"}
        assert (await house.refused("/conversations/start", **body))[:2] == (409, "no_way_to_reach")
    body = {"lead_id": str(uuid.uuid4()), "account_id": str(whatsapp.account_id), "text": "Hola"}
    assert (await house.refused("/conversations/start", **body))[:2] == (404, "lead_not_found")
    body = {"lead_id": with_phone, "account_id": str(uuid.uuid4()), "text": "Hola"}
    assert (await house.refused("/conversations/start", **body))[:2] == (404, "account_not_found")


async def test_who_told_another_business_stop_is_not_approached(house: House, client: AsyncClient) -> None:
    """Platform-wide, for cold outreach only."""
    business, person = await found_staffed(client, house.database)
    other = House(client, house.app, house.database, house.twin, business, person)
    phone = fresh_phone()
    await other.post("/opt-outs", phone=phone)
    talk = await house.talk()
    template = {"template_id": str(await house.template(talk, "Hola {{1}}")), "variables": ["Rosa"]}
    lead_id = await house.lead(phone=phone)
    start = {"lead_id": lead_id, "account_id": str(talk.account_id)}
    status, code, details = await house.refused("/conversations/start", **start, template=template)
    assert (status, code, details["reason"]) == (409, "send_refused", "suppressed")
    # Who asked to be called back is not approached out of the blue.
    async with house.database.tenant(house.business.id) as session:
        await session.execute(text("UPDATE leads SET consent_at = now() WHERE id = :id"), {"id": lead_id})
    await house.post("/conversations/start", **start, template=template)


async def test_sending_again_what_was_never_confirmed(house: House) -> None:
    talk = await house.talk("telegram")
    house.twin.faults.order("drop", account=talk.account.id)
    await house.post(f"/conversations/{talk.id}/take-over")
    said = await house.post(f"/conversations/{talk.id}/reply", text="¿Te va bien mañana?")
    await run_jobs(house.app, "chat")
    # Of this bot nothing is known yet, so nothing can be asked about.
    await settle(talk, clock.now() + timedelta(seconds=70))
    (message,) = (await house.get(f"/conversations/{talk.id}", "ca"))["messages"]
    assert message["delivery"]["status"] == "unconfirmed"
    assert message["delivery"]["cause"].startswith("No sabem si va arribar a sortir")
    path = f"/conversations/{talk.id}/deliveries/{said['delivery']['id']}/resend"
    assert (await house.ask("POST", path)).status_code == 202
    await run_jobs(house.app, "chat")
    assert talk.texts == ["¿Te va bien mañana?"] * 2
    assert (await house.refused(path))[:2] == (409, "delivery_not_open")
    other = f"/conversations/{(await house.talk()).id}/deliveries/{said['delivery']['id']}/resend"
    assert (await house.refused(other))[:2] == (404, "delivery_not_found")


async def test_what_failed_for_its_window_is_sent_again_when_the_person_wrote(house: House) -> None:
    talk = await house.talk()
    await talk.say("uno")
    with clock.held(clock.now() + timedelta(hours=25)):
        await talk.deliver()
    (message,) = (await house.get(f"/conversations/{talk.id}"))["messages"]
    path = f"/conversations/{talk.id}/deliveries/{message['delivery']['id']}/resend"
    await talk.change("UPDATE conversations SET last_inbound_at = now() - interval '25 hours' WHERE id = :id")
    assert (await house.refused(path))[2]["reason"] == "window_closed"
    await talk.change("UPDATE conversations SET last_inbound_at = now() WHERE id = :id")
    talk.twin.world.thread(talk.account, talk.person).heard_at = time.time()
    await house.ask("POST", path)
    await talk.deliver()
    assert talk.texts == ["uno"]


@pytest.mark.parametrize("role", [Role.VIEWER])
async def test_who_only_looks_sends_nothing(house: House, client: AsyncClient, role: Role) -> None:
    """X8."""
    business, person = await found_staffed(client, house.database, role)
    watching = House(client, house.app, house.database, house.twin, business, person)
    talk = await watching.talk()
    assert (await watching.ask("GET", f"/conversations/{talk.id}/sending")).status_code == 200
    lead_id = str(uuid.uuid4())
    for path, body in {
        "/conversations/start": {"lead_id": lead_id, "account_id": str(talk.account_id), "text": "x"},
        f"/conversations/{talk.id}/template": {"template_id": str(uuid.uuid4())},
        f"/conversations/{talk.id}/deliveries/{uuid.uuid4()}/resend": {},
        "/opt-outs": {"email": "rosa@example.com"},
    }.items():
        assert (await watching.ask("POST", path, **body)).status_code == 403, path
