"""How fast one site is asked: so many requests at once, and a pause between two of them."""

import asyncio
from types import TracebackType
from weakref import WeakValueDictionary

from scraper.settings import Options


class Pace:
    """`async with pace` holds one of the site's places, and begins when its turn has come."""

    __slots__ = ("__weakref__", "_next", "_places", "delay")

    def __init__(self, at_once: int, delay: float) -> None:
        self.delay = delay
        self._places = asyncio.Semaphore(at_once)
        self._next = 0.0

    async def __aenter__(self) -> None:
        await self._places.acquire()
        try:
            await self._turn()
        except BaseException:
            self._places.release()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._places.release()

    async def _turn(self) -> None:
        now = asyncio.get_running_loop().time()
        begin = max(now, self._next)
        self._next = begin + self.delay
        if begin > now:
            await asyncio.sleep(begin - now)

    def hold(self, seconds: float) -> None:
        """Nobody asks this site before so many seconds have passed."""
        self._next = max(self._next, asyncio.get_running_loop().time() + seconds)


class Paces:
    """One pace a site, shared by all who crawl it at the same time, forgotten after the last."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._found: WeakValueDictionary[str, Pace] = WeakValueDictionary()

    def of(self, site: str) -> Pace:
        found = self._found.get(site)
        if found is None:
            found = self._found[site] = Pace(self._options.requests_per_site, self._options.delay)
        return found
