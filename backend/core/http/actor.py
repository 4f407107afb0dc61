"""Who calls: a person in a tenant, a visitor of a web page, or the platform's staff."""

import math
import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Role(StrEnum):
    """A person's role in one tenant, weakest first (X8)."""

    VIEWER = "viewer"
    AGENT = "agent"
    ADMIN = "admin"
    OWNER = "owner"

    def includes(self, other: "Role") -> bool:
        ladder = list(Role)
        return ladder.index(self) >= ladder.index(other)


class PlatformRole(StrEnum):
    """A person's role over the whole platform (X8)."""

    SUPER_ADMIN = "super_admin"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person; `role` holds in `tenant_id` only, and both may be missing for platform staff."""

    user_id: uuid.UUID
    session_id: uuid.UUID
    tenant_id: uuid.UUID | None
    role: Role | None
    platform_role: PlatformRole | None = None


@dataclass(frozen=True, slots=True)
class VisitorActor:
    """A visitor's page: one tenant, one allowed origin (IDN-12, WID-02)."""

    tenant_id: uuid.UUID
    origin: str
    # Seconds since the epoch, as in the token.
    expires_at: float = math.inf


class Authenticator(Protocol):
    """What the API door installs so that the ground need not know accounts or tokens' storage."""

    async def person(self, token: str) -> Actor:
        """Raises Unauthenticated when the token is bad, expired or its session has ended."""
        ...

    def visitor(self, token: str) -> VisitorActor:
        """Raises Unauthenticated; expiry has its own code so that the widget renews by itself."""
        ...
