"""Meta and Telegram in our words: what is sent arrives, and every refusal says what to do next (MSG-02)."""

from collections.abc import Mapping
from typing import Any

import pytest

from backend.providers.calling import Answer
from backend.providers.messaging import Failure, MessageSender, SendFailed
from backend.providers.meta_codes import failure as meta_failure
from tests.support import phone_twin
from tools.phones.server import Phones

Senders = Mapping[str, MessageSender]
KINDS = ("whatsapp", "instagram", "messenger", "telegram")
META = ("whatsapp", "instagram", "messenger")


def text(twin: Phones, kind: str, words: str) -> tuple[str, dict[str, Any]]:
    """Verb and body of a plain message to Núria."""
    to = twin.person().ids(kind)[0]
    match kind:
        case "whatsapp":
            return "messages", {"messaging_product": "whatsapp", "to": to, "type": "text", "text": {"body": words}}
        case "telegram":
            return "sendMessage", {"chat_id": int(to), "text": words}
    return "messages", {"recipient": {"id": to}, "messaging_type": "RESPONSE", "message": {"text": words}}


async def send(twin: Phones, senders: Senders, kind: str, words: str = "Bon dia") -> str:
    return await senders[kind].send(phone_twin.line(twin, kind), *text(twin, kind, words))


async def failed(twin: Phones, senders: Senders, kind: str, words: str = "Bon dia") -> SendFailed:
    with pytest.raises(SendFailed) as failure:
        await send(twin, senders, kind, words)
    return failure.value


def greeted(twin: Phones, kind: str) -> None:
    """The person wrote first, so the window is open."""
    twin.hands.write(twin.account(kind), twin.person(), "Hola")


@pytest.mark.parametrize("kind", KINDS)
async def test_a_message_arrives_and_its_id_comes_back(twin: Phones, senders: Senders, kind: str) -> None:
    greeted(twin, kind)
    found = await send(twin, senders, kind)
    (said,) = twin.received(kind)
    assert said.text == "Bon dia"
    assert found == (f"{twin.person().ids(kind)[0]}:{said.id}" if kind == "telegram" else said.id)


ERRORS = {
    "storm": ("429", Failure.RATE_LIMITED, 7.0),
    "own_error": ("500", Failure.TEMPORARY, None),
    "gateway": ("502", Failure.UNKNOWN, None),
    "reset": ("reset", Failure.UNKNOWN, None),
    "token_ended": ("190", Failure.UNAUTHORIZED, None),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ERRORS)
