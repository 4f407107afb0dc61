"""CORS: the widget's calls from any allowed page, the panels from their own addresses (SEC-05, X22).

A preflight holds no token, so it cannot know the tenant: for the widget's paths it is answered for every
origin, without credentials, and the real request is judged by token and origin together.
"""

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.core.settings import HttpSettings

WIDGET_PREFIXES = ("/v1/widget/", "/v1/chat/")
_ALLOW = {
    "Access-Control-Allow-Methods": "GET, POST, PATCH, PUT, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Request-ID",
    "Access-Control-Max-Age": "7200",
}
_EXPOSE = "Retry-After, X-Request-ID"
# Refusals that mean "this page is none of ours" stay unreadable to that page.
_FOREIGN_PAGE = 403


class Cors:
    """ASGI: answers preflights and marks answers as readable by the page that may read them."""

    def __init__(self, app: ASGIApp, settings: HttpSettings) -> None:
        self.app = app
        self.panels = frozenset({settings.panel_url.rstrip("/"), settings.admin_url.rstrip("/")})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = Headers(scope=scope).get("origin") if scope["type"] == "http" else None
        if origin is None:
            await self.app(scope, receive, send)
            return
        allowed = scope["path"].startswith(WIDGET_PREFIXES) or origin in self.panels
        if scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope):
            headers = {
                "Vary": "Origin",
                **({"Access-Control-Allow-Origin": origin, **_ALLOW} if allowed else {}),
            }
            await Response(status_code=204 if allowed else 403, headers=headers)(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Origin")
                if allowed and message["status"] != _FOREIGN_PAGE:
                    headers["Access-Control-Allow-Origin"] = origin
                    headers["Access-Control-Expose-Headers"] = _EXPOSE
            await send(message)

        await self.app(scope, receive, send_marked)
