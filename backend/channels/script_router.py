"""Serves the widget's one file at /widget.js: compressed once, cached by browsers, changed by its hash (WID-03)."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from fastapi import APIRouter, Request, Response

from backend.core.errors import Unavailable

router = APIRouter(tags=["widget"])

BUNDLE: Final = Path(__file__).resolve().parents[2] / "widget" / "dist" / "widget.js"
# Short enough that a new version is everywhere within minutes; a stale one still works meanwhile.
CACHE: Final = "public, max-age=300, stale-while-revalidate=86400"


class WidgetNotBuilt(Unavailable):
    """The widget was not built; run `make run` or `node widget/build.mjs`."""


@dataclass(frozen=True, slots=True)
class _Script:
    plain: bytes
    packed: bytes
    tag: str


@cache
def _script() -> _Script:
    if not BUNDLE.exists():
        raise WidgetNotBuilt()
    plain = BUNDLE.read_bytes()
    tag = f'"{hashlib.sha256(plain).hexdigest()[:16]}"'
    return _Script(plain, gzip.compress(plain, 9, mtime=0), tag)


@router.get("/widget.js", summary="The chat widget", response_class=Response)
async def widget(request: Request) -> Response:
    script = _script()
    headers = {
        "ETag": script.tag,
        "Cache-Control": CACHE,
        "Vary": "Accept-Encoding",
        # Any page may load it; what it may then do is decided by origin and token.
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
    if request.headers.get("if-none-match") == script.tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(script.packed, media_type="text/javascript", headers=headers | {"Content-Encoding": "gzip"})
    return Response(script.plain, media_type="text/javascript", headers=headers)
