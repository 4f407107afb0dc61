"""A closed-loop load on loopback: each visitor sends, waits for the answer, sends again. Plain sockets, few cycles."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Load:
    """Answers a second and latencies in milliseconds; `refused` holds a few answers that were not 200."""

    rate: float
    p50: float
    p95: float
    p99: float
    refused: list[str]


@dataclass(frozen=True, slots=True)
class Target:
    """Where to send, as whom; one conversation for each visitor."""

    port: int
    path: str
    headers: dict[str, str]
    conversations: Sequence[str]


async def run(target: Target, seconds: float) -> Load:
    latencies: list[float] = []
    refused: list[str] = []
    ends = time.perf_counter() + seconds
    started = time.perf_counter()
    await asyncio.gather(*(_visitor(target, each, ends, latencies, refused) for each in target.conversations))
    elapsed = time.perf_counter() - started
    latencies.sort()

    def at(share: float) -> float:
        return latencies[min(len(latencies) - 1, int(len(latencies) * share))] * 1000 if latencies else 0.0

    return Load(len(latencies) / elapsed, at(0.5), at(0.95), at(0.99), refused[:3])


async def _visitor(target: Target, conversation: str, ends: float, latencies: list[float], refused: list[str]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", target.port)
    fixed = "".join(f"{name}: {value}\r\n" for name, value in target.headers.items())
    number = 0
    while time.perf_counter() < ends:
        number += 1
        body = json.dumps({"session_id": conversation, "text": f"answer number {number}"}).encode()
        key = f"Idempotency-Key: {conversation[:8]}-{time.perf_counter_ns()}\r\n"
        head = f"POST {target.path} HTTP/1.1\r\nHost: x\r\n{fixed}{key}Content-Length: {len(body)}\r\n\r\n"
        began = time.perf_counter()
        writer.write(head.encode() + body)
        status, answer = await _answer(reader)
        latencies.append(time.perf_counter() - began)
        if status != 200:
            refused.append(f"{status} {answer[:300]!r}")
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next(int(line[16:]) for line in lines if line.startswith(b"content-length: "))
    return int(head[9:12]), await reader.readexactly(length)


def loaded(target: Target, seconds: float) -> Load:
    """The same from a process of its own, so that the load and what measures it share no interpreter."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.load"],
        input=json.dumps(asdict(target) | {"seconds": seconds}),
        capture_output=True,
        text=True,
        check=True,
    )
    return Load(**json.loads(done.stdout))


def main() -> None:
    """In a process of its own: reads a target as JSON, prints the load as JSON."""
    given: dict[str, Any] = json.load(sys.stdin)
    seconds = given.pop("seconds")
    import uvloop

    result = uvloop.run(run(Target(**given), seconds))
    print(json.dumps({name: getattr(result, name) for name in Load.__dataclass_fields__}))


if __name__ == "__main__":
    main()
