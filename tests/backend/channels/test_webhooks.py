"""Webhooks: signed or refused, stored once, acknowledged whatever they hold (MSG-01, F2, F4, F6)."""

import json
import uuid

import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx2 import AsyncClient

from backend.channels.models import ChannelAccount
from backend.core.database.session import Database
from backend.core.settings import MessagingSettings
from tests.support.builders import found_business
from tests.support.webhooks import (
    KINDS,
    an_account,
    kept,
    post,
    post_meta,
    post_telegram,
    shape,
    shapes,
    signature,
)

HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "no_json": b"{",
    "no_utf8": b'{"object": "\xff"}',
    "list": b"[]",
    "null": b"null",
    "number": b"1e999",
    "not_a_number": b"NaN",
    "deep": b'{"object":"page","entry":[' + b"[" * 50_000 + b"]" * 50_000 + b"]}",
    "less_deep": b'{"object":"page","entry":[{"messaging":[' + b'{"a":' * 600 + b"1" + b"}" * 600 + b"]}]}",
    "huge_integer": b'{"object":"page","entry":[{"id":' + b"9" * 4_000 + b',"messaging":[{}]}]}',
    "longer_integer": b'{"entry":' + b"9" * 5_000 + b"}",
    "nul": b'{"object":"page","entry":[{"id":"a\\u0000b","messaging":[{"message":{"mid":"\\u0000","text":"x"}}]}]}',
    "half_a_character": b'{"object":"page","entry":[{"id":"\\ud800","messaging":[{"sender":{"id":"\\udc00"}}]}]}',
    "wrong_types": b'{"object":["page"],"entry":{"messaging":3}}',
    "entries_of_words": b'{"object":"page","entry":["a",null,3,[],{}]}',
    "changes_of_words": b'{"object":"whatsapp_business_account","entry":[{"id":1,"changes":["a",{"value":"b"}]}]}',
    "lists_of_words": (
        b'{"object":"whatsapp_business_account","entry":[{"changes":[{"field":7,"value":'
        b'{"metadata":[],"contacts":"x","messages":[1,"a",null,{"id":{},"from":[]}],"statuses":{"id":1}}}]}]}'
    ),
    "long_ids": b'{"object":"page","entry":[{"id":"' + b"9" * 500 + b'","messaging":[{"message":{"mid":"'
    + b"m" * 5_000 + b'"}}]}]}',
    "unknown_object": b'{"object":"permissions","entry":[{"id":"1","changes":[{"field":"x","value":{}}]}]}',
}  # fmt: skip


@pytest_asyncio.fixture(scope="module")
async def business(app: FastAPI, database: Database) -> uuid.UUID:
    return (await found_business(database, preset=None)).id


@pytest_asyncio.fixture(params=KINDS)
async def account(request: pytest.FixtureRequest, database: Database, business: uuid.UUID) -> ChannelAccount:
    return await an_account(database, business, request.param)


@pytest.mark.parametrize(("kind", "name"), shapes())
async def test_a_documented_webhook_sent_twice_is_stored_once(
    client: AsyncClient, database: Database, business: uuid.UUID, kind: str, name: str
) -> None:
    account = await an_account(database, business, kind)
    body = shape(kind, name, account.external_id, account.business_id)
    assert [(await post(client, account, body)).status_code for _ in range(2)] == [200, 200]
    found = await kept(database, account)
    assert len(found) == (4 if "several" in name and kind == "whatsapp" else 2 if "in_one_body" in name else 1)
    assert {each.tenant_id for each in found} == {business}
    assert {each.account_id for each in found} == {account.id}
    assert {each.state for each in found} == {"waiting"}
    assert len({each.thread for each in found}) == (2 if name == "several_in_one_body" and kind == "whatsapp" else 1)


@pytest.mark.parametrize("name", HOSTILE)
async def test_whatever_is_rightly_signed_is_acknowledged(
    client: AsyncClient, account: ChannelAccount, name: str
) -> None:
    if account.kind == "telegram":
        answer = await post_telegram(client, account, HOSTILE[name])
    else:
        answer = await post_meta(client, HOSTILE[name].replace(b'"page"', f'"{account.kind}"'.encode()))
    assert answer.status_code == 200, answer.text


