"""Serves the demo website of a kitchen studio from an origin of its own, under a strict content policy."""

import argparse
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from urllib.parse import unquote, urlsplit

SITE = Path(__file__).with_name("demo")
# The address that the pages are written with; another API is put in its place.
WRITTEN_API = "http://127.0.0.1:8000"
# The same of the made-up phones; where there are none the line about them is left out.
WRITTEN_PHONES = "http://127.0.0.1:8091"
_PHONES_LINE = re.compile(rb'\s*<p class="phones">.*?</p>', re.DOTALL)
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
}


def policy(api: str) -> str:
    """No inline script or style, no HTML from strings: what a careful customer's page demands of the widget."""
    rules = {
        "default-src": "'none'",
        "script-src": f"'self' {api}",
        "connect-src": f"'self' {api}",
        "img-src": f"'self' {api}",
        "style-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD with the files of `demo/` and nothing else."""

    api: ClassVar[str] = WRITTEN_API
    phones: ClassVar[str] = ""
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        found = self._file()
        if found is None:
            self._answer(HTTPStatus.NOT_FOUND, KINDS[".html"], (SITE / "404.html").read_bytes())
            return
        body = found.read_bytes()
        if found.suffix == ".html":
            body = body.replace(WRITTEN_API.encode(), self.api.encode())
            body = (
                body.replace(WRITTEN_PHONES.encode(), self.phones.encode())
                if self.phones
                else _PHONES_LINE.sub(b"", body)
            )
        self._answer(HTTPStatus.OK, KINDS[found.suffix], body)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

    def _file(self) -> Path | None:
        name = unquote(urlsplit(self.path).path).lstrip("/") or "index.html"
        # Only plain names: nothing outside the site can be spelled.
        if not re.fullmatch(r"[a-z0-9-]+(/[a-z0-9-]+)*(\.[a-z]+)?", name):
            return None
        found = SITE / (name if "." in name else f"{name}.html")
        return found if found.suffix in KINDS and found.is_file() else None

    def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", policy(self.api))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "strict-origin-when-cross-origin")
        self.send_header("Cache-Control", "no-cache")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """A page view is no news."""


def build(host: str, port: int, api: str, phones: str = "") -> ThreadingHTTPServer:
    """A server that is bound and not yet serving; port 0 takes a free one."""
    handler = type("SiteHandler", (Handler,), {"api": api.rstrip("/"), "phones": phones.rstrip("/")})
    server = ThreadingHTTPServer((host, port), handler)
    server.daemon_threads = True
    return server


@contextmanager
def running(api: str, host: str = "127.0.0.1", port: int = 0, phones: str = "") -> Iterator[str]:
    """The site's address, served from a thread."""
    server = build(host, port, api, phones)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--api", default=os.environ.get("BACKEND_URL", WRITTEN_API), help="the API's address")
    parser.add_argument("--phones", default=os.environ.get("DEMO_PHONES_URL", ""), help="the made-up phones' address")
    given = parser.parse_args()
    server = build(given.host, given.port, given.api, given.phones)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()


if __name__ == "__main__":
    main()
