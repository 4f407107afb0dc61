"""What can be asked of the platforms to go wrong, so often as told."""

import asyncio
from dataclasses import dataclass, field
from typing import Final

from aiohttp import web

# Before the message is taken: storm, error, a gateway's page, no answer, a closed door.
BEFORE: Final = frozenset({"429", "500", "502", "never", "reset", "190"})
# After it was taken: the answer is lost on its way, turns into a gateway's page, or never comes.
AFTER: Final = frozenset({"drop", "drop-502", "hang"})


@dataclass(slots=True)
class Fault:
    """`account` and `verb` empty mean any; `times` counts down, and -1 stays until it is cleared.

    Where Graph reads a node itself, the node's id is the verb.
    """

    kind: str
    times: int = 1
    account: str = ""
    verb: str = ""
    retry_after: int = 1


@dataclass(slots=True)
class Faults:
    """`order` some, and the next calls meet them. `met` tells how many calls did."""

    waiting: list[Fault] = field(default_factory=list)
    met: int = 0
    # WhatsApp answers a message outside the window with 200 and refuses it later, in a status.
    late_refusals: bool = False

    def order(self, kind: str, times: int = 1, *, account: str = "", verb: str = "", retry_after: int = 1) -> None:
        if kind not in BEFORE | AFTER:
            raise ValueError(f"no fault is called {kind!r}")
        self.waiting.append(Fault(kind, times, account, verb, retry_after))

    def clear(self) -> None:
        self.waiting.clear()

    def due(self, kinds: frozenset[str], account: str, verb: str) -> Fault | None:
        """The fault that this call meets; it is used up by it."""
        for fault in self.waiting:
            if fault.kind in kinds and fault.account in {"", account} and fault.verb in {"", verb}:
                self._use(fault)
                return fault
        return None

    def _use(self, fault: Fault) -> None:
        self.met += 1
        if fault.times > 0:
            fault.times -= 1
        if fault.times == 0:
            self.waiting.remove(fault)


async def silence(request: web.Request) -> web.Response:
    """Keeps the caller waiting until they give up."""
    await asyncio.Event().wait()
    return web.Response()


def cut(request: web.Request) -> web.Response:
    """Hangs up without a word."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def lose(request: web.Request, kind: str) -> web.Response:
    """What becomes of an answer to a call that was taken."""
    if kind == "hang":
        return await silence(request)
    return cut(request) if kind == "drop" else gateway()


def gateway() -> web.Response:
    return web.Response(status=502, text="<html><body>Bad Gateway</body></html>", content_type="text/html")
