"""Tables of the board: pipelines and their columns. A lead names its column, see `Lead.stage_id`."""

import uuid

from sqlalchemy import ForeignKeyConstraint, Index, SmallInteger, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import Base, TenantOwned, Timestamps, UUIDKey


class Pipeline(UUIDKey, TenantOwned, Timestamps, Base):
    """A way of working leads; the tenant's first one is the default and cannot go."""

    __tablename__ = "pipelines"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        Index("uq_pipelines_default", "tenant_id", unique=True, postgresql_where=text("is_default")),
    )

    name: Mapped[str] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    is_default: Mapped[bool] = mapped_column(server_default=text("false"))


class PipelineStage(UUIDKey, TenantOwned, Timestamps, Base):
    """A column. `kind` is its meaning, which statistics, scores and follow-ups know (X17, CRM-04)."""

    __tablename__ = "pipeline_stages"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        ForeignKeyConstraint(["tenant_id", "pipeline_id"], ["pipelines.tenant_id", "pipelines.id"], ondelete="CASCADE"),
        Index("ix_pipeline_stages_order", "tenant_id", "pipeline_id", "position"),
    )

    pipeline_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    kind: Mapped[str] = mapped_column(String(20))
    # Null: the stage's own name in the reader's language.
    name: Mapped[str | None] = mapped_column(String(80))
    position: Mapped[int] = mapped_column(SmallInteger)
    # A card that stays longer is marked; null never is.
    rot_days: Mapped[int | None] = mapped_column(SmallInteger)
