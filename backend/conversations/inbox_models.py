"""Tables of the inbox: what colleagues tell each other beside a conversation, and answers they have ready."""

import uuid
from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, ForeignKeyConstraint, Index, SmallInteger, String, UniqueConstraint, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from backend.conversations.models import OF_CONVERSATION
from backend.core.database.base import Base, EncryptedText, Json, Moment, TenantOwned, Timestamps, UUIDKey


class ConversationNote(UUIDKey, TenantOwned, Base):
    """What a colleague wrote beside a conversation.

    In a table of its own, not among the messages: no road that sends or shows messages can ever meet one.
    """

    __tablename__ = "conversation_notes"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        ForeignKeyConstraint(**OF_CONVERSATION, name="fk_conversation_notes_conversation"),
        Index("ix_conversation_notes_conversation", "conversation_id", "id"),
    )

    conversation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    author_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    author_name: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(EncryptedText)
    at: Mapped[Moment] = mapped_column(server_default=sql("now()"))


class ConversationMention(TenantOwned, Base):
    """A colleague named in a note, until they open the conversation."""

    __tablename__ = "conversation_mentions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["tenant_id", "note_id"],
            ["conversation_notes.tenant_id", "conversation_notes.id"],
            ondelete="CASCADE",
            name="fk_conversation_mentions_note",
        ),
        ForeignKeyConstraint(**OF_CONVERSATION, name="fk_conversation_mentions_conversation"),
        Index(
            "ix_conversation_mentions_unread",
            "tenant_id",
            "user_id",
            "conversation_id",
            postgresql_where=sql("read_at IS NULL"),
        ),
        Index("ix_conversation_mentions_conversation", "conversation_id"),
    )

    note_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    user_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    conversation_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    read_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class CannedReply(UUIDKey, TenantOwned, Timestamps, Base):
    """An answer to have at hand, by language; `{name}`, `{business}`, `{agent}` and `{product}` are filled in."""

    __tablename__ = "canned_replies"
    __table_args__ = (Index("ix_canned_replies_purpose", "tenant_id", "purpose", "position", "id"),)

    purpose: Mapped[str] = mapped_column(String(12))
    title: Mapped[str] = mapped_column(String(80))
    texts: Mapped[Json]
    position: Mapped[int] = mapped_column(SmallInteger, server_default=sql("0"))
