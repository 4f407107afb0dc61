"""Who a bearer token stands for, asked of the database at each call: what was taken away is gone at once."""

import uuid

from psycopg import AsyncCursor
from psycopg.rows import TupleRow

from backend.core import clock
from backend.core.database.session import PLATFORM_ROLE, Database
from backend.core.errors import Unauthenticated
from backend.core.http.actor import Actor, PlatformRole, Role, VisitorActor
from backend.core.http.tokens import AccessClaims, read_access_token, read_widget_token

# About 3 MB; past it we begin anew.
KEPT_VISITORS = 10_000


class SessionEnded(Unauthenticated):
    """This session has ended; sign in again."""


class TokenAuthenticator:
    """Implements `core.http.actor.Authenticator`."""

    def __init__(self, database: Database, secret: str) -> None:
        self._database = database
        self._secret = secret
        self._visitors: dict[str, VisitorActor] = {}

    async def person(self, token: str) -> Actor:
        """The role is the membership's of this moment, none when it ended or the company is paused."""
        claims = read_access_token(self._secret, token, clock.now())
        async with self._database.pool.connection() as connection:
            cursor = await connection.execute(_statement(claims))
            row = await _last_row(cursor)
        if row is None:
            raise SessionEnded()
        role, platform_role = row
        return Actor(
            user_id=claims.user_id,
            session_id=claims.session_id,
            tenant_id=claims.tenant_id if role else None,
            role=Role(role) if role else None,
            platform_role=PlatformRole(platform_role) if platform_role else None,
        )

    def visitor(self, token: str) -> VisitorActor:
        """A page sends its token with each message: the signature is checked once, the expiry each time."""
        known = self._visitors.get(token)
        now = clock.now()
        if known is None or known.expires_at <= now.timestamp():
            known = read_widget_token(self._secret, token, now)
            if len(self._visitors) >= KEPT_VISITORS:
                self._visitors.clear()
            self._visitors[token] = known
        return known


def _statement(claims: AccessClaims) -> bytes:
    """Role and question in one message: one round trip, one implicit transaction. UUIDs need no quoting."""
    user, opened = _quoted(claims.user_id), _quoted(claims.session_id)
    tenant = _quoted(claims.tenant_id) if claims.tenant_id else "NULL"
    return f"""
        SELECT set_config('role', '{PLATFORM_ROLE}', true);
        SELECT m.role, u.platform_role
        FROM auth_sessions s
        JOIN users u ON u.id = s.user_id AND u.is_active
        LEFT JOIN (memberships m JOIN tenants t ON t.id = m.tenant_id AND t.status = 'active')
            ON m.user_id = u.id AND m.tenant_id = {tenant} AND m.status = 'active'
        WHERE s.id = {opened} AND u.id = {user} AND s.revoked_at IS NULL
    """.encode()  # noqa: S608 - every value is a UUID that we parsed


def _quoted(value: uuid.UUID) -> str:
    return f"'{uuid.UUID(int=value.int)}'::uuid"


async def _last_row(cursor: AsyncCursor[TupleRow]) -> TupleRow | None:
    while cursor.nextset():
        pass
    return await cursor.fetchone()
