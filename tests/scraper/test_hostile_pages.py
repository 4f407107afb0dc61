"""Pages that want to hurt: all is read in a time that grows with the page, or cut short."""

import time

import pytest

from scraper import pages

_SECONDS = 6.0
_HOSTILE = {
    "10 MB of prose": "<p>" + "palabra y número 12 " * 500_000,
    "only at signs": "<p>" + "@" * 2_000_000,
    "addresses without end": "<p>" + "a@b." * 500_000,
    "one endless local part": "<p>" + "a" * 3_000_000 + "@acme.es",
    "digits without end": "<p>" + "1" * 3_000_000,
    "digits and gaps": "<p>" + "9 " * 1_500_000,
    "phones": "<p>" + "93 412 34 56, " * 200_000,
    "postal codes": "<p>" + "08001 " * 500_000,
    "postal codes after streets": "<p>" + "C/ Major 12, 08001 " * 200_000,
    "streets": "<p>" + "C/ Major 12, " * 300_000,
    "spaces": "<p>" + " " * 4_000_000 + "x",
    "brackets": "<p>" + "(at) [at] (" * 300_000,
    "hours": "<p>Lunes " + "9:00-14:00 " * 300_000,
    "days in lines": "<p>Lunes</p>" * 100_000,
    "copyright": "<p>" + "© 2024 Acme " * 200_000,
    "labels": "<p>" + "titular: " * 200_000,
    "owners": "<p>" + "propiedad de Acme " * 200_000,
    "tax numbers": "<p>NIF " + "B12345674 " * 300_000,
    "deep nesting": "<div>" * 300_000 + "info@acme.es" + "</div>" * 300_000,
    "formatting left open": "".join(f"<b id={number}><p>" for number in range(20_000)) + "info@acme.es",
    "links": "".join(f"<a href='/{number}'>x</a>" for number in range(100_000)),
    "a script as deep as a well": '<script type="application/ld+json">' + "[" * 1_000_000 + "</script>",
    "angle brackets": "<" * 2_000_000,
    "open tags": "<i " * 500_000 + "-fax",
    "cloudflare": "<p data-cfemail='" + "ab" * 1_000_000 + "'>",
    "company forms": "<p>" + "Acme Acme S.L. " * 200_000,
    "capitals": "<p>" + "Acme Sur " * 300_000 + "12, 08001 Barcelona",
    "dashes": "<p>93" + "-" * 2_000_000 + "4",
    "at in words": "<p>" + " at acme dot es" * 200_000,
    "whatsapp": "<p>wa.me/ joinchat" + "joinchat " * 300_000,
    "microdata": "<p itemprop=name itemscope>" * 50_000,
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_a_hostile_page_is_read_in_time(name: str) -> None:
    start = time.process_time()
    page = pages.parse(_HOSTILE[name], "https://acme.es/")
    assert len(page.links) < 10_000
    pages.findings(page)
    assert time.process_time() - start < _SECONDS


@pytest.mark.parametrize("name", ["deep nesting", "formatting left open"])
def test_what_stands_deep_inside_is_still_found(name: str) -> None:
    found = pages.read(_HOSTILE[name], "https://acme.es/")
    assert [each.value for each in found.emails] == ["info@acme.es"]
