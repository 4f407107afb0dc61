"""What a source told and a site proved of a business, and the lead that follows from both. No session, no network."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from backend.core.language import is_language
from backend.leads import contact, domains
from backend.leads.cleaning import cleaned, cleaned_json
from backend.leads.enums import ContactKind, Source
from backend.leads.saving import NewContact, NewLead
from scraper.findings import Datum, SiteReport
from scraper.sources.base import Business
from scraper.sources.given import site_of

# Any: JSON as it stands in the row.
Json = dict[str, Any]

# How sure we are of what a map or directory says, against what the business itself says.
TOLD_CONFIDENCE: Final = 0.7
MOST_EVIDENCE: Final = 5
MOST_CONTACTS: Final = 40
_KINDS: Final = (
    ("emails", ContactKind.EMAIL),
    ("phones", ContactKind.PHONE),
    ("whatsapp", ContactKind.WHATSAPP),
    ("profiles", ContactKind.SOCIAL),
    ("addresses", ContactKind.ADDRESS),
    ("tax_ids", ContactKind.TAX_ID),
    ("opening_hours", ContactKind.OPENING_HOURS),
)
# Only by these can somebody be reached.
REACHING: Final = frozenset({ContactKind.EMAIL, ContactKind.PHONE, ContactKind.WHATSAPP, ContactKind.SOCIAL})


@dataclass(frozen=True, slots=True)
class Told:
    """What the source knew, cleaned for the table."""

    name: str
    url: str
    domain: str | None
    phone: str
    email: str
    address: str
    city: str
    country: str
    lat: float | None
    lon: float | None
    category: str
    source: str
    source_url: str

    @property
    def key(self) -> str:
        """By which two findings are one (PRO-04)."""
        return (self.domain or self.source_url or f"name:{self.name.casefold()}")[:300]

    @property
    def reachable(self) -> bool:
        return bool(self.phone or self.email)

    def dump(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def told(business: Business, *, source: str) -> Told:
    """The business's own site: the one given, else the one its email belongs to."""
    url = (domains.website(business.website) if business.website else None) or _site_of(business.email)
    return Told(
        name=_line(business.name, 200),
        url=url,
        domain=domains.normalise(url) if url else None,
        phone=_line(business.phone, 60),
        email=_line(business.email, 254),
        address=_line(business.address, 300),
        city=_line(business.city, 120),
        country=business.country if len(business.country) == 2 else "",
        lat=business.lat,
        lon=business.lon,
        category=_line(business.category, 80),
        source=source,
        source_url=_line(business.source_url, 2_000),
    )


def _site_of(email: str) -> str:
    """The site that an email's domain names, unless it is a mailbox's."""
    url = site_of(email) if "@" in email else ""
    return url if url and domains.normalise(url) else ""


def _line(text: str, most: int) -> str:
    return " ".join(cleaned(text).split())[:most]


