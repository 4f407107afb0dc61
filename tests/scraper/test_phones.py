"""Which numbers a text holds, and what the words around them make of them."""

import pytest

from scraper import countries, pages, phones
from scraper.phone_words import Said


@pytest.mark.parametrize(
    ("text", "country", "found"),
    [
        ("Tel. 93 412 34 56", "ES", ["+34934123456"]),
        ("+34 93 412 34 56", "", ["+34934123456"]),
        ("0034 934123456", "ES", ["+34934123456"]),
        ("34934123456", "ES", ["+34934123456"]),
        ("(+34) 934-12-34-56", "ES", ["+34934123456"]),
        ("+34 (0)93 412 34 56", "ES", ["+34934123456"]),
        ("93/412.34.56", "ES", ["+34934123456"]),
        ("934.123.456", "ES", ["+34934123456"]),
        ("93\x02 412\x02 34 56", "ES", ["+34934123456"]),
        ("93 412 34 56 / 608 123 456", "ES", ["+34934123456", "+34608123456"]),
        ("93 412 34 56 608 12 34 56", "ES", ["+34934123456", "+34608123456"]),
        ("08001 93 412 34 56", "ES", ["+34934123456"]),
        ("C.P. 08001 Barcelona 93 412 34 56", "ES", ["+34934123456"]),
        ("972 20 12 34 - 35", "ES", ["+34972201234"]),
        ("Tel. 020 7946 0123", "GB", ["+442079460123"]),
        ("+44 (0)20 7946 0123", "ES", ["+442079460123"]),
        ("01 42 68 53 00", "FR", ["+33142685300"]),
        ("+49 (0) 30 123456-0", "DE", ["+49301234560"]),
        ("Tel.: 030 / 123 45 67", "DE", ["+49301234567"]),
        ("02 1234567", "IT", ["+39021234567"]),
        ("+39 (0)6 1234567", "IT", ["+39061234567"]),
        ("Tel: 210 123 456", "PT", ["+351210123456"]),
        ("(11) 3333-4444", "BR", ["+551133334444"]),
        ("(11) 9 9999-8888", "BR", ["+5511999998888"]),
        ("+56 2 2345 6789", "CL", ["+56223456789"]),
        ("12/05/2024", "ES", []),
        ("2019-2024", "ES", []),
        ("9.00-13.00 16.00-20.00", "ES", []),
        ("Precio 934.123.456 €", "ES", []),
        ("capital social 612.345.678 euros", "ES", []),
        ("Ref. 612345678", "ES", []),
        ("Pedido nº 612345678", "ES", []),
        ("B12345678", "ES", []),
        ("ES91 2100 0418 4502 0005 1332", "ES", []),
        ("41.3851234, 2.1734", "ES", []),
        ("NIF 501 234 567", "PT", []),
        ("CNPJ 12.345.678/0001-90", "BR", []),
        ("RUT 76.123.456-7", "CL", []),
        ("P. IVA 07927140967 / Cod. fiscale: 07927140967", "IT", []),
        ("Tel. 000 000 000, 123456789", "ES", []),
    ],
)
def test_numbers_of_a_text(text: str, country: str, found: list[str]) -> None:
    assert [each.value for each in phones.in_text(text, country)] == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Tel. 93 412 34 56", Said.PHONE),
        ("Teléfono\n93 412 34 56", Said.PHONE),
        ("Tel/Fax: 93 412 34 56", Said.PHONE),
        ("Tel. y fax: 93 412 34 56", Said.PHONE),
        ("Fax: 93 412 34 56", Said.FAX),
        ("Telefax: 93 412 34 56", Said.FAX),
        ("F: 93 412 34 56", Said.FAX),
        ("93 412 34 56 (fax)", Said.FAX),
        ("Tel. urgencias: 93 412 34 56", Said.EMERGENCY),
        ("WhatsApp 93 412 34 56", Said.WHATSAPP),
        ("93 412 34 56", Said.NOTHING),
    ],
)
def test_what_the_words_say(text: str, said: Said) -> None:
    assert [each.said for each in phones.in_text(text, "ES")] == [said]


def test_a_fax_is_no_phone_even_when_it_is_linked() -> None:
    html = '<p>Fax: <a href="tel:934123457">93 412 34 57</a></p><p>Tel: 93 412 34 56 Fax 93 412 34 57</p>'
    assert [each.value for each in pages.read(html, "https://acme.es/").phones] == ["+34934123456"]


def test_the_kind_of_a_number() -> None:
    html = '<a href="tel:934123456">93 412 34 56</a><a href="tel:608123456">608 123 456</a>'
    assert [each.label for each in pages.read(html, "https://acme.es/").phones] == ["fixed", "mobile"]


@pytest.mark.parametrize(
    ("url", "lang", "text", "country"),
    [
        ("https://acme.es/", "en", "", "ES"),
        ("https://acme.cat/", "ca", "", "ES"),
        ("https://acme.co.uk/", "en-US", "", "GB"),
        ("https://acme.com/", "es", "", "ES"),
        ("https://acme.com/", "es-CL", "", "CL"),
        ("https://acme.com/", "es", "Llame al +56 9 8765 4322", "CL"),
        ("https://acme.com/", "pt", "CNPJ 1", "BR"),
        ("https://acme.com/", "pt", "", "PT"),
        ("https://acme.com/", "de", "", "DE"),
        ("https://acme.io/", "fr", "", "FR"),
        ("http://[::1", "", "", ""),
    ],
)
def test_the_country_is_guessed(url: str, lang: str, text: str, country: str) -> None:
    assert countries.guess(url, lang, text) == country
