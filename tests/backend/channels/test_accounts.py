"""Accounts are connected, tried, given new tokens and let go, over real HTTP to the platforms' twins (MSG-03)."""

import json
import secrets
import uuid
from typing import Any

import pytest
from httpx2 import AsyncClient
from sqlalchemy import text

from backend.channels.enums import AccountStatus
from backend.core.database.session import Database
from backend.core.http.actor import Role
from tests.support.channel_desk import connect, connected, on_the_platform, stored
from tests.support.people import Person
from tests.support.roles import member
from tests.support.webhooks import KINDS, an_account, kept, post, shape
from tools.phones.server import Phones


@pytest.mark.parametrize("kind", KINDS)
async def test_an_account_is_connected_and_its_platform_told(
    client: AsyncClient, person: Person, twin: Phones, kind: str
) -> None:
    account = on_the_platform(twin, kind)
    made = await connected(client, person, account)
    assert (made["status"], made["external_id"], made["address"]) == ("connected", account.id, account.address)
    assert (made["responder"], made["bot_on"], made["debounce_seconds"]) == ("agent", True, 4)
    assert account.subscribed
    if kind == "telegram":
        assert account.webhook_url.endswith(f"/v1/webhooks/telegram/{made['id']}")
        assert account.webhook_secret
    listed = (await client.get("/v1/channels", headers=person.headers)).json()
    assert [each["id"] for each in listed["items"]] == [made["id"]]
    assert listed["meta_webhook_url"].endswith("/v1/webhooks/meta")
    assert listed["meta_ready"] is True


@pytest.mark.parametrize("kind", KINDS)
async def test_no_answer_holds_a_secret(
    client: AsyncClient, person: Person, database: Database, twin: Phones, kind: str
) -> None:
    account = on_the_platform(twin, kind)
    answer = await connect(client, person, account)
    path = f"/v1/channels/{answer.json()['id']}"
    answers = [
        answer,
        await client.get(path, headers=person.headers),
        await client.get("/v1/channels", headers=person.headers),
    ]
    answers += [await client.post(f"{path}/test", headers=person.headers)]
    kept_account = await stored(database, person, answer.json()["id"])
    for each in answers:
        assert account.token not in each.text
        assert kept_account.webhook_secret not in each.text
    async with database.platform() as session:
        row = await session.scalar(
            text("SELECT channel_accounts::text FROM channel_accounts WHERE id = :id"), {"id": kept_account.id}
        )
    assert account.token not in row
    assert kept_account.webhook_secret not in row


async def test_a_wrong_token_connects_nothing(client: AsyncClient, person: Person, twin: Phones) -> None:
    account = on_the_platform(twin, "whatsapp")
    answer = await connect(client, person, account, token="EAAwrong-token-of-nobody")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "token_refused")
    listed = (await client.get("/v1/channels", headers=person.headers)).json()
    assert listed["items"] == []


async def test_a_platform_that_is_away_connects_nothing(client: AsyncClient, person: Person, twin: Phones) -> None:
    account = on_the_platform(twin, "telegram")
    twin.faults.order("500")
    answer = await connect(client, person, account)
    assert (answer.status_code, answer.json()["error"]["code"]) == (502, "platform_unreachable")
    assert (await client.get("/v1/channels", headers=person.headers)).json()["items"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "web"},
        {"kind": "whatsapp", "external_id": ""},
        {"kind": "whatsapp", "business_id": ""},
        {"kind": "telegram", "token": "no colon at all"},
        {"kind": "telegram", "token": "abc:defghijkl"},
        {"external_id": "../../me"},
        {"token": "with a space"},
        {"token": "línea-con-acento"},
        {"debounce_seconds": 13},
        {"name": "a\u0000b"},
        {"secret": "x"},
    ],
)
async def test_what_cannot_be_an_account_is_refused(client: AsyncClient, person: Person, wrong: dict[str, Any]) -> None:
    body = {"kind": "whatsapp", "token": "EAAgood-token", "external_id": "1", "business_id": "2"} | wrong
    answer = await client.post("/v1/channels", json=body, headers=person.headers)
    assert answer.status_code == 422, answer.text
    assert "good-token" not in answer.text


