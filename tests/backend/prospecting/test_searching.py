"""A search from the question to the leads: found, read, proven, saved."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from backend.core.database.session import Database
from tests.backend.prospecting.conftest import Prospector
from tests.support.town import KEY
from tools.town.server import Town


async def test_a_search_of_the_town_saves_leads_with_their_proof(someone: Prospector, town: Town) -> None:
    """PRO-01, PRO-03: whoever lets itself be read becomes a lead in the niche, each datum with its page."""
    search = await someone.search(niche="Dentistas")
    assert search["state"] == "done"
    assert search["niche"]["name"] == "Dentistas"
    assert search["counts"]["saved"] == 6
    rius = next(each for each in await someone.results(search, "saved") if each["domain"] == "clinica-rius.localhost")
    email = next(each for each in rius["contacts"] if each["kind"] == "email")
    assert email["value"] == "contacte@clinica-rius-valldemar.cat"
    assert email["evidence"][0]["url"].startswith(f"http://clinica-rius.localhost:{town.port}/")
    lead = await someone.do("GET", f"/leads/{rius['lead_id']}")
    assert (lead["email"], lead["source"], lead["domain"]) == (email["value"], "prospecting", "clinica-rius.localhost")
    assert lead["niche_id"] == search["niche"]["id"]
    assert "Rius" in lead["summary"]


async def test_who_blocks_is_told_as_blocked(someone: Prospector) -> None:
    """F10: never as empty, and nothing is charged."""
    search = await someone.search()
    (blocked,) = await someone.results(search, "blocked")
    assert (blocked["name"], blocked["reason"]) == ("Dental Europa", "challenge")
    assert search["counts"]["blocked"] == 1


BEHAVIOURS = [
    ("abogados en Valldemar", "Dret Obert", "blocked", "robots"),
    ("restaurantes en Valldemar", "Can Gat", "failed", "http_500"),
    ("fisioterapeutas en Valldemar", "Coast Physio", "failed", "private_address"),
    ("electricistas en Valldemar", "Chispa Electricistas", "skipped", "no_contacts"),
]


@pytest.mark.parametrize(("query", "name", "state", "reason"), BEHAVIOURS, ids=[each[3] for each in BEHAVIOURS])
async def test_every_business_says_what_became_of_it(
    someone: Prospector, query: str, name: str, state: str, reason: str
) -> None:
    """A redirect to the cloud's metadata is refused; the others are named for what they are."""
    search = await someone.search(query)
    found = next(each for each in await someone.results(search) if each["name"] == name)
    assert (found["state"], found["reason"]) == (state, reason)
    assert found["lead_id"] is None


async def test_two_branches_with_one_site_are_one_business(someone: Prospector, town: Town) -> None:
    """PRO-04: before anything is fetched."""
    search = await someone.search()
    domains = [each["domain"] for each in await someone.results(search)]
    assert len(domains) == len(set(domains)) == 7
    assert max(count for path, count in town.served.items() if path.startswith("dental-puerto")) == 1


async def test_several_sources_and_variants_find_each_once(someone: Prospector, town: Town) -> None:
    """And where the town lies is asked once for each language."""
    sources = ["overpass", "places", "web"]
    search = await someone.search(sources=sources, variants=["dentistes a Valldemar", "clínicas dentales en Valldemar"])
    assert search["problems"] == {}
    assert search["counts"]["found"] == 7
    assert {each["source"] for each in await someone.results(search)} == {"overpass"}
    assert (town.asked["overpass"], town.asked["nominatim"]) == (3, 2)


async def test_a_list_is_read_as_given(someone: Prospector, town: Town) -> None:
    """Domains, addresses, emails; names are looked for where a key allows it."""
    given = f"web\nhttp://la-taverna.localhost:{town.port}\nSomriures Odontologia\nno such business at all"
    search = await someone.search("Valldemar", sources=["list"], given=given)
    results = {each["name"]: each["state"] for each in await someone.results(search)}
    assert results == {
        "La Taverna del Port": "saved",
        "Somriures Odontologia": "saved",
        "no such business at all": "skipped",
    }


async def test_who_has_no_website_is_saved_as_the_source_knows_it(someone: Prospector) -> None:
    """The map's page is the proof."""
    search = await someone.search("talleres mecánicos en Valldemar")
    found = next(each for each in await someone.results(search, "saved") if each["domain"] is None)
    assert found["name"] == "Garatge Vell"
    (phone,) = [each for each in found["contacts"] if each["kind"] == "phone"]
    assert phone["evidence"][0]["url"].startswith("https://www.openstreetmap.org/")


