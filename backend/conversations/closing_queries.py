"""The closing-window queue: chats that can soon be answered by template only, or not at all (F3)."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, select, text

from backend.conversations import closing_ranking, policy
from backend.conversations.channel_models import OptOut
from backend.conversations.closing_ranking import Rank, Waiting
from backend.conversations.projection import preview
from backend.conversations.sending_queries import conversation_key
from backend.conversations.sending_schemas import ClosingOut, ClosingPart
from backend.core import clock, crypto
from backend.core.database.session import TenantSession

# Of more than these the ones that close first are ranked.
MOST: Final = 1_000

# Walks `ix_conversations_window`. The lead that speaks since a merge counts; who opted out or blocked us does not.
_SOON: Final = text(
    """
    SELECT c.id, c.channel, c.status, c.last_message, c.last_inbound_at, c.unanswered_since, c.assignee_id,
      l.id AS lead_id, l.name AS lead_name, coalesce(l.score, 0) AS score, l.value_minor, l.currency
    FROM conversations c
    LEFT JOIN leads own ON own.id = c.lead_id
    LEFT JOIN leads l ON l.id = coalesce(own.merged_into_id, own.id) AND NOT l.hidden
    WHERE c.account_id IS NOT NULL AND c.last_inbound_at > :opened AND c.last_inbound_at <= :nearly
      AND c.channel IN ('whatsapp', 'instagram', 'messenger') AND c.status <> 'ended'
      AND coalesce(c.blocked_at < c.last_inbound_at, true)
      AND NOT EXISTS (
        SELECT FROM opt_outs o WHERE o.key_index = l.phone_index OR o.key_index = l.email_index
          OR o.key_index IN (SELECT i.key_index FROM channel_identities i WHERE i.conversation_id = c.id)
      )
    ORDER BY c.last_inbound_at LIMIT :most
    """
)


async def list_closing(session: TenantSession, hours: int, *, limit: int) -> list[ClosingOut]:
    """Most pressing first; `closing_ranking` says what that means."""
    now = clock.now()
    horizon = min(timedelta(hours=hours), policy.WINDOW)
    opened = now - policy.WINDOW
    rows = await session.execute(_SOON, {"opened": opened, "nearly": opened + horizon, "most": MOST})
    found = rows.all()
    gone = await _opted_out(session, [row.id for row in found])
    by_id = {str(row.id): row for row in found if row.id not in gone}
    waiting = [
        Waiting(key, row.last_inbound_at + policy.WINDOW, row.score, row.value_minor, row.currency)
        for key, row in by_id.items()
    ]
    ranked = closing_ranking.rank(waiting, now, horizon)[:limit]
    return [_out(by_id[each.id], each, now) for each in ranked]


async def _opted_out(session: TenantSession, ids: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Of whom nothing but the thread is known; the others' contacts were asked above."""
    keys = {conversation_key(each): each for each in ids}
    rows = await session.scalars(select(OptOut.key_index).where(OptOut.key_index.in_(keys)))
    return {keys[bytes(each)] for each in rows}


def _out(row: Row[Any], rank: Rank, now: datetime) -> ClosingOut:  # Any: columns of the statement above
    closes_at = row.last_inbound_at + policy.WINDOW
    return ClosingOut(
        id=row.id,
        channel=row.channel,
        status=row.status,
        lead_id=row.lead_id,
        lead_name=row.lead_name,
        score=row.score,
        value_minor=row.value_minor,
        currency=row.currency,
        assignee_id=row.assignee_id,
        last_message=preview(crypto.cipher().decrypt(row.last_message)) if row.last_message else None,
        waiting_since=row.unanswered_since,
        closes_at=closes_at,
        minutes_left=max(0, int((closes_at - now).total_seconds() // 60)),
        points=rank.points,
        parts=ClosingPart(score=rank.score, value=rank.value, time=rank.time),
    )