@dataclass(frozen=True, slots=True)
class Harvest:
    """What is kept of a business; contacts stand as JSON with their evidence, the best of each kind first."""

    name: str
    contacts: tuple[Json, ...]
    summary: str = ""
    sector: str = ""
    language: str = ""
    country: str = ""

    @property
    def reachable(self) -> bool:
        return any(each["kind"] in REACHING for each in self.contacts)

    def without(self, unwanted: Callable[[str], bool]) -> "Harvest":
        """Emails that are never to be saved again are left out, also of the words around other contacts (X30)."""
        emails = [each["value"] for each in self.contacts if each["kind"] == ContactKind.EMAIL]
        gone = [each for each in emails if unwanted(each)]
        if not gone:
            return self
        marks = re.compile("|".join(map(re.escape, gone)), re.IGNORECASE)
        return replace(
            self, contacts=tuple(_blotted(each, marks) for each in self.contacts if each["value"] not in gone)
        )

    def dump(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def _blotted(each: Json, marks: re.Pattern[str]) -> Json:
    return each | {"evidence": [proof | {"text": marks.sub("…", proof["text"])} for proof in each["evidence"]]}


def load(text: str) -> Harvest:
    values = json.loads(text)
    return Harvest(**(values | {"contacts": tuple(values["contacts"])}))


def reap(known: Told, report: SiteReport | None) -> Harvest:
    """The site's own words first, then what the source told."""
    contacts = [] if report is None else list(_proven(report))
    contacts += _said(known, {(each["kind"], each["value"]) for each in contacts})
    name = _name(known, report)
    if report is None:
        return Harvest(name, tuple(contacts[:MOST_CONTACTS]), country=known.country)
    language = report.findings.language[:2]
    return Harvest(
        name=name,
        contacts=tuple(contacts[:MOST_CONTACTS]),
        language=language if is_language(language) else "",
        country=(report.country or known.country)[:2].upper(),
    )


def _name(known: Told, report: SiteReport | None) -> str:
    """A source's name of a business is a person's work; a list has only its domain."""
    proven = report.findings.names[0].value if report and report.findings.names else ""
    named = known.name and known.source not in {"list", "web"}
    return known.name if named else _line(proven, 200) or known.name


def _proven(report: SiteReport) -> Iterable[Json]:
    for name, kind in _KINDS:
        data: Sequence[Datum] = getattr(report.findings, name)
        for datum in data:
            evidence = [
                {"url": each.url, "text": each.text[:200], "how": each.how.value, "confidence": each.confidence}
                for each in datum.evidence[:MOST_EVIDENCE]
            ]
            yield _contact(kind, datum.value, datum.label, evidence)


def _said(known: Told, proven: set[tuple[str, str]]) -> Iterable[Json]:
    """In its true spelling, so that a map's spaces do not make a second phone of one."""
    proof: list[Json] = []
    if known.source_url:
        proof = [{"url": known.source_url, "text": known.name, "how": "source", "confidence": TOLD_CONFIDENCE}]
    email, phone = contact.email(known.email), contact.phone(known.phone, known.country or "ES")
    offered = (
        (ContactKind.EMAIL, email.value if email else ""),
        (ContactKind.PHONE, phone.value if phone else ""),
        (ContactKind.ADDRESS, known.address),
        (ContactKind.SOCIAL, known.url if known.url and not known.domain else ""),
    )
    kinds = {kind for kind, _ in proven}
    for kind, value in offered:
        # An address in other words is no second address.
        if value and (kind, value) not in proven and not (kind is ContactKind.ADDRESS and kind in kinds):
            yield _contact(kind, value, "", proof)


def _contact(kind: ContactKind, value: str, label: str, evidence: list[Json]) -> Json:
    found: Json = cleaned_json({"kind": kind.value, "label": label[:40], "value": value[:2_000], "evidence": evidence})
    return found


def lead(found: Harvest, *, domain: str | None, url: str, country: str, niche_id: Any) -> NewLead:  # Any: a uuid
    """Business contacts only, each with the page that proves it (X30)."""
    contacts = tuple(_new(each) for each in found.contacts)
    return NewLead(
        source=Source.PROSPECTING,
        name=found.name,
        company=found.name,
        domain=domain,
        website=url if domain else None,
        email=_first(contacts, ContactKind.EMAIL, lambda text: contact.email(text) is not None),
        phone=_first(contacts, ContactKind.PHONE, lambda text: contact.phone(text, country) is not None),
        address=_first(contacts, ContactKind.ADDRESS, bool),
        country=country,
        language=found.language or None,
        niche_id=niche_id,
        contacts=contacts,
        summary=found.summary,
    )


def _new(each: Mapping[str, Any]) -> NewContact:  # Any: JSON
    return NewContact(ContactKind(each["kind"]), each["value"], each["label"], tuple(each["evidence"]))


def _first(contacts: Iterable[NewContact], kind: ContactKind, usable: Callable[[str], bool]) -> str | None:
    return next((each.value for each in contacts if each.kind is kind and usable(each.value)), None)


def digested(found: Harvest, summary: str, sector: str) -> Harvest:
    """With what the business does and its sector; a model's words later replace the page's own."""
    said, named = cleaned(summary).strip()[:2_000], _line(sector, 120)
    return replace(found, summary=said or found.summary, sector=named or found.sector)
