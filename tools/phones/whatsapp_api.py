"""WhatsApp's Cloud API: takes a message as the real one does, or refuses it with the same codes."""

import re
import time
from typing import Final

from tools.phones.cast import Account, Json
from tools.phones.faults import Faults
from tools.phones.people import Hands
from tools.phones.phone import refuse_late, show
from tools.phones.refusals import graph_error
from tools.phones.world import Choice, Said, Thread

TEXT: Final = 4096
_MEDIA: Final = frozenset({"image", "audio", "video", "document", "sticker"})
_WINDOW: Final = (131047, "Re-engagement message")
_TOO_LATE: Final = "Message failed to send because more than 24 hours have passed since the customer last replied."
_UNDELIVERABLE: Final = (131026, "Message undeliverable")


def messages(hands: Hands, faults: Faults, account: Account, body: Json) -> Json:
    """The answer of `/{phone_number_id}/messages`. Raises `Refused`."""
    if body.get("messaging_product") != "whatsapp":
        raise graph_error(100, "(#100) The parameter messaging_product is required.")
    if body.get("status") == "read":
        return _read_mark(hands, account, body)
    target = str(body.get("recipient") or body.get("to") or "")
    if not re.fullmatch(r"\+?\d{6,15}|[A-Z]{2}\.\w{5,140}", target):
        raise graph_error(131009, "(#131009) Parameter value is not valid", details="Recipient is not valid")
    said = _read(hands, account, body)
    said.opaque = str(body.get("biz_opaque_callback_data") or "")
    if len(said.opaque) > 512:
        raise graph_error(100, "(#100) biz_opaque_callback_data must be at most 512 characters")
    thread = _thread(hands, account, target)
    _carry(hands, faults, thread, said)
    return _accepted(thread, said, target)


def _thread(hands: Hands, account: Account, target: str) -> Thread:
    person = hands.world.find_person("whatsapp", target)
    if person is None:
        # Nobody has this number: the real API takes the message, and says in a status that nobody does.
        person = hands.world.newcomer(target, phone=target.lstrip("+"))
        thread = hands.world.thread(account, person)
        thread.blocked = True
        return thread
    return hands.world.thread(account, person)


def _carry(hands: Hands, faults: Faults, thread: Thread, said: Said) -> None:
    said.answers = hands.world.window_open(thread)
    if thread.blocked and thread.heard_at is None:
        refuse_late(hands, thread, said, *_UNDELIVERABLE)
    elif said.kind != "template" and not hands.world.window_open(thread):
        if not faults.late_refusals:
            raise graph_error(131047, "(#131047) Re-engagement message", details=_TOO_LATE)
        refuse_late(hands, thread, said, *_WINDOW)
    else:
        show(hands, thread, said)


def _accepted(thread: Thread, said: Said, target: str) -> Json:
    contact: Json = {"input": target, "user_id": thread.person.ids("whatsapp")[0]}
    if thread.person.phone:
        contact["wa_id"] = thread.person.phone
    row = {"id": said.id} | ({"message_status": "accepted"} if said.kind == "template" else {})
    return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [row]}


def _read_mark(hands: Hands, account: Account, body: Json) -> Json:
    """Ours has read theirs: two blue ticks on the phone, and perhaps the dots of somebody typing."""
    for thread in hands.world.threads.values():
        marked = [each for each in thread.said if each.mine and each.id == body.get("message_id")]
        if thread.account is account and marked:
            for each in thread.said:
                each.status = "read" if each.mine else each.status
            thread.typing = "typing_indicator" in body
            hands.world.change()
            return {"success": True}
    raise graph_error(100, "(#100) Invalid parameter", details="message_id is unknown")


def _read(hands: Hands, account: Account, body: Json) -> Said:
    kind = str(body.get("type") or "text")
    content = body.get(kind)
    if kind not in {"text", "interactive", "template", "location", "contacts", "reaction", *_MEDIA}:
        raise graph_error(131051, "(#131051) Unsupported message type")
    if not isinstance(content, dict):
        raise graph_error(131008, f"(#131008) Required parameter is missing: {kind}")
    said = Said(hands.world.new_id(account), False, kind, time.time(), body=body)
    said.reply_to = str((body.get("context") or {}).get("message_id") or "")
    if kind == "text":
        said.text = _within(content.get("body"), TEXT, "text['body']")
    elif kind == "interactive":
        _interactive(said, content)
    elif kind == "template":
        _template(said, account, content)
    elif kind in _MEDIA:
        said.text = _within(content.get("caption") or " ", 1024, "caption").strip()
        said.file = _file(hands, content)
    return said