async def test_an_account_belongs_to_one_business(
    client: AsyncClient, person: Person, database: Database, twin: Phones
) -> None:
    account = on_the_platform(twin, "instagram")
    made = await connected(client, person, account)
    other = await member(client, database, Role.OWNER)
    for who in (person, other):
        answer = await connect(client, who, account)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "account_taken")
    await client.delete(f"/v1/channels/{made['id']}", headers=person.headers)
    assert (await connected(client, other, account))["external_id"] == account.id


async def test_let_go_and_connected_again_it_has_its_past(
    client: AsyncClient, person: Person, database: Database, twin: Phones
) -> None:
    account = on_the_platform(twin, "telegram")
    made = await connected(client, person, account)
    gone = await client.delete(f"/v1/channels/{made['id']}", headers=person.headers)
    assert gone.status_code == 204
    assert account.webhook_url == ""
    left = await stored(database, person, made["id"])
    assert (left.status, left.token, left.webhook_secret) == (AccountStatus.DISCONNECTED, "", "")
    again = await client.delete(f"/v1/channels/{made['id']}", headers=person.headers)
    assert again.status_code == 404
    assert (await connected(client, person, account))["id"] == made["id"]


async def test_a_webhook_finds_what_was_connected(
    client: AsyncClient, person: Person, database: Database, twin: Phones
) -> None:
    account = on_the_platform(twin, "telegram")
    made = await connected(client, person, account)
    row = await stored(database, person, made["id"])
    headers = {"X-Telegram-Bot-Api-Secret-Token": account.webhook_secret}
    body = json.dumps(shape("telegram", "text")).encode()
    answer = await client.post(f"/v1/webhooks/telegram/{row.id}", content=body, headers=headers)
    assert answer.status_code == 200
    assert [each.account_id for each in await kept(database, row)] == [row.id]


async def test_an_account_is_changed(client: AsyncClient, person: Person, twin: Phones) -> None:
    made = await connected(client, person, on_the_platform(twin, "messenger"))
    wanted = {"name": "La botiga", "responder": "people", "bot_on": False, "debounce_seconds": 0}
    answer = await client.patch(f"/v1/channels/{made['id']}", json=wanted, headers=person.headers)
    assert {name: answer.json()[name] for name in wanted} == wanted


async def test_a_new_token_serves_once_the_platform_takes_it(
    client: AsyncClient, person: Person, database: Database, twin: Phones
) -> None:
    account = on_the_platform(twin, "whatsapp")
    made = await connected(client, person, account)
    path, old = f"/v1/channels/{made['id']}", account.token
    refused = await client.patch(path, json={"token": "EAAnobodys-token"}, headers=person.headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "token_refused")
    assert (await stored(database, person, made["id"])).token == old
    account.token = f"EAA{secrets.token_hex(16)}"
    taken = await client.patch(path, json={"token": account.token}, headers=person.headers)
    assert taken.status_code == 200
    assert taken.json()["token_rotated_at"]
    assert (await stored(database, person, made["id"])).token == account.token


async def test_a_bot_keeps_its_own_token(client: AsyncClient, person: Person, twin: Phones) -> None:
    one, other = on_the_platform(twin, "telegram"), on_the_platform(twin, "telegram")
    made = await connected(client, person, one)
    answer = await client.patch(f"/v1/channels/{made['id']}", json={"token": other.token}, headers=person.headers)
    assert (answer.status_code, answer.json()["error"]["details"]) == (422, {"reason": "another_bot"})


