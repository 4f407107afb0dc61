"""The panel's own HTTP routes: health, and the cookie that only a response can make HttpOnly."""

import json
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from streamlit_app.kit.session import IDLE_SECONDS, Sessions

MAX_BODY = 1_000
# Mailed links carry a token in the address of the first page: it must not travel on as a referrer.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class SecurityHeaders:
    """ASGI: the headers of every answer (SEC-03)."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self.headers = {**_HEADERS, **({"Strict-Transport-Security": "max-age=31536000"} if https else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def routes(sessions: Sessions, *, cookie: str, https: bool) -> list[Route]:
    """`cookie` names it; ports share cookies, so the two panels must not share a name."""

    async def health(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def keep(request: Request) -> Response:
        """Spends the page's one-time code for the cookie."""
        if not _same_origin(request):
            return Response(status_code=403)
        value = sessions.exchange(await _code(request))
        if value is None:
            return Response(status_code=401)
        response = Response(status_code=204, headers={"Cache-Control": "no-store"})
        response.set_cookie(cookie, value, max_age=IDLE_SECONDS, path="/", httponly=True, samesite="lax", secure=https)
        return response

    async def end(request: Request) -> Response:
        if not _same_origin(request):
            return Response(status_code=403)
        session = sessions.restore(request.cookies.get(cookie, ""))
        if session is not None:
            sessions.end(session)
        response = Response(status_code=204, headers={"Cache-Control": "no-store"})
        response.delete_cookie(cookie, path="/", httponly=True, samesite="lax", secure=https)
        return response

    return [
        Route("/healthz", health, methods=["GET"]),
        Route("/session", keep, methods=["POST"]),
        Route("/session/end", end, methods=["POST"]),
    ]


def _same_origin(request: Request) -> bool:
    """Another site can send a form here, but not with our origin and not as JSON (SEC-05)."""
    origin = urlsplit(request.headers.get("origin", "")).netloc
    kind = request.headers.get("content-type", "").split(";")[0]
    return bool(origin) and origin == request.headers.get("host") and kind == "application/json"


async def _code(request: Request) -> str:
    if int(request.headers.get("content-length") or MAX_BODY + 1) > MAX_BODY:
        return ""
    try:
        code = json.loads(await request.body())["code"]
    except (ValueError, KeyError, TypeError):
        return ""
    return code if isinstance(code, str) else ""
