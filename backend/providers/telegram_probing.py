"""Whether a message whose answer was lost stands in a Telegram chat: asked by an edit that would change nothing.

A bot cannot read its chats, and `sendMessage` takes no key that would make a second call harmless (asked for and
declined: github.com/tdlib/telegram-bot-api/issues/482). But an edit of message K to exactly what we had sent says
which message K is. The words below are known behaviour of Bot API servers (`fail_query_with_error` in their
Client.cpp; the collection github.com/TelegramBotAPI/errors), not promised by the documentation:

- `message is not modified: ...`: K stands in this chat, is ours and says just that. Nothing was changed by asking.
- `message to edit not found`: there is no K in this chat; it is another chat's, or nobody's yet.
- `message can't be edited`: K is the person's own.
- `there is no text in the message to edit` (or no caption): ours, of another kind.
- An edit that succeeds: ours, and Telegram had written it a little otherwise; what was meant stands there now.

Any other answer tells nothing, and is `unknown`. In private chats a message's number is the next of the bot's one
counter over all its chats (again behaviour that clients rely on, and nowhere promised:
github.com/LonamiWebs/Telethon/issues/1308), so few numbers come into question; who asks must leave out every message
that is known, for an edit of one of those would overwrite it. Whoever deletes a message for both sides before it was
looked for gets it once more.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from backend.providers.messaging import Failure, Lost, SendFailed

_FOUND: Final = ("message is not modified",)
_NOT_IT: Final = (
    "message to edit not found",
    "message_id_invalid",
    "message can't be edited",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
)
_OF_TEXT: Final = frozenset({"text", "entities", "parse_mode", "link_preview_options", "reply_markup"})
_OF_CAPTION: Final = frozenset(
    {"caption", "caption_entities", "parse_mode", "show_caption_above_media", "reply_markup"}
)
_OF_NEITHER: Final = frozenset({"reply_markup"})
_FILES: Final = frozenset(
    {"sendPhoto", "sendDocument", "sendVoice", "sendAudio", "sendVideo", "sendAnimation", "sendSticker"}
)

# One call of a method with its fields.
Ask = Callable[[str, Mapping[str, Any]], Awaitable[object]]


async def find(ask: Ask, lost: Lost) -> str:
    """Its name as `Telegram.send` gives it, or empty. Raises `SendFailed`."""
    verb, same = _edit(lost)
    chat = lost.body["chat_id"]
    for number in lost.numbers:
        if await _stands(ask, verb, {**same, "chat_id": chat, "message_id": number}):
            return f"{chat}:{number}"
    return ""


def _edit(lost: Lost) -> tuple[str, dict[str, Any]]:
    """The method that would write the very same, and its fields."""
    if lost.body.get("text"):
        verb, fields = "editMessageText", _OF_TEXT
    elif lost.verb in _FILES and lost.body.get("caption"):
        verb, fields = "editMessageCaption", _OF_CAPTION
    elif lost.verb in _FILES:
        verb, fields = "editMessageReplyMarkup", _OF_NEITHER
    else:
        raise SendFailed(Failure.UNKNOWN, "no_probe", lost.verb)
    return verb, {name: value for name, value in lost.body.items() if name in fields}


async def _stands(ask: Ask, verb: str, fields: Mapping[str, Any]) -> bool:
    try:
        await ask(verb, fields)
    except SendFailed as failure:
        if failure.kind in {Failure.RATE_LIMITED, Failure.TEMPORARY, Failure.UNAUTHORIZED}:
            raise
        words = failure.message.casefold()
        if any(each in words for each in _FOUND):
            return True
        if any(each in words for each in _NOT_IT):
            return False
        raise SendFailed(Failure.UNKNOWN, failure.code, failure.message) from failure
    return True
