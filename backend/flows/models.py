"""Tables of flows and their versions; a published version never changes (FLW-02)."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKeyConstraint, Index, String, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import Base, TenantOwned, Timestamps, UUIDKey


class Flow(UUIDKey, TenantOwned, Timestamps, Base):
    """A tenant's flow; its default one greets the visitors of the web."""

    __tablename__ = "flows"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("tenant_id", "name"),
        Index("uq_flows_default", "tenant_id", unique=True, postgresql_where=text("is_default")),
    )

    name: Mapped[str] = mapped_column(String(120))
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))


class FlowVersion(UUIDKey, TenantOwned, Timestamps, Base):
    """One numbered version; at most one of a flow is a draft and at most one is published.

    Postgres itself keeps what was once published: a trigger refuses another definition or number, and a
    tenant may delete a version only together with its flow.
    """

    __tablename__ = "flow_versions"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("tenant_id", "flow_id", "number"),
        ForeignKeyConstraint(
            ["tenant_id", "flow_id"],
            ["flows.tenant_id", "flows.id"],
            ondelete="CASCADE",
            name="fk_flow_versions_flow",
        ),
        Index("uq_flow_versions_draft", "flow_id", unique=True, postgresql_where=text("status = 'draft'")),
        Index(
            "uq_flow_versions_published",
            "flow_id",
            unique=True,
            postgresql_where=text("status = 'published'"),
        ),
        {"info": {"rls": {"tenant_rights": "SELECT, INSERT, UPDATE"}}},
    )

    flow_id: Mapped[uuid.UUID]
    number: Mapped[int]
    status: Mapped[str] = mapped_column(String(12))
    # Any: the definition as the schema wrote it; `FlowDefinition` reads it back.
    definition: Mapped[dict[str, Any]] = mapped_column(JSONB)
    # When it last began to greet visitors, by a publication or a rollback; null while it never did.
    published_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    published_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    # The version it took over from when it was published: where one call leads back to.
    rollback_to_version: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(String(300))