async def test_progress_is_streamed_to_its_end(someone: Prospector) -> None:
    search = await someone.search()
    answer = await someone.ask("GET", f"/searches/{search['id']}/events")
    (event,) = [line[6:] for line in answer.text.splitlines() if line.startswith("data: ")]
    assert json.loads(event)["counts"] == search["counts"]


async def test_a_search_that_waits_for_a_person_saves_what_is_chosen(someone: Prospector) -> None:
    """Review: nothing is charged until somebody says so."""
    before = await someone.remaining("leads")
    search = await someone.search(auto_save=False)
    assert (search["counts"]["ready"], search["counts"]["saved"], search["reserved"]) == (6, 0, 0)
    assert await someone.remaining("leads") == before
    first, second, *_ = await someone.results(search, "ready")
    saved = await someone.do("POST", f"/searches/{search['id']}/save", result_ids=[first["id"], second["id"]])
    assert saved["counts"]["saved"] == 2
    saved = await someone.do("POST", f"/searches/{search['id']}/save", all=True)
    assert saved["counts"]["saved"] == 6
    assert await someone.remaining("leads") == before - 6
    assert await someone.refused("POST", f"/searches/{search['id']}/save", all=True) == (409, "nothing_to_save")


@pytest.fixture
def silent(town: Town) -> Iterator[None]:
    """Every source is closed."""
    town.faults.order("overpass", "429-long", 3)
    yield
    town.faults.clear()


@pytest.mark.usefixtures("silent")
async def test_a_source_that_blocks_fails_the_search_and_costs_nothing(someone: Prospector) -> None:
    """F10, X27: blocked is told as blocked, never as nothing found; the search is given back."""
    before = await someone.remaining("searches")
    search = await someone.search()
    assert (search["state"], search["reason"]) == ("failed", "source_blocked")
    assert search["problems"] == {"overpass": "source_blocked"}
    assert await someone.remaining("searches") == before


@pytest.mark.usefixtures("silent")
async def test_the_other_sources_are_asked_still(someone: Prospector) -> None:
    search = await someone.search(sources=["overpass", "web"])
    assert search["problems"] == {"overpass": "source_blocked"}
    assert search["counts"]["saved"] == 6


async def test_a_place_that_nobody_knows_is_told_so(someone: Prospector) -> None:
    search = await someone.search("dentistas en Ningunaparte")
    assert (search["state"], search["reason"]) == ("failed", "place_unknown")


# Any: bodies of requests.
REFUSALS: list[tuple[str, dict[str, Any], tuple[int, str]]] = [
    ("no place", {"query": "dentistas"}, (422, "place_missing")),
    ("nothing given", {"query": "", "sources": ["list"]}, (422, "nothing_given")),
    ("no such niche", {"niche_id": "01a1fe2b-e450-768e-8d7c-eaf719b17d3e"}, (404, "niche_not_found")),
    ("no such source", {"sources": ["yellow pages"]}, (422, "invalid_input")),
    ("a NUL", {"query": "dentistas en \x00"}, (422, "invalid_input")),
    ("too many", {"limit": 10**9}, (422, "invalid_input")),
]


@pytest.mark.parametrize(("body", "expected"), [each[1:] for each in REFUSALS], ids=[each[0] for each in REFUSALS])
async def test_what_cannot_be_searched_is_refused(
    someone: Prospector, body: dict[str, Any], expected: tuple[int, str]
) -> None:
    given = {"query": "dentistas en Valldemar"} | body
    assert await someone.refused("POST", "/searches", **given) == expected


async def test_contacts_stand_encrypted(someone: Prospector, database: Database) -> None:
    """SEC-03: what was found of people is not readable in the table."""
    search = await someone.search(given=f"{KEY} secret list")
    async with database.platform() as session:
        rows = await session.execute(
            text("SELECT told, harvest FROM search_results WHERE search_id = :id"), {"id": search["id"]}
        )
        stored = str(rows.all())
    assert "valldemar.cat" not in stored


async def test_variants_are_offered_in_other_words(someone: Prospector) -> None:
    """PRO-01: up to three, and the one with the surroundings."""
    found = await someone.do("POST", "/searches/variants", query="dentistas en Girona")
    assert (found["what"], found["place"]) == ("dentistas", "Girona")
    assert found["variants"] == ["clínicas dentales en Girona", "odontólogos en Girona", "dentistes a Girona"]
    assert found["extended"] == "dentistas en Girona y alrededores"


async def test_sources_say_what_they_need(someone: Prospector) -> None:
    names = {each["name"]: each["available"] for each in await someone.do("GET", "/searches/sources")}
    assert names == {"overpass": True, "places": True, "web": True, "list": True}
