"""Leads by their domain, for programs that keep their own list of businesses in step with ours (PRO-04)."""

from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.leads import domains, identities, queries, service
from backend.leads.errors import LeadNotFound, UnusableDomain
from backend.leads.models import Lead
from backend.leads.schemas import LeadCreate, LeadUpdate, LeadUpsert


async def get(session: TenantSession, text: str) -> Lead:
    """Raises `UnusableDomain` and `LeadNotFound`."""
    found = await identities.find_by_domain(session, _domain(text))
    if found is None:
        raise LeadNotFound()
    return await queries.get_lead(session, found.id)


async def put(session: TenantSession, text: str, given: LeadUpsert, *, by: Actor) -> tuple[Lead, bool]:
    """Change the lead of the domain, or add it; whether it was added. Raises what `service.create` raises."""
    domain = _domain(text)
    said = given.model_dump(exclude_unset=True)
    # Two programs at once: the second one waits here and then finds what the first one added.
    identity: dict[str, str | None] = {name: said[name] for name in identities.FIELDS if name in said}
    held = await identities.hold(session, identity, domain=domain)
    if held.websites.get("website") and held.domain != domain:
        raise UnusableDomain()
    known = await identities.find_by_domain(session, domain)
    source, website = given.source, said.pop("website", None)
    said.pop("source", None)
    if known is None:
        added = LeadCreate(**said, source=source, website=website or f"https://{domain}")
        return await service.create(session, added, by=by), True
    if website:
        said["website"] = website
    return await service.update(session, known.id, LeadUpdate(**said), by=by), False


def _domain(text: str) -> str:
    """Raises `UnusableDomain`."""
    found = domains.normalise(text)
    if found is None:
        raise UnusableDomain()
    return found
