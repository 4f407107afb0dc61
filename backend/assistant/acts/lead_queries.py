"""Which lead a person means by a few words, and what the assistant tells of it."""

import uuid
from typing import Any, Final

from backend.assistant.acts.base import NotFoundByName, SeveralByName
from backend.core.database.session import TenantSession
from backend.leads import listing, queries
from backend.leads.enums import Sort
from backend.leads.errors import LeadNotFound
from backend.leads.models import Lead

SHOWN: Final = 5


# Any: rows of the list.
def line(lead: Any) -> dict[str, Any]:
    """What a sentence or a model needs to know of a lead."""
    return {
        "id": str(lead.id),
        "name": lead.name or lead.company or lead.domain or lead.email or lead.phone or "—",
        "company": lead.company if lead.name else "",
        "score": lead.score,
        "temperature": lead.temperature,
        "stage": lead.stage,
        "contact_state": lead.contact_state,
        "email": lead.email or "",
        "phone": lead.phone or "",
        "domain": lead.domain or "",
    }


async def resolve(session: TenantSession, who: str) -> Lead:
    """The one lead that is meant. Raises `NotFoundByName` or `SeveralByName` with up to five names."""
    try:
        return await queries.get_lead(session, uuid.UUID(who))
    except (ValueError, LeadNotFound):
        found = await listing.list_leads(session, listing.Filters(q=who), sort=Sort.LAST_ACTIVITY, limit=SHOWN + 1)
    if not found.rows:
        raise NotFoundByName(name=who)
    exact = [row for row in found.rows if who.casefold() in {row.name.casefold(), row.company.casefold()}]
    chosen = exact if len(exact) == 1 else found.rows
    if len(chosen) > 1:
        raise SeveralByName(name=who, names=[line(row)["name"] for row in chosen[:SHOWN]])
    return await queries.get_lead(session, chosen[0].id)
