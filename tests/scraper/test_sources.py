"""Sources against the made-up town's twins: what they find, and what they say when they find nothing."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web

from scraper.sources import overpass, places
from scraper.sources.areas import Box
from scraper.sources.base import (
    Business,
    PlaceUnknown,
    Query,
    SourceBlocked,
    SourceError,
    SourceRefused,
    SourceUnavailable,
)
from scraper.sources.build import Access, build
from scraper.sources.gazetteer import Place
from scraper.sources.overpass import Overpass
from scraper.sources.places import Places
from scraper.sources.queries import parse
from tests.support.town import KEY, access
from tools.town.server import Town
from tools.town.services import WRONG_KEY

DENTISTS = parse("dentistas en Valldemar", country="ES")
ALL = ("overpass", "places", "web")
SERVICE = {"overpass": "overpass", "places": "places", "web": "serp"}


@pytest_asyncio.fixture
async def town() -> AsyncIterator[Town]:
    async with Town().open() as opened:
        yield opened


async def found(
    name: str, given: Access, query: Query = DENTISTS, *, limit: int = 100, text: str = ""
) -> list[Business]:
    return [each async for each in build(name, given, given=text).search(query, limit=limit)]


@pytest.mark.parametrize(("name", "count"), [("overpass", 8), ("places", 8), ("web", 7)])
async def test_each_source_finds_the_towns_dentists(town: Town, name: str, count: int) -> None:
    """On the web the branch has its mother's site, and directories are left out."""
    businesses = await found(name, access(town))
    assert len(businesses) == count
    rius = next(each for each in businesses if each.name == "Clínica Dental Rius")
    assert rius.website == f"http://clinica-rius.localhost:{town.port}/"
    assert rius.source == name
    assert rius.source_url


async def test_the_map_knows_place_phone_and_address(town: Town) -> None:
    rius = (await found("overpass", access(town)))[0]
    assert (rius.phone, rius.city, rius.country, rius.category) == ("+34972000000", "Valldemar", "ES", "dentist")
    assert (rius.lat, rius.lon) == (42.154686, 3.084991)
    assert rius.source_url == "https://www.openstreetmap.org/way/8000000"


@pytest.mark.parametrize("name", ALL)
async def test_no_more_are_given_than_were_asked_for(town: Town, name: str) -> None:
    assert len(await found(name, access(town), limit=3)) == 3


@pytest.mark.parametrize("name", ALL)
async def test_what_nobody_does_there_is_truly_nothing(town: Town, name: str) -> None:
    assert await found(name, access(town), parse("funerarias en Valldemar", country="ES")) == []


FAULTS: list[tuple[str, type[SourceError], str]] = [
    ("429", SourceBlocked, "http_429"),
    ("429-long", SourceBlocked, "http_429"),
    ("500", SourceUnavailable, "http_500"),
    ("garbage", SourceUnavailable, "not_json"),
    ("not-json", SourceUnavailable, "not_json"),
    ("endless", SourceUnavailable, "too_large"),
    ("redirect", SourceUnavailable, "redirect"),
]


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(("fault", "kind", "reason"), FAULTS, ids=[each[0] for each in FAULTS])
async def test_a_broken_service_is_told_as_broken(
    town: Town, name: str, fault: str, kind: type[SourceError], reason: str
) -> None:
    """F10: never as nothing found; no address that it names is followed."""
    town.faults.order(SERVICE[name], fault, 10)
    with pytest.raises(kind) as refusal:
        await found(name, access(town))
    assert (refusal.value.source, refusal.value.reason) == (name, reason)


@pytest.mark.parametrize("fault", ["429", "504"])
@pytest.mark.parametrize("name", ALL)
async def test_a_busy_service_is_asked_again(town: Town, name: str, fault: str) -> None:
    town.faults.order(SERVICE[name], fault, 2)
    assert await found(name, access(town), limit=1)
    assert town.asked[SERVICE[name]] == 3


async def test_who_asks_us_to_wait_is_waited_for_and_not_for_ever(town: Town) -> None:
    town.faults.order("overpass", "429-long", 1)
    with pytest.raises(SourceBlocked):
        await found("overpass", replace(access(town), waits=(60.0,)))
    assert town.asked["overpass"] == 1


@pytest.mark.parametrize("make", [lambda given: build("web", given), lambda given: build("places", given)])
async def test_a_trickling_body_ends_with_our_patience(town: Town, make: Callable[[Access], Any]) -> None:
    source = make(replace(access(town), waits=()))
    source.seconds = 0.5
    town.faults.order(SERVICE[source.name], "slow", 1)
    with pytest.raises(SourceUnavailable, match="timeout"):
        [each async for each in source.search(DENTISTS, limit=5)]


@pytest.mark.parametrize("name", ["places", "web"])
@pytest.mark.parametrize("key", ["", WRONG_KEY])
async def test_a_bad_key_is_told_as_refused(town: Town, name: str, key: str) -> None:
    given = replace(access(town), places_key=key, serp_key=key)
    with pytest.raises(SourceRefused):
        await found(name, given)
    assert bool(given.needs(name)) == (not key)


async def test_a_closed_map_is_blocked(town: Town) -> None:
    town.faults.order("overpass", "403", 5)
    with pytest.raises(SourceBlocked):
        await found("overpass", access(town))


@pytest.mark.parametrize("text", ["dentistas en Ningunaparte", "dentistas"])
async def test_a_place_that_nobody_knows_is_told_so(town: Town, text: str) -> None:
    with pytest.raises(PlaceUnknown):
        await found("overpass", access(town), parse(text, country="ES"))


