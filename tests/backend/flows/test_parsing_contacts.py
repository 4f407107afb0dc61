"""Phones, emails and names as people write them (FLW-03, IDN-01)."""

import pytest

from backend.flows.engine.parsing.emails import parse_email
from backend.flows.engine.parsing.names import bare_name
from backend.flows.engine.parsing.phones import parse_phone


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("612345678", "ES", "+34612345678"),
        ("612 34 56 78", "ES", "+34612345678"),
        ("6 12 34 56 78", "ES", "+34612345678"),
        ("mi teléfono es el 612-345-678, gracias", "ES", "+34612345678"),
        ("+34 612 345 678", "PT", "+34612345678"),
        ("0034612345678", "ES", "+34612345678"),
        ("93 234 56 78", "ES", "+34932345678"),
        ("912 345 678", "PT", "+351912345678"),
        ("+351 912 345 678", "ES", "+351912345678"),
        ("(11) 96123-4567", "BR", "+5511961234567"),
        ("9 6123 4567", "CL", "+56961234567"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("٦١٢٣٤٥٦٧٨", "ES", "+34612345678"),
        ("12345", "ES", None),
        ("no tengo", "ES", None),
        ("", "ES", None),
        ("612345678", "ZZ", None),
        ("+" * 600, "ES", None),
        ("1" * 100_000, "ES", None),
    ],
)
def test_phone_becomes_e164_in_the_tenants_country(text: str, country: str, expected: str | None) -> None:
    assert parse_phone(text, country) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ana@example.com", "ana@example.com"),
        ("Mi correo es Ana.Puig@Example.COM, gracias.", "ana.puig@example.com"),
        ("<ana@example.com>", "ana@example.com"),
        ("ana @ example.com", "ana@example.com"),
        ("mailto:ana@example.com", "ana@example.com"),
        ("ana+cuina@example.co.uk!", "ana+cuina@example.co.uk"),
        ("josé@ñandú.es", "josé@ñandú.es"),
        ("malo@ y ana@example.com", "ana@example.com"),
        ("ana@example", None),
        ("ana.example.com", None),
        ("@", None),
        ("", None),
        ("@" * 100_000, None),
        ("a@b" * 50_000, None),
    ],
)
def test_email_is_found_and_lower_case(text: str, expected: str | None) -> None:
    assert parse_email(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana", "Ana"),
        ("me llamo Ana Puig.", "Ana Puig"),
        ("Hola, soy Ana!", "Ana"),
        ("Mi nombre es José Ángel", "José Ángel"),
        ("Em dic Núria", "Núria"),
        ("Soc la Núria", "la Núria"),
        ("Chamo-me João", "João"),
        ("Meu nome é João", "João"),
        ("I’m Zoë", "Zoë"),
        ("my name is Zoë O'Neill", "Zoë O'Neill"),
        ("Soyla", "Soyla"),
        ("  李  小龙 ", "李 小龙"),
    ],
)
def test_name_is_taken_out_of_its_introduction(text: str, expected: str) -> None:
    assert bare_name(text) == expected
