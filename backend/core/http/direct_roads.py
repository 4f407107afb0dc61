"""The roads that machines hammer: their requests go straight to their function, past routing and what hangs on it.

The routes are documented like every other; only the way there is shorter. Finding one route among three hundred and
the layers around it were a third of what an acknowledgement costs beside the database.
"""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.core.http.errors import answer

Road = Callable[[Request], Awaitable[Response]]


class DirectRoads:
    """ASGI: serves the given (method, path) and hands everything else on; faults are answered as everywhere."""

    def __init__(self, app: ASGIApp, roads: Mapping[tuple[str, str], Road]) -> None:
        self.app = app
        self.roads = roads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        road = self.roads.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if road is None:
            await self.app(scope, receive, send)
            return
        # Logs and metrics name a request by its route; one without a route is a stranger's.
        scope["route"] = road
        request = Request(scope, receive)
        try:
            response = await road(request)
        except Exception as error:  # noqa: BLE001 - the framework would catch as much, and answers by the same table
            response = await answer(request, error)
        await response(scope, receive, send)
