"""Questions the door out asks before anything leaves: how things stand between a person, a channel and the law."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select, text

from backend.channels.enums import AccountStatus, ChannelKind
from backend.conversations import policy
from backend.conversations.channel_models import Delivery
from backend.conversations.enums import SenderKind
from backend.conversations.errors import ConversationNotFound
from backend.conversations.policy import Asked
from backend.core import crypto
from backend.core.database.session import TenantSession
from backend.prospecting.enums import SuppressionKind
from backend.prospecting.models import Suppression

# One row with everything; the lead that speaks since a merge counts with the conversation's own.
_FACTS: Final = text(
    """
    SELECT c.channel, c.account_id, c.lead_id, c.last_inbound_at,
      coalesce(c.blocked_at >= coalesce(c.last_inbound_at, c.blocked_at), false) AS blocked,
      coalesce(a.status, 'connected') AS account_status,
      coalesce(l.timezone, own.timezone) AS timezone, t.timezone AS house_timezone,
      l.consent_at IS NOT NULL OR own.consent_at IS NOT NULL OR jsonb_array_length(c.consents) > 0 AS consented,
      coalesce(l.email_index, own.email_index) AS email_index, coalesce(l.domain, own.domain) AS domain,
      o.at AS opted_out_at, coalesce(o.confirmed, false) AS confirmed
    FROM conversations c
    JOIN tenants t ON t.id = c.tenant_id
    LEFT JOIN channel_accounts a ON a.id = c.account_id
    LEFT JOIN leads own ON own.id = c.lead_id
    LEFT JOIN leads l ON l.id = coalesce(own.merged_into_id, own.id)
    LEFT JOIN LATERAL (
      SELECT max(o.at) AS at, bool_or(o.details ? 'confirmed') AS confirmed FROM opt_outs o
      WHERE o.key_index IN (
        SELECT unnest(ARRAY[own.phone_index, own.email_index, l.phone_index, l.email_index, CAST(:own_key AS bytea)])
        UNION ALL
        SELECT i.key_index FROM channel_identities i WHERE i.conversation_id = c.id AND i.kind = 'phone'
      )
    ) o ON true
    WHERE c.id = :id
    """
)
# A person's follow-ups, in whichever conversation they came.
_FOLLOWED_UP: Final = text(
    """
    SELECT coalesce(d.sent_at, d.created_at) FROM deliveries d JOIN conversations c ON c.id = d.conversation_id
    WHERE (c.id = :id OR c.lead_id = :lead_id) AND d.sender = 'nurturing' AND d.part = 0
      AND d.status <> 'failed' AND d.created_at > :since
    ORDER BY 1
    """
)


@dataclass(frozen=True, slots=True)
class Facts:
    """How things stand for one conversation."""

    channel: ChannelKind
    account_id: uuid.UUID | None
    lead_id: uuid.UUID | None
    last_inbound_at: datetime | None
    blocked: bool
    account: AccountStatus
    zone: ZoneInfo
    consented: bool
    email_index: bytes | None
    domain: str | None
    opted_out_at: datetime | None
    confirmed: bool

    def asked(
        self, sender: SenderKind, now: datetime, *, template: bool = False, followed_up: Sequence[datetime] = ()
    ) -> Asked:
        return Asked(
            self.channel,
            sender,
            now,
            self.last_inbound_at,
            account=self.account,
            template=template,
            blocked=self.blocked,
            opted_out_at=self.opted_out_at,
            confirmed=self.confirmed,
            consented=self.consented,
            zone=self.zone,
            followed_up=followed_up,
        )


def conversation_key(conversation_id: uuid.UUID) -> bytes:
    """What stands for a person of whom nothing is known but the thread."""
    return crypto.cipher().blind_index(f"conversation:{conversation_id}")


async def get_facts(session: TenantSession, conversation_id: uuid.UUID) -> Facts:
    """Raises `ConversationNotFound`."""
    row = (await session.execute(_FACTS, {"id": conversation_id, "own_key": conversation_key(conversation_id)})).first()
    if row is None:
        raise ConversationNotFound()
    return Facts(
        channel=ChannelKind(row.channel),
        account_id=row.account_id,
        lead_id=row.lead_id,
        last_inbound_at=row.last_inbound_at,
        blocked=row.blocked,
        account=AccountStatus(row.account_status),
        zone=_zone(row.timezone) or _zone(row.house_timezone) or ZoneInfo("UTC"),
        consented=row.consented,
        email_index=row.email_index,
        domain=row.domain,
        opted_out_at=row.opted_out_at,
        confirmed=row.confirmed,
    )


def _zone(name: str | None) -> ZoneInfo | None:
    """A lead's zone is whatever a platform or a file said."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


async def list_followed_up(
    session: TenantSession, conversation_id: uuid.UUID, lead_id: uuid.UUID | None, now: datetime
) -> list[datetime]:
    """When this person got follow-ups in the last week, oldest first."""
    since = now - policy.WEEK - timedelta(days=1)
    rows = await session.scalars(_FOLLOWED_UP, {"id": conversation_id, "lead_id": lead_id, "since": since})
    return list(rows)


async def is_suppressed(session: TenantSession, facts: Facts) -> bool:
    """Whether the person's email, or their business's domain, is on the list of those never approached (X30)."""
    wanted: list[Any] = []  # Any: conditions
    if facts.email_index:
        wanted.append((Suppression.kind == SuppressionKind.EMAIL) & (Suppression.value_index == facts.email_index))
    if facts.domain:
        index = crypto.cipher().blind_index(facts.domain)
        wanted.append((Suppression.kind == SuppressionKind.DOMAIN) & (Suppression.value_index == index))
    for condition in wanted:
        if await session.scalar(select(Suppression.id).where(condition)):
            return True
    return False


async def find_by_key(session: TenantSession, key: str) -> Delivery | None:
    return await session.scalar(select(Delivery).where(Delivery.key == key))
