"""Answers that no platform documents: cut, packed, lying about their length, leading elsewhere; and files."""

import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from backend.core.settings import MessagingSettings
from backend.providers import platforms
from backend.providers.messaging import Failure, Line, MessageSender, SendFailed
from backend.providers.meta import Meta
from backend.providers.telegram import Telegram
from tests.support import phone_twin
from tests.support.web_server import Answer, web_server
from tools.phones.server import Phones

WHATSAPP = Line("whatsapp", "1065", "EAAtoken", "1022")
INSTAGRAM = Line("instagram", "1784", "EAAtoken")
BOT = Line("telegram", "72", "72:made-up-token-1")
BODY = {"messaging_product": "whatsapp", "to": "34600100201", "type": "text", "text": {"body": "Hola"}}
METADATA = "http://169.254.169.254/latest/meta-data/"
JSON = {"Content-Type": "application/json"}


@pytest_asyncio.fixture
async def twin() -> AsyncIterator[Phones]:
    async with phone_twin.phones() as opened:
        yield opened


def meta(origin: str) -> Meta:
    return Meta(origin, "v26.0", frozenset({origin}))


ODD = {
    "empty_success": (Answer("", 200), Failure.UNKNOWN, None),
    "html_success": (Answer("<html>", 200), Failure.UNKNOWN, None),
    "list_success": (Answer("[1]", 200), Failure.UNKNOWN, None),
    "no_id": (Answer('{"messages": []}', 200), Failure.UNKNOWN, None),
    "error_in_success": (Answer('{"error": {"code": 190}}', 200), Failure.UNAUTHORIZED, None),
    "deep": (Answer("[" * 100_000, 200), Failure.UNKNOWN, None),
    "too_long": (Answer("x" * 3_000_000, 200), Failure.UNKNOWN, None),
    "short_of_its_length": (Answer("{}", 200, {"Content-Length": "99"}), Failure.UNKNOWN, None),
    "redirect": (Answer("", 302, {"Location": METADATA}), Failure.TEMPORARY, None),
    "plain_429": (Answer("slow down", 429, {"Retry-After": "30"}), Failure.RATE_LIMITED, 30.0),
    "dated_429": (Answer("", 429, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}), Failure.RATE_LIMITED, 0.0),
    "mad_429": (Answer("", 429, {"Retry-After": "soon"}), Failure.RATE_LIMITED, None),
    "long_429": (Answer("", 429, {"Retry-After": "9" * 40}), Failure.RATE_LIMITED, 86_400.0),
    "plain_401": (Answer("", 401), Failure.UNAUTHORIZED, None),
    "plain_413": (Answer("", 413), Failure.REJECTED, None),
    "plain_408": (Answer("", 408), Failure.UNKNOWN, None),
    "plain_503": (Answer("", 503), Failure.UNKNOWN, None),
    "code_is_text": (Answer('{"error": {"code": "190"}}', 400), Failure.REJECTED, None),
    "error_is_text": (Answer('{"error": "no"}', 500), Failure.UNKNOWN, None),
    "transient": (Answer('{"error": {"code": 77, "is_transient": true}}', 400), Failure.TEMPORARY, None),
}


@pytest.mark.parametrize("name", ODD)
async def test_odd_answers_to_a_message_are_understood(name: str) -> None:
    answer, expected, wait = ODD[name]
    async with web_server({"/v26.0/1065/messages": answer}) as server:
        sender = meta(server.origin)
        with pytest.raises(SendFailed) as failure:
            await sender.send(WHATSAPP, "messages", BODY)
        await sender.close()
    assert (failure.value.kind, failure.value.retry_after) == (expected, wait)


async def test_only_a_message_leaves_a_question_open() -> None:
    """Where nothing was sent, a lost answer is asked for again."""
    async with web_server(
        {"/v26.0/1065?fields=verified_name%2Cdisplay_phone_number%2Cquality_rating": Answer("", 502)}
    ) as server:
        sender = meta(server.origin)
        with pytest.raises(SendFailed) as failure:
            await sender.check(WHATSAPP)
        await sender.close()
    assert failure.value.kind is Failure.TEMPORARY


