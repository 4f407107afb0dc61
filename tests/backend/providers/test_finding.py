"""Whether a message stands at the platform whose answer was lost: every answer is understood, or said to be unknown."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from backend.providers import meta_reading
from backend.providers.messaging import Failure, Lost, MessageSender, SendFailed
from tests.support import phone_twin
from tools.phones import rewriting
from tools.phones.server import Phones

Senders = Mapping[str, MessageSender]
KEYBOARD = {"inline_keyboard": [[{"text": "Sí", "callback_data": "si"}]]}
OTHER_KEYBOARD = {"inline_keyboard": [[{"text": "No", "callback_data": "no"}]]}


async def sent_on_telegram(twin: Phones, senders: Senders, verb: str, **body: Any) -> tuple[int, dict[str, Any]]:
    """The number it got, and the call as it left."""
    chat = int(twin.person().ids("telegram")[0])
    twin.hands.write(twin.account("telegram"), twin.person(), "Hola")
    whole = {"chat_id": chat, **body}
    name = await senders["telegram"].send(phone_twin.line(twin, "telegram"), verb, whole)
    return int(name.rpartition(":")[2]), whole


async def found_on_telegram(twin: Phones, senders: Senders, verb: str, body: dict[str, Any], *numbers: int) -> str:
    lost = Lost(verb, body, str(body["chat_id"]), datetime.now(UTC), numbers=numbers)
    return await senders["telegram"].find(phone_twin.line(twin, "telegram"), lost)


WRITTEN: dict[str, tuple[str, dict[str, Any]]] = {
    "text": ("sendMessage", {"text": "Bon dia 👋"}),
    "formatted": ("sendMessage", {"text": "Bon dia", "parse_mode": "HTML"}),
    "buttons": ("sendMessage", {"text": "Bon dia", "reply_markup": KEYBOARD}),
    "captioned": ("sendPhoto", {"photo": "https://example.com/a.png", "caption": "El plànol"}),
    "picture": ("sendPhoto", {"photo": "https://example.com/a.png"}),
    "document": ("sendDocument", {"document": "https://example.com/a.pdf"}),
    "sticker": ("sendSticker", {"sticker": "https://example.com/a.webp"}),
}


@pytest.mark.parametrize("name", WRITTEN)
async def test_telegram_knows_its_own_again(twin: Phones, senders: Senders, name: str) -> None:
    verb, body = WRITTEN[name]
    number, whole = await sent_on_telegram(twin, senders, verb, **body)
    # Before it stands the person's word, behind it nothing yet.
    numbers = (number - 1, number + 1, number, number + 2)
    assert await found_on_telegram(twin, senders, verb, whole, *numbers) == f"{whole['chat_id']}:{number}"
    assert await found_on_telegram(twin, senders, verb, whole, number - 1, number + 1) == ""
    (said,) = twin.received("telegram")
    assert not said.edited


@pytest.mark.parametrize(
    ("asked", "body"),
    [("sendPhoto", {"caption": "El plànol"}), ("sendMessage", {"text": "Bon dia"})],
)
async def test_telegram_of_another_kind_is_not_it(
    twin: Phones, senders: Senders, asked: str, body: dict[str, Any]
) -> None:
    verb, content = WRITTEN["text" if asked == "sendPhoto" else "captioned"]
    number, whole = await sent_on_telegram(twin, senders, verb, **content)
    assert await found_on_telegram(twin, senders, asked, {"chat_id": whole["chat_id"], **body}, number) == ""


async def test_an_edit_that_was_taken_means_that_it_stands_there(twin: Phones, senders: Senders) -> None:
    number, whole = await sent_on_telegram(twin, senders, "sendMessage", text="Bon dia", reply_markup=OTHER_KEYBOARD)
    meant = {**whole, "reply_markup": KEYBOARD}
    assert await found_on_telegram(twin, senders, "sendMessage", meant, number)
    (said,) = twin.received("telegram")
    assert (said.edited, [each.id for each in said.choices]) == (True, ["si"])


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("429", Failure.RATE_LIMITED),
        ("500", Failure.TEMPORARY),
        ("502", Failure.TEMPORARY),
        ("reset", Failure.TEMPORARY),
        ("drop", Failure.TEMPORARY),
        ("190", Failure.UNAUTHORIZED),
    ],
)
async def test_telegram_out_of_order(twin: Phones, senders: Senders, fault: str, kind: Failure) -> None:
    """A probe is no message: one whose answer is lost may be made again."""
    number, whole = await sent_on_telegram(twin, senders, "sendMessage", text="Bon dia")
    whole["text"] = "Bon dia!" if fault == "drop" else whole["text"]
    twin.faults.order(fault)
    with pytest.raises(SendFailed) as failure:
        await found_on_telegram(twin, senders, "sendMessage", whole, number)
    assert failure.value.kind is kind
    assert await found_on_telegram(twin, senders, "sendMessage", whole, number)


async def test_telegram_of_a_kind_that_cannot_be_asked_about(twin: Phones, senders: Senders) -> None:
    with pytest.raises(SendFailed) as failure:
        await found_on_telegram(twin, senders, "sendLocation", {"chat_id": 1, "latitude": 41}, 7)
    assert failure.value.kind is Failure.UNKNOWN
    with pytest.raises(SendFailed) as failure:
        await found_on_telegram(twin, senders, "sendMessage", {"chat_id": 1, "text": "x"}, 7)
    assert (failure.value.kind, "chat not found" in failure.value.message) == (Failure.UNKNOWN, True)


async def found_on_instagram(twin: Phones, senders: Senders, words: str, **given: Any) -> str:
    to = twin.person().ids("instagram")[0]
    body = {"recipient": {"id": to}, "message": {"text": words}}
    lost = Lost("messages", body, to, given.pop("since", datetime.now(UTC)), **given)
    return await senders["instagram"].find(phone_twin.line(twin, "instagram"), lost)


async def test_instagram_is_read_back(twin: Phones, senders: Senders) -> None:
    account, person = twin.account("instagram"), twin.person()
    twin.hands.write(account, person, "Bon dia")
    to = {"recipient": {"id": person.ids("instagram")[0]}, "messaging_type": "RESPONSE"}
    body = {**to, "message": {"text": "Bon dia"}}
    sent = await senders["instagram"].send(phone_twin.line(twin, "instagram"), "messages", body)
    # What the person said in the same words is theirs; what is known is another; what is older, too.
    assert await found_on_instagram(twin, senders, "Bon dia") == sent
    assert await found_on_instagram(twin, senders, "Bon dia", others={sent}) == ""
    assert await found_on_instagram(twin, senders, "Bona nit") == ""
    assert await found_on_instagram(twin, senders, "Bon dia", since=datetime.now(UTC) + timedelta(minutes=1)) == ""


async def test_an_instagram_chat_that_is_too_long_to_tell(twin: Phones, senders: Senders) -> None:
    account, person = twin.account("instagram"), twin.person()
    for number in range(meta_reading.NEWEST + 1):
        twin.hands.write(account, person, f"{number}")
    with pytest.raises(SendFailed) as failure:
        await found_on_instagram(twin, senders, "Bon dia")
    assert (failure.value.kind, failure.value.code) == (Failure.UNKNOWN, "list_too_short")
    # Unless it is among those that were read.
    said = rewriting.write_as_business(twin.hands, account, person, "Bon dia")
    assert await found_on_instagram(twin, senders, "Bon dia") == said.id


async def test_an_instagram_chat_that_nobody_finds(twin: Phones, senders: Senders) -> None:
    with pytest.raises(SendFailed) as failure:
        await found_on_instagram(twin, senders, "Bon dia")
    assert (failure.value.kind, failure.value.code) == (Failure.UNKNOWN, "no_conversation")


@pytest.mark.parametrize("kind", ["whatsapp", "messenger"])
async def test_the_others_say_our_mark_back(twin: Phones, senders: Senders, kind: str) -> None:
    with pytest.raises(SendFailed) as failure:
        await senders[kind].find(phone_twin.line(twin, kind), Lost("messages", {}, "1", datetime.now(UTC)))
    assert failure.value.kind is Failure.UNKNOWN
