"""A visitor goes on on WhatsApp or Telegram (hand-carry)."""

from fastapi import APIRouter

from backend.conversations import carrying, ledger, turn
from backend.conversations.carry_schemas import CarryIn, CarryOut, WayOut
from backend.conversations.router.chat import REFUSALS, name_in_logs
from backend.core.http.dependencies import Db, Visitor

router = APIRouter(prefix="/chat", tags=["chat"], responses=REFUSALS)


@router.post("/carry", summary="Continue on another channel")
async def carry(body: CarryIn, db: Db, visitor: Visitor) -> CarryOut:
    """A one-use code and the addresses that carry it; the conversation goes on there where it is here."""
    name_in_logs(body.session_id)
    async with ledger.opened(db, visitor.tenant_id, body.session_id) as (_, read):
        turn.allowed(read, visitor.origin)
    async with db.tenant(visitor.tenant_id) as session:
        offered = await carrying.offer(session, body.session_id)
    if offered is None:
        return CarryOut()
    ways = [WayOut(kind=each.kind, url=each.url) for each in offered.ways]
    return CarryOut(code=offered.code, expires_at=offered.expires_at, ways=ways)
