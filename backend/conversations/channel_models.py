"""Tables of conversations over messaging channels: who it is there, and what is on its way out."""

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import (
    DateTime,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    Numeric,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from backend.conversations.models import OF_CONVERSATION
from backend.core.database.base import Base, EncryptedText, Json, Moment, TenantOwned, Timestamps, UUIDKey


class ChannelIdentity(TenantOwned, UUIDKey, Base):
    """A name under which an account knows a person; several may lead to one conversation (F2, X33).

    `key_index` is the blind index of `id:<channel user id>` or of `phone:<number without its variants>`.
    """

    __tablename__ = "channel_identities"
    __table_args__ = (
        UniqueConstraint("tenant_id", "account_id", "key_index", name="uq_channel_identities_key"),
        ForeignKeyConstraint(**OF_CONVERSATION, name="fk_channel_identities_conversation"),
        Index("ix_channel_identities_conversation", "tenant_id", "conversation_id"),
    )

    account_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    conversation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    key_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    # `id` or `phone`; to an `id` messages can be sent, the newest one first.
    kind: Mapped[str] = mapped_column(String(8))
    value: Mapped[str] = mapped_column(EncryptedText)
    seen_at: Mapped[Moment] = mapped_column(server_default=sql("now()"))


class Delivery(UUIDKey, TenantOwned, Timestamps, Base):
    """One message on its way to a platform, and what became of it."""

    __tablename__ = "deliveries"
    __table_args__ = (
        ForeignKeyConstraint(**OF_CONVERSATION, name="fk_deliveries_conversation"),
        UniqueConstraint("conversation_id", "turn", "position", "part", name="uq_deliveries_message"),
        Index("uq_deliveries_key", "tenant_id", "key", unique=True, postgresql_where=sql("key IS NOT NULL")),
        Index("ix_deliveries_provider", "account_id", "provider_id", postgresql_where=sql("provider_id IS NOT NULL")),
        Index("ix_deliveries_open", "status", "updated_at", postgresql_where=sql("status IN ('queued', 'sending')")),
        Index("ix_deliveries_tenant", "tenant_id", sql("created_at DESC")),
        # What a month cost.
        Index("ix_deliveries_charged", "tenant_id", "charged_at", postgresql_where=sql("charged_at IS NOT NULL")),
    )

    conversation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    turn: Mapped[int]
    position: Mapped[int] = mapped_column(SmallInteger)
    # Long text goes out in several parts.
    part: Mapped[int] = mapped_column(SmallInteger, server_default=sql("0"))
    account_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    sender: Mapped[str] = mapped_column(String(12))
    # The platform's call as JSON: verb, body, upload.
    call: Mapped[str] = mapped_column(EncryptedText)
    # Whoever sends twice under one key (a follow-up's step) has sent once.
    key: Mapped[str | None] = mapped_column(String(80))
    status: Mapped[str] = mapped_column(String(12), server_default="queued")
    cause: Mapped[str | None] = mapped_column(Text)
    code: Mapped[str | None] = mapped_column(String(60))
    # What WhatsApp says of its price, and what that came to by the list of that day; None where no price was known.
    category: Mapped[str] = mapped_column(String(40), server_default="")
    billable: Mapped[bool | None]
    cost: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))
    currency: Mapped[str | None] = mapped_column(String(3))
    # When something that is charged reached the person; as a column, for row security takes no expression for an index.
    charged_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    provider_id: Mapped[str | None] = mapped_column(String(300))
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=sql("0"))
    # When the latest call to the platform began; what has a number from before is not this message.
    called_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    not_before: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # MSG-06: the place in the account's minute that was taken for the next try.
    slot_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    delivered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    read_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class OptOut(TenantOwned, UUIDKey, Base):
    """Who wants nothing from this business any more; by blind index, so that no contact stands here.

    `key_index` is of a phone, an email or `conversation:<id>` where neither is known.
    """

    __tablename__ = "opt_outs"
    __table_args__ = (UniqueConstraint("tenant_id", "key_index", name="uq_opt_outs_key"),)

    key_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    reason: Mapped[str] = mapped_column(String(20))
    details: Mapped[Json]
    at: Mapped[Moment] = mapped_column(server_default=sql("now()"))


# A tenant's session sees and writes the one row whose hash it names, and so can ask but never look around.
ASKED_SETTING = "app.asked_hash"
_ASKED_ROW = f"key_hash = decode(coalesce(current_setting('{ASKED_SETTING}', true), ''), 'hex')"


class PlatformOptOut(Base):
    """The same across all businesses, hashed, asked for cold outreach only."""

    __tablename__ = "platform_opt_outs"
    __table_args__ = ({"info": {"rls": {"tenant_condition": _ASKED_ROW, "tenant_rights": "SELECT, INSERT"}}},)

    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    at: Mapped[Moment] = mapped_column(server_default=sql("now()"))
