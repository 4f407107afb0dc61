"""Whatever JSON a service sends, a source gives businesses or says that it cannot: it never breaks."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scraper.sources import gazetteer, overpass, places, web_search
from scraper.sources.areas import Box
from scraper.sources.base import Business
from scraper.sources.gazetteer import Place

# The names that we read, so that the damage sits where it hurts.
READ = """
type id lat lon center tags name website phone displayName text location latitude longitude addressComponents types
shortText link url title boundingbox osm_type osm_id category address country_code businessStatus
"""
NAMES = READ.split()
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["node", "relation", "boundary"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES) | st.text(), inner, max_size=8),
    max_leaves=15,
)
OBJECTS = st.dictionaries(st.sampled_from(NAMES), ANYTHING)
NOWHERE = Place("", Box(0, 0, 1, 1))


def assert_sound(business: Business | None) -> None:
    if business is not None:
        assert business.name
        assert all(isinstance(each, str) for each in (business.website, business.phone, business.source_url))
        assert business.lat is None or -90 <= business.lat <= 90


@given(ANYTHING | OBJECTS)
def test_of_the_map(element: Any) -> None:
    assert_sound(overpass._read(element, NOWHERE))


@given(OBJECTS)
def test_of_places(place: dict[str, Any]) -> None:
    assert_sound(places._read(place))


@given(ANYTHING | OBJECTS)
def test_of_a_search_engine(row: Any) -> None:
    assert_sound(web_search._read(row))


@given(ANYTHING | OBJECTS)
def test_of_the_gazetteer(row: Any) -> None:
    found = gazetteer._read(row)
    assert found is None or found.box.south <= found.box.north
