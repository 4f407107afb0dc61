"""Signed WhatsApp webhooks, each a message of its own: as fast as they are acknowledged, or at a steady rate."""

import asyncio
import hmac
import itertools
import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from tests.bench.load import Load
from tests.bench.raw_webhook import SECRET


@dataclass(frozen=True, slots=True)
class Stream:
    """`per_minute` of 0: each of the clients sends as soon as it was answered."""

    port: int
    path: str
    account: str
    clients: int
    seconds: float
    per_minute: float = 0.0
    people: int = 200


def _requests(stream: Stream) -> Iterator[bytes]:
    run = uuid.uuid4().hex[:12]
    for number in itertools.count():
        person = f"346{number % stream.people:08d}"
        message = {"from": person, "id": f"wamid.{run}.{number}", "timestamp": str(int(time.time())), "type": "text"}
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "15550783881", "phone_number_id": stream.account},
            "contacts": [{"profile": {"name": f"Person {number % stream.people}"}, "wa_id": person}],
            "messages": [message | {"text": {"body": f"Hola, quin preu té? {number}"}}],
        }
        change = {"field": "messages", "value": value}
        entry = {"id": "102290129340398", "changes": [change]}
        body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
        signature = hmac.digest(SECRET, body, "sha256").hex()
        head = f"POST {stream.path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        yield f"{head}X-Hub-Signature-256: sha256={signature}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


class _Client:
    """One connection that stays open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def to(cls, port: int) -> "_Client":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def send(self, request: bytes) -> int:
        self.writer.write(request)
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        length = next(int(line[16:]) for line in head.split(b"\r\n") if line.startswith(b"content-length: "))
        await self.reader.readexactly(length)
        return int(head[9:12])


async def run(stream: Stream) -> Load:
    requests = _requests(stream)
    latencies: list[float] = []
    refused: list[str] = []
    started = time.perf_counter()
    ends = started + stream.seconds

    async def one(client: _Client, due: float) -> None:
        status = await client.send(next(requests))
        # From when it was due: one that had to wait for a free line has waited too.
        latencies.append(time.perf_counter() - due)
        if status != 200:
            refused.append(str(status))

    async def closed() -> None:
        client = await _Client.to(stream.port)
        while time.perf_counter() < ends:
            await one(client, time.perf_counter())

    async def steady() -> None:
        idle: asyncio.Queue[_Client] = asyncio.Queue()
        for _ in range(stream.clients):
            idle.put_nowait(await _Client.to(stream.port))

        async def sent(due: float) -> None:
            client = await idle.get()
            await one(client, due)
            idle.put_nowait(client)

        count = int(stream.seconds * stream.per_minute / 60)
        async with asyncio.TaskGroup() as group:
            for number in range(count):
                due = started + number * 60 / stream.per_minute
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                group.create_task(sent(due))

    await (steady() if stream.per_minute else asyncio.gather(*(closed() for _ in range(stream.clients))))
    elapsed = time.perf_counter() - started
    latencies.sort()

    def at(share: float) -> float:
        return latencies[min(len(latencies) - 1, int(len(latencies) * share))] * 1000

    return Load(len(latencies) / elapsed, at(0.5), at(0.95), at(0.99), refused[:3])


def streamed(stream: Stream) -> Load:
    """From a process of its own, so that the load and what measures it share no interpreter."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.webhook_load"],
        input=json.dumps(asdict(stream)),
        capture_output=True,
        text=True,
        check=True,
    )
    return Load(**json.loads(done.stdout))


def main() -> None:
    given: dict[str, Any] = json.load(sys.stdin)
    import uvloop

    result = uvloop.run(run(Stream(**given)))
    print(json.dumps({name: getattr(result, name) for name in Load.__dataclass_fields__}))


if __name__ == "__main__":
    main()