TELEGRAM = {
    "wait": ({"ok": False, "error_code": 429, "parameters": {"retry_after": 12}}, 429, Failure.RATE_LIMITED, 12.0),
    "kicked": (
        {"ok": False, "error_code": 403, "description": "Forbidden: user is deactivated"},
        403,
        Failure.BLOCKED,
        None,
    ),
    "no_bot": ({"ok": False, "error_code": 404, "description": "Not Found"}, 404, Failure.UNAUTHORIZED, None),
    "no_method": (
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
        404,
        Failure.REJECTED,
        None,
    ),
    "other_poller": ({"ok": False, "error_code": 409, "description": "Conflict"}, 409, Failure.TEMPORARY, None),
    "no_chat": (
        {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"},
        400,
        Failure.REJECTED,
        None,
    ),
    "broken": ({"ok": False, "error_code": 500}, 500, Failure.TEMPORARY, None),
    "no_result": ({"ok": True}, 200, Failure.UNKNOWN, None),
}


@pytest.mark.parametrize("name", TELEGRAM)
async def test_telegrams_codes_have_a_meaning(name: str) -> None:
    body, status, expected, wait = TELEGRAM[name]
    async with web_server({f"/bot{BOT.token}/sendMessage": Answer(json.dumps(body), status, JSON)}) as server:
        sender = Telegram(server.origin)
        with pytest.raises(SendFailed) as failure:
            await sender.send(BOT, "sendMessage", {"chat_id": 1, "text": "Hola"})
        await sender.close()
    assert (failure.value.kind, failure.value.retry_after) == (expected, wait)


@pytest.mark.parametrize("kind", ["whatsapp", "instagram", "messenger", "telegram"])
async def test_a_file_goes_up_with_its_message_and_comes_down(twin: Phones, kind: str) -> None:
    sender, line, person = phone_twin.senders(twin)[kind], phone_twin.line(twin, kind), twin.person()
    twin.hands.write(twin.account(kind), person, "Hola")
    given = await sender.upload(line, 'pla"no\n.png', "image/png", b"\x89PNG-made-up")
    await sender.send(line, *_picture(kind, person.ids(kind)[0], given))
    (said,) = twin.received(kind)
    assert (said.kind, twin.world.files[said.file].content) == ("image", b"\x89PNG-made-up")
    media_id, url = (said.file, "") if kind in {"whatsapp", "telegram"} else ("", f"{twin.address}/cdn/{said.file}")
    assert (await sender.fetch(line, media_id, url, most=100)).content == b"\x89PNG-made-up"
    with pytest.raises(SendFailed) as failure:
        await sender.fetch(line, media_id, url, most=5)
    assert (failure.value.kind, failure.value.code) == (Failure.REJECTED, "too_large")
    await sender.close()


def _picture(kind: str, to: str, given: str) -> tuple[str, dict[str, object]]:
    match kind:
        case "whatsapp":
            return "messages", {"messaging_product": "whatsapp", "to": to, "type": "image", "image": {"id": given}}
        case "telegram":
            return "sendPhoto", {"chat_id": int(to), "photo": given, "caption": "El plànol"}
    attachment = {"type": "image", "payload": {"attachment_id": given}}
    return "messages", {"recipient": {"id": to}, "message": {"attachment": attachment}}


async def test_a_file_of_telegram_stays_until_its_message_is_out(twin: Phones) -> None:
    sender, line, person = phone_twin.senders(twin)["telegram"], phone_twin.line(twin, "telegram"), twin.person()
    twin.hands.write(twin.account("telegram"), person, "Hola")
    given = await sender.upload(line, "a.png", "image/png", b"png")
    message = _picture("telegram", person.ids("telegram")[0], given)
    twin.faults.order("500")
    with pytest.raises(SendFailed):
        await sender.send(line, *message)
    assert await sender.send(line, *message)
    with pytest.raises(SendFailed) as failure:
        await sender.send(line, *message)
    assert failure.value.code == "file_gone"
    await sender.close()


@pytest.mark.parametrize(
    "url", [METADATA, "http://127.0.0.1:1/x", "file:///etc/passwd", "http://[::1]/", "ftp://a/", ""]
)
async def test_a_file_is_never_fetched_from_inside_our_network(url: str) -> None:
    sender = Meta("https://graph.facebook.com", "v26.0")
    with pytest.raises(SendFailed) as failure:
        await sender.fetch(INSTAGRAM, "", url, most=100)
    assert (failure.value.kind, failure.value.code) == (Failure.REJECTED, "address_refused")
    await sender.close()


@pytest.mark.parametrize("target", [METADATA, "http://10.0.0.1/"])
async def test_a_file_that_leads_into_our_network_is_refused(target: str) -> None:
    async with web_server({"/cdn/1": Answer("", 302, {"Location": target})}) as server:
        sender = meta(server.origin)
        with pytest.raises(SendFailed) as failure:
            await sender.fetch(INSTAGRAM, "", f"{server.origin}/cdn/1", most=100)
        await sender.close()
    assert failure.value.code == "address_refused"


FILES = {
    "longer_than_asked": (Answer("x" * 200), "too_large"),
    "longer_than_it_says": (Answer("x" * 200, 200, {"Content-Length": "5000"}), "too_large"),
    "packed": (Answer("x", 200, {"Content-Encoding": "gzip"}), "packed"),
    "gone": (Answer("", 404), "404"),
}


@pytest.mark.parametrize("name", FILES)
async def test_a_file_that_is_not_what_it_should_be_is_refused(name: str) -> None:
    answer, code = FILES[name]
    async with web_server({"/cdn/1": answer}) as server:
        sender = meta(server.origin)
        with pytest.raises(SendFailed) as failure:
            await sender.fetch(INSTAGRAM, "", f"{server.origin}/cdn/1", most=100)
        await sender.close()
    assert (failure.value.kind, failure.value.code) == (Failure.REJECTED, code)


async def test_checks_say_how_people_find_the_account(twin: Phones) -> None:
    made = phone_twin.senders(twin)
    twin.account("whatsapp").token_expires = 1_900_000_000
    found = {kind: await sender.check(phone_twin.line(twin, kind)) for kind, sender in made.items()}
    assert {kind: each.address for kind, each in found.items()} == {
        "whatsapp": "+34930555014",
        "instagram": "@cuinesmar",
        "messenger": "@cuinesmar.studio",
        "telegram": "@cuinesmar_bot",
    }
    assert found["whatsapp"].quality == "green"
    assert found["whatsapp"].token_expires_at is not None
    assert found["instagram"].token_expires_at is None
    await _close(made["whatsapp"], made["telegram"])


async def test_templates_come_page_by_page(twin: Phones) -> None:
    sender, line = phone_twin.senders(twin)["whatsapp"], phone_twin.line(twin, "whatsapp")
    account = twin.account("whatsapp")
    account.templates = [{**account.templates[0], "name": f"t{number}"} for number in range(230)]
    found = await sender.templates(line)
    assert [each.name for each in found] == [f"t{number}" for number in range(230)]
    assert (found[0].status, found[0].category, found[0].language) == ("approved", "marketing", "es")
    assert "{{1}}" in found[0].body
    await sender.close()


@pytest.mark.parametrize("kind", ["whatsapp", "instagram", "messenger", "telegram"])
async def test_an_account_is_put_under_the_app_and_taken_away(twin: Phones, kind: str) -> None:
    sender, line, account = phone_twin.senders(twin)[kind], phone_twin.line(twin, kind), twin.account(kind)
    await sender.unsubscribe(line)
    assert not account.subscribed
    await sender.subscribe(line, "http://127.0.0.1:9/v1/webhooks/telegram/x", "a-secret")
    assert account.subscribed
    assert account.webhook_secret == ("a-secret" if kind == "telegram" else account.webhook_secret)
    await sender.close()


async def test_in_production_no_file_comes_from_this_machine(twin: Phones) -> None:
    settings = MessagingSettings(META_GRAPH_URL=twin.address, TELEGRAM_API_URL=twin.address)
    file = twin.world.keep(b"png", "image/png")
    line = phone_twin.line(twin, "instagram")
    at_home, outside = (platforms.build(settings, production=production) for production in (False, True))
    url = f"{twin.address}/cdn/{file.id}"
    assert (await at_home["instagram"].fetch(line, "", url, most=10)).content == b"png"
    with pytest.raises(SendFailed, match="address_refused"):
        await outside["instagram"].fetch(line, "", url, most=10)
    await _close(*at_home.values(), *outside.values())


async def _close(*senders: MessageSender) -> None:
    for each in senders:
        await each.close()
