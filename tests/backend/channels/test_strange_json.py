"""No JSON of a stranger is ever a fault, nor lost; whatever comes out of it can be stored and answered."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.channels.parsing import parse
from backend.channels.splitting import split_meta, split_telegram

WORDS = st.sampled_from(sorted({
    "object", "entry", "id", "time", "changes", "field", "value", "metadata", "phone_number_id", "contacts", "wa_id",
    "messages", "statuses", "message_echoes", "from", "type", "text", "body", "image", "interactive", "button_reply",
    "errors", "timestamp", "reaction", "messaging", "standby", "sender", "recipient", "message", "mid", "attachments",
    "payload", "is_echo", "is_deleted", "postback", "read", "delivery", "mids", "watermark", "update_id", "chat",
    "callback_query", "data", "photo", "file_id", "my_chat_member", "message_reaction", "new_reaction", "contact",
    "system", "edit", "order", "context", "referral", "location", "whatsapp_business_account", "instagram", "page",
    "status", "sent", "private", "reply_markup", "inline_keyboard", "poll", "date", "user", "nfm_reply",
}))  # fmt: skip
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(blacklist_categories=()), max_size=8)
    | WORDS
    | st.sampled_from([10**400, "\ud800", "\x00", "9" * 30, "1739321024", "٣"])
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=6), max_leaves=40
)


def assert_storable(value: Any) -> None:
    """Every text can be answered as UTF-8 and every number as JSON."""
    json.dumps(value, ensure_ascii=False, allow_nan=False).encode()


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(["whatsapp", "instagram", "messenger", "telegram", "whatsapp.message", "unreadable"]), JSON)
def test_no_json_is_ever_a_fault(kind: str, payload: Any) -> None:
    for found in parse(kind, payload):
        user = found.user
        assert_storable([found.provider_id, found.text, found.option, found.reply_to, dict(found.details)])
        assert_storable([user.ids, user.phone, user.name, user.username, user.language] if user else [])
        assert_storable([[each.id, each.url, each.name, each.content_type, each.size] for each in found.media])
        assert found.at.tzinfo is not None


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(JSON, st.sampled_from(["whatsapp_business_account", "instagram", "page", None]))
def test_no_body_is_ever_a_fault_nor_lost(body: Any, named: str | None) -> None:
    if named and isinstance(body, dict):
        body = {**body, "object": named}
    raw = json.dumps(body).encode()
    for told in (split_meta(raw), split_telegram("1", raw)):
        assert told
        for each in told:
            assert list(parse(each.kind, each.payload)) is not None
