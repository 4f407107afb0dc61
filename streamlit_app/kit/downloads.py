"""Files that go from the API to the browser past the pages: read piece by piece, of any size, never held."""

import re
from collections.abc import Iterator
from typing import Final

import requests
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from streamlit_app.kit.doorway import Doorway
from streamlit_app.kit.transport import ApiError, Transport

_BLOCK: Final = 256 * 1024
_KEPT: Final = ("Content-Type", "Content-Disposition", "Content-Length", "Content-Security-Policy", "Cache-Control")
_ID: Final = "{file_id:uuid}"
# Where the panel's own address differs from the API's nothing else is handed out.
_FILES: Final = {
    f"/download/exports/{_ID}": "/v1/exports/{id}/file",
    f"/download/files/{_ID}": "/v1/files/{id}",
    f"/download/refused/{_ID}": "/v1/imports/{id}/refused.csv",
}
_CODE: Final = re.compile(r"[a-z_]{1,40}")


def routes(door: Doorway, *, page: str) -> list[Route]:
    """`page` is where somebody goes whose file cannot be had; its address then says why (`refused`)."""

    def route(path: str, source: str) -> Route:
        def download(request: Request) -> Response:
            return _download(door, request, source.format(id=request.path_params["file_id"]), page)

        return Route(path, download, methods=["GET"])

    return [route(path, source) for path, source in _FILES.items()]


def _download(door: Doorway, request: Request, source: str, page: str) -> Response:
    """Runs in a thread of its own, as the HTTP client waits."""
    session = door.sessions.restore(request.cookies.get(door.cookie, ""))
    if session is None:
        return RedirectResponse("/", 303)
    transport = Transport(
        http=door.http,
        base_url=door.settings.backend_url,
        session=session,
        language=request.headers.get("accept-language", "es")[:100],
        address=request.client.host if request.client else "",
    )
    try:
        found = transport.stream(source)
    except ApiError as error:
        code = error.code if _CODE.fullmatch(error.code) else "not_found"
        return RedirectResponse(f"{page}?refused={code}", 303, headers={"Cache-Control": "no-store"})
    headers = {name: found.headers[name] for name in _KEPT if name in found.headers}
    return StreamingResponse(_pieces(found), headers=headers)


def _pieces(found: requests.Response) -> Iterator[bytes]:
    with found:
        yield from found.iter_content(_BLOCK)
