"""Tables of conversations; what people say stands encrypted, for it holds their names, phones and homes."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import TENANT_SETTING, Base, EncryptedText, TenantOwned

_BOUND_TENANT = text(f"current_setting('{TENANT_SETTING}')::uuid")
OF_CONVERSATION: dict[str, Any] = {  # Any: keyword arguments of ForeignKeyConstraint
    "columns": ["tenant_id", "conversation_id"],
    "refcolumns": ["conversations.tenant_id", "conversations.id"],
    "ondelete": "CASCADE",
}
_NEWEST = (text("last_message_at DESC"), text("id DESC"))
# What the inbox's tabs ask; as text, for only a condition with the very same constants is served by its index.
GOING = "status <> 'ended'"
UNREAD = "unread > 0"
WAITING = "(unanswered_since IS NOT NULL OR (status = 'human' AND unread > 0))"
UNASSIGNED = "status = 'human' AND assignee_id IS NULL"


class Conversation(TenantOwned, Base):
    """One visitor's thread; `id` is the public session id, 128 random bits (issue: session ids)."""

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        # With the tenant, so that a lead's going is served by the index below instead of reading every conversation.
        ForeignKeyConstraint(
            ["tenant_id", "lead_id"],
            ["leads.tenant_id", "leads.id"],
            ondelete="SET NULL (lead_id)",
            name="fk_conversations_lead",
        ),
        ForeignKeyConstraint(
            ["tenant_id", "flow_version_id"],
            ["flow_versions.tenant_id", "flow_versions.id"],
            name="fk_conversations_flow_version",
        ),
        Index("ix_conversations_recent", "tenant_id", text("last_message_at DESC"), text("id DESC")),
        Index("ix_conversations_by_status", "tenant_id", "status", text("last_message_at DESC"), text("id DESC")),
        Index("ix_conversations_created", "tenant_id", "created_at"),
        Index("ix_conversations_lead", "tenant_id", "lead_id"),
        ForeignKeyConstraint(
            ["tenant_id", "account_id"],
            ["channel_accounts.tenant_id", "channel_accounts.id"],
            name="fk_conversations_account",
        ),
        Index("ix_conversations_account", "tenant_id", "account_id", postgresql_where=text("account_id IS NOT NULL")),
        Index(
            "ix_conversations_assignee",
            "tenant_id",
            "assignee_id",
            *_NEWEST,
            postgresql_where=text(f"assignee_id IS NOT NULL AND {GOING}"),
        ),
        Index("ix_conversations_unread", "tenant_id", *_NEWEST, postgresql_where=text(UNREAD)),
        Index("ix_conversations_waiting", "tenant_id", *_NEWEST, postgresql_where=text(WAITING)),
        Index("ix_conversations_unassigned", "tenant_id", *_NEWEST, postgresql_where=text(UNASSIGNED)),
        Index(
            "ix_conversations_window",
            "tenant_id",
            "last_inbound_at",
            postgresql_where=text("account_id IS NOT NULL AND last_inbound_at IS NOT NULL"),
        ),
        Index("ix_conversations_returns", "returns_at", postgresql_where=text("returns_at IS NOT NULL")),
        Index(
            "ix_conversations_snoozed", "tenant_id", "snoozed_until", postgresql_where=text("snoozed_until IS NOT NULL")
        ),
        Index("ix_conversations_timeout", "timeout_at", postgresql_where=text("timeout_at IS NOT NULL")),
    )

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16), server_default="web")
    # Null on the web: there the page is the account.
    account_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    origin: Mapped[str] = mapped_column(String(300))
    status: Mapped[str] = mapped_column(String(8), server_default="open")
    language: Mapped[str] = mapped_column(String(2))
    # True once the visitor chose it or wrote enough to tell; then it is never guessed again (FLW-06).
    language_settled: Mapped[bool] = mapped_column(server_default=text("false"))
    # Null: the built-in contact capture of a business in maintenance.
    flow_version_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    state: Mapped[str] = mapped_column(EncryptedText)
    ask_block: Mapped[str | None] = mapped_column(String(64))
    # Counts turns and guards every write: a turn that read another number than it finds is taken again.
    turn: Mapped[int] = mapped_column(server_default=text("0"))
    lead_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    assignee_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("users.id", ondelete="SET NULL"))
    unread: Mapped[int] = mapped_column(server_default=text("0"))
    consents: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    page_url: Mapped[str | None] = mapped_column(Text)
    referrer: Mapped[str | None] = mapped_column(Text)
    utm: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    last_message: Mapped[str | None] = mapped_column(EncryptedText)
    last_message_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    timeout_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # F3: every channel's window is counted from the person's last word.
    last_inbound_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # The person stopped the bot or blocked the number; a later word of theirs undoes it.
    blocked_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # The first word that nobody has answered; an automatic answer waits for the burst's end (F5).
    unanswered_since: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # When the bot answers again after a person took over or paused it.
    returns_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    snoozed_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class Turn(Base):
    """One step of a conversation: what was visited and asked, and the key that makes a repeat harmless.

    The tenant is guarded through the conversation: a foreign key to the tenant's own row would make every
    visitor of a business lock that one row.
    """

    __tablename__ = "turns"
    __table_args__ = (
        ForeignKeyConstraint(**OF_CONVERSATION),
        Index(
            "uq_turns_key",
            "conversation_id",
            "idempotency_key",
            unique=True,
            postgresql_where=text("idempotency_key IS NOT NULL"),
        ),
        Index("ix_turns_tenant", "tenant_id", "created_at"),
    )

    conversation_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tenant_id: Mapped[uuid.UUID] = mapped_column(Uuid, server_default=_BOUND_TENANT)
    idempotency_key: Mapped[str | None] = mapped_column(String(64))
    request_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(String(8))
    visited: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    ask: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Message(Base):
    """One thing said; its place in the conversation is its key."""

    __tablename__ = "messages"
    __table_args__ = (
        ForeignKeyConstraint(**OF_CONVERSATION),
        Index("ix_messages_tenant", "tenant_id", "created_at"),
        Index(
            "ix_messages_provider", "conversation_id", "provider_id", postgresql_where=text("provider_id IS NOT NULL")
        ),
    )

    conversation_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    tenant_id: Mapped[uuid.UUID] = mapped_column(Uuid, server_default=_BOUND_TENANT)
    role: Mapped[str] = mapped_column(String(8))
    content: Mapped[str] = mapped_column(EncryptedText)
    block_id: Mapped[str | None] = mapped_column(String(64))
    author_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    author_name: Mapped[str | None] = mapped_column(String(120))
    attachments: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    # What a channel adds: a reaction, an edit, a location, the message it answers; encrypted, for it may be words.
    details: Mapped[str | None] = mapped_column(EncryptedText)
    # Why the agent said it: the steps it took (DMA-01), with the person's words in it.
    trace: Mapped[str | None] = mapped_column(EncryptedText)
    provider_id: Mapped[str | None] = mapped_column(String(300))
    deleted_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
