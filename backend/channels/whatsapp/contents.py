"""What a WhatsApp message holds: words, a choice, files, or things that have no field of their own. Pure."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from backend.channels.enums import MediaKind
from backend.channels.json_reading import count, flag, part, parts, plain, raw, text
from backend.channels.phones import from_digits
from backend.channels.shapes import MediaRef


@dataclass(frozen=True, slots=True)
class Said:
    """`phone` is the person's own number, where the message gives it."""

    text: str | None = None
    option: str | None = None
    media: tuple[MediaRef, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)  # Any: JSON of the platform
    phone: str | None = None


# Any: JSON of the platform, in every function here.
def content(message: Mapping[str, Any]) -> Said | None:
    """None where nothing stands that a person can have said; kinds that come tomorrow are such."""
    reader = _READERS.get(text(message, "type"))
    said = reader(message) if reader else None
    if said is None:
        return None
    for name, found in (("referral", part(message, "referral")), ("context", _context(message))):
        if found:
            said.details[name] = plain(found)
    return said


def _context(message: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("forwarded", "frequently_forwarded", "referred_product")
    return {name: raw(message, "context", name) for name in kept if raw(message, "context", name)}


def _text(message: Mapping[str, Any]) -> Said | None:
    body = text(message, "text", "body")
    return Said(body) if body.strip() else None


def _media(message: Mapping[str, Any]) -> Said | None:
    named = text(message, "type")
    media = part(message, named)
    reference = MediaRef(
        MediaKind(named),
        text(media, "id")[:300],
        text(media, "url")[:2000],
        text(media, "mime_type")[:120],
        text(media, "filename")[:200],
        count(media, "file_size"),
    )
    if not (reference.id or reference.url):
        return None
    details = {"voice": True} if flag(media, "voice") else {}
    return Said(text(media, "caption") or None, media=(reference,), details=details)


def _interactive(message: Mapping[str, Any]) -> Said | None:
    interactive = part(message, "interactive")
    for name in ("button_reply", "list_reply"):
        chosen = part(interactive, name)
        if chosen:
            return Said(text(chosen, "title") or None, text(chosen, "id") or None)
    form = part(interactive, "nfm_reply")
    if not form:
        return None
    return Said(text(form, "body") or None, details={"form": _answers(text(form, "response_json"))})


def _answers(given: str) -> Any:
    try:
        return plain(json.loads(given))
    except (ValueError, RecursionError):
        return given


def _button(message: Mapping[str, Any]) -> Said | None:
    """A template's quick reply."""
    button = part(message, "button")
    label = text(button, "text") or None
    return Said(label, text(button, "payload") or None) if button else None


def _location(message: Mapping[str, Any]) -> Said | None:
    location = part(message, "location")
    return Said(details={"location": plain(location)}) if location else None


def _contacts(message: Mapping[str, Any]) -> Said | None:
    shared = parts(message, "contacts")
    if not shared:
        return None
    own = None
    if text(message, "origin").startswith("contact_request"):
        # Asked for the own number, the person gave it.
        numbers = (text(each, "wa_id") or text(each, "phone") for each in parts(shared[0], "phones"))
        own = next((found for found in map(from_digits, numbers) if found), None)
    return Said(details={"contacts": plain(shared)}, phone=own)


def _order(message: Mapping[str, Any]) -> Said | None:
    order = part(message, "order")
    return Said(text(order, "text") or None, details={"order": plain(order)}) if order else None


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Said | None]]] = {
    "text": _text,
    **{each.value: _media for each in MediaKind},
    "interactive": _interactive,
    "button": _button,
    "location": _location,
    "contacts": _contacts,
    "order": _order,
}
