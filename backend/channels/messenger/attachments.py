"""What hangs on a message of Messenger or Instagram: files to fetch, and what is only looked at. Pure."""

from collections.abc import Mapping
from typing import Any, Final

from backend.channels.enums import MediaKind
from backend.channels.json_reading import part, parts, plain, text
from backend.channels.shapes import MediaRef

_MEDIA: Final = {
    "image": MediaKind.IMAGE,
    "audio": MediaKind.AUDIO,
    "video": MediaKind.VIDEO,
    "file": MediaKind.DOCUMENT,
}
# People send few files at once; a list without an end is no person's.
_MOST: Final = 30


# Any: JSON of the platform, in every function here.
def read(message: Mapping[str, Any]) -> tuple[tuple[MediaRef, ...], dict[str, Any]]:
    """Files, and details: a place, what was shared (a post, a reel, a story that mentions the business), an ad."""
    media: list[MediaRef] = []
    details: dict[str, Any] = {}
    for attachment in parts(message, "attachments")[:_MOST]:
        kind, url = _MEDIA.get(text(attachment, "type")), text(attachment, "payload", "url")
        if kind and url:
            media.append(MediaRef(kind, url=url[:2000]))
        elif part(attachment, "payload", "coordinates"):
            details["location"] = _place(part(attachment, "payload", "coordinates"))
        else:
            details.setdefault("shared", []).append(plain(attachment))
    story = part(message, "reply_to", "story")
    for name, found in (("story", story), ("referral", part(message, "referral"))):
        if found:
            details[name] = plain(found)
    return tuple(media), details


def _place(coordinates: Mapping[str, Any]) -> dict[str, Any]:
    return {"latitude": plain(coordinates.get("lat")), "longitude": plain(coordinates.get("long"))}
