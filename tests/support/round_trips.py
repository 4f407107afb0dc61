"""A proxy before Postgres that counts round trips on the wire: each time the client speaks after the server did."""

import asyncio
import contextlib
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit


@dataclass
class CountingProxy:
    """Listens on a free port; `trips` counts over all connections, `reset` forgets."""

    host: str
    port: int
    trips: int = 0
    _server: asyncio.Server | None = None

    @classmethod
    async def before(cls, url: str) -> "tuple[CountingProxy, str]":
        """The proxy and the address that leads through it."""
        parts = urlsplit(url)
        proxy = cls(parts.hostname or "", parts.port or 5432)
        proxy._server = await asyncio.start_server(proxy._serve, "127.0.0.1", 0)
        own = proxy._server.sockets[0].getsockname()[1]
        netloc = f"{parts.username}:{parts.password}@127.0.0.1:{own}"
        return proxy, parts._replace(netloc=netloc).geturl()

    def reset(self) -> None:
        self.trips = 0

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, client: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        speaking = {"client": False}

        async def up() -> None:
            while data := await client.read(65536):
                if not speaking["client"]:
                    self.trips += 1
                    speaking["client"] = True
                writer.write(data)
                await writer.drain()
            writer.close()

        async def down() -> None:
            while data := await reader.read(65536):
                speaking["client"] = False
                answer.write(data)
                await answer.drain()

        try:
            await asyncio.wait([asyncio.create_task(_quietly(way)) for way in (up(), down())])
        finally:
            writer.close()
            answer.close()


async def _quietly(work: Coroutine[Any, Any, None]) -> None:
    with contextlib.suppress(ConnectionError, asyncio.CancelledError):
        await work
