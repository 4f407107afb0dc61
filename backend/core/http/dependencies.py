"""What a route asks for in its signature: who may call, and the session in which the work is done."""

import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Annotated, Any

import structlog
from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer
from starlette.requests import HTTPConnection

from backend.core.database import session as sessions
from backend.core.errors import Forbidden, Unauthenticated
from backend.core.http.actor import Actor, Authenticator, PlatformRole, Role, VisitorActor

_READING = frozenset({"GET", "HEAD", "OPTIONS"})
_bearer = OAuth2PasswordBearer(tokenUrl="/v1/auth/login", auto_error=False, scheme_name="login")


class RoleTooLow(Forbidden):
    """Your role does not allow this; ask an administrator of your team."""


class NoTenant(Forbidden):
    """Choose a company first."""


class OriginMismatch(Forbidden):
    """This token belongs to another web page."""


class AddressNotAllowed(Forbidden):
    """This address may not reach the platform panel."""


async def database(connection: HTTPConnection) -> sessions.Database:
    found: sessions.Database = connection.app.state.database
    return found


def _authenticator(request: Request) -> Authenticator:
    found: Authenticator = request.app.state.authenticator
    return found


async def person(request: Request, token: Annotated[str | None, Depends(_bearer)]) -> Actor:
    """Anybody signed in, whatever the role."""
    if not token:
        raise Unauthenticated()
    actor = await _authenticator(request).person(token)
    structlog.contextvars.bind_contextvars(user_id=str(actor.user_id), tenant_id=str(actor.tenant_id))
    request.state.tenant_id = actor.tenant_id
    if actor.tenant_id and request.method not in _READING:
        await spend_write(request, actor.tenant_id)
    return actor


async def spend_write(request: Request, tenant_id: uuid.UUID) -> None:
    """X11: a tenant's writes a minute are an entitlement of its plan. Raises `RateLimited`."""
    limit = await request.app.state.write_limits.of(tenant_id)
    if limit is not None:
        await request.app.state.limiter.check(int(limit), "tenant-writes", str(tenant_id))


async def visitor(request: Request, token: Annotated[str | None, Depends(_bearer)]) -> VisitorActor:
    """A widget's page; the browser's Origin must be the one the token was given to."""
    found = visitor_of(request, token)
    if request.method not in _READING:
        await spend_write(request, found.tenant_id)
    return found


def bearer_token(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else None


def visitor_of(request: Request, token: str | None) -> VisitorActor:
    """Raises `Unauthenticated` or `OriginMismatch`."""
    if not token:
        raise Unauthenticated()
    found = _authenticator(request).visitor(token)
    if request_origin(request) != found.origin:
        raise OriginMismatch()
    structlog.contextvars.bind_contextvars(tenant_id=str(found.tenant_id))
    request.state.tenant_id = found.tenant_id
    return found


def request_origin(request: Request) -> str:
    """The page's origin; browsers leave the header out on same-origin reads, where it is our own address."""
    given = request.headers.get("origin")
    if given is None and request.headers.get("sec-fetch-site") == "same-origin":
        return f"{request.url.scheme}://{request.url.netloc}"
    return given or ""


def require(role: Role) -> Callable[[Actor], Coroutine[Any, Any, Actor]]:
    """A dependency that lets pass members of the bound tenant with this role or a higher one."""

    async def allowed(actor: Annotated[Actor, Depends(person)]) -> Actor:
        if actor.tenant_id is None or actor.role is None:
            raise NoTenant()
        if not actor.role.includes(role):
            raise RoleTooLow(needed=role.value)
        return actor

    return allowed


async def super_admin(request: Request, actor: Annotated[Actor, Depends(person)]) -> Actor:
    if actor.platform_role is not PlatformRole.SUPER_ADMIN:
        raise RoleTooLow(needed=PlatformRole.SUPER_ADMIN.value)
    allowed = request.app.state.settings.http.superadmin_addresses
    if allowed and request.state.client_ip not in allowed:
        raise AddressNotAllowed()
    return actor


Person = Annotated[Actor, Depends(person)]
Viewer = Annotated[Actor, Depends(require(Role.VIEWER))]
Agent = Annotated[Actor, Depends(require(Role.AGENT))]
Admin = Annotated[Actor, Depends(require(Role.ADMIN))]
Owner = Annotated[Actor, Depends(require(Role.OWNER))]
SuperAdmin = Annotated[Actor, Depends(super_admin)]
Visitor = Annotated[VisitorActor, Depends(visitor)]
Db = Annotated[sessions.Database, Depends(database)]


async def _tenant_session(db: Db, actor: Viewer) -> AsyncIterator[sessions.TenantSession]:
    assert actor.tenant_id is not None
    async with db.tenant(actor.tenant_id) as session:
        yield session


async def _visitor_session(db: Db, actor: Visitor) -> AsyncIterator[sessions.TenantSession]:
    async with db.tenant(actor.tenant_id) as session:
        yield session


async def _platform_session(db: Db) -> AsyncIterator[sessions.PlatformSession]:
    async with db.platform() as session:
        yield session


# scope="function": the commit happens before the response leaves, so a failing commit is an error (F15).
TenantSession = Annotated[sessions.TenantSession, Depends(_tenant_session, scope="function")]
VisitorSession = Annotated[sessions.TenantSession, Depends(_visitor_session, scope="function")]
PlatformSession = Annotated[sessions.PlatformSession, Depends(_platform_session, scope="function")]
