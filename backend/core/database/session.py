"""How a tenant is bound to a database session: the only place that knows (rule 3 of the house)."""

import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import NewType, Self

from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session, SessionTransaction

from backend.core.database.base import TENANT_SETTING
from backend.core.settings import DatabaseSettings

TenantSession = NewType("TenantSession", AsyncSession)
PlatformSession = NewType("PlatformSession", AsyncSession)
AnySession = TenantSession | PlatformSession
# For work that calls the outside world between two transactions of one tenant.
OpenTenant = Callable[[], AbstractAsyncContextManager[TenantSession]]

TENANT_ROLE = "app_tenant"
PLATFORM_ROLE = "app_platform"

# One statement sets both, transaction-locally, so a pooled connection keeps nothing.
_BIND = f"SELECT set_config('role', :role, true), set_config('{TENANT_SETTING}', :tenant, true)"


class _BoundSession(Session):
    """A session whose every transaction begins by binding role and tenant, also the one after a commit."""


@event.listens_for(_BoundSession, "after_begin")
def _bind(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    connection.execute(text(_BIND), {"role": session.info["role"], "tenant": session.info["tenant"]})


def binding(tenant_id: uuid.UUID) -> str:
    """SQL that opens a transaction bound to the tenant; a UUID needs no quoting, so it may be joined to more SQL."""
    return (
        f"BEGIN; SELECT set_config('role', '{TENANT_ROLE}', true), "
        f"set_config('{TENANT_SETTING}', '{uuid.UUID(int=tenant_id.int)}', true)"
    )


# The same for work above all tenants. Joined to more SQL in one text it needs no BEGIN: Postgres runs a text of
# several statements as one transaction, and so a whole transaction costs one round trip.
PLATFORM_BINDING = f"SELECT set_config('role', '{PLATFORM_ROLE}', true), set_config('{TENANT_SETTING}', '', true)"


def async_url(url: str) -> str:
    """The address with the driver we use named in it."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme else url


class Database:
    """An engine for where people click, and a bare pool for the few roads that machines hammer."""

    def __init__(self, url: str, *, pool_size: int = 10, statement_timeout_ms: int = 15_000) -> None:
        options = f"-c statement_timeout={statement_timeout_ms} -c timezone=UTC"
        self.url = url
        self.engine: AsyncEngine = create_async_engine(
            async_url(url),
            pool_size=pool_size,
            max_overflow=pool_size,
            pool_pre_ping=True,
            # A failing statement is logged; what people wrote in it is not (SEC-05).
            hide_parameters=True,
            # A plan made for one tenant's few rows must not be kept for another's hundred thousand.
            connect_args={"options": f"{options} -c plan_cache_mode=force_custom_plan"},
        )
        self._sessions = async_sessionmaker(
            self.engine, sync_session_class=_BoundSession, expire_on_commit=False, autoflush=False
        )
        self.pool: AsyncConnectionPool[AsyncConnection[TupleRow]] = AsyncConnectionPool(
            url,
            min_size=min(2, pool_size),
            max_size=pool_size,
            open=False,
            timeout=10,
            kwargs={"autocommit": True, "options": options, "connect_timeout": 5},
        )

    @classmethod
    def from_settings(cls, settings: DatabaseSettings) -> Self:
        return cls(
            settings.url.get_secret_value(),
            pool_size=settings.pool_size,
            statement_timeout_ms=settings.statement_timeout_ms,
        )

    async def open(self) -> None:
        # Not waited for: an API that starts before its database says so on /ready instead of dying.
        await self.pool.open(wait=False)

    async def close(self) -> None:
        await self.pool.close()
        await self.engine.dispose()

    @asynccontextmanager
    async def tenant(self, tenant_id: uuid.UUID) -> AsyncIterator[TenantSession]:
        """A transaction that sees and writes only this tenant's rows; commits at the end, rolls back on error."""
        async with self._open(TENANT_ROLE, str(tenant_id)) as session:
            yield TenantSession(session)

    @asynccontextmanager
    async def platform(self) -> AsyncIterator[PlatformSession]:
        """A transaction over every tenant. Only login, inbox, superadmin, cron fan-out and the cli may open one."""
        async with self._open(PLATFORM_ROLE, "") as session:
            yield PlatformSession(session)

    @asynccontextmanager
    async def _open(self, role: str, tenant: str) -> AsyncIterator[AsyncSession]:
        async with self._sessions(info={"role": role, "tenant": tenant}) as session, session.begin():
            yield session


async def narrow(session: PlatformSession, tenant_id: uuid.UUID) -> TenantSession:
    """Give up the platform's rights for the rest of the transaction: from here on the session is this tenant's.

    For the few acts that begin above all tenants and end inside one: a registration, an accepted invitation.
    """
    await session.flush()
    session.info.update(role=TENANT_ROLE, tenant=str(tenant_id))
    await session.execute(text(_BIND), {"role": TENANT_ROLE, "tenant": str(tenant_id)})
    return TenantSession(session)


def bound_tenant(session: AnySession) -> uuid.UUID:
    """The tenant of a tenant session. Raises ValueError on a platform session."""
    return uuid.UUID(session.info["tenant"])


async def driver_connection(session: AnySession) -> AsyncConnection[TupleRow]:
    """The psycopg connection under the session, inside its transaction."""
    connection = await session.connection()
    raw = await connection.get_raw_connection()
    driver = raw.driver_connection
    assert isinstance(driver, AsyncConnection)
    return driver
