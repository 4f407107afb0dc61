"""What we say, as WhatsApp's Cloud API takes it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from backend.channels.cutting import cut
from backend.channels.enums import MediaKind
from backend.channels.numbering import numbered
from backend.channels.shapes import Call, Option, Outgoing, OutgoingMedia, TemplateUse

VERB: Final = "messages"
TEXT: Final = 4_096
# The words over buttons, and those under a picture.
BUTTONS_TEXT: Final = 1_024
CAPTION: Final = 1_024
BUTTONS, BUTTON_LABEL, BUTTON_ID = 3, 20, 256
ROWS, ROW_TITLE, ROW_ID = 10, 24, 200
# A list needs a word to open it; this one needs no language.
_OPEN_LIST: Final = "☰"
_NO_WORDS: Final = "👇"
_CAPTIONED: Final = frozenset({MediaKind.IMAGE, MediaKind.VIDEO, MediaKind.DOCUMENT})


def render(outgoing: Outgoing) -> Iterator[Call]:
    if outgoing.template:
        yield _call("template", {"template": _template(outgoing.template)})
        return
    captioned = _takes_caption(outgoing)
    for media in outgoing.media:
        yield _media(media, outgoing.text.strip() if captioned else "")
    if not captioned:
        yield from _words(outgoing)


def _takes_caption(outgoing: Outgoing) -> bool:
    """One file and a few words go out as one message."""
    return (
        len(outgoing.media) == 1
        and outgoing.media[0].kind in _CAPTIONED
        and not outgoing.options
        and 0 < len(outgoing.text.strip()) <= CAPTION
    )


def _words(outgoing: Outgoing) -> Iterator[Call]:
    interactive = _interactive(outgoing.options)
    if interactive is None:
        pieces = cut(numbered(outgoing.text, outgoing.options), TEXT)
        yield from (_text(each) for each in pieces)
        return
    most = BUTTONS_TEXT if interactive["type"] == "button" else TEXT
    pieces = cut(outgoing.text, most) or [_NO_WORDS]
    yield from (_text(each) for each in pieces[:-1])
    yield _call("interactive", {"interactive": {**interactive, "body": {"text": pieces[-1]}}})


# Any: JSON as the platform takes it, in every function below.
def _interactive(options: Sequence[Option]) -> dict[str, Any] | None:
    """Buttons, a list, or None where the choices fit neither (then they are numbered)."""
    labels, ids = [each.label for each in options], [each.id for each in options]
    distinct = len(set(labels)) == len(labels) and len(set(ids)) == len(ids)
    if not options or not distinct or not all(each.strip() for each in (*labels, *ids)):
        return None
    if len(options) <= BUTTONS and _fit(labels, BUTTON_LABEL) and _fit(ids, BUTTON_ID):
        buttons = [{"type": "reply", "reply": {"id": each.id, "title": each.label}} for each in options]
        return {"type": "button", "action": {"buttons": buttons}}
    if len(options) <= ROWS and _fit(labels, ROW_TITLE) and _fit(ids, ROW_ID):
        rows = [{"id": each.id, "title": each.label} for each in options]
        return {"type": "list", "action": {"button": _OPEN_LIST, "sections": [{"rows": rows}]}}
    return None


def _fit(texts: Sequence[str], limit: int) -> bool:
    return all(len(each) <= limit for each in texts)


def _text(body: str) -> Call:
    return _call("text", {"text": {"body": body, "preview_url": "http://" in body or "https://" in body}})


def _media(media: OutgoingMedia, caption: str) -> Call:
    kind = media.kind.value
    content: dict[str, Any] = {"link": media.url} if media.url else {}
    if caption:
        content["caption"] = caption
    if media.kind is MediaKind.DOCUMENT and media.name:
        content["filename"] = media.name
    return _call(kind, {kind: content}, None if media.url else media)


def _template(template: TemplateUse) -> dict[str, Any]:
    """Without names every variable is the body's."""
    names = template.names or tuple(str(number) for number in range(1, len(template.variables) + 1))
    components = []
    for place in ("header", "body"):
        found = [
            _parameter(name.removeprefix("header."), value)
            for name, value in zip(names, template.variables, strict=False)
            if name.startswith("header.") == (place == "header")
        ]
        if found:
            components.append({"type": place, "parameters": found})
    about = {"name": template.name, "language": {"code": template.language}}
    return {**about, "components": components} if components else about


def _parameter(name: str, value: str) -> dict[str, str]:
    named = {} if name.isdigit() else {"parameter_name": name}
    return {"type": "text", **named, "text": value}


def _call(kind: str, content: Mapping[str, Any], upload: OutgoingMedia | None = None) -> Call:
    body = {"messaging_product": "whatsapp", "recipient_type": "individual", "type": kind, **content}
    return Call(VERB, body, upload)