async def test_a_try_says_what_the_platform_says(client: AsyncClient, person: Person, twin: Phones) -> None:
    account = on_the_platform(twin, "whatsapp")
    path = f"/v1/channels/{(await connected(client, person, account))['id']}"
    account.token_works = False
    expired = (await client.post(f"{path}/test", headers=person.headers)).json()
    assert expired["status"] == "expired"
    assert expired["error"].startswith("unauthorized")
    account.token_works = True
    twin.faults.order("500")
    away = (await client.post(f"{path}/test", headers=person.headers)).json()
    assert away["status"] == "expired", "a platform that is away says nothing of the account"
    well = (await client.post(f"{path}/test", headers=person.headers)).json()
    assert (well["status"], well["error"]) == ("connected", None)


async def test_the_link_and_its_code(client: AsyncClient, person: Person, twin: Phones) -> None:
    account = on_the_platform(twin, "telegram")
    path = f"/v1/channels/{(await connected(client, person, account))['id']}/link"
    answer = (await client.get(path, params={"start": "AB12"}, headers=person.headers)).json()
    assert answer["url"] == f"https://t.me/{account.address[1:]}?start=AB12"
    assert answer["qr_svg"].startswith("<svg")
    assert (await client.get(path, params={"start": "a b"}, headers=person.headers)).status_code == 422


async def test_templates_are_loaded_shown_and_filled(client: AsyncClient, person: Person, twin: Phones) -> None:
    account = on_the_platform(twin, "whatsapp")
    path = f"/v1/channels/{(await connected(client, person, account))['id']}/templates"
    assert (await client.get(path, headers=person.headers)).json() == []
    loaded = (await client.post(path, headers=person.headers)).json()
    assert len(loaded) == len(account.templates)
    assert {each["status"] for each in loaded} == {"approved", "pending"}
    account.templates = account.templates[-1:]
    (left,) = (await client.post(path, headers=person.headers)).json()
    assert left["id"] in {each["id"] for each in loaded}, "what stays keeps its id"
    shown = await client.post(f"{path}/{left['id']}/preview", json={"variables": ["Ana"]}, headers=person.headers)
    assert shown.json()["body"] == "Hola Ana"
    assert shown.json()["category"] == "utility"
    missing = await client.post(f"{path}/{left['id']}/preview", json={"variables": []}, headers=person.headers)
    assert (missing.status_code, missing.json()["error"]["code"]) == (422, "variables_missing")


async def test_only_whatsapp_has_templates(client: AsyncClient, person: Person, twin: Phones) -> None:
    made = await connected(client, person, on_the_platform(twin, "telegram"))
    answer = await client.get(f"/v1/channels/{made['id']}/templates", headers=person.headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "no_templates")


async def test_anothers_account_is_not_there(client: AsyncClient, database: Database, person: Person) -> None:
    theirs = await an_account(database, uuid.UUID((await member(client, database, Role.OWNER)).tenant_id))
    path = f"/v1/channels/{theirs.id}"
    calls = [
        ("GET", ""),
        ("DELETE", ""),
        ("POST", "/test"),
        ("GET", "/link"),
        ("GET", "/templates"),
        ("POST", "/templates"),
    ]
    for method, rest in calls:
        answer = await client.request(method, path + rest, headers=person.headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "account_not_found"), rest
    changed = await client.patch(path, json={"name": "mine"}, headers=person.headers)
    assert changed.status_code == 404


async def test_who_only_works_there_connects_nothing(client: AsyncClient, database: Database, twin: Phones) -> None:
    agent = await member(client, database, Role.AGENT)
    answer = await connect(client, agent, on_the_platform(twin, "whatsapp"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "role_too_low")


async def test_events_of_an_account_that_was_let_go_have_no_owner(
    client: AsyncClient, person: Person, database: Database, twin: Phones
) -> None:
    made = await connected(client, person, on_the_platform(twin, "whatsapp"))
    row = await stored(database, person, made["id"])
    await client.delete(f"/v1/channels/{made['id']}", headers=person.headers)
    assert (await post(client, row, shape("whatsapp", "text", row.external_id))).status_code == 200
    assert [each.tenant_id for each in await kept(database, row)] == [None]
