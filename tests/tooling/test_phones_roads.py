"""The phones and the product understand each other: every word of ours is taken, every word of theirs is read."""

import uuid
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
import pytest_asyncio

from backend.channels import parsing, rendering
from backend.channels.enums import ChannelKind, IncomingKind, MediaKind
from backend.channels.shapes import Incoming, Option, Outgoing, OutgoingMedia, TemplateUse
from backend.conversations import addressing
from backend.providers.messaging import MessageSender
from tests.support import phone_twin
from tests.support.phone_letters import Letters
from tools.phones import rewriting
from tools.phones.cast import Account, Person
from tools.phones.people import Hands
from tools.phones.server import Phones

KINDS = ("whatsapp", "instagram", "messenger", "telegram")
OPTIONS = tuple(Option(f"option-{number}", f"Opció {number}") for number in range(1, 4))
MANY = tuple(Option(f"row-{number}", f"Línia {number}") for number in range(1, 10))
PHOTO = OutgoingMedia(MediaKind.IMAGE, "1", "image/png", "plànol.png")
DOCUMENT = OutgoingMedia(MediaKind.DOCUMENT, "1", "application/pdf", "pressupost.pdf")


@pytest_asyncio.fixture
async def twin() -> AsyncIterator[Phones]:
    async with phone_twin.phones() as opened:
        yield opened


@pytest.fixture
def letters(twin: Phones) -> Letters:
    return Letters.of(twin)


SAID = {
    "text": Outgoing("Bon dia 👋"),
    "long_text": Outgoing("Una cuina amb illa. " * 900),
    "emoji": Outgoing("🎉" * 5_000),
    "buttons": Outgoing("Què vols fer?", OPTIONS),
    "list": Outgoing("Tria un estil", MANY),
    "only_buttons": Outgoing("", OPTIONS),
    "picture": Outgoing("El plànol", media=(PHOTO,)),
    "two_files": Outgoing("Tot junt", media=(PHOTO, DOCUMENT)),
    "file_and_buttons": Outgoing("T'agrada?", OPTIONS, media=(DOCUMENT,)),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SAID)
async def test_whatever_we_render_is_taken(twin: Phones, kind: str, name: str) -> None:
    person = twin.person()
    twin.hands.write(twin.account(kind), person, "Hola")
    sender = phone_twin.senders(twin)[kind]
    sent = await _send(twin, sender, kind, SAID[name])
    said = twin.received(kind, person)
    assert len(said) == len(sent) == len(set(sent)) > 0
    assert [each.id for each in said] == [each.rpartition(":")[2] if kind == "telegram" else each for each in sent]
    whole = "".join("".join(each.text.split()) for each in said)
    assert "".join(SAID[name].text.split()) in whole
    await sender.close()


async def _send(twin: Phones, sender: MessageSender, kind: str, outgoing: Outgoing) -> list[str]:
    line, found = phone_twin.line(twin, kind), []
    for call in rendering.render(kind, outgoing):
        body = addressing.addressed(ChannelKind(kind), call.body, twin.person().ids(kind)[0], uuid.uuid4())
        if call.upload:
            uploaded = await sender.upload(line, call.upload.name, call.upload.content_type, b"a file")
            body = addressing.with_file(ChannelKind(kind), body, uploaded)
        found.append(await sender.send(line, call.verb, body))
    return found


async def test_an_approved_template_opens_a_closed_window(twin: Phones) -> None:
    person, sender = twin.person("carlos"), phone_twin.senders(twin)["whatsapp"]
    template = TemplateUse("seguimos", "es", ("Carlos", "cocina"))
    (call,) = rendering.render("whatsapp", Outgoing(template=template))
    body = addressing.addressed(ChannelKind.WHATSAPP, call.body, person.ids("whatsapp")[0], uuid.uuid4())
    await sender.send(phone_twin.line(twin, "whatsapp"), call.verb, body)
    (said,) = twin.received("whatsapp", person)
    assert said.text == "Hola Carlos, soy de Cuines Mar. ¿Seguimos con tu proyecto de cocina?"
    await sender.close()


def _picture(hands: Hands, account: Account, person: Person) -> object:
    return hands.send_file(account, person, hands.world.keep(b"png", "image/png", "a.png"), "image", "El plànol")


def _voice(hands: Hands, account: Account, person: Person) -> object:
    return hands.send_file(account, person, hands.world.keep(b"ogg", "audio/ogg", "a.ogg"), "audio")


