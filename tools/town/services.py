"""Twins of Overpass, Nominatim, Google Places v1 and a search engine: the shapes of theirs, the data of the town."""

import base64
import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from aiohttp import web

from scraper.sources import queries, trades
from tools.town.people import CENTRE, POSTCODE, RELATION, Shop, shops
from tools.town.wiring import TOWN

Json = dict[str, Any]  # Any: answers in the shapes of others
# Known only once the server listens.
PORT: Final[web.AppKey[Callable[[], int]]] = web.AppKey("port")
_TAG: Final = re.compile(r'\["([a-z:_]+)"="([^"]+)"\]')
_NAMED: Final = re.compile(r'\["name"~"([^"]+)",i\]')
_BOUNDS: Final = re.compile(r"\((-?[\d.]+),(-?[\d.]+),(-?[\d.]+),(-?[\d.]+)\)")
_HALF: Final = 0.03
WRONG_KEY: Final = "wrong"
_DIRECTORIES: Final = (
    ("Los mejores {what} | Páginas Amarillas", "https://www.paginasamarillas.es/search/{what}"),
    ("{what} - Facebook", "https://www.facebook.com/search/{what}"),
)


def website(shop: Shop, port: int) -> str:
    return f"http://{shop.host}:{port}/"


async def overpass(request: web.Request) -> web.Response:
    asked = str((await request.post()).get("data", ""))
    port = request.app[PORT]()
    if "[out:json]" not in asked:
        return web.Response(status=400, text="<html>parse error: Unknown type</html>")
    bounds = _BOUNDS.search(asked)
    wanted, named = set(_TAG.findall(asked)), _NAMED.search(asked)
    found = [
        each
        for each in shops()
        if _inside(each, bounds)
        and (wanted.intersection(each.tags) or (named and re.search(named[1], each.name, re.IGNORECASE)))
    ]
    return web.json_response(
        {
            "version": 0.6,
            "generator": "Overpass API 0.7.62.5",
            "osm3s": {"timestamp_osm_base": "2026-11-20T10:00:00Z", "copyright": "The data is made up."},
            "elements": [_element(each, port) for each in found],
        }
    )


def _inside(shop: Shop, bounds: re.Match[str] | None) -> bool:
    if bounds is None:
        return True
    south, west, north, east = map(float, bounds.groups())
    return south <= shop.place[0] <= north and west <= shop.place[1] <= east


def _element(shop: Shop, port: int) -> Json:
    street, _, number = shop.street.rpartition(", ")
    tags = {
        "name": shop.name,
        **dict(shop.tags),
        "addr:street": street,
        "addr:housenumber": number,
        "addr:postcode": POSTCODE,
        "addr:city": TOWN,
    }
    if "website" in shop.known:
        tags["website" if shop.number % 3 else "contact:website"] = website(shop, port)
    if "phone" in shop.known:
        tags["phone" if shop.number % 2 else "contact:phone"] = shop.phone
    if "email" in shop.known:
        tags["email"] = shop.email
    where = {"lat": shop.place[0], "lon": shop.place[1]}
    if shop.number % 4:
        return {"type": "node", "id": 9_000_000 + shop.number, **where, "tags": tags}
    return {"type": "way", "id": 8_000_000 + shop.number, "center": where, "tags": tags}


async def nominatim(request: web.Request) -> web.Response:
    asked = trades.folded(request.query.get("q", ""))
    country = request.query.get("countrycodes", "es")
    if asked != trades.folded(TOWN) or "es" not in country.split(","):
        return web.json_response([])
    latitude, longitude = CENTRE
    row = {
        "place_id": 1,
        "osm_type": "relation",
        "osm_id": RELATION,
        "lat": str(latitude),
        "lon": str(longitude),
        "category": "boundary",
        "type": "administrative",
        "name": TOWN,
        "display_name": f"{TOWN}, Girona, Catalunya, {POSTCODE}, España",
        "address": {"town": TOWN, "country": "España", "country_code": "es"},
        "boundingbox": [
            str(latitude - _HALF),
            str(latitude + _HALF),
            str(longitude - _HALF),
            str(longitude + _HALF),
        ],
    }
    return web.json_response([row])


