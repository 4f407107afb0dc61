"""OpenStreetMap through Overpass: needs no key, and is used gently (F10)."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final
from weakref import WeakKeyDictionary

from scraper.sources import gazetteer, trades
from scraper.sources.access import GAZETTEER, OVERPASS, WAITS
from scraper.sources.areas import Box, degrees
from scraper.sources.asking import Caller
from scraper.sources.base import Business, PlaceUnknown, Query, SourceBlocked, SourceUnavailable
from scraper.sources.gazetteer import Place

CELL_KM: Final = 40.0
# A cell that is too much for the server is cut again, so often at most.
DEEPEST: Final = 3
QUERY_SECONDS: Final = 60
MEMORY: Final = 268_435_456
# A country is too much to ask of a free service in one search.
MOST_CELLS: Final = 400

_TOO_MUCH: Final = re.compile(r"timed? ?out|out of memory|runtime error", re.IGNORECASE)
_REACHABLE: Final = '[~"^(contact:)?(website|url|email|phone|mobile)$"~"."]'
_KINDS: Final = ("amenity", "shop", "office", "craft", "healthcare", "tourism", "leisure")


@dataclass(slots=True)
class _Turns:
    """One question at a time from this process: the service asks for it."""

    locks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = field(default_factory=WeakKeyDictionary)

    def mine(self) -> asyncio.Lock:
        return self.locks.setdefault(asyncio.get_running_loop(), asyncio.Lock())


_turns: Final = _Turns()


@dataclass(slots=True)
class Overpass:
    """`url` and `gazetteer_url` may lead to other servers of the same kind."""

    url: str = OVERPASS
    gazetteer_url: str = GAZETTEER
    user_agent: str = "OpenSells/1.0"
    waits: tuple[float, ...] = WAITS
    seconds: float = QUERY_SECONDS + 15.0
    cell_km: float = CELL_KM
    name: str = field(default="overpass", init=False)

    async def search(self, query: Query, *, limit: int) -> AsyncIterator[Business]:
        if not query.place:
            raise PlaceUnknown(self.name, "place_missing")
        seen: set[str] = set()
        async with Caller(self.name, self.user_agent, self.seconds, self.waits) as caller:
            async with _turns.mine():
                place = await gazetteer.find(caller, self.gazetteer_url, query)
            box = place.box.grown(gazetteer.SURROUNDINGS_KM) if query.wide else place.box
            for cell in box.cells(self.cell_km)[:MOST_CELLS]:
                for element in await self._cell(caller, query, place, cell, 0):
                    business = _read(element, place)
                    if business and business.source_url not in seen:
                        seen.add(business.source_url)
                        yield business
                        if len(seen) >= limit:
                            return

    async def _cell(self, caller: Caller, query: Query, place: Place, cell: Box, depth: int) -> list[Any]:
        """The elements in one cell; one that is too much is cut into four. Any: JSON of others."""
        try:
            async with _turns.mine():
                reply = await caller.ask("POST", self.url, data={"data": written(query, place, cell)})
            if reply.status == 403:
                raise SourceBlocked(self.name, "http_403")
            found = caller.understood(reply)
            remark, elements = str(found.get("remark", "")), found.get("elements")
            if not isinstance(elements, list):
                raise SourceUnavailable(self.name, "not_overpass")
            if not _TOO_MUCH.search(remark):
                return elements
        except SourceUnavailable as error:
            if error.reason not in {"http_504", "timeout"} or depth >= DEEPEST:
                raise
        if depth >= DEEPEST:
            raise SourceUnavailable(self.name, "too_much")
        quarters = [await self._cell(caller, query, place, each, depth + 1) for each in cell.quarters()]
        return [element for quarter in quarters for element in quarter]


def written(query: Query, place: Place, cell: Box) -> str:
    """The question in Overpass' own language; what a person wrote stands in it quoted."""
    bounds = ",".join(f"{each:.6f}" for each in (cell.south, cell.west, cell.north, cell.east))
    inside = "" if query.wide or not place.area else "(area.a)"
    area = f"area({place.area})->.a;\n" if inside else ""
    wanted = "\n".join(f"  nwr{each}{inside}({bounds});" for each in filters(query.what))
    return f"[out:json][timeout:{QUERY_SECONDS}][maxsize:{MEMORY}];\n{area}(\n{wanted}\n);\nout center qt;"


def filters(what: str) -> list[str]:
    """By the trade's tags; what is no known trade is looked for in names, where the business can be reached."""
    trade = trades.find(what)
    if trade:
        return [f'["{key}"="{value}"]' for key, value in trade.tags]
    words = _quoted(re.escape(what.strip()))
    return [f'["name"~"{words}",i]{_REACHABLE}', *(f'["{kind}"="{_quoted(_tag(what))}"]' for kind in _KINDS)]


def _tag(what: str) -> str:
    return trades.folded(what).replace(" ", "_")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")


def _read(element: Any, place: Place) -> Business | None:  # Any: JSON of others
    if not isinstance(element, dict) or not isinstance(element.get("tags"), dict):
        return None
    tags = {str(key): str(value) for key, value in element["tags"].items()}
    name = tags.get("name") or tags.get("brand") or tags.get("operator") or ""
    kind, number = str(element.get("type")), element.get("id")
    if not name or kind not in {"node", "way", "relation"} or not isinstance(number, int):
        return None
    where = element.get("center") if isinstance(element.get("center"), dict) else element
    assert isinstance(where, dict)
    return Business(
        name=name,
        website=_first(tags, "website", "contact:website", "url", "contact:url", "brand:website"),
        phone=_first(tags, "phone", "contact:phone", "mobile", "contact:mobile"),
        email=_first(tags, "email", "contact:email"),
        address=_address(tags),
        city=tags.get("addr:city", ""),
        country=tags.get("addr:country", "").upper()[:2] or place.country,
        lat=degrees(where.get("lat"), 90),
        lon=degrees(where.get("lon"), 180),
        category=next((tags[key] for key in _KINDS if key in tags), ""),
        source="overpass",
        source_url=f"https://www.openstreetmap.org/{kind}/{number}",
    )


def _first(tags: dict[str, str], *names: str) -> str:
    """The first of these tags that stands; several values in one are parted by a semicolon."""
    return next((tags[name].split(";")[0].strip() for name in names if tags.get(name, "").strip(" ;")), "")


def _address(tags: dict[str, str]) -> str:
    street = " ".join(filter(None, (tags.get("addr:street"), tags.get("addr:housenumber"))))
    town = " ".join(filter(None, (tags.get("addr:postcode"), tags.get("addr:city"))))
    return tags.get("addr:full") or ", ".join(filter(None, (street, town)))
