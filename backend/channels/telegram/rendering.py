"""What we say, as Telegram's Bot API takes it. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from backend.channels.cutting import cut, utf8_bytes, utf16_units
from backend.channels.enums import MediaKind
from backend.channels.numbering import numbered
from backend.channels.shapes import Call, Option, Outgoing, OutgoingMedia

# F6: longer messages are refused; Telegram counts UTF-16 units.
TEXT: Final = 4_096
CAPTION: Final = 1_024
BUTTONS, BUTTON_LABEL, BUTTON_DATA_BYTES = 50, 64, 64
_NO_WORDS: Final = "👇"
_VERBS: Final = {
    MediaKind.IMAGE: ("sendPhoto", "photo"),
    MediaKind.AUDIO: ("sendAudio", "audio"),
    MediaKind.VIDEO: ("sendVideo", "video"),
    MediaKind.DOCUMENT: ("sendDocument", "document"),
    MediaKind.STICKER: ("sendSticker", "sticker"),
}


def render(outgoing: Outgoing) -> Iterator[Call]:
    words = outgoing.text.strip()
    captioned = (
        len(outgoing.media) == 1
        and outgoing.media[0].kind is not MediaKind.STICKER
        and not outgoing.options
        and 0 < utf16_units(words) <= CAPTION
    )
    for media in outgoing.media:
        yield _media(media, words if captioned else "")
    if not captioned:
        yield from _words(words, outgoing.options)


def _words(words: str, options: Sequence[Option]) -> Iterator[Call]:
    keyboard = _keyboard(options)
    if keyboard is None:
        yield from (Call("sendMessage", {"text": each}) for each in cut(numbered(words, options), TEXT, utf16_units))
        return
    pieces = cut(words, TEXT, utf16_units) or [_NO_WORDS]
    yield from (Call("sendMessage", {"text": each}) for each in pieces[:-1])
    yield Call("sendMessage", {"text": pieces[-1], "reply_markup": keyboard})


# Any: JSON as the platform takes it, in every function below.
def _keyboard(options: Sequence[Option]) -> dict[str, Any] | None:
    """One button a line; None where the choices do not fit, and are numbered."""
    fits = all(
        each.label.strip() and len(each.label) <= BUTTON_LABEL and 0 < utf8_bytes(each.id) <= BUTTON_DATA_BYTES
        for each in options
    )
    if not options or len(options) > BUTTONS or not fits:
        return None
    return {"inline_keyboard": [[{"text": each.label, "callback_data": each.id}] for each in options]}


def _media(media: OutgoingMedia, caption: str) -> Call:
    verb, field = _VERBS[media.kind]
    body = {field: media.url, **({"caption": caption} if caption else {})}
    return Call(verb, body, None if media.url else media)
