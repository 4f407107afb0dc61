"""What a Telegram message holds beside its words. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from backend.channels.enums import MediaKind
from backend.channels.json_reading import count, part, parts, plain, raw, text
from backend.channels.shapes import MediaRef

# An animation comes with a `document` of the same file: the first that is found is the one.
_FILES: Final = {
    "voice": (MediaKind.AUDIO, "audio/ogg"),
    "audio": (MediaKind.AUDIO, "audio/mpeg"),
    "video": (MediaKind.VIDEO, "video/mp4"),
    "video_note": (MediaKind.VIDEO, "video/mp4"),
    "sticker": (MediaKind.STICKER, "image/webp"),
    "animation": (MediaKind.VIDEO, "video/mp4"),
    "document": (MediaKind.DOCUMENT, "application/octet-stream"),
}
_KEPT: Final = ("location", "venue", "contact", "poll", "dice")


# Any: JSON of the platform, in every function here.
def media_of(message: Mapping[str, Any]) -> tuple[MediaRef, ...]:
    sizes = [each for each in parts(message, "photo") if text(each, "file_id")]
    if sizes:
        largest = max(sizes, key=lambda each: (count(each, "width") or 0) * (count(each, "height") or 0))
        return (MediaRef(MediaKind.IMAGE, _id(largest), content_type="image/jpeg", size=count(largest, "file_size")),)
    for name, (kind, usual) in _FILES.items():
        file = part(message, name)
        if text(file, "file_id"):
            return (
                MediaRef(
                    kind,
                    _id(file),
                    content_type=text(file, "mime_type")[:120] or usual,
                    name=text(file, "file_name")[:200],
                    size=count(file, "file_size"),
                ),
            )
    return ()


def _id(file: Mapping[str, Any]) -> str:
    return text(file, "file_id")[:300]


def details_of(message: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: plain(raw(message, name)) for name in _KEPT if part(message, name)}
    contact = found.pop("contact", None)
    if contact:
        found["contacts"] = [contact]
    if text(message, "voice", "file_id"):
        found["voice"] = True
    if part(message, "forward_origin"):
        found["context"] = {"forwarded": True}
    return found
