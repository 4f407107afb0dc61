"""The API door: middleware, error handlers, and a lifespan that builds database and providers."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import psycopg
import structlog
from fastapi import FastAPI
from starlette.middleware import Middleware

from backend import api
from backend.accounts.authentication import TokenAuthenticator
from backend.channels.queries import Bots
from backend.conversations import detection
from backend.conversations.gathering import TurnGatherer
from backend.core import crypto, events, logs
from backend.core.database.bootstrap import login_faults
from backend.core.database.listener import Listener
from backend.core.database.session import Database
from backend.core.http import errors
from backend.core.http.cors import Cors
from backend.core.http.direct_roads import DirectRoads
from backend.core.http.openapi import DocumentedApi
from backend.core.http.rate_limit import PublicRateLimit, RateLimiter
from backend.core.http.request_scope import RequestScope
from backend.core.settings import DatabaseSettings, Settings, load
from backend.inbox.gathering import EventGatherer
from backend.plans.queries import WriteLimits
from backend.providers import bundle
from backend.reactions import REACTIONS
from backend.superadmin import service as superadmin

log = structlog.get_logger()

_DESCRIPTION = "Find, capture, qualify and win leads. Errors always read {error: {code, message, details, request_id}}."


def create_app(settings: Settings) -> FastAPI:
    """The whole API over these settings; nothing outside is touched before the lifespan starts."""
    crypto.install(crypto.Cipher.from_settings(settings.security))
    events.connect(REACTIONS)
    database = Database.from_settings(settings.database)
    limiter = RateLimiter.from_settings(settings.http)
    listener = Listener(settings.database.url.get_secret_value())

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(refuse_unsafe_login, settings.database)
        await database.open()
        listener.start()
        app.state.providers = bundle.build(settings)
        # Beside serving: a visitor who writes within the first second waits for it, everybody else does not.
        warming = asyncio.create_task(asyncio.to_thread(detection.warm))
        yield
        await warming
        await listener.stop()
        await app.state.providers.close()
        await database.close()

    app = DocumentedApi(
        title=f"{settings.brand_name} API",
        version="1",
        description=_DESCRIPTION,
        lifespan=lifespan,
        docs_url="/docs",
        redoc_url=None,
        responses={422: {"model": errors.ErrorOut, "description": "Invalid input"}},
        middleware=[
            Middleware(Cors, settings=settings.http),
            Middleware(RequestScope, settings=settings.http, https=settings.production, on_fault=_note_fault(database)),
            Middleware(PublicRateLimit, limiter=limiter, settings=settings.http),
            Middleware(DirectRoads, roads=api.DIRECT),
        ],
    )
    app.state.settings = settings
    app.state.database = database
    app.state.limiter = limiter
    app.state.listener = listener
    app.state.turns = TurnGatherer(database)
    app.state.bots = Bots(database)
    app.state.inbox = EventGatherer(database)
    app.state.write_limits = WriteLimits(database)
    app.state.authenticator = TokenAuthenticator(database, settings.security.secret_key.get_secret_value())
    errors.install(app)
    _include(app)
    return app


def _include(app: FastAPI) -> None:
    for router in api.ROUTERS:
        app.include_router(router, prefix="/v1")
    for router in api.AT_ROOT:
        app.include_router(router)


def _note_fault(database: Database) -> Callable[[str, str, uuid.UUID | None], Awaitable[None]]:
    """Writes a fault of ours where the platform's panel shows it (OBS-01)."""

    async def note(route: str, request_id: str, tenant_id: uuid.UUID | None) -> None:
        try:
            async with database.platform() as session:
                await superadmin.record_error(session, "internal_error", route, request_id, tenant_id)
        except Exception as error:  # noqa: BLE001 - the note must not turn a fault into another
            log.error("fault_not_noted", error=type(error).__name__)

    return note


def refuse_unsafe_login(settings: DatabaseSettings) -> None:
    """F16: a login that would see every tenant never serves. An absent database is told by /ready instead."""
    try:
        faults = login_faults(settings.url.get_secret_value())
    except psycopg.OperationalError as error:
        log.warning("database_unavailable_at_start", error=type(error).__name__)
        return
    if faults:
        raise SystemExit("The database login of DATABASE_URL is refused. " + " ".join(faults))


def serve() -> FastAPI:
    """What uvicorn calls (`--factory backend.main:serve`)."""
    settings = load()
    logs.configure(settings.log_level)
    return create_app(settings)
