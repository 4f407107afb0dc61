"""Runs an ASGI application on a port of its own, in a thread, for as long as a test needs it."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp


@dataclass(frozen=True)
class Served:
    """`do` runs a call in the server's loop, where its queues live."""

    url: str
    loop: asyncio.AbstractEventLoop

    def do(self, call: Callable[[], None]) -> None:
        done = threading.Event()

        def run() -> None:
            call()
            done.set()

        self.loop.call_soon_threadsafe(run)
        assert done.wait(60)


@contextmanager
def serving(app: ASGIApp) -> Iterator[Served]:
    """The server ends by itself soon after; nobody waits for it, for the next one has a port of its own."""
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="error", lifespan="off", timeout_graceful_shutdown=1, ws="none")
    server = uvicorn.Server(config)
    loop = asyncio.new_event_loop()
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    threading.Thread(target=_serve, args=(server, listening, loop), daemon=True).start()
    try:
        yield Served(url, loop)
    finally:
        server.should_exit = True
        server.force_exit = True


def _serve(server: uvicorn.Server, listening: socket.socket, loop: asyncio.AbstractEventLoop) -> None:
    with contextlib.closing(loop), listening:
        loop.run_until_complete(server.serve([listening]))
