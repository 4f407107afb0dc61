"""Facts that tenants announce."""

import uuid
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class TenantFounded:
    """A company came into being; what it needs from the first minute follows."""

    preset: str


@dataclass(frozen=True, slots=True)
class TenantUpdated:
    """A company changed itself; `entry_id` makes the trail's entry the same one if told twice."""

    entry_id: uuid.UUID
    happened_at: str
    by: uuid.UUID
    address_hash: str | None
    changes: dict[str, Any]  # Any: old and new values as JSON, without personal data
