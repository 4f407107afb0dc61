"""Calls our webhooks back: signed, in order or not, once or twice, again after anything but 200 (F4)."""

import asyncio
import hashlib
import hmac
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import aiohttp

from tools.phones.cast import Account, Json
from tools.phones.world import Said

Transport = Callable[[str, dict[str, str], bytes], Awaitable[int]]
# Meta keeps trying for days; a phone that somebody plays with gives up earlier.
WAITS: Final = (1.0, 5.0, 20.0, 60.0, 300.0)


@dataclass(frozen=True, slots=True)
class Letter:
    """One call to a webhook, ready to go."""

    url: str
    headers: dict[str, str]
    body: bytes
    # What a person said; it has two ticks once our server took it.
    about: Said | None = None


@dataclass(slots=True)
class Postman:
    """`held` gathers the letters until `flush`; `outcomes` are the statuses that came back, in their order."""

    meta_url: str = ""
    app_secret: str = ""
    transport: Transport | None = None
    waits: tuple[float, ...] = WAITS
    hold: bool = False
    twice: bool = False
    delay: float = 0.0
    held: list[Letter] = field(default_factory=list)
    outcomes: list[int] = field(default_factory=list)
    given_up: list[Letter] = field(default_factory=list)
    # Told after every answer, so that whoever watches looks again.
    answered: Callable[[], None] = lambda: None
    _last: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _session: aiohttp.ClientSession | None = None

    def to_meta(self, account: Account, body: Json, about: Said | None = None) -> None:
        """To the app's one address, if the account was put under the app."""
        if self.meta_url and account.subscribed:
            raw = json.dumps(body, ensure_ascii=False).encode()
            signature = hmac.new(self.app_secret.encode(), raw, hashlib.sha256).hexdigest()
            headers = {"Content-Type": "application/json", "X-Hub-Signature-256": f"sha256={signature}"}
            self.take(Letter(self.meta_url, headers, raw, about))

    def to_telegram(self, account: Account, body: Json, about: Said | None = None) -> None:
        if account.webhook_url:
            headers = {"Content-Type": "application/json"}
            if account.webhook_secret:
                headers["X-Telegram-Bot-Api-Secret-Token"] = account.webhook_secret
            self.take(Letter(account.webhook_url, headers, json.dumps(body, ensure_ascii=False).encode(), about))

    def take(self, letter: Letter) -> None:
        for _ in range(2 if self.twice else 1):
            if self.hold:
                self.held.append(letter)
            else:
                self._send(letter)

    def flush(self, order: str = "same", *, twice: bool = False) -> int:
        """What was held goes out: in the `same` order, `reversed` or `shuffled`. Returns how many letters."""
        letters, self.held = self.held, []
        letters = letters * 2 if twice else letters
        if order == "reversed":
            letters.reverse()
        elif order == "shuffled":
            random.shuffle(letters)
        for letter in letters:
            self._send(letter)
        return len(letters)

    async def settled(self) -> None:
        """Once every letter has been answered with 200, or was given up."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    def _send(self, letter: Letter) -> None:
        """In order per address, but who is refused does not hold up those behind (F4: any order)."""
        before = self._last.get(letter.url)
        self._last[letter.url] = self._spawn(self._first(letter, before))

    def _spawn(self, work: Awaitable[None]) -> asyncio.Task[None]:
        async def run() -> None:
            await work

        task = asyncio.create_task(run())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _first(self, letter: Letter, before: asyncio.Task[None] | None) -> None:
        if before:
            await asyncio.wait([before])
        if self.delay:
            await asyncio.sleep(self.delay)
        if not await self._delivered(letter):
            self._spawn(self._again(letter))

    async def _again(self, letter: Letter) -> None:
        for wait in self.waits:
            await asyncio.sleep(wait)
            if await self._delivered(letter):
                return
        self.given_up.append(letter)

    async def _delivered(self, letter: Letter) -> bool:
        try:
            status = await (self.transport or self._over_http)(letter.url, letter.headers, letter.body)
        except (aiohttp.ClientError, OSError, TimeoutError):
            status = 0
        self.outcomes.append(status)
        if status == 200 and letter.about and letter.about.status == "sent":
            letter.about.status = "delivered"
        self.answered()
        return status == 200

    async def _over_http(self, url: str, headers: dict[str, str], body: bytes) -> int:
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20))
        async with self._session.post(url, headers=headers, data=body) as response:
            return response.status