async def test_every_trouble_says_what_to_do_next(twin: Phones, senders: Senders, kind: str, name: str) -> None:
    fault, expected, wait = ERRORS[name]
    greeted(twin, kind)
    twin.faults.order(fault, retry_after=7)
    failure = await failed(twin, senders, kind)
    assert (failure.kind, failure.retry_after) == (expected, wait)
    assert twin.received(kind) == []
    assert await send(twin, senders, kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", ["drop", "drop-502"])
async def test_an_answer_lost_on_its_way_leaves_the_question_open(
    twin: Phones, senders: Senders, kind: str, fault: str
) -> None:
    """The message went out: whoever took this for a failure would send it twice."""
    greeted(twin, kind)
    twin.faults.order(fault)
    assert (await failed(twin, senders, kind)).kind is Failure.UNKNOWN
    assert len(twin.received(kind)) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_nobody_there_is_a_reason_to_try_again(senders: Senders, kind: str) -> None:
    async with phone_twin.phones() as gone:
        made = phone_twin.senders(gone)
    with pytest.raises(SendFailed) as failure:
        await made[kind].send(phone_twin.line(gone, kind), *text(gone, kind, "Hola"))
    assert (failure.value.kind, failure.value.code) == (Failure.TEMPORARY, "unreachable")
    await made[kind].close()


@pytest.mark.parametrize("kind", META)
async def test_after_a_day_the_window_is_closed(twin: Phones, senders: Senders, kind: str) -> None:
    """F3."""
    greeted(twin, kind)
    twin.hands.age(twin.account(kind), twin.person(), 86_400)
    failure = await failed(twin, senders, kind)
    assert failure.kind is Failure.WINDOW_CLOSED
    assert failure.code == {"whatsapp": "131047", "instagram": "10/2534022", "messenger": "10/2018278"}[kind]


@pytest.mark.parametrize("kind", ["instagram", "messenger"])
@pytest.mark.parametrize(("days", "goes"), [(6, True), (8, False)])
async def test_a_persons_tag_opens_seven_days(twin: Phones, senders: Senders, kind: str, days: int, goes: bool) -> None:
    greeted(twin, kind)
    twin.hands.age(twin.account(kind), twin.person(), days * 86_400)
    verb, body = text(twin, kind, "Soc en Pau")
    tagged = body | {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}
    if goes:
        assert await senders[kind].send(phone_twin.line(twin, kind), verb, tagged)
        return
    with pytest.raises(SendFailed) as failure:
        await senders[kind].send(phone_twin.line(twin, kind), verb, tagged)
    assert failure.value.kind is Failure.WINDOW_CLOSED


@pytest.mark.parametrize("kind", ["instagram", "messenger", "telegram"])
async def test_who_blocked_us_is_told_apart(twin: Phones, senders: Senders, kind: str) -> None:
    greeted(twin, kind)
    twin.hands.block(twin.account(kind), twin.person(), True)
    failure = await failed(twin, senders, kind)
    assert (failure.kind, failure.code.partition("/")[0]) == (
        Failure.BLOCKED,
        "403" if kind == "telegram" else "551",
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("token", ["EAAno-such-token", "", "with space", "línia", "a\r\nX-Evil: 1", "../getMe?"])
async def test_a_token_that_is_none_is_unauthorized(twin: Phones, senders: Senders, kind: str, token: str) -> None:
    known = phone_twin.line(twin, kind)
    wrong = type(known)(kind, known.external_id, token, known.business_id)
    with pytest.raises(SendFailed) as failure:
        await senders[kind].send(wrong, *text(twin, kind, "Hola"))
    assert failure.value.kind is Failure.UNAUTHORIZED
    assert token not in repr(wrong) or not token


@pytest.mark.parametrize("kind", META)
@pytest.mark.parametrize("identifier", ["../me", "1/2", "", "a?b=c", "1#x", ".."])
async def test_an_id_cannot_lead_to_another_path(twin: Phones, senders: Senders, kind: str, identifier: str) -> None:
    known = phone_twin.line(twin, kind)
    wrong = type(known)(kind, identifier, known.token)
    with pytest.raises(SendFailed) as failure:
        await senders[kind].send(wrong, *text(twin, kind, "Hola"))
    assert (failure.value.kind, failure.value.code) == (Failure.REJECTED, "id_malformed")


@pytest.mark.parametrize(
    ("kind", "most"), [("whatsapp", 4096), ("instagram", 1000), ("messenger", 2000), ("telegram", 4096)]
)
async def test_a_text_too_long_is_refused_for_good(twin: Phones, senders: Senders, kind: str, most: int) -> None:
    """F6: who splits long text knows these limits."""
    greeted(twin, kind)
    assert await send(twin, senders, kind, "x" * most)
    assert (await failed(twin, senders, kind, "x" * (most + 1))).kind is Failure.REJECTED


CODES = {
    190: Failure.UNAUTHORIZED,
    200: Failure.UNAUTHORIZED,
    131031: Failure.UNAUTHORIZED,
    4: Failure.RATE_LIMITED,
    80007: Failure.RATE_LIMITED,
    130429: Failure.RATE_LIMITED,
    131048: Failure.RATE_LIMITED,
    131056: Failure.RATE_LIMITED,
    131047: Failure.WINDOW_CLOSED,
    551: Failure.BLOCKED,
    131050: Failure.BLOCKED,
    2: Failure.TEMPORARY,
    131016: Failure.TEMPORARY,
    131026: Failure.REJECTED,
    131049: Failure.REJECTED,
    131051: Failure.REJECTED,
    132001: Failure.REJECTED,
    100: Failure.REJECTED,
    987654: Failure.REJECTED,
}


def meaning(code: int, subcode: int = 0) -> Failure:
    error = {"code": code, "error_subcode": subcode}
    return meta_failure(Answer(400, {}, {"error": error}), sending=True).kind


@pytest.mark.parametrize("code", CODES)
def test_metas_codes_have_a_meaning(code: int) -> None:
    assert meaning(code) is CODES[code]


def test_code_ten_is_a_permission_or_a_window() -> None:
    assert meaning(10) is Failure.UNAUTHORIZED
    assert meaning(10, 2534022) is meaning(10, 2018278) is Failure.WINDOW_CLOSED
