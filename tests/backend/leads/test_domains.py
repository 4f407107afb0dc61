"""A business's domain in its one true spelling (PRO-04)."""

import pytest

from backend.leads.domains import normalise, website


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("clinica.cat", "clinica.cat"),
        ("https://www.Clinica.cat/contacte?x=1#y", "clinica.cat"),
        ("WWW.CLINICA.CAT:8080/a", "clinica.cat"),
        ("http://cites.clinica.com.es", "clinica.com.es"),
        ("a.b.co.uk", "b.co.uk"),
        ("clinica.cat.", "clinica.cat"),
        ("  clinica.cat ", "clinica.cat"),
        ("info@clinica.cat", "clinica.cat"),
        ("https://www.Clínica.cat/x", "xn--clnica-4va.cat"),
        ("xn--clnica-4va.cat", "xn--clnica-4va.cat"),
        ("clinica.example:8000", "clinica.example"),
        # A name below a site builder's is its customer's own.
        ("mia.wixsite.com/inici", "mia.wixsite.com"),
        ("foo.business.site", "foo.business.site"),
        ("foo.blogspot.com", "foo.blogspot.com"),
    ],
)
def test_two_spellings_of_a_website_are_one_domain(text: str, domain: str) -> None:
    assert normalise(text) == domain
    assert normalise(domain) == domain


@pytest.mark.parametrize(
    "text",
    [
        "https://www.facebook.com/clinica",
        "https://es-es.facebook.com/clinica",
        "https://instagram.com/clinica",
        "https://maps.google.es/place/x",
        "https://g.page/clinica",
        "https://maps.apple.com/?q=x",
        "bit.ly/3xYz",
        "linktr.ee/clinica",
        "ana@gmail.com",
        "https://www.yelp.co.uk/biz/x",
    ],
)
def test_a_profile_a_map_or_a_short_link_is_no_businesss_own_domain(text: str) -> None:
    assert normalise(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "clinica",
        "localhost:80",
        "co.uk",
        "wixsite.com",
        "127.0.0.1",
        "http://127.0.0.1:80/x",
        "[::1]:80",
        "http://[bad",
        "2130706433",
        "javascript:alert(1)",
        "ftp://clinica.cat",
        "//clinica.cat",
        "a_b.clinica.cat",
        "clínica dental.cat",
        "\x00",
        "a\ud800.com",
        "x" * 300 + ".com",
        "a." * 2_000,
        "-.com",
    ],
)
def test_what_is_no_domain_is_none(text: str) -> None:
    assert normalise(text) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("clinica.cat", "https://clinica.cat"),
        (" http://clinica.cat/a?b=c ", "http://clinica.cat/a?b=c"),
        ("https://facebook.com/clinica", "https://facebook.com/clinica"),
        ("javascript:alert(1)", None),
        ("https://user:pw@clinica.cat", None),
        ("data:text/html,x", None),
        ("https://x", None),
        ("https://clinica.cat/a b", None),
        ("https://clinica.cat/\x00", None),
        ("https://" + "x" * 2_000 + ".com", None),
    ],
)
def test_a_website_is_safe_to_open(text: str, kept: str | None) -> None:
    assert website(text) == kept
