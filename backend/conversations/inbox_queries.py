"""The inbox's list and its counts: as fast with 10,000 conversations as with a hundred.

A page's ids come from one index alone and stop when the page is full; only then are leads and colleagues joined.
The tabs are counted in one statement, each by an index of its own and never further than `MOST_COUNTED`.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    TextClause,
    and_,
    any_,
    func,
    or_,
    select,
    text,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased

from backend.accounts.models import User
from backend.channels.enums import ChannelKind
from backend.conversations import policy
from backend.conversations.enums import ConversationStatus, SenderKind
from backend.conversations.inbox_models import ConversationMention, ConversationNote
from backend.conversations.inbox_schemas import InboxCounts
from backend.conversations.models import GOING, UNASSIGNED, UNREAD, WAITING, Conversation
from backend.conversations.schemas import ConversationNoteOut, ConversationOut
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.http.pagination import Page, decode, encode, identifier, moment
from backend.leads import listing
from backend.leads.models import Lead

MOST_COUNTED: Final = 1_000
MOST_FOUND: Final = 2_000
CLOSING_HOURS: Final = 4
# Put off until later; whatever the person says before brings it back, for that makes it unread.
_AWAKE: Final = "(snoozed_until IS NULL OR snoozed_until <= now() OR unread > 0)"
_SNOOZED: Final = "snoozed_until > now() AND unread = 0"
_CLOSING: Final = (
    f"account_id IS NOT NULL AND last_inbound_at > :opened AND last_inbound_at <= :nearly AND {GOING}"
    " AND channel IN ('whatsapp', 'instagram', 'messenger')"
)
Condition = ColumnElement[bool] | TextClause
# A line of the inbox: the conversation, its lead and who has it.
Line = Row[Conversation, uuid.UUID, str, str, int, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a conversation must be to stand in the list; None does not matter."""

    status: Sequence[ConversationStatus] = ()
    channel: ChannelKind | None = None
    account_id: uuid.UUID | None = None
    lead_id: uuid.UUID | None = None
    assignee_id: uuid.UUID | None = None
    mentioned_id: uuid.UUID | None = None
    unread: bool = False
    unassigned: bool = False
    waiting: bool = False
    closing_hours: int | None = None
    snoozed: bool | None = None
    q: str | None = None


async def list_conversations(
    session: TenantSession, filters: Filters, *, limit: int = 50, cursor: str | None = None
) -> Page[ConversationOut]:
    """Last word first."""
    newest = Conversation.last_message_at.desc(), Conversation.id.desc()
    chosen = select(Conversation.id).where(*await _conditions(session, filters)).order_by(*newest).limit(limit + 1)
    if cursor:
        at, last_id = decode(cursor, length=2)
        after = (moment(at), identifier(last_id))
        chosen = chosen.where(tuple_(Conversation.last_message_at, Conversation.id) < after)
    ids = chosen.subquery()
    query = lines().join(ids, ids.c.id == Conversation.id).order_by(*newest)
    rows = (await session.execute(query)).all()
    last = rows[limit - 1][0] if len(rows) > limit else None
    position = encode([last.last_message_at.isoformat(), str(last.id)]) if last else None
    return Page(items=[line(row) for row in rows[:limit]], next_cursor=position)


def lines() -> Select[Conversation, uuid.UUID, str, str, int, str]:
    """With the lead that speaks for the conversation's own since a merge; a deleted one is not shown."""
    own = aliased(Lead)
    speaks = (Lead.id == func.coalesce(own.merged_into_id, own.id)) & ~Lead.hidden
    return (
        select(Conversation, Lead.id, Lead.name, Lead.temperature, Lead.score, User.full_name)
        .join(own, own.id == Conversation.lead_id, isouter=True)
        .join(Lead, speaks, isouter=True)
        .join(User, User.id == Conversation.assignee_id, isouter=True)
    )


def line(row: Line) -> ConversationOut:
    found, lead_id, lead_name, temperature, score, assignee = row
    return ConversationOut(
        id=found.id,
        status=ConversationStatus(found.status),
        channel=found.channel,
        language=found.language,
        lead_id=lead_id,
        lead_name=lead_name,
        temperature=temperature,
        score=score,
        last_message=found.last_message,
        last_message_at=found.last_message_at,
        unread=found.unread,
        assignee_id=found.assignee_id,
        assignee_name=assignee,
        page_url=found.page_url,
        ask_block=found.ask_block,
        created_at=found.created_at,
        account_id=found.account_id,
        last_inbound_at=found.last_inbound_at,
        waiting_since=found.unanswered_since,
        window_ends_at=policy.closes(ChannelKind(found.channel), SenderKind.AGENT, found.last_inbound_at),
        returns_at=found.returns_at,
        snoozed_until=found.snoozed_until,
    )


