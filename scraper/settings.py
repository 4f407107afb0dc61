"""How a crawl behaves: who it says it is, how gentle, how patient, how much it takes."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

PRODUCT: Final = "OpenSellsBot"


@dataclass(frozen=True, slots=True)
class Options:
    """Everything that a crawl may be told. Times are seconds, sizes bytes; `max_pages` 0 is the whole site."""

    product: str = f"{PRODUCT}/1.0"
    # Stands in the user agent, so that a site's owner can ask what we do there.
    contact_url: str = ""
    # Of the businesses, ISO 3166-1 alpha-2: tells a national phone number where the site itself does not.
    country: str = ""

    max_pages: int = 6
    sites_at_once: int = 16
    requests_at_once: int = 64
    requests_per_site: int = 2
    delay: float = 0.5
    # A site that asks for longer pauses than this gets pauses of this length.
    max_crawl_delay: float = 10.0

    page_seconds: float = 20.0
    connect_seconds: float = 10.0
    # 0 is without end; a trickling site must not hold a place for ever.
    site_seconds: float = 180.0
    # Site builders write home pages of 1 to 3 MB.
    max_bytes: int = 4_000_000
    max_redirects: int = 5
    retries: int = 2
    backoff: float = 1.0
    # Whoever asks us to stay away for longer is not asked again.
    max_retry_after: float = 60.0

    cache_dir: Path | None = None
    # So long a page is served without asking its site: a killed run goes on without fetching a page twice.
    cache_seconds: float = 86_400.0
    cache_bytes: int = 256_000_000

    # The demo's and the tests' sites live on this machine.
    allow_loopback: bool = False
    allowed_ports: frozenset[int] = frozenset({80, 443})

    @property
    def user_agent(self) -> str:
        return f"{self.product} (+{self.contact_url})" if self.contact_url else self.product

    @property
    def robots_name(self) -> str:
        """What robots.txt calls us (RFC 9309: the product's name without its version)."""
        return self.product.partition("/")[0]


class WrongSetting(ValueError):
    """A setting cannot be understood."""


_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"", "0", "false", "no", "off"})
_NUMBERS = {
    "SCRAPER_DELAY": "delay",
    "SCRAPER_PAGE_SECONDS": "page_seconds",
    "SCRAPER_SITE_SECONDS": "site_seconds",
    "SCRAPER_CACHE_SECONDS": "cache_seconds",
}
_COUNTS = {
    "SCRAPER_MAX_PAGES": "max_pages",
    "SCRAPER_SITES_AT_ONCE": "sites_at_once",
    "SCRAPER_REQUESTS_PER_SITE": "requests_per_site",
    "SCRAPER_MAX_BYTES": "max_bytes",
    "SCRAPER_RETRIES": "retries",
    "SCRAPER_CACHE_BYTES": "cache_bytes",
}


def from_environment(environment: Mapping[str, str]) -> Options:
    """The options that `SCRAPER_...` variables describe; raises `WrongSetting`."""
    # Any: numbers and counts by the option's name.
    numbers: dict[str, Any] = {
        name: _number(environment, variable) for variable, name in _NUMBERS.items() if environment.get(variable)
    } | {name: int(_number(environment, variable)) for variable, name in _COUNTS.items() if environment.get(variable)}
    folder = environment.get("SCRAPER_CACHE_DIR")
    return Options(
        product=environment.get("SCRAPER_USER_AGENT") or f"{PRODUCT}/1.0",
        contact_url=environment.get("SCRAPER_CONTACT_URL", ""),
        country=environment.get("SCRAPER_COUNTRY", "").upper(),
        allow_loopback=_flag(environment, "SCRAPER_ALLOW_LOOPBACK"),
        cache_dir=Path(folder) if folder else None,
        **numbers,
    )


def _flag(environment: Mapping[str, str], variable: str) -> bool:
    said = environment.get(variable, "").strip().lower()
    if said not in _YES | _NO:
        raise WrongSetting(f"{variable} is neither yes nor no: {said!r}")
    return said in _YES


def _number(environment: Mapping[str, str], variable: str) -> float:
    try:
        found = float(environment[variable])
    except ValueError as error:
        raise WrongSetting(f"{variable} is not a number: {environment[variable]!r}") from error
    if not 0 <= found < 1e12:
        raise WrongSetting(f"{variable} is out of range: {environment[variable]!r}")
    return found
