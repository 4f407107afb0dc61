"""Tables of channels: the accounts a business speaks through, WhatsApp's templates, and what they cost."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    DateTime,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import Base, EncryptedText, Moment, TenantOwned, Timestamps, UUIDKey


class ChannelAccount(UUIDKey, TenantOwned, Timestamps, Base):
    """One number, page, profile or bot of a business (MSG-03); its token stands encrypted."""

    __tablename__ = "channel_accounts"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        # One business an account: an event names no business, only the account it was sent to.
        Index(
            "uq_channel_accounts_external",
            "kind",
            "external_id",
            unique=True,
            postgresql_where=sql("status <> 'disconnected'"),
        ),
        Index("ix_channel_accounts_kind", "tenant_id", "kind"),
    )

    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(120))
    # phone_number_id, page id, Instagram account id or bot id, as events name it.
    external_id: Mapped[str] = mapped_column(String(80))
    business_id: Mapped[str] = mapped_column(String(80), server_default="")
    # How people find it: a phone in E.164 or a name; what a link or QR is made of.
    address: Mapped[str] = mapped_column(String(120), server_default="")
    token: Mapped[str] = mapped_column(EncryptedText)
    # Telegram's X-Telegram-Bot-Api-Secret-Token (F6); Meta signs with the app's secret instead.
    webhook_secret: Mapped[str] = mapped_column(EncryptedText)
    token_expires_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    token_rotated_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    status: Mapped[str] = mapped_column(String(16), server_default="connected")
    error: Mapped[str | None] = mapped_column(Text)
    quality: Mapped[str] = mapped_column(String(16), server_default="")
    # DMA-05: who answers, and whether anybody of ours does.
    responder: Mapped[str] = mapped_column(String(8), server_default="agent")
    bot_on: Mapped[bool] = mapped_column(Boolean, server_default=sql("true"))
    # F5: how long a burst of messages is waited for.
    debounce_seconds: Mapped[int] = mapped_column(SmallInteger, server_default=sql("4"))
    connected_at: Mapped[Moment] = mapped_column(server_default=sql("now()"))
    checked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    last_event_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # MSG-06: when its last 30 messages were let out; taken from in one statement (`conversations.delivery_store`).
    slots: Mapped[list[datetime]] = mapped_column(
        ARRAY(DateTime(timezone=True)), server_default=sql("'{}'::timestamptz[]")
    )
    # The platform said "too many": nothing goes out before.
    resumes_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class ChannelTemplate(UUIDKey, TenantOwned, Timestamps, Base):
    """A WhatsApp template as it was when last synced (MSG: templates, categories and cost)."""

    __tablename__ = "channel_templates"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["channel_accounts.tenant_id", "channel_accounts.id"],
            ondelete="CASCADE",
            name="fk_channel_templates_account",
        ),
        UniqueConstraint("tenant_id", "account_id", "name", "language", name="uq_channel_templates_name"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    name: Mapped[str] = mapped_column(String(512))
    language: Mapped[str] = mapped_column(String(16))
    category: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    header: Mapped[str] = mapped_column(Text, server_default="")
    body: Mapped[str] = mapped_column(Text)
    footer: Mapped[str] = mapped_column(Text, server_default="")
    synced_at: Mapped[Moment] = mapped_column(server_default=sql("now()"))


class TemplatePriceList(UUIDKey, TenantOwned, Timestamps, Base):
    """What an account pays for its messages, as the business entered it; read and replaced as a whole."""

    __tablename__ = "template_price_lists"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["channel_accounts.tenant_id", "channel_accounts.id"],
            ondelete="CASCADE",
            name="fk_template_price_lists_account",
        ),
        UniqueConstraint("tenant_id", "account_id", name="uq_template_price_lists_account"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    # ISO 4217.
    currency: Mapped[str] = mapped_column(String(3))
    utility_free_in_window: Mapped[bool] = mapped_column(Boolean, server_default=sql("false"))
    # Any: rows of category, prefix and amount, the amount as text so that no digit is lost.
    prices: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default=sql("'[]'::jsonb"))
