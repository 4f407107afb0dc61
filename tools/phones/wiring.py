"""What the product is told so that it speaks to the phones instead of to Meta and Telegram."""

from collections.abc import Mapping
from typing import Final

APP_SECRET: Final = "made-up-app-secret"
VERIFY_TOKEN: Final = "made-up-verify-token"
GRAPH_VERSION: Final = "v26.0"


def settings(address: str, outer: Mapping[str, str]) -> dict[str, str]:
    """Of Meta and Telegram, whichever the outer environment does not set up; a real secret is never used here."""
    told: dict[str, str] = {}
    if not (outer.get("META_APP_SECRET") or outer.get("META_GRAPH_URL")):
        told |= {"META_GRAPH_URL": address, "META_APP_SECRET": APP_SECRET, "META_VERIFY_TOKEN": VERIFY_TOKEN}
    if not outer.get("TELEGRAM_API_URL"):
        told |= {"TELEGRAM_API_URL": address}
    # The demo's own accounts only where nobody real could be written to.
    return told | ({"DEMO_PHONES_URL": address} if len(told) == 4 else {})
