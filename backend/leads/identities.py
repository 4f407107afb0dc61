"""What a lead has alone: its email, its phone, its domain (SCO-03, PRO-04).

Who writes one of them first takes the same locks as the chat and the imports do, all at once and in one order, and
before it holds any row; so nobody else gets the datum meanwhile and nobody waits for somebody who waits for him.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from backend.core.database.session import TenantSession, bound_tenant
from backend.leads import contact, domains, queries
from backend.leads.contact import Contact
from backend.leads.detail_models import Niche
from backend.leads.errors import DomainKnown, LeadExists, UnusableEmail, UnusablePhone, UnusableWebsite
from backend.leads.models import Lead
from backend.leads.schemas import DomainCheck
from backend.tenants import queries as tenants

FIELDS: Final = ("email", "phone", "website")


@dataclass(frozen=True, slots=True)
class Held:
    """What was given, in its true spelling and locked; None clears."""

    contacts: Mapping[str, Contact | None]
    websites: Mapping[str, str | None]

    @property
    def domain(self) -> str | None:
        text = self.websites.get("website")
        return domains.normalise(text) if text else None


async def hold(session: TenantSession, given: Mapping[str, str | None], *, domain: str | None = None) -> Held:
    """Read and lock. Raises `UnusableEmail`, `UnusablePhone`, `UnusableWebsite`."""
    country = (await tenants.get_own(session)).country if given.get("phone") else ""
    contacts = {name: _contact(name, given[name], country) for name in ("email", "phone") if name in given}
    websites = {"website": _website(given["website"])} if "website" in given else {}
    held = Held(contacts, websites)
    indexes = [found.index for found in contacts.values() if found]
    indexes += [contact.domain_index(each) for each in (held.domain, domain) if each]
    if indexes:
        await lock(session, indexes)
    return held


async def take(session: TenantSession, lead: Lead, held: Held) -> list[str]:
    """Write what differs; returns the names of what changed. Raises `LeadExists` and `DomainKnown`."""
    changed = {
        name: found
        for name, found in held.contacts.items()
        if (found.index if found else None) != getattr(lead, f"{name}_index")
    }
    for name, each in changed.items():
        owner = await queries.find_by_contact(session, **{f"{name}_index": each.index}) if each else None
        # What a merged lead has is already this one's.
        if owner not in (None, lead.id):
            raise LeadExists(lead_id=str(owner))
    for name, found in changed.items():
        setattr(lead, name, found.value if found else None)
        setattr(lead, f"{name}_index", found.index if found else None)
    return [*changed, *await _take_website(session, lead, held)]


async def check(session: TenantSession, text: str) -> DomainCheck:
    """Whose domain it is, for the warning while somebody types."""
    domain = domains.normalise(text)
    if domain is None:
        return DomainCheck(domain=None)
    owner = await find_by_domain(session, domain)
    if owner is None:
        return DomainCheck(domain=domain)
    niche = await session.get(Niche, owner.niche_id) if owner.niche_id else None
    return DomainCheck(
        domain=domain,
        lead_id=owner.id,
        name=owner.name or owner.company,
        niche_id=niche.id if niche else None,
        niche=niche.name if niche else None,
    )


async def find_by_domain(session: TenantSession, domain: str) -> Lead | None:
    """The lead that owns the domain, or the one that speaks for it."""
    speaks = select(func.coalesce(Lead.merged_into_id, Lead.id)).where(Lead.domain == domain, Lead.deleted_at.is_(None))
    found: uuid.UUID | None = await session.scalar(speaks)
    return await session.get(Lead, found) if found else None


async def _take_website(session: TenantSession, lead: Lead, held: Held) -> list[str]:
    if "website" not in held.websites or held.websites["website"] == lead.website:
        return []
    if held.domain and held.domain != lead.domain:
        found = await check(session, held.domain)
        if found.lead_id not in (None, lead.id):
            raise DomainKnown(**found.model_dump(mode="json"))
    lead.website, lead.domain = held.websites["website"], held.domain
    return ["website"]


async def lock(session: TenantSession, indexes: list[bytes]) -> None:
    """Nobody else gets these until the transaction ends; taken before any row."""
    tenant_id = bound_tenant(session)
    await session.execute(select(func.pg_advisory_xact_lock_shared(contact.family_key(tenant_id))))
    if not indexes:
        return
    keys = func.unnest(contact.lock_keys(tenant_id, *indexes)).alias("key")
    await session.execute(select(func.count(func.pg_advisory_xact_lock(keys.column))))


def _website(text: str | None) -> str | None:
    if not text:
        return None
    found = domains.website(text)
    if found is None:
        raise UnusableWebsite()
    return found


def _contact(name: str, text: str | None, country: str) -> Contact | None:
    if not text:
        return None
    found = contact.email(text) if name == "email" else contact.phone(text, country)
    if found is None:
        raise UnusableEmail() if name == "email" else UnusablePhone()
    return found
