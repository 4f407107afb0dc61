"""Where a place is: a Nominatim-shaped lookup, and each place is asked for once."""

from dataclasses import dataclass
from typing import Any, Final

from scraper.sources.areas import Box, degrees
from scraper.sources.asking import Caller
from scraper.sources.base import PlaceUnknown, Query, SourceUnavailable

# How Overpass numbers the area of a relation or a closed way.
_AREA_OF: Final = {"relation": 3_600_000_000, "way": 2_400_000_000}
_TOWNLIKE: Final = frozenset({"boundary", "place"})
SURROUNDINGS_KM: Final = 15.0


@dataclass(frozen=True, slots=True)
class Place:
    """`area` is Overpass' number of it, 0 where it is only a point with a box."""

    name: str
    box: Box
    area: int = 0
    country: str = ""


# Towns do not move: the wordings of one search ask for their place once.
_known: Final[dict[tuple[str, str, str, str], Place]] = {}
_MOST_KNOWN: Final = 500


async def find(caller: Caller, url: str, query: Query) -> Place:
    """Raises `PlaceUnknown`, or what asking raises."""
    key = (url, query.place.casefold(), query.country, query.language)
    if key not in _known:
        found = await _look_up(caller, url, query)
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[key] = found
    return _known[key]


async def _look_up(caller: Caller, url: str, query: Query) -> Place:
    params = {"q": query.place, "format": "jsonv2", "limit": "5", "addressdetails": "1"}
    if query.country:
        params["countrycodes"] = query.country.lower()
    if query.language:
        params["accept-language"] = query.language
    reply = await caller.ask("GET", url, params=params)
    if reply.status != 200 or not isinstance(reply.data, list):
        # A good answer is a list; whatever else came is judged as a bad answer.
        caller.understood(reply)
        raise SourceUnavailable(caller.source, "not_json")
    places = [place for place in map(_read, reply.data) if place]
    if not places:
        raise PlaceUnknown(caller.source, "place_unknown")
    return next((each for each in places if each.area), places[0])


def _read(row: Any) -> Place | None:  # Any: JSON of others
    if not isinstance(row, dict) or not isinstance(row.get("boundingbox"), list) or len(row["boundingbox"]) != 4:
        return None
    south, north = (degrees(each, 90) for each in row["boundingbox"][:2])
    west, east = (degrees(each, 180) for each in row["boundingbox"][2:])
    if south is None or north is None or west is None or east is None or south > north or west > east:
        return None
    address = row.get("address")
    country = str(address.get("country_code", "")).upper() if isinstance(address, dict) else ""
    return Place(
        str(row.get("name") or row.get("display_name") or ""), Box(south, west, north, east), _area(row), country
    )


def _area(row: dict[str, Any]) -> int:  # Any: JSON of others
    kind, number = str(row.get("osm_type")), row.get("osm_id")
    townlike = str(row.get("category") or row.get("class")) in _TOWNLIKE
    return _AREA_OF[kind] + number if townlike and kind in _AREA_OF and isinstance(number, int) else 0
