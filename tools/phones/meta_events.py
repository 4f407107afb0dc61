"""The bodies in which Meta tells of WhatsApp, Instagram and Messenger, as its documentation shows them."""

import hashlib
from collections.abc import Mapping
from typing import Final

from tools.phones.cast import Account, Json, Person
from tools.phones.world import File, Said, Thread

PRICED: Final = frozenset({"delivered", "sent"})


def whatsapp(account: Account, value: Json, field: str = "messages") -> Json:
    metadata = {"display_phone_number": account.address.lstrip("+"), "phone_number_id": account.id}
    full = {"messaging_product": "whatsapp", "metadata": metadata, **value}
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": account.business_id, "changes": [{"value": full, "field": field}]}],
    }


def heard_on_whatsapp(thread: Thread, said: Said, content: Json) -> Json:
    """A message of a person; one who hides their number has no `from` and no `wa_id` (F2)."""
    person = thread.person
    scoped = person.ids("whatsapp")[0]
    contact: Json = {"profile": {"name": person.name, "username": f"@{person.username}"}, "user_id": scoped}
    message: Json = {"from_user_id": scoped, "id": said.id, "timestamp": str(int(said.at)), **content}
    if person.phone:
        contact["wa_id"] = person.phone
        message["from"] = person.phone
    if said.reply_to:
        message["context"] = {"from": thread.account.address.lstrip("+"), "id": said.reply_to}
    return whatsapp(thread.account, {"contacts": [contact], "messages": [message]})


def whatsapp_status(thread: Thread, said: Said, status: str, at: float, error: Json | None = None) -> Json:
    row: Json = {"id": said.id, "status": status, "timestamp": str(int(at))}
    person = thread.person
    row["recipient_user_id"] = person.ids("whatsapp")[0]
    if person.phone:
        row["recipient_id"] = person.phone
    if said.opaque:
        row["biz_opaque_callback_data"] = said.opaque
    if error:
        row["errors"] = [error]
    if status in PRICED:
        category = said.category.lower() or "service"
        row["conversation"] = {"id": hashlib.md5(said.id.encode()).hexdigest(), "origin": {"type": category}}
        row["pricing"] = _pricing(category, free=category == "service" or (category == "utility" and said.answers))
    return whatsapp(thread.account, {"statuses": [row]})


def _pricing(category: str, *, free: bool) -> Json:
    kind = "free_customer_service" if free else "regular"
    return {"billable": not free, "pricing_model": "PMP", "type": kind, "category": category}


def whatsapp_echo(thread: Thread, said: Said) -> Json:
    """The business wrote from its own telephone (coexistence)."""
    message = {
        "from": thread.account.address.lstrip("+"),
        "to": thread.person.phone or thread.person.ids("whatsapp")[0],
        "id": said.id,
        "timestamp": str(int(said.at)),
        "type": "text",
        "text": {"body": said.text},
    }
    return whatsapp(thread.account, {"message_echoes": [message]}, "smb_message_echoes")


def whatsapp_media(file: File, kind: str, caption: str, address: str) -> Json:
    media: Json = {
        "id": file.id,
        "mime_type": file.content_type,
        "sha256": hashlib.sha256(file.content).hexdigest(),
        "url": f"{address}/lookaside/{file.id}",
    }
    if caption and kind in {"image", "video", "document"}:
        media["caption"] = caption
    if kind == "document":
        media["filename"] = file.name
    if kind == "audio":
        media["voice"] = True
    return {"type": kind, kind: media}


def page(account: Account, event: Json, at: float, *, standby: bool = False) -> Json:
    """Messenger's and Instagram's frame around one event."""
    milliseconds = int(at * 1000)
    full = {"timestamp": milliseconds, **event}
    return {
        "object": "instagram" if account.kind == "instagram" else "page",
        "entry": [{"time": milliseconds, "id": account.id, "standby" if standby else "messaging": [full]}],
    }


def from_person(thread: Thread, event: Json, at: float) -> Json:
    ends = {"sender": {"id": _scoped(thread.person, thread.account)}, "recipient": {"id": thread.account.id}}
    return page(thread.account, ends | event, at)


def heard_on_page(thread: Thread, said: Said, message: Json) -> Json:
    reply = {"reply_to": {"mid": said.reply_to}} if said.reply_to else {}
    return from_person(thread, {"message": {"mid": said.id, **message, **reply}}, said.at)


def page_media(file: File, kind: str, address: str) -> Json:
    shown = "file" if kind == "document" else kind
    return {"attachments": [{"type": shown, "payload": {"url": f"{address}/cdn/{file.id}"}}]}


def page_echo(thread: Thread, said: Said, content: Mapping[str, object], *, app_id: int | None) -> Json:
    """What the account said, told to whoever listens; ours carry our app and our words in `metadata`."""
    message: Json = {"mid": said.id, "is_echo": True, **content}
    if app_id is not None:
        message["app_id"] = app_id
    if said.opaque:
        message["metadata"] = said.opaque
    ends = {"sender": {"id": thread.account.id}, "recipient": {"id": _scoped(thread.person, thread.account)}}
    return page(thread.account, {**ends, "message": message}, said.at)


def page_delivered(thread: Thread, said: Said, at: float) -> Json:
    return from_person(thread, {"delivery": {"mids": [said.id], "watermark": int(at * 1000)}}, at)


def page_read(thread: Thread, said: Said, at: float) -> Json:
    read = {"mid": said.id} if thread.account.kind == "instagram" else {"watermark": int(at * 1000)}
    return from_person(thread, {"read": read}, at)


def _scoped(person: Person, account: Account) -> str:
    return person.ids(account.kind)[0]
