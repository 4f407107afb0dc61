"""HTML in, findings out; never touches the network, never raises for what a page holds."""

from typing import Final

from scraper import contacts, particulars
from scraper.findings import Findings
from scraper.markup import Link, Page
from scraper.rules import Rules, default

# PRO-05: where nothing tells the country, a national number is read as one of Spain.
DEFAULT_COUNTRY: Final = "ES"

__all__ = ["Link", "Page", "findings", "parse", "read"]


def parse(html: str, url: str) -> Page:
    """A page with its links; what it holds is read by `findings`."""
    return Page(html, url)


def read(html: str, url: str, *, country: str = "", rules: Rules | None = None) -> Findings:
    """`country` (ISO 3166-1 alpha-2) is where the business is, if that is known; else it is guessed."""
    return findings(parse(html, url), country=country, rules=rules)


def findings(page: Page, *, country: str = "", rules: Rules | None = None) -> Findings:
    rules = rules or default()
    country = country.upper() or page.country or DEFAULT_COUNTRY
    return Findings(
        names=particulars.found_names(page),
        emails=contacts.found_emails(page, rules),
        phones=contacts.found_phones(page, country, rules),
        whatsapp=contacts.found_whatsapp(page, country),
        profiles=contacts.found_profiles(page),
        addresses=particulars.found_addresses(page, country),
        opening_hours=particulars.found_hours(page),
        tax_ids=particulars.found_tax_ids(page, country),
        technologies=particulars.found_technologies(page),
        title=page.title,
        description=page.metas.get("description") or page.metas.get("og:description", ""),
        headings=page.headings,
        language=page.language,
    )
