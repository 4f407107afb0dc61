"""The address under which people start a chat with an account, and its QR code. Pure."""

import io
import re
from typing import Final, Protocol
from urllib.parse import quote, urlencode

import segno

from backend.channels.enums import ChannelKind

# What Telegram takes after `?start=`.
START: Final = re.compile(r"^[A-Za-z0-9_-]{1,64}$")
_PAGES: Final = {
    ChannelKind.TELEGRAM.value: ("t.me", "start"),
    ChannelKind.INSTAGRAM.value: ("ig.me/m", "ref"),
    ChannelKind.MESSENGER.value: ("m.me", "ref"),
}
_NAME: Final = re.compile(r"^[A-Za-z0-9_.-]{1,100}$")


class Reachable(Protocol):
    """An account, as far as a link needs it."""

    @property
    def kind(self) -> str: ...

    @property
    def address(self) -> str: ...


def start_link(account: Reachable, *, text: str = "", start: str = "") -> str:
    """With words already written (WhatsApp), or with a code that comes with the first message (elsewhere).

    Empty where the account has no public address, or the code cannot stand in a link.
    """
    name = account.address.strip().removeprefix("@")
    if account.kind == ChannelKind.WHATSAPP:
        digits = re.sub(r"\D", "", account.address)
        return f"https://wa.me/{digits}" + (f"?text={quote(text)}" if text else "") if digits else ""
    host, parameter = _PAGES.get(account.kind, ("", ""))
    if not host or not _NAME.match(name) or (start and not START.match(start)):
        return ""
    return f"https://{host}/{name}" + (f"?{urlencode({parameter: start})}" if start else "")


def qr_svg(url: str) -> str:
    """An SVG that stands for itself in a page or a print."""
    drawn = io.BytesIO()
    segno.make(url, error="m", micro=False).save(drawn, kind="svg", scale=6, border=2, xmldecl=False, light="white")
    return drawn.getvalue().decode().strip()
