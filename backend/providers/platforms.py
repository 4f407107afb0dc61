"""Who speaks which platform: one client for Meta's three, one for Telegram."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from backend.core.settings import MessagingSettings
from backend.providers.messaging import MessageSender
from backend.providers.meta import PUBLIC_GRAPH, Meta
from backend.providers.telegram import PUBLIC_BOTS, Telegram


def build(settings: MessagingSettings, *, production: bool) -> Mapping[str, MessageSender]:
    """Real servers and twins alike; only outside production may files come from an address of this machine."""
    graph = settings.graph_url.rstrip("/") or PUBLIC_GRAPH
    trusted = frozenset() if production else frozenset({_origin(graph)})
    meta = Meta(graph, settings.graph_version, trusted)
    telegram = Telegram(settings.telegram_url.rstrip("/") or PUBLIC_BOTS)
    return {"whatsapp": meta, "instagram": meta, "messenger": meta, "telegram": telegram}


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