async def test_names_of_a_list_are_looked_for_where_there_is_a_key(town: Town) -> None:
    text = "Domain;Name\nclinica.cat;Clínica\nhola@bufet.es\nSomriures Odontologia"
    businesses = await found("list", access(town), Query(text="", place="Valldemar"), text=text)
    sites = [each.website for each in businesses]
    assert sites == ["https://clinica.cat", "https://bufet.es", f"http://somriures.localhost:{town.port}/"]


def test_a_large_area_is_asked_cell_by_cell_that_covers_it() -> None:
    box = Box(41.0, 1.0, 42.0, 3.0)
    cells = box.cells(40)
    assert len(cells) == 3 * 5
    assert all(each.height_km <= 40 and each.width_km <= 40.5 for each in cells)
    assert (min(each.south for each in cells), max(each.north for each in cells)) == (41.0, 42.0)
    area = sum((each.north - each.south) * (each.east - each.west) for each in cells)
    assert area == pytest.approx(2.0)


def test_the_maps_question_holds_what_was_written_only_as_a_quoted_name() -> None:
    """Nothing that a person writes becomes a part of the question."""
    query = Query(text="", what='x"](1,2,3,4);out;node["a"="b', place="Valldemar")
    asked = overpass.written(query, Place("Valldemar", Box(1, 2, 3, 4), 3_600_000_001), Box(1, 2, 3, 4))
    names = [line for line in asked.splitlines() if '"name"' in line]
    assert len(names) == 1
    assert '\\"\\\\]\\\\(1,2,3,4\\\\);out;node' in names[0]
    assert asked.startswith("[out:json][timeout:60]")
    assert "area(3600000001)->.a;" in asked


async def test_a_cell_that_is_too_much_is_cut_into_four(town: Town) -> None:
    """The server says so in a remark beside an answer that is not whole."""
    asked: list[str] = []

    async def interpreter(request: web.Request) -> web.Response:
        asked.append(str((await request.post())["data"]))
        if len(asked) == 1:
            return web.json_response({"remark": "runtime error: Query timed out", "elements": []})
        element = {"type": "node", "id": len(asked), "lat": 42.0, "lon": 3.0, "tags": {"name": f"N{len(asked)}"}}
        return web.json_response(
            {"elements": [element, {"type": "node", "id": 99, "tags": {"name": "in two"}}, 7, None]}
        )

    async with serving("/", interpreter) as url:
        source = Overpass(url, access(town).gazetteer_url, waits=())
        businesses = [each async for each in source.search(DENTISTS, limit=50)]
    assert len(asked) == 5
    assert sorted(each.name for each in businesses) == ["N2", "N3", "N4", "N5", "in two"]


async def test_a_full_area_is_cut_and_asked_again_within_its_parts() -> None:
    """F10: 20 a page, 60 a question; what lies beyond is found in smaller rectangles, each place once."""
    rows = [(n, 42.0 + (n % 20) * 0.004, 3.0 + (n // 20) * 0.004) for n in range(200)]
    bodies: list[dict[str, Any]] = []

    async def search_text(request: web.Request) -> web.Response:
        body = await request.json()
        bodies.append(body)
        inside = [each for each in rows if within(each, body.get("locationRestriction"))][:60]
        start = int(body.get("pageToken", 0))
        answer: dict[str, Any] = {"places": [place(*each) for each in inside[start : start + 20]]}
        if start + 20 < len(inside):
            answer["nextPageToken"] = str(start + 20)
        return web.json_response(answer)

    async with serving("/v1/places:searchText", search_text) as url:
        source = Places(KEY, url.rstrip("/"), waits=())
        businesses = [each async for each in source.search(DENTISTS, limit=1_000)]
    assert len({each.name for each in businesses}) == len(businesses) >= 180
    assert all(body["pageSize"] <= places.PAGE for body in bodies)


def within(row: tuple[int, float, float], restriction: Any) -> bool:
    if not restriction:
        return True
    low, high = restriction["rectangle"]["low"], restriction["rectangle"]["high"]
    return bool(low["latitude"] <= row[1] <= high["latitude"] and low["longitude"] <= row[2] <= high["longitude"])


def place(number: int, latitude: float, longitude: float) -> dict[str, Any]:
    location = {"latitude": latitude, "longitude": longitude}
    return {"id": f"p{number}", "displayName": {"text": f"Place {number}"}, "location": location}


class serving:
    """One handler on a port of its own."""

    def __init__(self, path: str, handler: Callable[[web.Request], Any]) -> None:
        self.path = path
        self.app = web.Application()
        self.app.router.add_post(path, handler)

    async def __aenter__(self) -> str:
        self.runner = web.AppRunner(self.app)
        await self.runner.setup()
        await web.TCPSite(self.runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self.runner.addresses[0][1]}/"

    async def __aexit__(self, *_: object) -> None:
        await self.runner.cleanup()


async def test_one_question_at_a_time_goes_to_the_map(town: Town) -> None:
    """Fair use: one client, whatever the number of searches."""
    at_once, most = 0, 0

    async def interpreter(_: web.Request) -> web.Response:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.02)
        at_once -= 1
        return web.json_response({"elements": []})

    async with serving("/", interpreter) as url:
        given = replace(access(town), overpass_url=url)
        await asyncio.gather(*(found("overpass", given) for _ in range(4)))
    assert most == 1
