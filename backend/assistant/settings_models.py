"""The table of how a tenant's agent behaves."""

import uuid

from sqlalchemy import ForeignKey, SmallInteger, String, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import TENANT_SETTING, Base, Moment, TenantOwned


class AssistantSettings(TenantOwned, Base):
    """A tenant that never changed anything has no row, and the defaults of `settings_schemas.Conduct` hold."""

    __tablename__ = "assistant_settings"

    tenant_id: Mapped[uuid.UUID] = mapped_column(
        Uuid,
        ForeignKey("tenants.id", ondelete="CASCADE"),
        primary_key=True,
        server_default=text(f"current_setting('{TENANT_SETTING}')::uuid"),
    )
    ai_on: Mapped[bool]
    tone: Mapped[str] = mapped_column(String(10))
    length: Mapped[str] = mapped_column(String(10))
    emoji: Mapped[bool]
    escalation_words: Mapped[list[str]] = mapped_column(JSONB)
    max_no_match: Mapped[int] = mapped_column(SmallInteger)
    weekly_cap: Mapped[int] = mapped_column(SmallInteger)
    quiet_from: Mapped[int] = mapped_column(SmallInteger)
    quiet_to: Mapped[int] = mapped_column(SmallInteger)
    takeover_minutes: Mapped[int]
    skills: Mapped[list[str]] = mapped_column(JSONB)
    updated_at: Mapped[Moment] = mapped_column(server_default=text("now()"))
