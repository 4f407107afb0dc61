"""Tax numbers, addresses, opening hours, names, languages and technologies."""

import pytest

from scraper import hours, languages, names, pages, postal, tax_ids


@pytest.mark.parametrize(
    ("text", "country", "found"),
    [
        ("CIF A15075062", "ES", ["A15075062"]),
        ("C.I.F.: A-46.103.834", "ES", ["A46103834"]),
        ("(CIFA28015865)", "ES", ["A28015865"]),
        ("VAT ESA28015865", "", ["A28015865"]),
        ("NIE X1234567L", "ES", ["X1234567L"]),
        ("NIF: 12.345.678-Z", "ES", ["12345678Z"]),
        ("CIF Q2826000H", "ES", ["Q2826000H"]),
        ("Acme S.L. - A15075062", "ES", ["A15075062"]),
        ("CIF A15075063", "ES", []),
        ("12345678Z", "ES", []),
        ("NIPC 500697256", "PT", ["500697256"]),
        ("NIF: 504 499 777", "PT", ["504499777"]),
        ("504 499 777", "PT", []),
        ("NIPC 500697257", "PT", []),
        ("RUT 90.749.000-9", "CL", ["90749000-9"]),
        ("RUT: 12.345.670-K", "CL", ["12345670-K"]),
        ("RUT 93834000-6", "CL", []),
    ],
)
def test_tax_numbers_have_their_check_digit(text: str, country: str, found: list[str]) -> None:
    assert [each.value for each in tax_ids.in_text(text, country)] == found


@pytest.mark.parametrize(
    ("text", "country", "found"),
    [
        ("C/ Major 12, 2º 1ª\n08001 Barcelona\nTel 93", "ES", ["C/ Major 12, 2º 1ª, 08001 Barcelona"]),
        ("Balmes, 92, 3r 2a\n08008 Barcelona", "ES", ["Balmes, 92, 3r 2a, 08008 Barcelona"]),
        ("Ctra. N-340 km 1200, 43007 TARRAGONA TEL 977", "ES", ["Ctra. N-340 km 1200, 43007 TARRAGONA"]),
        ("C/ Jorge Juan, 6, 28001 Madrid", "ES", []),
        ("Más de 10000 clientes", "ES", []),
        ("Rua Augusta 123, 1100-048 Lisboa, Portugal", "PT", ["Rua Augusta 123, 1100-048 Lisboa, Portugal"]),
        (
            "Av. Providencia 1234, of. 5, Providencia, Santiago",
            "CL",
            ["Av. Providencia 1234, of. 5, Providencia, Santiago"],
        ),
        ("Unit 4, 22 King's Road\nLondon\nSW3 4UP", "GB", ["Unit 4, 22 King's Road, London, SW3 4UP"]),
        ("Am Markt 3, 04109 Leipzig", "DE", ["Am Markt 3, 04109 Leipzig"]),
        ("12, rue de la Paix\n75002 Paris", "FR", ["12, rue de la Paix, 75002 Paris"]),
        ("Via Roma 10 - 20121 Milano (MI)", "IT", ["Via Roma 10 - 20121 Milano (MI)"]),
    ],
)
def test_addresses(text: str, country: str, found: list[str]) -> None:
    assert [each.value for each in postal.in_text(text, country)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Lunes a viernes 9:00-14:00", ["Lunes a viernes 9:00-14:00"]),
        ("Sábados\nCerrado\nhoy 9:00", ["Sábados: Cerrado"]),
        ("Monday\n9:00 AM - 5:00 PM", ["Monday: 9:00 AM - 5:00 PM"]),
        ("De dilluns a divendres de 9 a 14h", ["De dilluns a divendres de 9 a 14h"]),
        ("Montag - Freitag 8.00 - 17.00 Uhr", ["Montag - Freitag 8.00 - 17.00 Uhr"]),
        ("Lunes 12 de mayo de 19:00 a 20:00", []),
        ("Horario: 9:00 - 14:00", []),
        ("Viernes 5 likes 10:20", []),
    ],
)
def test_opening_hours(text: str, found: list[str]) -> None:
    assert [each.value for each in hours.in_text(text)] == found


@pytest.mark.parametrize(
    ("title", "domain", "name"),
    [
        ("Acme Dental | Dentista en Girona", "acmedental.es", "Acme Dental"),
        ("Dentista en Girona – Clínica Puig", "clinicapuig.cat", "Clínica Puig"),
        ("Contacto – Restaurante El Olivo", "x.es", "Restaurante El Olivo"),
        ("Inicio", "x.es", ""),
        ("Fontanero barato en Madrid", "f24.com", ""),
    ],
)
def test_the_name_in_a_title(title: str, domain: str, name: str) -> None:
    assert names.of_title(title, domain)[0] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("© 2024 Acme S.L. Todos los derechos reservados", "Acme S.L."),
        ("Titular: Acme Dental, S.L.P.", "Acme Dental, S.L.P."),
        ("es titularidad de Acme, S.A., con CIF", "Acme, S.A."),
        ("El responsable del tratamiento es Acme S.L., una empresa", "Acme S.L."),
    ],
)
def test_the_name_in_a_notice(text: str, name: str) -> None:
    assert [each.value for each in names.in_text(text)] == [name]


@pytest.mark.parametrize(
    ("declared", "text", "language"),
    [
        ("es-ES", "", "es"),
        ("pt_BR", "", "pt"),
        ("en", "Nuestros servicios para los que están en la ciudad con más de una sede", "es"),
        ("", "Els nostres serveis també són per a les empreses amb més d'una seu", "ca"),
        ("en-US", "", "en"),
        ("", "xyz", ""),
    ],
)
def test_the_language(declared: str, text: str, language: str) -> None:
    assert languages.language_of(declared, text) == language


def test_technologies() -> None:
    html = '<meta name="generator" content="WordPress 6.5"><script src="/wp-content/plugins/woocommerce/a.js"></script>'
    assert [each.value for each in pages.read(html, "https://acme.es/").technologies] == ["WordPress", "WooCommerce"]
