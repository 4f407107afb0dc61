"""Prose between the contacts of a page is not read, and nothing is lost by that."""

import re

import pytest

from scraper import pages
from scraper.findings import Findings
from scraper.telling import telling
from tests.scraper.measuring import Saved, corpus

_PROSE = "<p>" + "palabras que no dicen nada de nadie y siguen sin decir nada " * 20 + "</p>"
_BODY = re.compile(r"(<body[^>]*>)(.*)(</body>)", re.IGNORECASE | re.DOTALL)


def _values(found: Findings) -> list[list[str]]:
    lists = (found.emails, found.phones, found.whatsapp, found.profiles, found.addresses, found.tax_ids, found.names)
    return [[each.value for each in data] for data in lists]


def _is_shell(saved: Saved) -> bool:
    """What an application brings along is read only where its page says nothing."""
    return "application/json" in saved.html


_PAGES = [each for each in corpus() if _BODY.search(each.html) and not _is_shell(each)]


@pytest.mark.parametrize("saved", _PAGES, ids=lambda each: each.name)
def test_prose_around_a_page_changes_nothing(saved: Saved) -> None:
    country = str(saved.truth.get("country", "")) or "ES"
    padded = _BODY.sub(lambda found: f"{found[1]}{_PROSE}{found[2]}{_PROSE}{found[3]}", saved.html)
    assert _values(pages.read(padded, saved.url, country=country)) == _values(
        pages.read(saved.html, saved.url, country=country)
    )


@pytest.mark.parametrize(
    "line",
    ["info@acme.es", "info [at] acme [dot] es", "info arroba acme punto es", "Tel. 972 200 100", "NIF B12345674",
     "Calle Mayor 1, Girona", "de 9h a 14h", "Titular: Acme", "© Acme", "SW1A 1AA", "hats 608123456"],
)  # fmt: skip
def test_a_line_that_tells_something_stays_with_what_stands_beside_it(line: str) -> None:
    prose = "nada " * 400
    kept = telling(f"{prose}\nantes\n{line}\ndespués\n{prose}")
    assert f"antes\n{line}\ndespués" in kept
    assert len(kept) < 800


def test_a_short_text_is_read_as_it_is() -> None:
    assert telling("nada\nde nada") == "nada\nde nada"


def test_prose_alone_leaves_nothing_to_read() -> None:
    assert telling("nada " * 400) == ""
