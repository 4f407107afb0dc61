"""What stands around a lead: tags, further contacts, notes, the leads that speak through it."""

from typing import Any

from sqlalchemy import func, select

from backend.core.database.session import TenantSession
from backend.leads import contacts, queries
from backend.leads.detail_models import LeadNote, LeadTag
from backend.leads.merge_models import LeadMerge
from backend.leads.models import Lead
from backend.leads.schemas import MergedOut


# Any: the fields of `LeadDetail` that do not stand in the lead's own row.
async def get(session: TenantSession, lead: Lead) -> dict[str, Any]:
    family = await queries.family(session, lead.id)
    notes = select(func.count()).select_from(LeadNote).where(LeadNote.lead_id.in_(family))
    tags = select(LeadTag.name).where(LeadTag.lead_id == lead.id).order_by(LeadTag.tag)
    merges = (
        select(LeadMerge.id, LeadMerge.merged_id, LeadMerge.created_at, Lead.name, Lead.company)
        .join(Lead, Lead.id == LeadMerge.merged_id)
        .where(LeadMerge.kept_id == lead.id, LeadMerge.undone_at.is_(None))
        .order_by(LeadMerge.created_at.desc(), LeadMerge.id)
    )
    return {
        "contacts": await contacts.list_contacts(session, lead, family),
        "notes_count": await session.scalar(notes) or 0,
        "tags": list(await session.scalars(tags)),
        "merged": [
            MergedOut(
                merge_id=row.id, lead_id=row.merged_id, name=row.name, company=row.company, merged_at=row.created_at
            )
            for row in await session.execute(merges)
        ],
    }
