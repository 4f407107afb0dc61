"""Which links are followed: the pages where businesses say how to reach them, in seven languages, each once."""

import json

import pytest

from scraper.choosing import Choice, kinds, weights, words
from scraper.learning import EXAMPLES, WEIGHTS, examples, learned
from scraper.pages import Link

HOME = "https://www.clinica.example.cat/"


def _chosen(*links: tuple[str, str], home: str = HOME, ordered: bool = True) -> list[str]:
    choice = Choice(home, ordered=ordered)
    choice.offer([Link(url if "//" in url or ":" in url else f"{HOME}{url}", text) for url, text in links])
    found = []
    while (url := choice.next()) is not None:
        found.append(url.removeprefix(HOME))
    return found


NOISE = [("blog", "Blog"), ("servicios", "Servicios"), ("galeria", "Galería"), ("cookies", "Política de cookies")]


@pytest.mark.parametrize(
    ("contact", "legal", "about"),
    [
        (("contacto", "Contacto"), ("aviso-legal", "Aviso legal"), ("quienes-somos", "Quiénes somos")),
        (("contacte", "Contacte"), ("avis-legal", "Avís legal"), ("qui-som", "Qui som")),
        (("contactos", "Contactos"), ("informacao-legal", "Informação legal"), ("sobre-nos", "Sobre nós")),
        (("contact-us", "Contact us"), ("legal-notice", "Legal notice"), ("about-us", "About us")),
        (("contactez-nous", "Contactez-nous"), ("mentions-legales", "Mentions légales"), ("a-propos", "À propos")),
        (("kontakt", "Kontakt"), ("impressum", "Impressum"), ("ueber-uns", "Über uns")),
        (("contatti", "Contatti"), ("note-legali", "Note legali"), ("chi-siamo", "Chi siamo")),
    ],
    ids=["es", "ca", "pt", "en", "fr", "de", "it"],
)
def test_contact_then_legal_then_about(
    contact: tuple[str, str], legal: tuple[str, str], about: tuple[str, str]
) -> None:
    assert _chosen(*NOISE, about, legal, contact)[:3] == [contact[0], legal[0], about[0]]


@pytest.mark.parametrize(("path", "text"), [("p?id=7", "Contacto"), ("contacto", ""), ("es/contacto.html", "+34 972")])
def test_the_text_or_the_path_is_enough(path: str, text: str) -> None:
    assert _chosen(*NOISE, (path, text))[0] == path


def test_the_second_of_a_kind_waits_for_other_kinds() -> None:
    links = [("contacto", "Contacto"), ("en/contact", "Contact"), ("fr/contact", "Contact"), ("legal", "Aviso legal")]
    assert _chosen(*links)[:2] == ["contacto", "legal"]


@pytest.mark.parametrize(
    "link",
    [
        "https://other.example/contact",
        "https://facebook.com/clinica",
        "mailto:hola@example.cat",
        "tel:+34972000000",
        "javascript:void(0)",
        "carta.pdf",
        "foto.JPG",
        "app.apk",
        "wp-admin/",
        "shop?add-to-cart=7",
        "feed",
        "http://[broken",
        "https://www.clinica.example.cat:99999/",
    ],
)
def test_what_is_no_page_of_the_site_is_left(link: str) -> None:
    assert _chosen((link, "Contacto")) == []


@pytest.mark.parametrize("link", ["https://example.cat/contacte", "https://reserves.example.cat/contacte"])
def test_other_hosts_of_the_domain_are_the_site(link: str) -> None:
    assert _chosen((link, "Contacte")) == [link]


@pytest.mark.parametrize(
    "link",
    ["", "#top", "https://WWW.clinica.example.cat", "https://www.clinica.example.cat:443/", "?"],
)
def test_home_is_not_followed_again(link: str) -> None:
    assert _chosen((link, "Inicio")) == []


def test_no_page_is_given_twice() -> None:
    links = ["a?x=1&y=2", "a?y=2&x=1", "a?x=1&y=2#part", "A", "%41", "b", "b#c", "c d", "c%20d"]
    assert len(_chosen(*((each, "") for each in links))) == 4


def test_a_page_where_a_redirect_ended_is_not_given() -> None:
    choice = Choice(HOME, ordered=True)
    assert choice.meet(f"{HOME}contact/")
    assert not choice.meet(f"{HOME}contact/")
    choice.offer([Link(f"{HOME}contact/", "Contact")])
    assert choice.next() is None


def test_whole_sites_are_read_in_the_order_of_discovery() -> None:
    assert _chosen(("b", ""), ("a", ""), ("contact", "Contact"), ordered=False) == ["b", "a", "contact"]


def test_a_site_that_invents_addresses_without_end_fills_no_memory() -> None:
    choice = Choice(HOME, ordered=True)
    choice.offer([Link(f"{HOME}calendar?day={number}", "next") for number in range(20_000)])
    assert len(choice._waiting) <= 5_000


def test_the_weights_are_what_the_examples_teach() -> None:
    """`python -m scraper.learning` writes them anew after the examples have changed."""
    assert json.loads(WEIGHTS.read_text()) == learned(examples(EXAMPLES)) == weights()


def test_the_weights_know_links_they_have_not_seen() -> None:
    """A fifth of the examples is held back, five times over; the others teach what they are."""
    right, wrong, telling, rest = 0, 0, 0, 0
    for fold in range(5):
        taught = learned([each for number, each in enumerate(examples()) if number % 5 != fold])
        for kind, text, path in examples()[fold::5]:
            said = {name: sum(weight.get(word, 0) for word in words(text, path)) for name, weight in taught.items()}
            if kind in ("contact", "legal", "about", "privacy"):
                telling, right = telling + 1, right + (said[kind] > 0.5)
            elif kind == "other":
                rest, wrong = rest + 1, wrong + (said["contact"] > 0.5)
    assert right / telling > 0.6
    assert wrong / rest < 0.1


def test_words_are_small_stems_without_accents() -> None:
    assert words("Ubicació · Über", "/Qui%20Som_nós.php?x=1") == {"ubicac", "uber", "qui", "som", "nos", "php"}


def test_nothing_said_is_nothing_known() -> None:
    assert max(kinds("", "").values()) < 0.25
