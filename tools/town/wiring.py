"""What the product is told so that it asks the town instead of the world."""

from collections.abc import Mapping
from typing import Final

TOWN: Final = "Valldemar"
KEY: Final = "made-up-town"


def settings(address: str, outer: Mapping[str, str]) -> dict[str, str]:
    """For each service that the outer environment does not name its twin; a real key is never sent to a twin."""
    told = {"SCRAPER_ALLOW_LOOPBACK": "1", "SCRAPER_DELAY": "0.1"}
    if not outer.get("OVERPASS_URL"):
        told |= {"OVERPASS_URL": f"{address}/overpass", "GAZETTEER_URL": f"{address}/nominatim", "DEMO_TOWN": TOWN}
    if not outer.get("GOOGLE_PLACES_API_KEY"):
        told |= {"PLACES_URL": f"{address}/places", "GOOGLE_PLACES_API_KEY": KEY}
    if not outer.get("SCRAPERAPI_KEY"):
        told |= {"SERP_URL": f"{address}/serp", "SCRAPERAPI_KEY": KEY}
    return told