async def places(request: web.Request) -> web.Response:
    key, mask = request.headers.get("X-Goog-Api-Key", ""), request.headers.get("X-Goog-FieldMask", "")
    if not key:
        return _google_error(403, "PERMISSION_DENIED", "Method doesn't allow unregistered callers")
    if key == WRONG_KEY:
        return _google_error(
            400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.", "API_KEY_INVALID"
        )
    if not mask:
        return _google_error(400, "INVALID_ARGUMENT", "FieldMask is a required parameter.")
    body = await request.json()
    found = [each for each in _asked(body.get("textQuery", "")) if _within(each, body.get("locationRestriction"))][:60]
    size = min(20, int(body.get("pageSize", 20)))
    start = int(base64.b64decode(body["pageToken"])) if body.get("pageToken") else 0
    port = request.app[PORT]()
    answer: Json = {"places": [_place(each, port) for each in found[start : start + size]]} if found else {}
    if start + size < len(found):
        answer["nextPageToken"] = base64.b64encode(str(start + size).encode()).decode()
    return web.json_response(answer)


def _google_error(code: int, status: str, message: str, reason: str = "") -> web.Response:
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason}] if reason else []
    return web.json_response(
        {"error": {"code": code, "message": message, "status": status, "details": details}}, status=code
    )


def _asked(text: str) -> list[Shop]:
    """Shops of the trade in the question; none where it is about another town."""
    query = queries.parse(text)
    if trades.folded(TOWN) not in trades.folded(text):
        return []
    trade = trades.find(query.what)
    name = trades.folded(query.what).replace(trades.folded(TOWN), "").strip()
    return [
        each for each in shops() if (trade and set(trade.tags) & set(each.tags)) or name in trades.folded(each.name)
    ]


def _within(shop: Shop, restriction: Json | None) -> bool:
    if not restriction:
        return True
    low, high = restriction["rectangle"]["low"], restriction["rectangle"]["high"]
    latitude, longitude = shop.place
    aside: bool = low["longitude"] <= longitude <= high["longitude"]
    return aside and bool(low["latitude"] <= latitude <= high["latitude"])


def _place(shop: Shop, port: int) -> Json:
    found: Json = {
        "id": f"ChIJvalldemar{shop.number:04}",
        "displayName": {"text": shop.name, "languageCode": shop.language},
        "formattedAddress": f"{shop.street}, {POSTCODE} {TOWN}, España",
        "addressComponents": [
            {"longText": TOWN, "shortText": TOWN, "types": ["locality", "political"]},
            {"longText": "España", "shortText": "ES", "types": ["country", "political"]},
        ],
        "location": {"latitude": shop.place[0], "longitude": shop.place[1]},
        "primaryType": shop.tags[0][1],
        "googleMapsUri": f"https://maps.google.com/?cid=9900{shop.number:04}",
        "businessStatus": "OPERATIONAL",
    }
    if "website" in shop.known:
        found["websiteUri"] = website(shop, port)
    if shop.phone:
        found["internationalPhoneNumber"] = shop.phone
    return found


async def serp(request: web.Request) -> web.Response:
    if not request.query.get("api_key") or request.query["api_key"] == WRONG_KEY:
        return web.Response(status=403, text="Unauthorized request, please make sure your API key is valid.")
    text, start, size = (
        request.query.get("query", ""),
        int(request.query.get("start", 0)),
        int(request.query.get("num", 10)),
    )
    what = queries.parse(text).what
    rows = [
        *_directories(what),
        *(_result(each, request.app[PORT]()) for each in _asked(text) if "website" in each.known),
    ]
    shown = [row | {"position": start + place} for place, row in enumerate(rows[start : start + size], 1)]
    return web.json_response(
        {"search_information": {"query_displayed": text}, "organic_results": shown, "pagination": {"current_page": 1}}
    )


def _directories(what: str) -> Iterable[Json]:
    for title, link in _DIRECTORIES:
        yield {"title": title.format(what=what), "link": link.format(what=what), "snippet": "", "displayed_link": link}


def _result(shop: Shop, port: int) -> Json:
    link = website(shop, port)
    return {
        "title": f"{shop.name} | {TOWN}",
        "link": link,
        "snippet": f"{shop.name}, {shop.street}",
        "displayed_link": link,
    }


SERVICES: Final = {
    "/overpass": ("overpass", overpass),
    "/nominatim": ("nominatim", nominatim),
    "/places/v1/places:searchText": ("places", places),
    "/serp": ("serp", serp),
}
