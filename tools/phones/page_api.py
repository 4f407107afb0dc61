"""Messenger's and Instagram's Send API: takes a message as the real one does, or refuses it with the same codes."""

import time
from typing import Final

from tools.phones.cast import Account, Json
from tools.phones.people import Hands
from tools.phones.phone import show
from tools.phones.refusals import graph_error
from tools.phones.world import HUMAN_AGENT_DAYS, Choice, Said, Thread

_ACTIONS: Final = frozenset({"typing_on", "typing_off", "mark_seen"})
_WINDOW_SUBCODE: Final = {"instagram": 2534022, "messenger": 2018278}


def messages(hands: Hands, account: Account, body: Json) -> Json:
    """The answer of `/{id}/messages`. Raises `Refused`."""
    target = str((body.get("recipient") or {}).get("id") or "")
    person = hands.world.find_person(account.kind, target)
    if person is None:
        raise graph_error(100, "(#100) No matching user found", subcode=2018001)
    thread = hands.world.thread(account, person)
    action = body.get("sender_action")
    if action is not None:
        return _act(hands, thread, str(action), target)
    message = body.get("message")
    if not isinstance(message, dict):
        raise graph_error(100, "(#100) param message must be non-empty")
    _refuse_closed(hands, thread, body)
    if thread.blocked:
        raise graph_error(551, "(#551) This person isn't available right now.", subcode=1545041)
    said = _read(hands, account, message)
    said.tag = str(body.get("tag") or "")
    said.body = body
    show(hands, thread, said)
    return {"recipient_id": target, "message_id": said.id}


def _act(hands: Hands, thread: Thread, action: str, target: str) -> Json:
    if action not in _ACTIONS:
        raise graph_error(100, f"(#100) param sender_action must be one of {sorted(_ACTIONS)}")
    if action == "mark_seen":
        for each in thread.said:
            each.status = "read" if each.mine else each.status
    else:
        thread.typing = action == "typing_on"
    hands.world.change()
    return {"recipient_id": target}


def _refuse_closed(hands: Hands, thread: Thread, body: Json) -> None:
    """24 hours; with HUMAN_AGENT, which only a person's message may carry, seven days (F3)."""
    tag = body.get("tag")
    if tag is not None and (tag != "HUMAN_AGENT" or body.get("messaging_type") != "MESSAGE_TAG"):
        raise graph_error(100, "(#100) Invalid message tag: only HUMAN_AGENT with messaging_type MESSAGE_TAG")
    if not hands.world.window_open(thread, HUMAN_AGENT_DAYS if tag else 1):
        subcode = _WINDOW_SUBCODE[thread.account.kind]
        raise graph_error(10, "(#10) This message is sent outside of allowed window.", subcode=subcode, status=400)


def _read(hands: Hands, account: Account, message: Json) -> Said:
    said = Said(hands.world.new_id(account), False, "text", time.time())
    said.opaque = str(message.get("metadata") or "")
    if len(said.opaque) > 1000:
        raise graph_error(100, "(#100) metadata must be at most 1000 characters")
    attachment = message.get("attachment")
    if isinstance(attachment, dict):
        _attachment(hands, said, attachment)
    else:
        said.text = _text(account, message.get("text"))
    quick = message.get("quick_replies") or []
    if quick:
        said.kind = "quick"
        said.choices = [Choice(_short(each.get("payload"), 1000), _short(each.get("title"), 20)) for each in quick]
        if len(quick) > 13:
            raise graph_error(100, "(#100) quick_replies: at most 13")
    return said


def _text(account: Account, text: object) -> str:
    """Instagram counts bytes, Messenger characters."""
    if not isinstance(text, str) or not text:
        raise graph_error(100, "(#100) param message[text] must be non-empty")
    length, most = (len(text.encode()), 1000) if account.kind == "instagram" else (len(text), 2000)
    if length > most:
        raise graph_error(100, f"(#100) Length of param message[text] must be less than or equal to {most}")
    return text


def _short(text: object, most: int) -> str:
    if not isinstance(text, str) or not 0 < len(text) <= most:
        raise graph_error(100, f"(#100) must have 1 to {most} characters")
    return text


def _attachment(hands: Hands, said: Said, attachment: Json) -> None:
    said.kind, payload = str(attachment.get("type")), attachment.get("payload") or {}
    if said.kind == "template":
        _template(said, payload)
    elif said.kind in {"image", "audio", "video", "file"}:
        said.kind = "document" if said.kind == "file" else said.kind
        known = str(payload.get("attachment_id") or "")
        said.file = known if known in hands.world.files else str(payload.get("url") or "")
        if not said.file:
            raise graph_error(100, "(#100) Invalid attachment", subcode=2018074)
    else:
        raise graph_error(100, "(#100) param message[attachment][type] is not valid")


def _template(said: Said, payload: Json) -> None:
    said.kind = "buttons"
    if payload.get("template_type") == "button":
        said.text, buttons = _short(payload.get("text"), 640), payload.get("buttons") or []
    elif payload.get("template_type") == "generic":
        elements = payload.get("elements") or [{}]
        said.text = "\n".join(_short(each.get("title"), 80) for each in elements)
        buttons = [button for each in elements for button in each.get("buttons") or []]
    else:
        raise graph_error(100, "(#100) template_type is not valid")
    if payload.get("template_type") == "button" and not 1 <= len(buttons) <= 3:
        raise graph_error(100, "(#100) buttons: 1 to 3")
    said.choices = [
        Choice(str(each.get("payload") or "url"), _short(each.get("title"), 20), url=str(each.get("url") or ""))
        for each in buttons
    ]
