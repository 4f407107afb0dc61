"""Allowed origins have one spelling, and what is no origin is refused (WID-02, X22)."""

import pytest

from backend.tenants.origins import normalise, origin_of


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://www.example.com", "https://www.example.com"),
        ("https://WWW.Example.com/", "https://www.example.com"),
        ("  https://example.com:443 ", "https://example.com"),
        ("https://example.com:8443", "https://example.com:8443"),
        ("https://cuinés.example.com", "https://xn--cuins-esa.example.com"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://shop.localhost:80", "http://shop.localhost"),
    ],
)
def test_an_origin_is_kept_in_one_spelling(given: str, kept: str) -> None:
    assert normalise(given) == kept
    assert normalise(kept) == kept


@pytest.mark.parametrize(
    "given",
    [
        "",
        "example.com",
        "https://",
        "https://*.example.com",
        "https://example.com/path",
        "https://example.com?q=1",
        "https://example.com/#top",
        "https://user:secret@example.com",
        "http://example.com",
        "ftp://example.com",
        "javascript:alert(1)",
        "https://exa mple.com",
        "https://example.com:99999",
        "https://[::1",
        "https://-bad-.example.com",
        "https://" + "a" * 64 + ".com",
        "null",
    ],
)
def test_what_is_no_origin_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        normalise(given)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Example.com/kitchens?x=1#a", "https://example.com"),
        ("http://127.0.0.1:8080/index.html", "http://127.0.0.1:8080"),
        ("http://example.com/", None),
        ("https://[oops", None),
    ],
)
def test_a_page_belongs_to_its_origin(url: str, origin: str | None) -> None:
    assert origin_of(url) == origin
