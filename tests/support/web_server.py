"""A web server of a few canned answers on a port of its own, for what reads the web."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answer:
    """What a path answers; `never` keeps the caller waiting."""

    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    never: bool = False


@dataclass(slots=True)
class WebServer:
    """Where it listens, and the Host headers it was asked with."""

    origin: str
    port: int
    answers: dict[str, Answer]
    hosts: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode()
        path = request.split(" ")[1]
        self.hosts += [line[6:] for line in request.splitlines() if line.lower().startswith("host: ")]
        answer = self.answers.get(path, Answer("not here", 404))
        if answer.never:
            await reader.read()  # until the caller gives up
        else:
            writer.write(_written(answer))
        writer.close()


def _written(answer: Answer) -> bytes:
    body = answer.body.encode()
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body)), **answer.headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {answer.status} X\r\nConnection: close\r\n{lines}\r\n".encode() + body


@asynccontextmanager
async def web_server(answers: dict[str, Answer]) -> AsyncIterator[WebServer]:
    found = WebServer("", 0, answers)
    server = await asyncio.start_server(found.serve, "127.0.0.1", 0)
    found.port = server.sockets[0].getsockname()[1]
    found.origin = f"http://127.0.0.1:{found.port}"
    async with server:
        yield found
