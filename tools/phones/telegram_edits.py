"""How Telegram takes an edit of a message: only of the bot's own, and not if it would change nothing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from tools.phones import telegram_events
from tools.phones.cast import Json
from tools.phones.refusals import telegram_error
from tools.phones.world import Choice, Thread, World

EDITS: Final = {"editMessageText": "text", "editMessageCaption": "caption", "editMessageReplyMarkup": ""}
_SAME: Final = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a"
    " current content and reply markup of the message"
)
Fields = Mapping[str, Any]  # Any: JSON or a form's fields


def edit(world: World, thread: Thread, method: str, fields: Fields, keyboard: Callable[[object], list[Choice]]) -> Json:
    """The message as it stands now. Raises `Refused`."""
    said = next((each for each in thread.said if each.id == str(fields.get("message_id")) and not each.gone), None)
    if said is None or said.kind == "pressed":
        raise telegram_error(400, "Bad Request: message to edit not found")
    if said.mine:
        raise telegram_error(400, "Bad Request: message can't be edited")
    part = EDITS[method]
    if part and part != ("text" if said.kind == "text" else "caption"):
        raise telegram_error(400, f"Bad Request: there is no {part} in the message to edit")
    choices = keyboard(fields.get("reply_markup"))
    words = str(fields.get(part) or "").strip() if part else said.text
    if part == "text" and not words:
        raise telegram_error(400, "Bad Request: message text is empty")
    if (
        words == said.text.strip()
        and _plain(choices) == _plain(said.choices)
        and _mode(fields, part) == _mode(said.body, part)
    ):
        raise telegram_error(400, _SAME)
    said.text, said.choices, said.edited = words, choices, True
    world.change()
    return telegram_events.message(thread, said, {"text": words})


def _plain(choices: Sequence[Choice]) -> list[tuple[str, str, str]]:
    return [(each.id, each.label, each.url) for each in choices]


def _mode(fields: Fields, part: str) -> str:
    return str(fields.get("parse_mode") or "") if part else ""