async def list_notes(session: TenantSession, conversation_id: uuid.UUID) -> list[ConversationNoteOut]:
    """In the order they were written."""
    query = (
        select(ConversationNote)
        .where(ConversationNote.conversation_id == conversation_id)
        .order_by(ConversationNote.id)
        .limit(500)
    )
    return [ConversationNoteOut.model_validate(each) for each in await session.scalars(query)]


async def count(session: TenantSession, user_id: uuid.UUID, *, closing_hours: int = CLOSING_HOURS) -> InboxCounts:
    """Of every tab, in one statement."""
    tabs = {
        "unread": f"{UNREAD}",
        "mine": f"assignee_id = :user AND {GOING} AND {_AWAKE}",
        "unassigned": f"{UNASSIGNED} AND {_AWAKE}",
        "waiting": f"{WAITING} AND {_AWAKE}",
        "closing": f"{_CLOSING} AND {_AWAKE}",
        "snoozed": _SNOOZED,
    }
    counted = [
        f"(SELECT count(*) FROM (SELECT 1 FROM conversations WHERE {condition} LIMIT {MOST_COUNTED}) AS t) AS {name}"  # noqa: S608 - fixed words
        for name, condition in tabs.items()
    ]
    mentions = (
        "(SELECT count(DISTINCT conversation_id) FROM conversation_mentions"
        " WHERE user_id = :user AND read_at IS NULL) AS mentions"
    )
    values = {"user": user_id, **_closing_bounds(closing_hours)}
    row = (await session.execute(text(f"SELECT {', '.join([*counted, mentions])}"), values)).one()
    return InboxCounts(**row._mapping, most=MOST_COUNTED)


def _closing_bounds(hours: int) -> dict[str, Any]:  # Any: what the statement takes
    opened = clock.now() - policy.WINDOW
    return {"opened": opened, "nearly": opened + min(timedelta(hours=hours), policy.WINDOW)}


async def _conditions(session: TenantSession, filters: Filters) -> list[Condition]:
    found = _exact(filters)
    if filters.closing_hours is not None:
        found.append(text(_CLOSING).bindparams(**_closing_bounds(filters.closing_hours)))
    if filters.snoozed is not None:
        found.append(text(_SNOOZED if filters.snoozed else _AWAKE))
    if filters.mentioned_id:
        mentioned = select(ConversationMention.conversation_id).where(
            ConversationMention.user_id == filters.mentioned_id, ConversationMention.read_at.is_(None)
        )
        found.append(Conversation.id.in_(mentioned))
    if filters.lead_id:
        merged = select(Lead.id).where(Lead.merged_into_id == filters.lead_id)
        found.append(or_(Conversation.lead_id == filters.lead_id, Conversation.lead_id.in_(merged)))
    if filters.q and filters.q.strip():
        found.append(await _named(session, filters.q))
    return found


def _exact(filters: Filters) -> list[Condition]:
    found: list[Condition] = [text(each) for each in _tabs(filters)]
    if filters.status:
        found.append(Conversation.status.in_(filters.status))
    if filters.channel:
        found.append(Conversation.channel == filters.channel)
    if filters.account_id:
        found.append(Conversation.account_id == filters.account_id)
    if filters.assignee_id:
        found += [Conversation.assignee_id == filters.assignee_id, text(GOING)]
    return found


def _tabs(filters: Filters) -> list[str]:
    named = {UNREAD: filters.unread, UNASSIGNED: filters.unassigned, WAITING: filters.waiting}
    return [condition for condition, wanted in named.items() if wanted]


async def _named(session: TenantSession, q: str) -> ColumnElement[bool]:
    """Whose lead has these words, this email or this phone; of frequent words each conversation's lead is asked."""
    found = await listing.find(session, q)
    if found is None:
        return true()
    if found.frequent:
        return and_(*found.checked(Conversation.lead_id))
    matched = select(Lead.id).where(~Lead.hidden, *found.looked_up()).limit(MOST_FOUND).cte()
    merged = select(Lead.id).where(Lead.merged_into_id == any_(func.array(select(matched.c.id).scalar_subquery())))
    family = union_all(select(matched.c.id), merged)
    return Conversation.lead_id == any_(func.array(family.scalar_subquery()))
