"""Many pages become one site: each value once, the best first; and the words that sum it up."""

from scraper import merging, pages, summaries
from scraper.findings import Findings

SITE = "https://acme.es/"


def _site(*bodies: str) -> Findings:
    found = [pages.read(body, f"{SITE}{number}") for number, body in enumerate(bodies)]
    return merging.combine(found, domain="acme.es")


def test_a_value_of_many_pages_is_one_with_the_evidence_of_at_most_five() -> None:
    found = _site(*["<p>info@acme.es</p>"] * 9)
    assert [each.value for each in found.emails] == ["info@acme.es"]
    assert len(found.emails[0].evidence) == 5


def test_role_addresses_of_the_own_domain_come_first() -> None:
    found = _site("<p>ana@acme.es dpd@acme.es acme@gmail.com x@other.es</p>", "<p>info@acme.es info@other.es</p>")
    assert [each.value for each in found.emails] == [
        "info@acme.es",
        "ana@acme.es",
        "dpd@acme.es",
        "acme@gmail.com",
        "info@other.es",
        "x@other.es",
    ]


def test_a_link_is_surer_than_a_text() -> None:
    found = _site("<p>93 412 34 56</p>", '<a href="tel:608123456">Llama</a>')
    assert [each.value for each in found.phones] == ["+34608123456", "+34934123456"]


def test_two_spellings_of_a_profile_are_one() -> None:
    found = _site('<a href="https://instagram.com/Acme">i</a>', '<a href="https://www.instagram.com/acme/?hl=es">i</a>')
    assert len(found.profiles) == 1


def test_sums_of_sums_are_the_sum_of_all() -> None:
    parts = [pages.read(f"<title>T{n}</title><p>p{n}@acme.es 93 412 34 5{n}", f"{SITE}{n}") for n in range(6)]
    halves = [merging.combine(parts[:3], domain="acme.es"), merging.combine(parts[3:], domain="acme.es")]
    assert merging.combine(halves, domain="acme.es") == merging.combine(parts, domain="acme.es")


def test_a_whole_sites_titles_do_not_make_its_report_long() -> None:
    parts = [pages.read(f"<title>Page {n}</title>", f"{SITE}{n}") for n in range(300)]
    parts.append(pages.read('<meta property="og:site_name" content="Acme"><title>Last</title>', SITE))
    names = merging.combine(parts, domain="acme.es").names
    assert len(names) == merging.MAX_NAMES
    assert names[0].value == "Acme"


def test_nothing_is_nothing() -> None:
    assert merging.combine([], domain="acme.es") == Findings()


def test_the_summary_is_the_pages_own_words() -> None:
    html = (
        '<html lang="es"><title>Clínica Puig | Dentista en Girona</title>'
        '<meta name="description" content="Somos tu dentista en Girona. Implantes desde 1990. Pide cita.">'
        "<h2>Implantes</h2><h2>Ortodoncia</h2>"
    )
    found = pages.read(html, "https://clinicapuig.es/")
    assert summaries.summary(found) == "Somos tu dentista en Girona. Implantes desde 1990."
    assert summaries.sector(found) == "dentist"


def test_without_a_description_title_and_headings_speak() -> None:
    found = pages.read('<html lang="ca"><title>Fusteria Puig</title><h2>Cuines a mida</h2><h2>Portes</h2>', SITE)
    assert summaries.summary(found) == "Fusteria Puig. El seu web parla de «Cuines a mida» i «Portes»."
    assert summaries.sector(found) == "carpentry"


def test_links_carry_their_words() -> None:
    html = (
        '<base href="/b/"><a href="x#y"><img alt="Contacto"></a><a href="/x">A</a>'
        '<a href="mailto:a@b.es">m</a><a href="#">n</a>'
    )
    links = pages.parse(html, SITE).links
    assert [(each.url, each.text) for each in links] == [
        ("https://acme.es/b/x", "Contacto"),
        ("https://acme.es/x", "A"),
    ]
