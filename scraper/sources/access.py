"""Where the sources are and which keys they are given: plain words, so that who only asks them loads no client."""

from dataclasses import dataclass, field
from typing import Final

OVERPASS: Final = "https://overpass-api.de/api/interpreter"
GAZETTEER: Final = "https://nominatim.openstreetmap.org/search"
PLACES: Final = "https://places.googleapis.com"
SERP: Final = "https://api.scraperapi.com/structured/google/search"
# After how many seconds a busy service is asked again.
WAITS: Final = (2.0, 5.0, 15.0)


@dataclass(frozen=True, slots=True)
class Access:
    """Addresses and keys; an empty key means that the source cannot be asked."""

    overpass_url: str = OVERPASS
    gazetteer_url: str = GAZETTEER
    places_url: str = PLACES
    places_key: str = field(default="", repr=False)
    serp_url: str = SERP
    serp_key: str = field(default="", repr=False)
    user_agent: str = "OpenSells/1.0"
    waits: tuple[float, ...] = WAITS

    def needs(self, name: str) -> str:
        """The setting that a source still lacks; empty where it is ready."""
        if name == "places" and not self.places_key:
            return "GOOGLE_PLACES_API_KEY"
        return "SCRAPERAPI_KEY" if name == "web" and not self.serp_key else ""
