"""Shapes of the web channel's greeting."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from backend.channels.enums import ChannelKind
from backend.core.language import Language


class WidgetTenantOut(BaseModel):
    name: str
    slug: str


class WidgetConfigOut(BaseModel):
    """All that a page needs to show the widget, and an hour's token for this page's origin (WID-02)."""

    tenant: WidgetTenantOut
    branding: dict[str, Any]  # Any: colours and places, as tenants.schemas checked them
    texts: dict[Language, dict[str, str]]
    languages: list[Language]
    default_language: Language
    status: Literal["open", "maintenance"]
    # The channels on which a conversation can go on (hand-carry).
    carry: list[ChannelKind] = []
    token: str
    expires_in: int
    token_expires_at: datetime
