"""A lead that is to be saved, and its true spelling. Pure."""

import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from backend.core import crypto
from backend.leads import contact, contact_values, domains, tags
from backend.leads.cleaning import cleaned, cleaned_json
from backend.leads.contact import Contact
from backend.leads.detail_errors import UnusableTag
from backend.leads.enums import ContactKind, ContactState, Source

# Any: evidence is a page, the words around, how and how sure; see `LeadContact.evidence`.
Evidence = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class NewContact:
    """One more way to reach the business."""

    kind: ContactKind
    value: str
    label: str = ""
    evidence: Evidence = ()


# Any: custom values are of the kinds of their fields.
@dataclass(frozen=True, slots=True, kw_only=True)
class NewLead:
    """A lead to be saved; empty means that nothing is known. `evidence` is by the name of the field it proves."""

    source: Source
    name: str = ""
    company: str = ""
    domain: str | None = None
    website: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    country: str = ""
    language: str | None = None
    niche_id: uuid.UUID | None = None
    stage_id: uuid.UUID | None = None
    contact_state: ContactState | None = None
    assignee_id: uuid.UUID | None = None
    value_minor: int | None = None
    currency: str | None = None
    custom: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    contacts: tuple[NewContact, ...] = ()
    note: str = ""
    summary: str = ""
    evidence: Mapping[str, Evidence] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Further:
    """A row of `lead_contacts`; the value stands encrypted."""

    kind: str
    label: str
    value: str
    index: bytes
    evidence: Evidence


@dataclass(slots=True)
class Prepared:
    """A row in its true spelling; `problem` says why it cannot be saved."""

    given: NewLead
    problem: str = ""
    domain: str | None = None
    email: Contact | None = None
    phone: Contact | None = None
    further: list[Further] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)

    def indexes(self) -> list[bytes]:
        """What this row must be alone with while it is saved."""
        own = [each.index for each in (self.email, self.phone) if each]
        return [*own, contact.domain_index(self.domain)] if self.domain else own


def prepare(given: NewLead, country: str) -> Prepared:
    """`country` is read into phone numbers without prefix, where the row names none itself."""
    country = given.country or country
    found = Prepared(given, domain=domains.normalise(given.domain or given.website or ""))
    emails, phones = _firsts(given, ContactKind.EMAIL, given.email), _firsts(given, ContactKind.PHONE, given.phone)
    found.email = next((each for text in emails if (each := contact.email(text))), None)
    found.phone = next((each for text in phones if (each := contact.phone(text, country))), None)
    if given.email and contact.email(given.email) is None:
        found.problem = "unusable_email"
    elif given.phone and contact.phone(given.phone, country) is None:
        found.problem = "unusable_phone"
    elif not any((given.name.strip(), given.company.strip(), found.domain, found.email, found.phone)):
        found.problem = "nobody"
    found.further = list(_further(given, found, country))
    for tag in map(line, given.tags):
        with suppress(UnusableTag):
            found.tags.setdefault(tags.folded(tag), tag[:40])
    return found


def _firsts(given: NewLead, kind: ContactKind, first: str | None) -> list[str]:
    return [first] if first else [each.value for each in given.contacts if each.kind is kind]


def _further(given: NewLead, found: Prepared, country: str) -> Iterable[Further]:
    mains = {ContactKind.EMAIL: found.email, ContactKind.PHONE: found.phone}
    for each in given.contacts:
        row = further(each, country)
        main = mains.get(each.kind)
        if row and (each.evidence or main is None or main.index != row.index):
            yield row
    for kind, main in mains.items():
        if main and (proof := tuple(given.evidence.get(kind.value, ()))):
            yield Further(kind, "", crypto.cipher().encrypt(main.value), main.index, proof)


def further(given: NewContact, country: str) -> Further | None:
    """None when the value is no such thing."""
    found = contact_values.checked(given.kind, cleaned(given.value), country)
    if found is None:
        return None
    label, evidence = line(given.label)[:40], tuple(cleaned_json(list(given.evidence)))
    return Further(given.kind, label, crypto.cipher().encrypt(found.value), found.index, evidence)


def line(text: str) -> str:
    return " ".join(cleaned(text).split())
