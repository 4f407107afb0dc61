"""What we say, as Messenger and Instagram take it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from backend.channels.cutting import Measure, characters, cut, utf8_bytes
from backend.channels.enums import ChannelKind, MediaKind
from backend.channels.numbering import numbered
from backend.channels.shapes import Call, Option, Outgoing, OutgoingMedia

VERB: Final = "messages"
LIMITS: Final[Mapping[ChannelKind, tuple[int, Measure]]] = {
    ChannelKind.MESSENGER: (2_000, characters),
    ChannelKind.INSTAGRAM: (1_000, utf8_bytes),
}
REPLIES, REPLY_LABEL, REPLY_PAYLOAD = 13, 20, 1_000
_NO_WORDS: Final = "👇"
_TYPES: Final = {
    MediaKind.IMAGE: "image",
    MediaKind.STICKER: "image",
    MediaKind.AUDIO: "audio",
    MediaKind.VIDEO: "video",
    MediaKind.DOCUMENT: "file",
}


def render(kind: ChannelKind, outgoing: Outgoing) -> Iterator[Call]:
    for media in outgoing.media:
        yield _media(media, outgoing.human_agent_tag)
    limit, measure = LIMITS[kind]
    replies = _replies(outgoing.options)
    if replies is None:
        pieces = cut(numbered(outgoing.text, outgoing.options), limit, measure)
        yield from (_call({"text": each}, outgoing.human_agent_tag) for each in pieces)
        return
    pieces = cut(outgoing.text, limit, measure) or [_NO_WORDS]
    yield from (_call({"text": each}, outgoing.human_agent_tag) for each in pieces[:-1])
    yield _call({"text": pieces[-1], "quick_replies": replies}, outgoing.human_agent_tag)


# Any: JSON as the platform takes it, in every function below.
def _replies(options: Sequence[Option]) -> list[dict[str, Any]] | None:
    """None where the choices do not fit, and are numbered."""
    fits = all(0 < len(each.label.strip()) <= REPLY_LABEL and 0 < len(each.id) <= REPLY_PAYLOAD for each in options)
    if not options or len(options) > REPLIES or not fits:
        return None
    return [{"content_type": "text", "title": each.label, "payload": each.id} for each in options]


def _media(media: OutgoingMedia, tagged: bool) -> Call:
    payload: dict[str, Any] = {"url": media.url} if media.url else {}
    attachment = {"type": _TYPES[media.kind], "payload": payload}
    return _call({"attachment": attachment}, tagged, None if media.url else media)


def _call(message: Mapping[str, Any], tagged: bool, upload: OutgoingMedia | None = None) -> Call:
    """F3: past a day only what a person wrote goes out, under a tag that says so."""
    road = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"} if tagged else {"messaging_type": "RESPONSE"}
    return Call(VERB, {**road, "message": message}, upload)
