"""Real websites on loopback: what each path answers is told, what was asked is counted."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from socket import EAI_NONAME, gaierror
from types import TracebackType
from typing import Self

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from scraper.settings import Options

Behaviour = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]

# No pauses, for tests must not sleep; and patience with a machine that has other things to do.
QUICK = Options(
    allow_loopback=True,
    delay=0.0,
    backoff=0.001,
    page_seconds=60.0,
    contact_url="https://bot.example/about",
)


@dataclass(frozen=True)
class Said:
    """An answer as it stands."""

    body: str | bytes = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "text/html; charset=utf-8"

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        body = self.body.encode() if isinstance(self.body, str) else self.body
        headers = {"Content-Type": self.kind, **self.headers} if self.kind else dict(self.headers)
        return web.Response(body=body, status=self.status, headers=headers)


def page(*links: str, text: str = "", title: str = "A site") -> Said:
    """A page of HTML; each link's address is its text too."""
    anchors = "".join(f'<a href="{each}">{each.strip("/")}</a>' for each in links)
    return Said(f"<!doctype html><html><head><title>{title}</title></head><body>{anchors}<p>{text}</p></body></html>")


def in_turn(*answers: Behaviour) -> Behaviour:
    """The first answer to the first question, and the last one to all that follow."""
    left = list(answers)

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return await (left.pop(0) if len(left) > 1 else left[0])(request)

    return answer


def moved(place: str, status: int = 302) -> Said:
    return Said(status=status, headers={"Location": place})


NOTHING = Said("nothing here", status=404, kind="text/plain")


class Site:
    """`async with Site({"/": page("/contact")}) as site`. Without a robots.txt all is allowed."""

    def __init__(self, answers: Mapping[str, Behaviour]) -> None:
        self.answers = dict(answers)
        self.asked: Counter[str] = Counter()
        self.headers: list[tuple[str, Mapping[str, str]]] = []
        self.busiest = 0
        self.port = 0
        self._busy = 0
        self._runner = web.ServerRunner(web.Server(self._answer), shutdown_timeout=0.01)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        place = web.TCPSite(self._runner, "127.0.0.1", 0)
        await place.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    def url(self, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    @property
    def pages(self) -> Counter[str]:
        """What was asked but robots.txt."""
        return Counter({path: count for path, count in self.asked.items() if path != "/robots.txt"})

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path_qs
        self.asked[path] += 1
        self.headers.append((path, request.headers))
        self._busy += 1
        self.busiest = max(self.busiest, self._busy)
        try:
            # Others get their turn, so that what may happen at once does.
            await asyncio.sleep(0)
            return await self.answers.get(path, NOTHING)(request)
        finally:
            self._busy -= 1


class Names(AbstractResolver):
    """A name service that says what it is told, one answer after another; the last one for ever."""

    def __init__(self, **answers: list[str]) -> None:
        self._answers = {name.replace("_", "."): list(each) for name, each in answers.items()}

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        left = self._answers.get(host)
        if not left:
            raise gaierror(EAI_NONAME, f"no such name: {host}")
        number = left.pop(0) if len(left) > 1 else left[0]
        return [ResolveResult(hostname=host, host=number, port=port, family=2, proto=0, flags=0)]

    async def close(self) -> None:
        pass
