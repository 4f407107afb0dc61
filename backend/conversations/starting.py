"""How a conversation begins, resumes after a reload, and changes its language."""

import secrets
import uuid
from dataclasses import dataclass, replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from psycopg.rows import class_row
from psycopg.types.json import Jsonb

from backend.conversations import ledger, transcript, turn
from backend.conversations.enums import ConversationStatus
from backend.conversations.errors import ConversationBusy, TenantPaused
from backend.conversations.ledger import Connection
from backend.conversations.schemas import AskOut, ChatOut, ChatStart
from backend.core import clock, crypto
from backend.core.database.session import Database
from backend.core.http.actor import VisitorActor
from backend.core.language import Language, negotiate
from backend.flows import queries as flows
from backend.flows.engine.state import FlowState, WalkContext
from backend.flows.engine.turn import Turn as Walked
from backend.flows.engine.walk import ask_again, walk
from backend.flows.presets import closed_flow


@dataclass(frozen=True, slots=True)
class Business:
    """What a greeting needs to know of the tenant."""

    name: str
    status: str
    maintenance: bool
    timezone: str
    country: str
    languages: list[Language]
    default_language: Language


_OPEN: Final = """
INSERT INTO conversations
  (id, channel, account_id, origin, status, language, language_settled, flow_version_id, state, page_url,
   referrer, utm)
VALUES (%(id)s, %(channel)s, %(account_id)s, %(origin)s, %(status)s, %(language)s, %(language_settled)s,
        %(flow_version_id)s, %(state)s, %(page_url)s, %(referrer)s, %(utm)s)
"""


@dataclass(frozen=True, slots=True)
class Birth:
    """A new conversation, before its first turn."""

    id: uuid.UUID
    origin: str
    status: ConversationStatus
    language: Language
    language_settled: bool
    flow_version_id: uuid.UUID | None
    page_url: str | None
    referrer: str | None
    utm: dict[str, Any]  # Any: the page's own campaign words
    channel: str = "web"
    account_id: uuid.UUID | None = None


async def insert(connection: Connection, birth: Birth) -> None:
    values = {name: getattr(birth, name) for name in Birth.__dataclass_fields__}
    sealed = {"state": crypto.cipher().encrypt("{}"), "status": birth.status.value, "utm": Jsonb(birth.utm)}
    await connection.execute(_OPEN, values | sealed)


async def start(database: Database, visitor: VisitorActor, request: ChatStart, accept_language: str | None) -> ChatOut:
    """Resume the conversation where it exists on this page's origin, else begin a new one."""
    if request.session_id is not None:
        resumed = await find(database, visitor, request.session_id)
        if resumed is not None:
            return resumed
    async with ledger.tenant_transaction(database, visitor.tenant_id) as connection:
        return await begin(connection, visitor, request, accept_language)


async def find(database: Database, visitor: VisitorActor, session_id: uuid.UUID) -> ChatOut | None:
    """The whole conversation as the visitor last saw it, the waiting question included."""
    async with ledger.opened(database, visitor.tenant_id, session_id) as (connection, read):
        if read is None or read.origin != visitor.origin:
            return None
        opened = turn.allowed(read, visitor.origin)
        scene = await turn.prepare(connection, opened)
        answering = opened.status in turn.ANSWERED_BY_FLOW
        ask = ask_again(scene.flow, scene.state, scene.context) if answering else None
        return ChatOut(
            session_id=opened.id,
            status=ConversationStatus(opened.status),
            language=opened.language,
            messages=await transcript.messages(connection, opened.id),
            ask=AskOut.model_validate(ask.as_wire()) if ask else None,
        )


async def begin(
    connection: Connection, visitor: VisitorActor, request: ChatStart, accept_language: str | None
) -> ChatOut:
    """A new conversation and its greeting, inside a transaction that is already the tenant's."""
    found = await business(connection)
    version_id = None if found.maintenance else await flows.published_default(connection)
    language = _language(request, found, accept_language)
    birth = Birth(
        id=uuid.UUID(bytes=secrets.token_bytes(16)),
        origin=visitor.origin,
        # Nothing published is answered like maintenance: kindly, and the contact is still taken.
        status=ConversationStatus.OPEN if version_id else ConversationStatus.CLOSED,
        language=language,
        language_settled=False,
        flow_version_id=version_id,
        page_url=request.page_url,
        referrer=request.referrer,
        utm=request.utm.model_dump(exclude_none=True) if request.utm else {},
    )
    await insert(connection, birth)
    flow = await flows.walkable(connection, version_id) if version_id else closed_flow()
    moment = clock.now().astimezone(ZoneInfo(found.timezone))
    context = WalkContext(today=moment.date(), now=moment, country=found.country, business=found.name)
    walked = walk(flow, FlowState.fresh(language), None, context)
    opened = await ledger.read(connection, birth.id)
    assert opened is not None  # written three lines above, in this transaction
    scene = turn.Scene(opened, flow, walked.state, context)
    return await turn.conclude(connection, visitor.tenant_id, turn.draft_of(scene, walked))


async def business(connection: Connection) -> Business:
    cursor = connection.cursor(row_factory=class_row(Business))
    await cursor.execute(
        "SELECT name, status, maintenance, timezone, country, languages, default_language FROM tenants"
    )
    found = await cursor.fetchone()
    if found is None or found.status != "active":
        raise TenantPaused()
    return found


def _language(request: ChatStart, business: Business, accept_language: str | None) -> Language:
    """From the page, then the browser, then the business (FLW-06)."""
    if request.language in business.languages:
        return request.language
    return negotiate(accept_language, business.languages, business.default_language)


async def change_language(
    database: Database, visitor: VisitorActor, session_id: uuid.UUID, language: Language
) -> ChatOut:
    """The visitor's own choice: the waiting question is put again in it, and it is never guessed again."""
    for _ in range(turn.ATTEMPTS):
        try:
            return await _change_language(database, visitor, session_id, language)
        except turn.Overtaken:
            continue
    raise ConversationBusy()


async def _change_language(
    database: Database, visitor: VisitorActor, session_id: uuid.UUID, language: Language
) -> ChatOut:
    async with ledger.opened(database, visitor.tenant_id, session_id) as (connection, read):
        opened = turn.allowed(read, visitor.origin)
        scene = await turn.prepare(connection, opened)
        chosen = language if language in opened.languages else opened.language
        scene = replace(scene, state=scene.state.speaking(chosen))
        answering = opened.status in turn.ANSWERED_BY_FLOW
        # Repeating the question starts its silence anew, so a timeout is neither lost nor early.
        walked = walk(scene.flow, scene.state, None, scene.context) if answering else Walked(scene.state)
        entry = turn.draft_of(scene, walked, settled=True).entry
        entry = replace(entry, status=ConversationStatus(opened.status))
        await turn.record(connection, entry)
        return turn.answer(entry, skip=0)
