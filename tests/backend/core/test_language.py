"""The language offered to a browser (ruling X32)."""

import pytest

from backend.core.language import LANGUAGES, Language, negotiate


@pytest.mark.parametrize(
    ("header", "offered", "expected"),
    [
        ("ca", LANGUAGES, "ca"),
        ("pt-BR,pt;q=0.9,en;q=0.8", LANGUAGES, "pt"),
        ("de-DE,de;q=0.9,en;q=0.5,ca;q=0.7", LANGUAGES, "ca"),
        ("EN_us", LANGUAGES, "en"),
        ("ca;q=0,en", LANGUAGES, "en"),
        ("ca;q=high,en;q=0.1", LANGUAGES, "en"),
        ("en;level=1", LANGUAGES, "en"),
        ("ca,en;q=0.3", ("es", "en"), "en"),
        ("de", LANGUAGES, "es"),
        ("*", LANGUAGES, "es"),
        ("", LANGUAGES, "es"),
        (None, LANGUAGES, "es"),
        (";;;q==,\x00," * 1_000, LANGUAGES, "es"),
    ],
)
def test_best_offered_language_else_fallback(
    header: str | None, offered: tuple[Language, ...], expected: Language
) -> None:
    assert negotiate(header, offered, "es") == expected
