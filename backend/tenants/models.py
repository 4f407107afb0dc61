"""The table of tenants: the one table whose own id is the tenant (IDN-11, IDN-14)."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from backend.core.database.base import TENANT_SETTING, Base, EncryptedText, Json, Timestamps, UUIDKey
from backend.tenants.enums import TenantStatus

# A tenant changes what is its own; its slug, plan, status and maintenance are the platform's to give.
_OWN_COLUMNS = (
    "name, branding, texts, default_language, languages, timezone, country, currency, allowed_origins,"
    " scoring, contact_email, updated_at"
)
_ALL_LANGUAGES = """'["es","ca","pt","en"]'::jsonb"""


class Tenant(UUIDKey, Timestamps, Base):
    """A customer company; the subscription is its own, people are seats (X1, X2)."""

    __tablename__ = "tenants"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z0-9-]{2,40}$'", name="slug"),
        {
            "info": {
                "rls": {
                    "tenant_condition": f"id = nullif(current_setting('{TENANT_SETTING}', true), '')::uuid",
                    "tenant_rights": f"SELECT, UPDATE ({_OWN_COLUMNS})",
                }
            }
        },
    )

    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    status: Mapped[str] = mapped_column(String(8), server_default=TenantStatus.ACTIVE.value)
    maintenance: Mapped[bool] = mapped_column(server_default=text("false"))
    plan: Mapped[str] = mapped_column(
        String(40), ForeignKey("plans.code", onupdate="CASCADE"), server_default="free", index=True
    )
    branding: Mapped[Json]
    texts: Mapped[Json]
    default_language: Mapped[str] = mapped_column(String(2), server_default="es")
    languages: Mapped[list[str]] = mapped_column(JSONB, server_default=text(_ALL_LANGUAGES))
    timezone: Mapped[str] = mapped_column(Text, server_default="Europe/Madrid")
    country: Mapped[str] = mapped_column(String(2), server_default="ES")
    currency: Mapped[str] = mapped_column(String(3), server_default="EUR")
    allowed_origins: Mapped[list[str]] = mapped_column(JSONB, server_default=text("'[]'::jsonb"))
    # Any: weights and bands as leads' own schema wrote them; null means the house's (SCO-01, SCO-02).
    scoring: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    contact_email: Mapped[str | None] = mapped_column(EncryptedText)
