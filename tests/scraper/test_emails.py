"""Which addresses a text, a link and an attribute hold."""

import pytest

from scraper import emails, pages
from scraper.rules import Rules, default


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Escríbenos a info@acme.es.", ["info@acme.es"]),
        ("INFO@ACME.COM", ["info@acme.com"]),
        ("info@acme.esTel. 93", ["info@acme.es"]),
        ("info@acme.es93 412", ["info@acme.es"]),
        ("ventas@acme.cl.Horario", ["ventas@acme.cl"]),
        ("934123456info@acme.es", ["info@acme.es"]),
        ("Emailinfo@acme.es", ["info@acme.es"]),
        ("info\x02@\x02acme.es", ["info@acme.es"]),
        ("Email\x02info@acme.es\x02Tel", ["info@acme.es"]),
        ("info [at] acme [dot] es", ["info@acme.es"]),
        ("info(arroba)acme.es", ["info@acme.es"]),
        ("info (at) acme (punto) es", ["info@acme.es"]),
        ("info{at}acme.de", ["info@acme.de"]),
        ("info arroba acme punto es", ["info@acme.es"]),
        ("john at acme dot com", ["john@acme.com"]),
        ("info @ acme.es", ["info@acme.es"]),
        ("a@acme.es, b@acme.co.uk; c@acme.com.br", ["a@acme.es", "b@acme.co.uk", "c@acme.com.br"]),
        ("info@novik.ai kontakt@firma.pl", ["info@novik.ai", "kontakt@firma.pl"]),
        ("info@clinica.example", ["info@clinica.example"]),
        ("logo@2x.png hero@3x.webp paquete@1.2.3", []),
        ("síguenos @acme.es", []),
        ("meet us at acme.es", []),
        ("a@b", []),
        ("x@acme.noexiste", []),
        ("info..x@acme.es", []),
        ("https://www.google.com/maps/@41.38,2.17,15z", []),
    ],
)
def test_addresses_of_a_text(text: str, found: list[str]) -> None:
    assert [each.value for each in emails.in_text(text)] == found


@pytest.mark.parametrize(
    ("href", "found"),
    [
        ("mailto:info@acme.es", ["info@acme.es"]),
        ("MAILTO:Info@Acme.es?subject=Hola", ["info@acme.es"]),
        ("mailto:%69nfo%40acme.es", ["info@acme.es"]),
        ("mailto:a@acme.es;b@acme.es,c@acme.es", ["a@acme.es", "b@acme.es", "c@acme.es"]),
        ("mailto:Acme%20%3Cinfo@acme.es%3E", ["info@acme.es"]),
        ("mailto:?subject=Mira&body=x@acme.es", []),
    ],
)
def test_addresses_of_a_link(href: str, found: list[str]) -> None:
    assert list(emails.in_link(href)) == found


@pytest.mark.parametrize(
    ("code", "address"), [("95f4f9fcf6f0d5f0edf4f8e5f9f0bbf6faf8", "alice@example.com"), ("zz", ""), ("", "")]
)
def test_what_cloudflare_hides(code: str, address: str) -> None:
    assert emails.cloudflare(code) == address


@pytest.mark.parametrize(
    "address",
    [
        "nombre@dominio.com",
        "tu@email.com",
        "usuario@gmail.com",
        "noreply@acme.es",
        "605a7baede844d278b89dc95ae0a9123@sentry-next.wixpress.com",
        "x@mailinator.com",
        "privacy@google.com",
    ],
)
def test_junk(address: str) -> None:
    assert default().refuses(address, "acme.es")


@pytest.mark.parametrize(
    ("address", "site"), [("info@example.com", "example.com"), ("email@acme.es", "acme.es"), ("mail@gmx.de", "")]
)
def test_no_junk(address: str, site: str) -> None:
    assert not default().refuses(address, site)


def test_a_tenant_extends_the_rules() -> None:
    rules: Rules = default().extended(junk_local=["Franquicias"], junk_domains=["rival.es"], disposable=["efimero.es"])
    html = "<p>info@acme.es franquicias@acme.es info@rival.es a@mail.efimero.es"
    assert [each.value for each in pages.read(html, "https://acme.es/", rules=rules).emails] == ["info@acme.es"]


def test_the_maker_of_the_website_is_not_the_business() -> None:
    html = "<p>acme@gmail.com</p><p>Diseño web: Pixel, hola@pixel.es</p><p>Diseñado por nosotros: web@acme.es</p>"
    found = pages.read(html, "https://acme.es/").emails
    assert [each.value for each in found] == ["acme@gmail.com", "web@acme.es"]
