"""A list that somebody pasted or a CSV: domains, addresses, emails or names of businesses."""

import csv
import io
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Final

from scraper.domains import is_local, registrable
from scraper.sources.base import Business, LeadSource, Query

MOST_LINES: Final = 10_000
_HOST: Final = re.compile(r"^(?=.{3,253}$)([\w](?:[\w-]{0,61}[\w])?\.)+[^\W\d_][\w-]{1,62}$")
_EMAIL: Final = re.compile(r"^[^\s@]{1,64}@(?P<host>[^\s@]{3,253})$")
# Addresses of these say nothing about a business's own site.
_MAILBOXES: Final = frozenset(
    [
        "gmail.com",
        "googlemail.com",
        "hotmail.com",
        "hotmail.es",
        "outlook.com",
        "outlook.es",
        "live.com",
        "yahoo.com",
        "yahoo.es",
        "icloud.com",
        "me.com",
        "msn.com",
        "telefonica.net",
        "movistar.es",
        "sapo.pt",
        "gmx.com",
        "gmx.es",
        "proton.me",
        "protonmail.com",
        "aol.com",
        "terra.es",
    ]
)
_HEADERS: Final = frozenset(
    [
        "domain",
        "domains",
        "dominio",
        "dominios",
        "domini",
        "dominis",
        "domínio",
        "website",
        "web",
        "url",
        "sitio",
        "site",
        "lloc",
        "name",
        "nombre",
        "nom",
        "nome",
        "company",
        "empresa",
        "email",
        "correo",
        "correu",
    ]
)


@dataclass(slots=True)
class Given:
    """`finder` is asked for the sites of those that are given by name only."""

    text: str
    finder: LeadSource | None = None
    name: str = field(default="list", init=False)

    async def search(self, query: Query, *, limit: int) -> AsyncIterator[Business]:
        for count, business in enumerate(read(self.text)):
            if count >= limit:
                return
            yield await self._found(business, query) if self.finder and not business.website else business

    async def _found(self, business: Business, query: Query) -> Business:
        assert self.finder is not None
        # Beside a list the question only says where.
        place = query.place or query.what
        text = " ".join(filter(None, (business.name, place)))
        asked = Query(text=text, what=business.name, place=place, country=query.country, language=query.language)
        async for found in self.finder.search(asked, limit=1):
            return found
        return business


def read(text: str) -> list[Business]:
    """One business a line or row; of a row's cells the first site counts and the first words are the name."""
    lines = text.replace("\x00", "").splitlines()[:MOST_LINES]
    try:
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=_delimiter(lines)))
    except csv.Error:
        rows = [[line] for line in lines]
    found = [_row([cell.strip() for cell in row if cell.strip()]) for row in rows]
    return [each for each in found if each]


def _delimiter(lines: list[str]) -> str:
    counts = {mark: sum(mark in line for line in lines[:50]) for mark in (";", "\t", ",")}
    return max(counts, key=lambda mark: counts[mark])


def _row(cells: list[str]) -> Business | None:
    if not cells or all(cell.lower() in _HEADERS for cell in cells):
        return None
    website = next((site for site in map(site_of, cells) if site), "")
    email = next((cell for cell in cells if _EMAIL.match(cell)), "")
    name = next((cell for cell in cells if not site_of(cell) and any(sign.isalpha() for sign in cell)), "")
    if not (website or name):
        return None
    return Business(name=name[:200] or _host(website), website=website, email=email, source="list")


def site_of(cell: str) -> str:
    """The address that a cell means, or nothing: `clinica.cat`, `https://clinica.cat/x` or `info@clinica.cat`."""
    mail = _EMAIL.match(cell)
    if mail:
        host = mail["host"].lower()
        return "" if registrable(host) in _MAILBOXES else f"https://{host}"
    host = _host(cell)
    if not (_HOST.match(host) or is_local(host)) or " " in cell:
        return ""
    return cell if cell.lower().startswith(("http://", "https://")) else f"https://{cell}"


def _host(cell: str) -> str:
    bare = re.sub(r"^https?://", "", cell.strip(), flags=re.IGNORECASE)
    return re.split(r"[/?#:]", bare, maxsplit=1)[0].lower()
