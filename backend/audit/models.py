"""The audit trail: tenants and the platform may add to it, nobody may change it."""

import uuid

from sqlalchemy import ForeignKey, Index, String, Uuid, func, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import TENANT_SETTING, Base, Json, Moment, UUIDKey

_BOUND = f"nullif(current_setting('{TENANT_SETTING}', true), '')::uuid"


class AuditEntry(UUIDKey, Base):
    """One act. `tenant_id` is null for what the platform did to no company in particular."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_tenant_recent", "tenant_id", text("id DESC")),
        {"info": {"rls": {"tenant_rights": "SELECT, INSERT"}}},
    )

    tenant_id: Mapped[uuid.UUID | None] = mapped_column(
        Uuid, ForeignKey("tenants.id", ondelete="CASCADE"), server_default=text(_BOUND)
    )
    # No foreign key: the trail outlives the person.
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    actor_kind: Mapped[str] = mapped_column(String(8))
    action: Mapped[str] = mapped_column(String(64))
    entity: Mapped[str] = mapped_column(String(40))
    entity_id: Mapped[str | None] = mapped_column(String(64))
    changes: Mapped[Json]
    address_hash: Mapped[str | None] = mapped_column(String(12))
    created_at: Mapped[Moment] = mapped_column(server_default=func.now(), index=True)
