"""The outermost layer: request id, client address, body limit, security headers, log line and metrics."""

import re
import uuid
from collections.abc import Awaitable, Callable, Mapping
from time import perf_counter

import structlog
from prometheus_client import Counter, Histogram
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.core.http.errors import BodyTooLarge, too_large, unexpected
from backend.core.settings import HttpSettings

log = structlog.get_logger("http")

REQUESTS = Counter("http_requests_total", "Requests by route template", ["method", "route", "status"])
LATENCY = Histogram(
    "http_request_seconds",
    "Time to the end of the answer",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)

# Told of each fault of ours: the route's template, the request's id and the tenant, where known.
OnFault = Callable[[str, str, uuid.UUID | None], Awaitable[None]]

# What a file may weigh, with the multipart frame around it: FLW-08's 5 MB in a chat, 50 MB of leads.
_FRAME = 64 * 1024
MAX_UPLOAD_BYTES = 5 * 1024 * 1024 + _FRAME
MAX_IMPORT_BYTES = 50 * 1024 * 1024 + _FRAME
# Meta's webhooks weigh up to 3 MB; a smaller limit would refuse what nobody sends again.
MAX_WEBHOOK_BYTES = 3 * 1024 * 1024 + _FRAME
_SAFE_ID = re.compile(r"^[A-Za-z0-9._-]{1,64}$")
_QUIET = frozenset({"/metrics", "/health", "/v1/health", "/ready"})

SECURITY_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_HSTS = "max-age=31536000; includeSubDomains"


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


_OF_JSON = _raw({"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Cache-Control": "no-store"})


def request_of(scope: Scope) -> Request:
    return Request(scope)


class RequestScope:
    """ASGI: every request gets an id and a client address, every answer the headers, every end a log line."""

    def __init__(self, app: ASGIApp, settings: HttpSettings, *, https: bool, on_fault: OnFault) -> None:
        self.app = app
        self.on_fault = on_fault
        self.settings = settings
        self.headers = _raw({**SECURITY_HEADERS, **({"Strict-Transport-Security": _HSTS} if https else {})})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        state = scope.setdefault("state", {})
        state["request_id"] = request_id = given if _SAFE_ID.match(given) else uuid.uuid4().hex
        state["client_ip"] = client_address(scope, headers, self.settings.proxies)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        await self._serve(scope, receive, send, headers)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, headers: Headers) -> None:
        started = perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                self._add_headers(scope, message)
            await send(message)

        limit = self._limit(scope)
        try:
            if int(headers.get("content-length") or 0) > limit:
                raise BodyTooLarge(limit)
            await self.app(scope, _limited(receive, limit), send_with_headers)
        except BodyTooLarge as error:
            if status == 0:
                response = await too_large(request_of(scope), error)
                await response(scope, receive, send_with_headers)
        except Exception as error:
            if status:
                raise
            response = await unexpected(request_of(scope), error)
            await response(scope, receive, send_with_headers)
        finally:
            await self._record(scope, status, perf_counter() - started)

    def _limit(self, scope: Scope) -> int:
        if scope["path"] == "/v1/imports":
            return MAX_IMPORT_BYTES
        if scope["path"].startswith("/v1/webhooks/"):
            return MAX_WEBHOOK_BYTES
        return MAX_UPLOAD_BYTES if scope["path"].endswith("/files") else self.settings.max_body_bytes

    async def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = route_template(scope)
        REQUESTS.labels(scope["method"], route, status).inc()
        LATENCY.labels(route).observe(seconds)
        if scope["path"] not in _QUIET:
            log.info("request", method=scope["method"], route=route, status=status, ms=round(seconds * 1000, 1))
        if status == 500:
            await self.on_fault(route, scope["state"]["request_id"], scope["state"].get("tenant_id"))

    def _add_headers(self, scope: Scope, message: Message) -> None:
        """What the answer says itself stands; written as bytes, for this is done for every answer."""
        given: list[tuple[bytes, bytes]] = list(message.get("headers", ()))
        names = dict(given)
        wanted = [*self.headers, (b"x-request-id", scope["state"]["request_id"].encode())]
        if names.get(b"content-type", b"").startswith(b"application/json"):
            wanted += _OF_JSON
        message["headers"] = given + [pair for pair in wanted if pair[0] not in names]


def client_address(scope: Scope, headers: Headers, proxies: frozenset[str]) -> str:
    """The peer, or the last address in X-Forwarded-For that is not a proxy of ours."""
    peer = scope["client"][0] if scope.get("client") else "unknown"
    if peer not in proxies:
        return peer
    for address in reversed([part.strip() for part in headers.get("x-forwarded-for", "").split(",")]):
        if address and address not in proxies:
            return address[:64]
    return peer


def _limited(receive: Receive, limit: int) -> Receive:
    received = 0

    async def counted() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise BodyTooLarge(limit)
        return message

    return counted


def route_template(scope: Scope) -> str:
    """The path with its parameters' names instead of their values, so that metrics and logs hold no ids."""
    if "route" not in scope:
        return "unmatched"
    names = {str(value): name for name, value in scope.get("path_params", {}).items()}
    if not names:
        return str(scope["path"])
    return "/".join(f"{{{names[part]}}}" if part in names else part for part in scope["path"].split("/"))
