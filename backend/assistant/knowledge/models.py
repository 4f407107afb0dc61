"""The table of what a tenant's agent knows (DMA-01)."""

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import Base, TenantOwned, Timestamps, UUIDKey

_BYTEWISE = "C"


class KnowledgeItem(UUIDKey, TenantOwned, Timestamps, Base):
    """An answer or a product in one language.

    `words` is searched; what is written into it has lost its accents before Postgres stems it. It has no GIN index:
    under row-level security none would be used (see `leads/models.py`), and a tenant has at most 2,000 rows.
    """

    __tablename__ = "knowledge_items"
    __table_args__ = (
        UniqueConstraint("tenant_id", "language", "kind", "folded", name="uq_knowledge_items_name"),
        Index("ix_knowledge_items_list", "tenant_id", "position", "id"),
        Index("ix_knowledge_items_spoken", "tenant_id", "language", postgresql_where=text("active")),
        CheckConstraint("(price_minor IS NULL) = (currency IS NULL)", name="price_has_currency"),
    )

    kind: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(2))
    # The question, or the product's name.
    name: Mapped[str] = mapped_column(String(300))
    folded: Mapped[str] = mapped_column(String(300, collation=_BYTEWISE))
    answer: Mapped[str] = mapped_column(Text)
    price_minor: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str | None] = mapped_column(String(3))
    link: Mapped[str | None] = mapped_column(Text)
    payment_link: Mapped[str | None] = mapped_column(Text)
    keywords: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    position: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    words: Mapped[str] = mapped_column(TSVECTOR)
