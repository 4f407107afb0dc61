"""The declarative base and the column kinds that tables are made of."""

import json
import os
import time
import uuid
from datetime import datetime
from typing import Annotated, Any

from sqlalchemy import DateTime, ForeignKey, MetaData, Text, Uuid, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from backend.core import crypto

TENANT_SETTING = "app.tenant_id"


def uuid7(at: float | None = None) -> uuid.UUID:
    """A time-ordered UUID (RFC 9562, version 7): new rows land at the end of the index."""
    millis = int((time.time() if at is None else at) * 1000)
    value = (millis << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)


class EncryptedText(TypeDecorator[str]):
    """Text that stands encrypted in the table (SEC-03); compare through a blind index column beside it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else crypto.cipher().encrypt(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else crypto.cipher().decrypt(value)


class EncryptedList(EncryptedText):
    """A JSON list that stands encrypted; an empty one is null."""

    cache_ok = True

    # Any: whatever JSON the list holds.
    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return crypto.cipher().encrypt(json.dumps(value, ensure_ascii=False)) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return json.loads(crypto.cipher().decrypt(value)) if value else []


Moment = Annotated[datetime, mapped_column(DateTime(timezone=True))]
# Any: a JSONB column holds whatever JSON its schema class wrote there.
Json = Annotated[dict[str, Any], mapped_column(JSONB, server_default=text("'{}'::jsonb"))]


class Base(DeclarativeBase):
    """All tables; constraint names are derived so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UUIDKey:
    """A time-ordered UUID primary key, given by Python so that a service knows it before the flush."""

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid7)


class Timestamps:
    """When the row came and when it last changed."""

    created_at: Mapped[Moment] = mapped_column(server_default=func.now())
    updated_at: Mapped[Moment] = mapped_column(server_default=func.now(), onupdate=func.now())


class TenantOwned:
    """The row belongs to the tenant bound to the session: Postgres fills the column and guards it (IDN-11)."""

    tenant_id: Mapped[uuid.UUID] = mapped_column(
        Uuid,
        ForeignKey("tenants.id", ondelete="CASCADE"),
        server_default=text(f"current_setting('{TENANT_SETTING}')::uuid"),
    )