Act = Callable[[Hands, Account, Person], object]
HEARD: dict[str, tuple[Act, IncomingKind]] = {
    "text": (lambda hands, *ends: hands.write(*ends, "Bon dia 👋"), IncomingKind.MESSAGE),
    "picture": (_picture, IncomingKind.MESSAGE),
    "voice": (_voice, IncomingKind.MESSAGE),
    "place": (lambda hands, *ends: hands.send_location(*ends, 41.2, 1.7), IncomingKind.MESSAGE),
    "strange": (rewriting.send_unsupported, IncomingKind.MESSAGE),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", HEARD)
async def test_whatever_a_person_does_is_read(twin: Phones, letters: Letters, kind: str, name: str) -> None:
    act, expected = HEARD[name]
    act(twin.hands, twin.account(kind), twin.person())
    (found,) = await read(letters, kind)
    assert found.kind in {expected, IncomingKind.IGNORED} if name == "strange" else found.kind is expected
    assert found.user is not None
    assert found.user.ids[0] == twin.person().ids(kind)[0]
    if name == "text":
        assert found.text == "Bon dia 👋"
    if name in {"picture", "voice"}:
        assert [each.kind for each in found.media] == [MediaKind.IMAGE if name == "picture" else MediaKind.AUDIO]


async def read(letters: Letters, kind: str) -> list[Incoming]:
    """The last letter, as the product reads it."""
    return list(parsing.parse(kind, (await letters.bodies())[-1]))


async def test_a_person_without_a_number_is_known_all_the_same(twin: Phones, letters: Letters) -> None:
    """F2."""
    twin.hands.write(twin.account("whatsapp"), twin.person("alex"), "Hola")
    (found,) = await read(letters, "whatsapp")
    assert found.user is not None
    assert (found.user.ids, found.user.phone, found.user.name) == (("ES.1349100000005",), None, "Àlex")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_pressed_button_says_which(twin: Phones, letters: Letters, kind: str) -> None:
    account, person = twin.account(kind), twin.person()
    twin.hands.write(account, person, "Hola")
    sender = phone_twin.senders(twin)[kind]
    await _send(twin, sender, kind, Outgoing("Què vols fer?", OPTIONS))
    (said,) = twin.received(kind)
    twin.hands.press(account, person, said.id, "option-2")
    (found,) = await read(letters, kind)
    assert (found.kind, found.option) == (IncomingKind.MESSAGE, "option-2")
    await sender.close()


def _edit(hands: Hands, account: Account, person: Person, message_id: str) -> None:
    rewriting.edit(hands, account, person, message_id, "Millor demà")


CHANGES: dict[str, tuple[Callable[..., Any], IncomingKind, frozenset[str]]] = {
    "edit": (_edit, IncomingKind.EDIT, frozenset()),
    "delete": (rewriting.delete, IncomingKind.DELETION, frozenset({"telegram"})),
    "react": (lambda hands, *ends: hands.react(*ends, "❤️"), IncomingKind.REACTION, frozenset()),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CHANGES)
async def test_second_thoughts_are_read(twin: Phones, letters: Letters, kind: str, name: str) -> None:
    act, expected, silent = CHANGES[name]
    account, person = twin.account(kind), twin.person()
    said = twin.hands.write(account, person, "Demà")
    act(twin.hands, account, person, said.id)
    if kind not in silent:
        assert [each.kind for each in await read(letters, kind)] == [expected]


@pytest.mark.parametrize("kind", ["whatsapp", "instagram", "messenger"])
async def test_what_the_business_writes_elsewhere_is_an_echo(twin: Phones, letters: Letters, kind: str) -> None:
    rewriting.write_as_business(twin.hands, twin.account(kind), twin.person(), "Ara us truco")
    (found,) = await read(letters, kind)
    assert (found.kind, found.text) == (IncomingKind.ECHO, "Ara us truco")


async def test_statuses_say_our_own_words_back(twin: Phones, letters: Letters) -> None:
    account, person = twin.account("whatsapp"), twin.person()
    twin.hands.write(account, person, "Hola")
    sender = phone_twin.senders(twin)["whatsapp"]
    (sent,) = await _send(twin, sender, "whatsapp", Outgoing("Bon dia"))
    twin.hands.read(account, person)
    receipts = [
        receipt
        for body in (await letters.bodies())[1:]
        for each in parsing.parse("whatsapp", body)
        for receipt in each.receipts
    ]
    assert [each.state for each in receipts] == ["sent", "delivered", "read"]
    assert {each.provider_id for each in receipts} == {sent}
    assert len({each.opaque for each in receipts}) == 1
    assert all(each.opaque for each in receipts)
    await sender.close()
