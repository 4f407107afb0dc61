"""Google's Places API v1: needs a key; 20 results a page, 60 a question, so full areas are cut (F10)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final

from scraper.sources.access import PLACES, WAITS
from scraper.sources.areas import Box, around, degrees
from scraper.sources.asking import Caller, Reply
from scraper.sources.base import Business, Query, SourceRefused

FIELDS: Final = ",".join(
    (
        "nextPageToken",
        *(
            f"places.{name}"
            for name in (
                "id",
                "displayName",
                "formattedAddress",
                "addressComponents",
                "location",
                "websiteUri",
                "internationalPhoneNumber",
                "primaryType",
                "googleMapsUri",
                "businessStatus",
            )
        ),
    )
)
PAGE: Final = 20
PAGES: Final = 3
DEEPEST: Final = 4
SURROUNDINGS_KM: Final = 15.0
# An area this small is not cut again, however full it is.
SMALLEST_KM: Final = 0.3


@dataclass(slots=True)
class Places:
    """Each page is paid for, so no more are asked than the limit needs."""

    key: str = field(repr=False)
    url: str = PLACES
    user_agent: str = "OpenSells/1.0"
    waits: tuple[float, ...] = WAITS
    seconds: float = 30.0
    name: str = field(default="places", init=False)

    async def search(self, query: Query, *, limit: int) -> AsyncIterator[Business]:
        if not self.key:
            raise SourceRefused(self.name, "key_missing")
        seen: set[str] = set()
        points: list[tuple[float, float]] = []
        cells: list[tuple[Box | None, int]] = [(None, 0)]
        async with Caller(self.name, self.user_agent, self.seconds, self.waits) as caller:
            while cells:
                cell, depth = cells.pop(0)
                count = 0
                async for place in self._pages(caller, query, cell):
                    count += 1
                    business = _read(place)
                    if business is None or str(place["id"]) in seen:
                        continue
                    seen.add(str(place["id"]))
                    if business.lat is not None and business.lon is not None:
                        points.append((business.lat, business.lon))
                    yield business
                    if len(seen) >= limit:
                        return
                if count >= PAGE * PAGES and depth < DEEPEST:
                    cells += [(each, depth + 1) for each in _cut(cell or _whole(points, query))]

    async def _pages(self, caller: Caller, query: Query, cell: Box | None) -> AsyncIterator[dict[str, Any]]:
        body: dict[str, Any] = {"textQuery": query.text, "pageSize": PAGE}  # Any: JSON
        if query.language:
            body["languageCode"] = query.language
        if query.country:
            body["regionCode"] = query.country
        if cell is not None:
            body["locationRestriction"] = {"rectangle": _rectangle(cell)}
        for _ in range(PAGES):
            reply = await caller.ask(
                "POST",
                f"{self.url.rstrip('/')}/v1/places:searchText",
                body=body,
                headers={"X-Goog-Api-Key": self.key, "X-Goog-FieldMask": FIELDS},
            )
            self._refuse_key(reply)
            found = caller.understood(reply)
            places = found.get("places", [])
            for each in places if isinstance(places, list) else []:
                if isinstance(each, dict) and each.get("id"):
                    yield each
            token = found.get("nextPageToken")
            if not token:
                return
            body["pageToken"] = str(token)

    def _refuse_key(self, reply: Reply) -> None:
        """A wrong key is a 400 there, told from a wrong question by its words."""
        if reply.status == 400 and "API_KEY_INVALID" in str(reply.data):
            raise SourceRefused(self.name, "key_invalid")


def _whole(points: list[tuple[float, float]], query: Query) -> Box | None:
    found = around(points)
    return found.grown(SURROUNDINGS_KM if query.wide else max(1.0, found.height_km / 4)) if found else None


def _cut(box: Box | None) -> list[Box]:
    return [] if box is None or max(box.height_km, box.width_km) < SMALLEST_KM else box.quarters()


def _rectangle(box: Box) -> dict[str, dict[str, float]]:
    return {
        "low": {"latitude": box.south, "longitude": box.west},
        "high": {"latitude": box.north, "longitude": box.east},
    }


def _read(place: dict[str, Any]) -> Business | None:  # Any: JSON of others
    named, where = place.get("displayName"), place.get("location")
    name = named.get("text") if isinstance(named, dict) else None
    if not name or place.get("businessStatus") == "CLOSED_PERMANENTLY":
        return None
    where = where if isinstance(where, dict) else {}
    return Business(
        name=str(name),
        website=str(place.get("websiteUri") or ""),
        phone=str(place.get("internationalPhoneNumber") or ""),
        address=str(place.get("formattedAddress") or ""),
        city=_component(place, "locality", "longText"),
        country=_component(place, "country", "shortText").upper()[:2],
        lat=degrees(where.get("latitude"), 90),
        lon=degrees(where.get("longitude"), 180),
        category=str(place.get("primaryType") or ""),
        source="places",
        source_url=str(place.get("googleMapsUri") or ""),
    )


def _component(place: dict[str, Any], kind: str, text: str) -> str:  # Any: JSON of others
    components = place.get("addressComponents")
    for each in components if isinstance(components, list) else []:
        if isinstance(each, dict) and kind in str(each.get("types")):
            return str(each.get(text) or "")
    return ""