async def test_what_is_no_json_is_kept_as_it_came(client: AsyncClient, database: Database, business: uuid.UUID) -> None:
    account = await an_account(database, business, "telegram")
    await post_telegram(client, account, b"{no json")
    (event,) = await kept(database, account)
    assert event.kind == "unreadable"
    assert json.loads(event.payload)["unreadable"]


@pytest.mark.parametrize(
    "signed", ["", "sha256=", "sha256=00", "sha1=abc", signature(b"{}", "another secret"), "sha256=é"]
)
async def test_a_wrong_signature_is_refused(client: AsyncClient, signed: str) -> None:
    answer = await client.post(
        "/v1/webhooks/meta", content=b"{}", headers=[(b"X-Hub-Signature-256", signed.encode("latin-1"))]
    )
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "signature_invalid"


async def test_the_signature_is_of_the_raw_bytes(client: AsyncClient) -> None:
    written = b'{"object": "page",   "entry": []}'
    again = json.dumps(json.loads(written)).encode()
    assert (await post_meta(client, again, signature(written))).status_code == 401


@pytest.mark.parametrize("secret", ["first", "second"])
def test_any_of_several_app_secrets_holds(secret: str) -> None:
    settings = MessagingSettings(META_APP_SECRET="first, second")
    assert secret.encode() in settings.app_secrets


async def test_a_body_without_an_end_is_refused(client: AsyncClient) -> None:
    answer = await post_meta(client, b" " * 4_000_000)
    assert answer.status_code == 413


async def test_meta_hears_its_challenge_back(client: AsyncClient) -> None:
    asked = {"hub.mode": "subscribe", "hub.verify_token": "made-up-verify-token", "hub.challenge": "1158201444"}
    answer = await client.get("/v1/webhooks/meta", params=asked)
    assert (answer.status_code, answer.text) == (200, "1158201444")
    for wrong in ({"hub.verify_token": "guess"}, {"hub.mode": "unsubscribe"}, {"hub.verify_token": ""}):
        refused = await client.get("/v1/webhooks/meta", params=asked | wrong)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "verification_refused")


async def test_a_bot_is_told_by_its_own_secret_only(
    client: AsyncClient, database: Database, business: uuid.UUID
) -> None:
    one, other = [await an_account(database, business, "telegram") for _ in range(2)]
    body = json.dumps(shape("telegram", "text")).encode()
    for secret in ("", "guess", other.webhook_secret, "é"):
        headers = [(b"X-Telegram-Bot-Api-Secret-Token", secret.encode("latin-1"))]
        answer = await client.post(f"/v1/webhooks/telegram/{one.id}", content=body, headers=headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, "webhook_secret_invalid")
    missing = await client.post(f"/v1/webhooks/telegram/{uuid.uuid4()}", content=body)
    assert missing.status_code == 404
    assert await kept(database, one) == []


async def test_an_account_of_nobody_is_kept_without_an_owner(
    client: AsyncClient, database: Database, business: uuid.UUID
) -> None:
    account = await an_account(database, business, status="disconnected")
    assert (await post(client, account, shape("whatsapp", "text", account.external_id))).status_code == 200
    (event,) = await kept(database, account)
    assert (event.tenant_id, event.state, event.error) == (None, "ignored", "nobodys_account")


async def test_an_event_reaches_only_the_tenant_of_its_account(
    client: AsyncClient, database: Database, business: uuid.UUID
) -> None:
    other = (await found_business(database, preset=None)).id
    mine, theirs = await an_account(database, business), await an_account(database, other)
    await post(client, mine, shape("whatsapp", "text", mine.external_id))
    await post(client, theirs, shape("whatsapp", "text", theirs.external_id))
    assert [each.tenant_id for each in await kept(database, mine)] == [business]
    assert [each.tenant_id for each in await kept(database, theirs)] == [other]


async def test_an_account_remembers_when_it_was_heard_of(
    client: AsyncClient, database: Database, business: uuid.UUID
) -> None:
    account = await an_account(database, business)
    await post(client, account, shape("whatsapp", "text", account.external_id))
    async with database.tenant(business) as session:
        first = await session.get_one(ChannelAccount, account.id)
    await post(client, account, shape("whatsapp", "image", account.external_id))
    async with database.tenant(business) as session:
        second = await session.get_one(ChannelAccount, account.id)
    assert first.last_event_at is not None
    assert first.last_event_at == second.last_event_at, "at most once a minute"
