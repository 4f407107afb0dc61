"""What the phones give to read, as Graph and Telegram do: pages of a chat, profiles, edits; and their refusals."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from httpx2 import AsyncClient

from tests.support import phone_twin
from tools.phones.cast import Account
from tools.phones.server import Phones


@pytest_asyncio.fixture
async def twin() -> AsyncIterator[Phones]:
    async with phone_twin.phones() as opened:
        yield opened


@pytest_asyncio.fixture
async def client(twin: Phones) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(base_url=twin.address, trust_env=False) as opened:
        yield opened


# Any: JSON of the platforms, in every function here.
async def read(client: AsyncClient, account: Account, path: str, **asked: str) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {account.token}"}
    answer = await client.get(f"/v26.0/{path}", params=asked, headers=headers)
    return answer.status_code, answer.json()


async def edit(client: AsyncClient, account: Account, method: str, **fields: Any) -> tuple[int, Any]:
    answer = await client.post(f"/bot{account.token}/{method}", json=fields)
    return answer.status_code, answer.json()


async def test_a_chat_is_read_in_pages_and_only_the_newest_have_words(twin: Phones, client: AsyncClient) -> None:
    account, person = twin.account("instagram"), twin.person()
    for number in range(30):
        twin.hands.write(account, person, f"{number}")
    asked = {"platform": "instagram", "user_id": person.ids("instagram")[0]}
    _, chats = await read(client, account, f"{account.id}/conversations", **asked)
    (chat,) = chats["data"]
    fields = "{id,created_time,from,to,message}"
    _, first = await read(client, account, chat["id"], fields=f"messages{fields}")
    page = first["messages"]
    assert [each.get("message") for each in page["data"]] == [*(str(n) for n in range(29, 9, -1)), *[None] * 5]
    assert page["paging"]["next"]
    assert page["data"][0]["from"]["id"] == person.ids("instagram")[0]
    assert page["data"][0]["created_time"].endswith("+0000")
    after = page["paging"]["cursors"]["after"]
    _, second = await read(client, account, chat["id"], fields=f"messages.limit(10).after({after}){fields}")
    assert len(second["messages"]["data"]) == 5
    assert "next" not in second["messages"]["paging"]


async def test_a_chat_of_nobody(twin: Phones, client: AsyncClient) -> None:
    account = twin.account("instagram")
    asked = {"platform": "instagram", "user_id": twin.person().ids("instagram")[0]}
    assert await read(client, account, f"{account.id}/conversations", **asked) == (200, {"data": []})
    status, refused = await read(client, account, f"{account.id}/conversations", platform="fax")
    assert (status, refused["error"]["code"]) == (400, 100)
    status, refused = await read(client, account, "aWdfZAG06nobody", fields="messages")
    assert (status, refused["error"]["error_subcode"]) == (400, 33)


@pytest.mark.parametrize(
    ("kind", "fields", "told"),
    [
        ("instagram", "name,username", {"name": "Núria Soler", "username": "nuria.soler"}),
        ("messenger", "first_name,last_name", {"first_name": "Núria", "last_name": "Soler"}),
    ],
)
async def test_who_wrote_has_a_profile(
    twin: Phones, client: AsyncClient, kind: str, fields: str, told: dict[str, str]
) -> None:
    account, person = twin.account(kind), twin.person()
    identifier = person.ids(kind)[0]
    status, refused = await read(client, account, identifier, fields=fields)
    assert (status, refused["error"]["code"]) == (403, 230)
    twin.hands.write(account, person, "Hola")
    assert await read(client, account, identifier, fields=fields) == (200, told | {"id": identifier})
    person.hidden = True
    status, refused = await read(client, account, identifier, fields=fields)
    assert (status, refused["error"]["error_subcode"]) == (400, 2018218)


async def test_a_bot_edits_its_own_messages_only(twin: Phones, client: AsyncClient) -> None:
    account, person = twin.account("telegram"), twin.person()
    heard = twin.hands.write(account, person, "Hola")
    chat = {"chat_id": person.ids("telegram")[0]}
    _, sent = await edit(client, account, "sendMessage", text="Bon dia", **chat)
    number = sent["result"]["message_id"]
    # One counter for all chats of the bot.
    assert number == int(heard.id) + 1
    other = twin.hands.write(account, twin.person("carlos"), "Buenas")
    assert int(other.id) == number + 1
    for message, words, refused in (
        (number, "Bon dia", "Bad Request: message is not modified"),
        (int(heard.id), "Bon dia", "Bad Request: message can't be edited"),
        (int(other.id), "Bon dia", "Bad Request: message to edit not found"),
        (number + 9, "Bon dia", "Bad Request: message to edit not found"),
        (number, " ", "Bad Request: message text is empty"),
    ):
        status, answer = await edit(client, account, "editMessageText", message_id=message, text=words, **chat)
        assert (status, answer["ok"], answer["description"].startswith(refused)) == (400, False, True), answer
    _, answer = await edit(client, account, "editMessageCaption", message_id=number, caption="x", **chat)
    assert answer["description"] == "Bad Request: there is no caption in the message to edit"
    _, answer = await edit(client, account, "editMessageText", message_id=number, text="Bona nit", **chat)
    assert answer["result"]["text"] == "Bona nit"
    assert [each.text for each in twin.received("telegram")] == ["Bona nit"]
