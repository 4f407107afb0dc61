"""Ready answers: kept by the team, filled in for one conversation."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, select

from backend.accounts import queries as accounts
from backend.assistant.memory import queries as memories
from backend.conversations import queries
from backend.conversations.canned_defaults import DEFAULTS
from backend.conversations.canned_filling import Filled, fill
from backend.conversations.canned_schemas import CannedReplyIn, CannedReplyUpdate
from backend.conversations.errors import CannedReplyNotFound, TooManyCannedReplies
from backend.conversations.inbox_models import CannedReply
from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession
from backend.core.http.actor import Actor
from backend.core.language import LANGUAGES, Language, is_language
from backend.tenants import queries as tenants

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Rendered:
    language: Language
    filled: Filled


async def found_defaults(session: TenantSession) -> None:
    """A new company has some at hand; harmless to run twice."""
    if await _how_many(session):
        return
    spoken = (await tenants.get_own(session)).default_language
    language = spoken if is_language(spoken) else LANGUAGES[0]
    session.add_all(
        CannedReply(
            id=uuid7(), purpose=each.purpose, title=each.titles[language], texts=dict(each.texts), position=place
        )
        for place, each in enumerate(DEFAULTS)
    )
    await session.flush()


async def list_replies(session: TenantSession) -> Sequence[CannedReply]:
    return (await session.scalars(select(CannedReply).order_by(CannedReply.position, CannedReply.id))).all()


async def create(session: TenantSession, given: CannedReplyIn) -> CannedReply:
    """Raises `TooManyCannedReplies`."""
    so_far = await _how_many(session)
    if so_far >= MOST:
        raise TooManyCannedReplies(limit=MOST)
    made = CannedReply(id=uuid7(), purpose=given.purpose, title=given.title, texts=dict(given.texts), position=so_far)
    session.add(made)
    await session.flush()
    await session.refresh(made)
    return made


async def change(session: TenantSession, reply_id: uuid.UUID, given: CannedReplyUpdate) -> CannedReply:
    """Raises `CannedReplyNotFound`."""
    found = await _get(session, reply_id)
    for name, value in given.model_dump(exclude_unset=True, exclude_none=True).items():
        setattr(found, name, value)
    await session.flush()
    await session.refresh(found)
    return found


async def remove(session: TenantSession, reply_id: uuid.UUID) -> None:
    """Raises `CannedReplyNotFound`."""
    gone = await session.execute(delete(CannedReply).where(CannedReply.id == reply_id).returning(CannedReply.id))
    if gone.one_or_none() is None:
        raise CannedReplyNotFound()


async def render(session: TenantSession, reply_id: uuid.UUID, conversation_id: uuid.UUID, *, by: Actor) -> Rendered:
    """In the person's language, else the business's, else whichever there is.

    Raises `CannedReplyNotFound`, `ConversationNotFound`.
    """
    reply = await _get(session, reply_id)
    person = await queries.get_person(session, conversation_id)
    business = await tenants.get_own(session)
    agent = await accounts.find_member(session, by.user_id)
    discussed = await memories.get_memory(session, conversation_id)
    wanted = (person.language, business.default_language, *reply.texts)
    language = next(each for each in wanted if is_language(each) and each in reply.texts)
    values = {
        "name": person.name.split(" ", 1)[0],
        "business": business.name,
        "agent": agent.full_name.split(" ", 1)[0] if agent else "",
        "product": discussed.products[-1].name if discussed.products else "",
    }
    return Rendered(language, fill(reply.texts[language], values))


async def _get(session: TenantSession, reply_id: uuid.UUID) -> CannedReply:
    found = await session.get(CannedReply, reply_id, with_for_update=True)
    if found is None:
        raise CannedReplyNotFound()
    return found


async def _how_many(session: TenantSession) -> int:
    return await session.scalar(select(func.count()).select_from(CannedReply)) or 0
