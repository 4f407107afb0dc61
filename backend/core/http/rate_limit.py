"""Rate limits: per IP for the public, per address for sensitive calls, per tenant for writes (SEC-04, X11)."""

import time
from dataclasses import dataclass, field

import structlog
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.aio.storage import MemoryStorage, Storage
from limits.aio.strategies import SlidingWindowCounterRateLimiter
from limits.errors import StorageError
from limits.storage import storage_from_string
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.core.errors import RateLimited
from backend.core.http.errors import ErrorBody, render
from backend.core.http.request_scope import request_of
from backend.core.settings import HttpSettings

log = structlog.get_logger()

PUBLIC_PREFIXES = ("/v1/widget/", "/v1/chat/", "/v1/auth/")
SENSITIVE_PATHS = frozenset(
    f"/v1/auth/{name}"
    for name in (
        "register",
        "login",
        "login/second-factor",
        "password/forgot",
        "password/reset",
        "invitations/accept",
    )
)
BLOCK_SECONDS = 600


class AddressBlocked(RateLimited):
    """Too many requests from this address; it is blocked for ten minutes."""


@dataclass(slots=True)
class RateLimiter:
    """Counts hits in Redis where several nodes share it, else in this process.

    When Redis does not answer, each process counts for itself: limits get looser by the number of
    processes, but nobody is locked out and nobody runs free.
    """

    storage: Storage
    _local: SlidingWindowCounterRateLimiter = field(
        default_factory=lambda: SlidingWindowCounterRateLimiter(MemoryStorage())
    )
    _shared: SlidingWindowCounterRateLimiter = field(init=False)

    def __post_init__(self) -> None:
        self._shared = SlidingWindowCounterRateLimiter(self.storage)

    @classmethod
    def from_settings(cls, settings: HttpSettings) -> "RateLimiter":
        url = settings.redis_url.get_secret_value()
        if not url:
            return cls(MemoryStorage())
        storage = storage_from_string(f"async+{url}", implementation="redispy", wrap_exceptions=True)
        assert isinstance(storage, Storage)
        return cls(storage)

    async def allows(self, item: RateLimitItem, *key: str) -> bool:
        try:
            return await self._shared.hit(item, *key)
        except StorageError as error:
            log.warning("rate_limit_storage_unavailable", error=type(error.storage_error).__name__)
            return await self._local.hit(item, *key)

    async def retry_after(self, item: RateLimitItem, *key: str) -> int:
        try:
            window = await self._shared.get_window_stats(item, *key)
        except StorageError:
            window = await self._local.get_window_stats(item, *key)
        return max(1, int(window.reset_time - time.time()) + 1)

    async def check(self, limit_per_minute: int, *key: str) -> None:
        """Count one. Raises `RateLimited`."""
        item = RateLimitItemPerMinute(limit_per_minute)
        if not await self.allows(item, *key):
            raise RateLimited(retry_after=await self.retry_after(item, *key), limit=limit_per_minute, window="minute")


class PublicRateLimit:
    """ASGI: 60 a minute for each address; past 400 in ten minutes the address is blocked for ten."""

    def __init__(self, app: ASGIApp, limiter: RateLimiter, settings: HttpSettings) -> None:
        self.app = app
        self.limiter = limiter
        self.burst = RateLimitItemPerMinute(settings.ip_per_minute)
        self.sustained = RateLimitItemPerMinute(settings.ip_per_ten_minutes, 10)
        self.sensitive = RateLimitItemPerMinute(settings.sensitive_per_minute)
        self._blocks: dict[str, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        limited = scope["type"] == "http" and scope["method"] != "OPTIONS" and scope["path"].startswith(PUBLIC_PREFIXES)
        refusal = await self._refusal(scope) if limited else None
        if refusal is None:
            await self.app(scope, receive, send)
            return
        body = ErrorBody(code=refusal.code, message=refusal.message, details=refusal.details)
        response = render(request_of(scope), refusal.status, body, {"Retry-After": str(refusal.retry_after)})
        await response(scope, receive, send)

    async def _refusal(self, scope: Scope) -> RateLimited | None:
        address = scope["state"]["client_ip"]
        blocked_until = self._blocks.get(address, 0.0)
        if blocked_until > time.monotonic():
            return AddressBlocked(retry_after=int(blocked_until - time.monotonic()) + 1)
        if not await self.limiter.allows(self.sustained, "ip10", address):
            return self._block(address)
        if not await self.limiter.allows(self.burst, "ip", address):
            return RateLimited(retry_after=await self.limiter.retry_after(self.burst, "ip", address))
        if scope["path"] in SENSITIVE_PATHS and not await self.limiter.allows(self.sensitive, "sensitive", address):
            return RateLimited(retry_after=await self.limiter.retry_after(self.sensitive, "sensitive", address))
        return None

    def _block(self, address: str) -> RateLimited:
        now = time.monotonic()
        self._blocks = {key: until for key, until in self._blocks.items() if until > now}
        self._blocks[address] = now + BLOCK_SECONDS
        log.warning("address_blocked")
        return AddressBlocked(retry_after=BLOCK_SECONDS)
