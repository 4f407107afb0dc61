"""Remembers and forgets, one row a conversation."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from backend.assistant.memory import keeping, queries
from backend.assistant.memory.models import PersonMemory
from backend.assistant.memory.schemas import Discussed, Entry, Fact, Kept, Memory
from backend.core import clock
from backend.core.database.session import TenantSession


async def remember(
    session: TenantSession,
    conversation_id: uuid.UUID,
    *,
    lead_id: uuid.UUID | None = None,
    facts: Sequence[Fact] = (),
    products: Sequence[Discussed] = (),
    slots: Mapping[str, Any] | None = None,  # Any: JSON; a null takes the slot away
    entries: Sequence[Entry] = (),
    intent: str | None = None,
    purchase_intent: float | None = None,
    messages: int = 0,
    matched: bool | None = None,
) -> Memory:
    """What is given joins what was known. `matched` says whether the last message was understood: False counts one
    more miss, True starts again at none."""
    row = await _held(session, conversation_id)
    kept = keeping.joined(
        Kept.model_validate_json(row.content), facts=facts, products=products, slots=slots, entries=entries
    )
    row.content = kept.model_dump_json()
    row.lead_id = lead_id or row.lead_id
    row.last_intent = intent or row.last_intent
    if purchase_intent is not None:
        row.purchase_intent = min(1.0, max(0.0, purchase_intent))
    if matched is not None:
        row.no_match_count = 0 if matched else row.no_match_count + 1
    row.total_messages += messages
    row.updated_at = clock.now()
    await session.flush()
    return queries.read(row)


async def forget(session: TenantSession, conversation_id: uuid.UUID) -> None:
    """As if nothing had ever been said (FLW-11: reset session)."""
    await session.execute(delete(PersonMemory).where(PersonMemory.conversation_id == conversation_id))


async def _held(session: TenantSession, conversation_id: uuid.UUID) -> PersonMemory:
    """The row, locked until the transaction ends: two messages of one person do not overwrite each other."""
    empty = {"conversation_id": conversation_id, "content": Kept().model_dump_json()}
    await session.execute(insert(PersonMemory).values(empty).on_conflict_do_nothing())
    query = select(PersonMemory).where(PersonMemory.conversation_id == conversation_id).with_for_update()
    return (await session.scalars(query.execution_options(populate_existing=True))).one()
