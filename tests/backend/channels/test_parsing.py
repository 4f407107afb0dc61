"""What the platforms' events say, by their documented shapes."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from backend.channels.enums import IncomingKind, MediaKind, ReceiptState
from backend.channels.parsing import parse
from backend.channels.shapes import Incoming
from backend.channels.splitting import split_meta, split_telegram
from tests.support.webhooks import shape, shapes

WAMID = "wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA="
DELIVERY = "3f0c2f1e-1c1a-4a52-9a39-0a4f3c1f2b11"
BSUID = "US.13491208655302741918"
THEY = "6489001001"


def read(kind: str, name: str) -> Incoming:
    (found,) = parse(kind, shape(kind, name))
    return found


# (channel, shape): what of it must come out. Any: fields by name.
SAID: dict[tuple[str, str], dict[str, Any]] = {
    ("whatsapp", "text"): {"text": "Does it come in another color?"},
    ("whatsapp", "text_reply"): {"text": "Yes!", "reply_to": WAMID},
    ("whatsapp", "button_reply"): {"text": "Cancel", "option": "cancel-button", "reply_to": WAMID},
    ("whatsapp", "list_reply"): {"text": "Priority Mail Express", "option": "priority_express"},
    ("whatsapp", "template_button"): {"text": "Unsubscribe", "option": "Unsubscribe"},
    ("whatsapp", "order"): {"text": "Love these!"},
    ("instagram", "text"): {"text": "hello, world!", "provider_id": "m_text1"},
    ("instagram", "message_as_change"): {"text": "random_text", "provider_id": "random_mid"},
    ("messenger", "text"): {"text": "hello, world!"},
    ("messenger", "quick_reply"): {"text": "Red", "option": "color_red"},
    ("messenger", "reply"): {"text": "this one", "reply_to": "m_0"},
    ("messenger", "postback"): {"text": "Get started", "option": "GET_STARTED"},
    ("telegram", "text"): {"text": "Hola", "provider_id": "700100200:1365"},
    ("telegram", "reply"): {"text": "aquest", "reply_to": "700100200:1364"},
    ("telegram", "callback_query"): {"text": "Sí", "option": "yes", "reply_to": "700100200:99"},
}


@pytest.mark.parametrize(("kind", "name"), SAID, ids=str)
def test_what_people_say(kind: str, name: str) -> None:
    found = read(kind, name)
    assert found.kind is IncomingKind.MESSAGE
    assert {field: getattr(found, field) for field in SAID[kind, name]} == SAID[kind, name]
    assert found.user
    assert found.provider_id


DETAILED = {
    ("whatsapp", "text_from_ad"): "referral",
    ("whatsapp", "text_product_enquiry"): "context",
    ("whatsapp", "text_forwarded"): "context",
    ("whatsapp", "location"): "location",
    ("whatsapp", "contacts"): "contacts",
    ("whatsapp", "flow_reply"): "form",
    ("whatsapp", "order"): "order",
    ("instagram", "story_reply"): "story",
    ("instagram", "story_mention"): "shared",
    ("instagram", "share"): "shared",
    ("instagram", "reel"): "shared",
    ("instagram", "from_an_ad"): "referral",
    ("messenger", "location"): "location",
    ("messenger", "fallback"): "shared",
    ("telegram", "location"): "location",
    ("telegram", "venue"): "venue",
    ("telegram", "contact_other"): "contacts",
    ("telegram", "poll"): "poll",
    ("telegram", "dice"): "dice",
}


@pytest.mark.parametrize(("kind", "name"), DETAILED, ids=str)
def test_what_has_no_field_is_kept_in_details(kind: str, name: str) -> None:
    found = read(kind, name)
    assert found.kind is IncomingKind.MESSAGE
    assert found.details[DETAILED[kind, name]]


FILES = {
    ("whatsapp", "image"): (MediaKind.IMAGE, "1003383421387256", "image/jpeg"),
    ("whatsapp", "audio_voice"): (MediaKind.AUDIO, "1908647269898587", "audio/ogg; codecs=opus"),
    ("whatsapp", "video"): (MediaKind.VIDEO, "1908647269898588", "video/mp4"),
    ("whatsapp", "document"): (MediaKind.DOCUMENT, "1166846181421424", "application/pdf"),
    ("whatsapp", "sticker"): (MediaKind.STICKER, "798882015472548", "image/webp"),
    ("telegram", "photo"): (MediaKind.IMAGE, "AgAC3", "image/jpeg"),
    ("telegram", "voice"): (MediaKind.AUDIO, "AwAC1", "audio/ogg"),
    ("telegram", "audio"): (MediaKind.AUDIO, "CQAC1", "audio/mpeg"),
    ("telegram", "video"): (MediaKind.VIDEO, "BAAC1", "video/mp4"),
    ("telegram", "video_note"): (MediaKind.VIDEO, "DQAC1", "video/mp4"),
    ("telegram", "document"): (MediaKind.DOCUMENT, "BQAC1", "application/pdf"),
    ("telegram", "sticker"): (MediaKind.STICKER, "CAAC1", "image/webp"),
    ("telegram", "animation"): (MediaKind.VIDEO, "CgAC1", "video/mp4"),
}


@pytest.mark.parametrize(("kind", "name"), FILES, ids=str)
def test_files_that_wait_at_the_platform(kind: str, name: str) -> None:
    (media,) = read(kind, name).media
    assert (media.kind, media.id, media.content_type) == FILES[kind, name]


def test_files_that_have_an_address() -> None:
    found = read("messenger", "several_files")
    assert [(each.kind.value, each.url) for each in found.media] == [
        ("audio", "https://cdn.fbsbx.com/audio"),
        ("video", "https://cdn.fbsbx.com/video"),
        ("document", "https://cdn.fbsbx.com/file"),
    ]


def test_a_captions_words_are_the_messages() -> None:
    assert read("whatsapp", "image").text == "Taj Mahal"
    assert read("telegram", "photo").text == "La cuina"
    assert read("whatsapp", "document").media[0].name == "order_abc.pdf"


IGNORED = [
    ("whatsapp", "unsupported"),
    ("whatsapp", "request_welcome"),
    ("whatsapp", "future_type"),
    ("whatsapp", "group_message"),
    ("whatsapp", "account_errors"),
    ("whatsapp", "history"),
    ("whatsapp", "app_state_sync"),
    ("whatsapp", "template_status"),
    ("whatsapp", "template_quality"),
    ("whatsapp", "account_update"),
    ("whatsapp", "phone_quality"),
    ("whatsapp", "user_preferences"),
    ("whatsapp", "call"),
    ("whatsapp", "system_changed_number"),
    *((kind, name) for kind in ("instagram", "messenger") for name in
      ("referral", "standby", "pass_thread_control", "take_thread_control", "future_event")),
    ("instagram", "comment"),
    ("instagram", "unsupported"),
    ("messenger", "optin"),
    ("messenger", "feed"),
    *(("telegram", name) for name in
      ("business_message", "group_message", "channel_post", "inline_query", "future_kind", "service_message")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), IGNORED, ids=str)
def test_what_is_left_alone_on_purpose(kind: str, name: str) -> None:
    found = read(kind, name)
    assert found.kind is IncomingKind.IGNORED
    assert found.details, "with what it held"


OTHERWISE = {
    ("whatsapp", "edit"): (IncomingKind.EDIT, WAMID, "Corrected"),
    ("whatsapp", "revoke"): (IncomingKind.DELETION, WAMID, None),
    ("whatsapp", "echo_from_the_phone"): (IncomingKind.ECHO, "wamid.echo1", "Here is the info you asked for"),
    ("instagram", "edit"): (IncomingKind.EDIT, "m_text1", "hello, all!"),
    ("instagram", "deleted"): (IncomingKind.DELETION, "m_text1", None),
    ("instagram", "echo"): (IncomingKind.ECHO, "m_echo1", "from the app"),
    ("messenger", "echo"): (IncomingKind.ECHO, "m_echo1", "from the app"),
    ("telegram", "edited"): (IncomingKind.EDIT, "700100200:1365", "Hola!"),
}


@pytest.mark.parametrize(("kind", "name"), OTHERWISE, ids=str)
def test_what_changes_a_message_or_was_written_elsewhere(kind: str, name: str) -> None:
    found = read(kind, name)
    assert (found.kind, found.provider_id, found.text) == OTHERWISE[kind, name]


def test_an_echos_person_is_the_one_it_was_written_to() -> None:
    assert [read(kind, "echo").user.ids for kind in ("instagram", "messenger")] == [(THEY,), (THEY,)]  # type: ignore[union-attr] # an echo has one
    phone = read("whatsapp", "echo_from_the_phone").user
    assert phone is not None
    assert phone.phone == "+16505551234"


REACTIONS = {
    ("whatsapp", "reaction"): (WAMID, "👍"),
    ("whatsapp", "reaction_removed"): (WAMID, ""),
    ("instagram", "reaction"): ("m_0", "❤"),
    ("instagram", "unreaction"): ("m_0", ""),
    ("telegram", "reaction"): ("700100200:1365", "👍"),
}


@pytest.mark.parametrize(("kind", "name"), REACTIONS, ids=str)
def test_reactions_and_their_taking_back(kind: str, name: str) -> None:
    found = read(kind, name)
    assert found.kind is IncomingKind.REACTION
    assert (found.provider_id, found.details["emoji"]) == REACTIONS[kind, name]


RECEIPTS = {
    ("whatsapp", "status_sent"): [(WAMID, ReceiptState.SENT, DELIVERY)],
    ("whatsapp", "status_delivered"): [(WAMID, ReceiptState.DELIVERED, "")],
    ("whatsapp", "status_read"): [(WAMID, ReceiptState.READ, "")],
    ("whatsapp", "status_played"): [(WAMID, ReceiptState.READ, "")],
    ("whatsapp", "status_failed"): [(WAMID, ReceiptState.FAILED, "")],
    ("messenger", "delivery"): [("m_0", ReceiptState.DELIVERED, ""), ("m_1", ReceiptState.DELIVERED, "")],
    ("messenger", "echo_of_ours"): [("m_echo2", ReceiptState.SENT, DELIVERY)],
    ("instagram", "echo_of_ours"): [("m_echo2", ReceiptState.SENT, DELIVERY)],
}


@pytest.mark.parametrize(("kind", "name"), RECEIPTS, ids=str)
def test_what_became_of_our_messages(kind: str, name: str) -> None:
    found = read(kind, name)
    assert found.kind is IncomingKind.STATUS
    assert [(each.provider_id, each.state, each.opaque) for each in found.receipts] == RECEIPTS[kind, name]


def test_a_failure_says_why_and_a_price_what_for() -> None:
    (failed,) = read("whatsapp", "status_failed").receipts
    assert (failed.code, failed.cause) == ("131047", "Message failed to send because more than 24 hours have passed")
    assert read("whatsapp", "status_sent").receipts[0].category == "marketing"


def test_reads_name_a_message_or_a_moment() -> None:
    assert read("instagram", "seen").receipts[0].state is ReceiptState.READ
    found = read("messenger", "read")
    assert (found.kind, found.receipts) == (IncomingKind.READ, ())
    assert found.details["until"].startswith("2016-03-22")


@pytest.mark.parametrize(("name", "blocked"), [("blocked", True), ("unblocked", False)])
def test_a_person_stops_the_bot_and_comes_back(name: str, blocked: bool) -> None:
    found = read("telegram", name)
    assert (found.kind, found.details) == (IncomingKind.BLOCKED, {"blocked": blocked})


def test_a_hidden_number_is_no_hindrance() -> None:
    """F2, X33: the business-scoped id comes first, and the phone is there only where it is shown."""
    hidden, both = (read("whatsapp", name).user for name in ("text_hidden_number", "text_number_and_user_id"))
    assert hidden is not None
    assert both is not None
    assert (hidden.ids, hidden.phone, hidden.username) == ((BSUID,), None, "sheena.n")
    assert (both.ids, both.phone) == ((BSUID, "16505551234"), "+16505551234")


def test_a_phone_is_learned_from_ones_own_contact_only() -> None:
    phones = {
        (kind, name): user.phone
        for kind, name in (
            ("whatsapp", "contacts_own_number"),
            ("whatsapp", "contacts"),
            ("telegram", "contact_own"),
            ("telegram", "contact_other"),
        )
        if (user := read(kind, name).user)
    }
    assert phones == {
        ("whatsapp", "contacts_own_number"): "+16505551234",
        ("whatsapp", "contacts"): "+16505551234",  # the sender's, not the shared one
        ("telegram", "contact_own"): "+34600111222",
        ("telegram", "contact_other"): None,
    }


def test_a_changed_number_joins_old_and_new() -> None:
    found = read("whatsapp", "system_changed_number")
    assert found.details["identity"] == {"old": "16505551234", "new": "12195555358"}
    assert found.user
    assert set(found.user.ids) == {"16505551234", "12195555358"}


def test_a_start_link_carries_its_code() -> None:
    assert read("telegram", "start").details["start"] == "AB12CD34"


def test_the_moment_is_the_platforms() -> None:
    """F5: whether something is older than the connection is decided by when it was said."""
    assert read("whatsapp", "text").at == datetime(2025, 2, 12, 0, 43, 44, tzinfo=UTC)
    assert read("instagram", "text").at.year == 2019
    assert read("telegram", "text").at.year == 2015


@pytest.mark.parametrize(("kind", "name"), shapes(), ids=str)
def test_an_event_is_understood_alone(kind: str, name: str) -> None:
    """Taken apart, a body says no less: each of its events holds all that it needs."""
    body = shape(kind, name, "77", "99")
    raw = json.dumps(body).encode()
    told = split_telegram("77", raw) if kind == "telegram" else split_meta(raw)
    alone = {_timeless(incoming) for each in told for incoming in parse(each.kind, each.payload)}
    assert alone == {_timeless(each) for each in parse(kind, body)}


def _timeless(incoming: Incoming) -> str:
    """What has no moment of its own happened when it was read."""
    return repr(replace(incoming, at=datetime.min if incoming.at.year > 2025 else incoming.at))
