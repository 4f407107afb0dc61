"""The way back from the bin; `GET /leads?bin=true` lists what is there."""

import uuid

from fastapi import APIRouter

from backend.core.http.dependencies import Admin, TenantSession
from backend.leads import bin as bins
from backend.leads.router.reading import Reader, detail
from backend.leads.schemas import LeadDetail

router = APIRouter(prefix="/leads", tags=["leads"])


@router.post("/{lead_id}/restore", summary="Restore a deleted lead")
async def restore(lead_id: uuid.UUID, actor: Admin, session: TenantSession, reader: Reader) -> LeadDetail:
    """Within 30 days. An email, phone or domain that another lead has by now becomes a further contact."""
    return await detail(session, await bins.restore(session, lead_id, by=actor), reader)
