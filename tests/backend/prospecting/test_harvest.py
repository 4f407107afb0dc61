"""What a source told and a site proved, put together, without a session and without a network."""

import pytest

from backend.leads.enums import ContactKind
from backend.prospecting import harvest
from scraper.findings import Datum, Evidence, Findings, How, SiteReport, SiteStatus
from scraper.sources.base import Business

PAGE = "https://clinica.cat/contacte"
# Emails and phones are compared by the blind index, whose key the application brings.
pytestmark = pytest.mark.usefixtures("app")


def business(website: str = "", phone: str = "", email: str = "", address: str = "") -> Business:
    page = "https://www.openstreetmap.org/node/1"
    return Business("Clínica Rius", website, phone, email, address, country="ES", source_url=page)


SITES = [
    # (website, email, url, domain)
    ("https://www.clinica.cat/inici", "", "https://www.clinica.cat/inici", "clinica.cat"),
    ("clinica.cat", "", "https://clinica.cat", "clinica.cat"),
    ("", "info@clinica.cat", "https://clinica.cat", "clinica.cat"),
    ("", "rius@gmail.com", "", None),
    ("", "rius@hotmail.fr", "", None),
    ("https://www.facebook.com/rius", "", "https://www.facebook.com/rius", None),
    ("javascript:alert(1)", "", "", None),
    ("ftp://clinica.cat", "info@clinica.cat", "https://clinica.cat", "clinica.cat"),
    ("", "", "", None),
]


@pytest.mark.parametrize(("website", "email", "url", "domain"), SITES)
def test_a_business_has_its_own_site_or_none(website: str, email: str, url: str, domain: str | None) -> None:
    """PRO-04: a profile or a mailbox is nobody's domain."""
    found = harvest.told(business(website=website, email=email), source="overpass")
    assert (found.url, found.domain) == (url, domain)
    assert found.key == (domain or "https://www.openstreetmap.org/node/1")


def proven(value: str, confidence: float = 0.9, text: str = "") -> Datum:
    return Datum(value, (Evidence(PAGE, text or value, How.LINK, confidence),))


REPORT = SiteReport(
    "https://clinica.cat",
    "clinica.cat",
    SiteStatus.OK,
    findings=Findings(
        names=(proven("Clínica Dental Rius SLP"),),
        emails=(proven("info@clinica.cat"), proven("rius@clinica.cat", text="rius@clinica.cat o info@clinica.cat")),
        phones=(proven("+34972000000"),),
        addresses=(proven("Carrer Major, 1"),),
    ),
)


def test_the_sites_own_words_come_first_and_nothing_stands_twice() -> None:
    told = harvest.told(
        business(website="clinica.cat", phone="972 00 00 00", email="INFO@clinica.cat", address="Major 1"),
        source="places",
    )
    found = harvest.reap(told, REPORT)
    assert [(each["kind"], each["value"]) for each in found.contacts] == [
        ("email", "info@clinica.cat"),
        ("email", "rius@clinica.cat"),
        ("phone", "+34972000000"),
        ("address", "Carrer Major, 1"),
    ]
    assert found.name == "Clínica Rius"
    assert harvest.load(found.dump()) == found


def test_a_list_knows_only_a_domain_so_the_site_says_the_name() -> None:
    told = harvest.told(Business(name="clinica.cat", website="https://clinica.cat"), source="list")
    assert harvest.reap(told, REPORT).name == "Clínica Dental Rius SLP"


def test_what_only_the_source_knows_is_proven_by_its_page() -> None:
    told = harvest.told(business(phone="972 00 00 00", website="https://instagram.com/rius"), source="overpass")
    found = harvest.reap(told, None)
    assert [(each["kind"], each["value"]) for each in found.contacts] == [
        ("phone", "+34972000000"),
        ("social", "https://instagram.com/rius"),
    ]
    assert {each["evidence"][0]["url"] for each in found.contacts} == {"https://www.openstreetmap.org/node/1"}


def test_the_lead_has_the_best_of_each_and_all_of_them_with_proof() -> None:
    found = harvest.reap(harvest.told(business(website="clinica.cat"), source="overpass"), REPORT)
    lead = harvest.lead(found, domain="clinica.cat", url="https://clinica.cat", country="ES", niche_id=None)
    assert (lead.email, lead.phone, lead.address) == ("info@clinica.cat", "+34972000000", "Carrer Major, 1")
    assert [each.value for each in lead.contacts if each.kind is ContactKind.EMAIL] == [
        "info@clinica.cat",
        "rius@clinica.cat",
    ]
    assert all(each.evidence[0]["url"] == PAGE for each in lead.contacts)


def test_what_is_unwanted_is_gone_also_from_the_words_around() -> None:
    """X30."""
    found = harvest.reap(harvest.told(business(website="clinica.cat"), source="overpass"), REPORT)
    kept = found.without(lambda email: email == "info@clinica.cat")
    assert "info@" not in kept.dump()
    assert "rius@clinica.cat o …" in kept.dump()