def _within(value: object, most: int, name: str) -> str:
    if not isinstance(value, str) or not value:
        raise graph_error(131008, f"(#131008) Required parameter is missing: {name}")
    if len(value) > most:
        raise graph_error(100, f"(#100) Param {name} must be at most {most} characters long.")
    return value


def _file(hands: Hands, content: Json) -> str:
    if content.get("link"):
        if not str(content["link"]).startswith(("http://", "https://")):
            raise graph_error(131052, "(#131052) Media download error")
        return str(content["link"])
    if str(content.get("id")) not in hands.world.files:
        raise graph_error(131053, "(#131053) Media upload error", details="Media ID is not valid")
    return str(content["id"])


def _interactive(said: Said, content: Json) -> None:
    action = content.get("action") or {}
    said.kind = str(content.get("type"))
    said.text = _within((content.get("body") or {}).get("text"), 4096 if said.kind == "list" else 1024, "body")
    if said.kind == "button":
        said.kind = "buttons"
        replies = [each.get("reply") or {} for each in action.get("buttons") or []]
        said.choices = [Choice(_within(r.get("id"), 256, "id"), _within(r.get("title"), 20, "title")) for r in replies]
        _few(said, 3)
    elif said.kind == "list":
        said.opens = _within(action.get("button"), 20, "button")
        rows = [row for section in action.get("sections") or [] for row in section.get("rows") or []]
        said.choices = [_row(row) for row in rows]
        _few(said, 10)
    elif said.kind == "cta_url":
        parameters = action.get("parameters") or {}
        label = _within(parameters.get("display_text"), 20, "display_text")
        said.choices = [Choice("url", label, url=_within(parameters.get("url"), 2000, "url"))]
    else:
        raise graph_error(131009, "(#131009) Parameter value is not valid", details="interactive type")


def _row(row: Json) -> Choice:
    note = str(row.get("description") or "")
    if len(note) > 72:
        raise graph_error(100, "(#100) Param description must be at most 72 characters long.")
    return Choice(_within(row.get("id"), 200, "id"), _within(row.get("title"), 24, "title"), note)


def _few(said: Said, most: int) -> None:
    if not 1 <= len(said.choices) <= most:
        raise graph_error(131009, "(#131009) Parameter value is not valid", details=f"1 to {most} choices")
    for values in ([each.id for each in said.choices], [each.label for each in said.choices]):
        if len(set(values)) != len(values):
            raise graph_error(131009, "(#131009) Parameter value is not valid", details="Duplicate button")


def _template(said: Said, account: Account, content: Json) -> None:
    language = (content.get("language") or {}).get("code")
    named = [each for each in account.templates if each["name"] == content.get("name")]
    found = next((each for each in named if each["language"] == language), None)
    if found is None:
        raise graph_error(132001, "(#132001) Template name does not exist in the translation", status=404)
    if found["status"] != "APPROVED":
        code = 132015 if found["status"] == "PAUSED" else 132001
        raise graph_error(code, f"(#{code}) Template is not approved", status=400)
    text = next(each["text"] for each in found["components"] if each["type"] == "BODY")
    wanted = set(re.findall(r"\{\{(\w+)\}\}", text))
    given = _parameters(content)
    if len(given) != len(wanted):
        details = f"body: number of localizable_params ({len(given)}) does not match {len(wanted)}"
        raise graph_error(132000, "(#132000) Number of parameters does not match the expected number", details=details)
    said.text = re.sub(r"\{\{(\w+)\}\}", lambda match: given.get(match[1], match[0]), text)
    said.category = found["category"]


def _parameters(content: Json) -> dict[str, str]:
    """By number or by name, as the template was written."""
    for part in content.get("components") or []:
        if str(part.get("type")).lower() == "body":
            rows = part.get("parameters") or []
            return {
                str(row.get("parameter_name") or place): str(row.get("text") or "") for place, row in enumerate(rows, 1)
            }
    return {}
