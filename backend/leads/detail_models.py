"""Tables of what belongs to a lead or describes it: niches, more contacts, tags, notes, custom fields."""

import uuid
from typing import Any

from sqlalchemy import (
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import Base, EncryptedList, EncryptedText, Json, TenantOwned, Timestamps, UUIDKey

_BYTEWISE = "C"


def _of_lead() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["tenant_id", "lead_id"], ["leads.tenant_id", "leads.id"], ondelete="CASCADE")


class Niche(UUIDKey, TenantOwned, Timestamps, Base):
    """A group of leads; the slug tells two spellings of one name together (PRO-06)."""

    __tablename__ = "niches"
    __table_args__ = (UniqueConstraint("tenant_id", "slug"), UniqueConstraint("tenant_id", "id"))

    slug: Mapped[str] = mapped_column(String(80, collation=_BYTEWISE))
    name: Mapped[str] = mapped_column(String(80))


class LeadContact(UUIDKey, TenantOwned, Timestamps, Base):
    """One more way to reach a lead, with the page that proves it; the first email and phone stand on the lead."""

    __tablename__ = "lead_contacts"
    __table_args__ = (
        _of_lead(),
        UniqueConstraint("tenant_id", "lead_id", "kind", "value_index"),
        Index("ix_lead_contacts_value", "tenant_id", "value_index", "lead_id"),
    )

    lead_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(20))
    # The network of a profile, the kind of a tax id, or what the person wrote ("reception").
    label: Mapped[str] = mapped_column(String(40), server_default="")
    value: Mapped[str] = mapped_column(EncryptedText)
    value_index: Mapped[bytes] = mapped_column(LargeBinary(32))
    position: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    # Any: pages, words around (which hold the value), how and how sure; see `contact_schemas.EvidenceOut`.
    evidence: Mapped[list[Any]] = mapped_column(EncryptedList, nullable=True)


class LeadTag(TenantOwned, Base):
    """A lead's tag, as it was first written; `tag` is folded."""

    __tablename__ = "lead_tags"
    __table_args__ = (_of_lead(), Index("ix_lead_tags_tag", "tenant_id", "tag", "lead_id"))

    tenant_id: Mapped[uuid.UUID] = mapped_column(
        Uuid,
        ForeignKey("tenants.id", ondelete="CASCADE"),
        primary_key=True,
        server_default=text("current_setting('app.tenant_id')::uuid"),
    )
    lead_id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True)
    tag: Mapped[str] = mapped_column(String(40, collation=_BYTEWISE), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))


class LeadNote(UUIDKey, TenantOwned, Timestamps, Base):
    """What staff write about a lead, in Markdown; unlimited in every plan (CRM-09)."""

    __tablename__ = "lead_notes"
    __table_args__ = (
        _of_lead(),
        Index("ix_lead_notes_lead", "tenant_id", "lead_id", text("created_at DESC"), text("id DESC")),
    )

    lead_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    author_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("users.id", ondelete="SET NULL"))
    body: Mapped[str] = mapped_column(EncryptedText)


class CustomField(UUIDKey, TenantOwned, Timestamps, Base):
    """A field that the tenant added to its leads; values stand in `Lead.custom` by key."""

    __tablename__ = "custom_fields"
    __table_args__ = (UniqueConstraint("tenant_id", "key"),)

    key: Mapped[str] = mapped_column(String(40, collation=_BYTEWISE))
    name: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(20))
    options: Mapped[list[Any]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    position: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))


class SavedFilter(UUIDKey, TenantOwned, Timestamps, Base):
    """A named combination of filters (CRM-11), one's own or the whole team's."""

    __tablename__ = "saved_filters"
    __table_args__ = (Index("ix_saved_filters_owner", "tenant_id", "owner_id"),)

    name: Mapped[str] = mapped_column(String(80))
    owner_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, ForeignKey("users.id", ondelete="CASCADE"))
    shared: Mapped[bool] = mapped_column(server_default=text("false"))
    filters: Mapped[Json]
