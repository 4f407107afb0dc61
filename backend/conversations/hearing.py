"""What a person wrote on a channel becomes a turn: walked by the flow, or kept for the agent or for people.

The words are written with all that follows from them in one transaction; what the business says to them leaves by
the door out (`sending`).
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import func, update

from backend.channels.enums import Responder
from backend.channels.shapes import Account, Incoming, Option, Outgoing
from backend.conversations import capturing, ledger, sending, turn
from backend.conversations.enums import ConversationStatus, MessageRole, SenderKind
from backend.conversations.events import AFTERWARDS, MessageHeard
from backend.conversations.ledger import Connection, Entry, Line, Opened
from backend.conversations.models import Conversation
from backend.conversations.schemas import AttachmentOut, clean
from backend.conversations.turn import Said, Scene
from backend.core import crypto
from backend.core.database.session import TenantSession, bound_tenant, driver_connection
from backend.core.events import announce
from backend.flows.engine.state import Reply
from backend.flows.enums import FlowStatus

# A platform takes 4,096 signs; what is longer was never typed.
LONGEST: Final = 8_000
PERSON_IN_CHARGE = frozenset({ConversationStatus.HUMAN.value, ConversationStatus.PAUSED.value})


class Answerer(StrEnum):
    """Who answers a message."""

    FLOW = "flow"
    AGENT = "agent"
    PEOPLE = "people"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Words:
    """One message of a person, with its files fetched."""

    incoming: Incoming
    attachments: tuple[AttachmentOut, ...] = ()

    @property
    def text(self) -> str:
        return clean(self.incoming.text or "").strip()[:LONGEST]

    def without(self, missing: Sequence[str]) -> "Words":
        """With the names of files that could not be had: a person must see that something was sent."""
        if not missing:
            return self
        details = {**self.incoming.details, "missing": list(missing)}
        return replace(self, incoming=replace(self.incoming, details=details))


async def hear(session: TenantSession, account: Account, conversation_id: uuid.UUID, words: Words) -> Answerer:
    """Write it down; where the flow answers, it has answered. Raises `turn.Overtaken`: roll back and hear again."""
    connection = await driver_connection(session)
    opened = await _read(connection, conversation_id)
    answerer, scene = await _answerer(connection, account, opened)
    said = _said(conversation_id, words)
    # Before the flow answers: its window opens with these very words.
    await _note(session, opened, words.incoming.at, answerer)
    if scene is None:
        await turn.record(connection, _kept(opened, said, answerer))
    else:
        await _by_flow(session, scene, said)
    await announce(session, MessageHeard(conversation_id, opened.lead_id), priority=AFTERWARDS)
    return answerer


async def introduce(session: TenantSession, conversation_id: uuid.UUID, words: Words) -> None:
    """Whoever writes is a lead: made, completed by what the platform knows of it, or known by its phone (CRM-01)."""
    user = words.incoming.user
    assert user is not None  # a message has somebody who wrote it
    connection = await driver_connection(session)
    opened = await _read(connection, conversation_id)
    if opened.lead_id is not None and not await capturing.teaches(session, opened.lead_id, user):
        return
    followed = await capturing.recognise(connection, bound_tenant(session), opened, user)
    if not await ledger.attach_lead(connection, opened, followed.lead_id, captured=followed.created):
        raise turn.Overtaken()


async def keep(session: TenantSession, conversation_id: uuid.UUID, words: Words, answerer: Answerer) -> None:
    """Write the words down without an answer of a flow."""
    connection = await driver_connection(session)
    opened = await _read(connection, conversation_id)
    await turn.record(connection, _kept(opened, _said(conversation_id, words), answerer))
    await _note(session, opened, words.incoming.at, answerer)
    await announce(session, MessageHeard(conversation_id, opened.lead_id), priority=AFTERWARDS)


async def _read(connection: Connection, conversation_id: uuid.UUID) -> Opened:
    opened = await ledger.read(connection, conversation_id)
    assert opened is not None  # opened or found in this job
    return opened


async def _answerer(connection: Connection, account: Account, opened: Opened) -> tuple[Answerer, Scene | None]:
    if opened.tenant_status != "active":
        return Answerer.NOBODY, None
    if opened.status in PERSON_IN_CHARGE or not account.bot_on:
        return Answerer.PEOPLE, None
    if opened.flow_version_id and opened.status == ConversationStatus.OPEN.value:
        scene = await turn.prepare(connection, opened)
        if scene.state.status is FlowStatus.ACTIVE:
            return Answerer.FLOW, scene
    people = account.responder == Responder.PEOPLE
    return (Answerer.PEOPLE if people else Answerer.AGENT), None


def _said(conversation_id: uuid.UUID, words: Words) -> Said:
    incoming = words.incoming
    files = tuple((str(each.id), each.content_type) for each in words.attachments)
    reply = Reply(
        text=words.text or None if incoming.option is None else None,
        option=incoming.option,
        file_ids=tuple(each for each, _ in files),
        files=files,
    )
    return Said(
        conversation_id,
        reply,
        attachments=words.attachments,
        provider_id=incoming.provider_id,
        details=_details(incoming),
    )


def _details(incoming: Incoming) -> str | None:
    found: dict[str, Any] = dict(incoming.details)  # Any: JSON of the platform
    if incoming.reply_to:
        found["reply_to"] = incoming.reply_to
    if incoming.option is not None and incoming.text:
        found["label"] = incoming.text
    return json.dumps(found)[:20_000] if found else None


async def _by_flow(session: TenantSession, scene: Scene, said: Said) -> None:
    connection = await driver_connection(session)
    drafted = turn.draft(scene, said)
    await turn.conclude(connection, bound_tenant(session), drafted)
    await say_lines(session, drafted.entry, skip=drafted.own_lines)


async def say_lines(session: TenantSession, entry: Entry, *, skip: int) -> None:
    """What the flow says leaves by the door out; the waiting question's choices go with its last line."""
    lines = list(enumerate(entry.lines, start=1))[skip:]
    options = [Option(each["id"], each["label"]) for each in (entry.ask or {}).get("options", ())]
    out = [(position, Outgoing(line.text)) for position, line in lines if line.role is MessageRole.BOT]
    if out and options:
        position, last = out[-1]
        out[-1] = (position, replace(last, options=options))
    if out:
        await sending.dispatch(session, entry.conversation_id, entry.turn, out, sender=SenderKind.FLOW)


def _kept(opened: Opened, said: Said, answerer: Answerer) -> Entry:
    """The words alone. One who writes after the end begins anew, with the agent or with people."""
    status = ConversationStatus(opened.status)
    if opened.status not in PERSON_IN_CHARGE:
        status = ConversationStatus.HUMAN if answerer is Answerer.PEOPLE else ConversationStatus.OPEN
    language = opened.language
    return Entry(
        conversation_id=opened.id,
        turn=opened.turn + 1,
        status=status,
        language=language,
        language_settled=opened.language_settled,
        state=crypto.cipher().decrypt(opened.sealed_state),
        lines=[Line(MessageRole.VISITOR, readable(said), None, _files(said), said.provider_id, said.details)],
        seen_status=opened.status,
        seen_lead_id=opened.lead_id,
        lead_id=opened.lead_id,
        unread=1,
        consents=opened.consents,
    )


def readable(said: Said) -> str:
    """How it reads in the transcript: the words, a button's label, the names of the files, or what it was."""
    details = json.loads(said.details) if said.details else {}
    words = said.reply.text or (said.reply.option and details.get("label")) or said.reply.option
    names = [*(each.name for each in said.attachments), *details.get("missing", ())]
    return words or ", ".join(names) or ", ".join(_SIGNS.get(each, each) for each in details)


# What has no words of its own, shown in the panel's languages as a picture.
_SIGNS: Final = {"location": "📍", "contacts": "👤", "order": "🛒", "form": "📝", "poll": "📊", "dice": "🎲"}


def _files(said: Said) -> Sequence[dict[str, Any]]:  # Any: attachments as JSON
    return [each.model_dump(mode="json") for each in said.attachments]


async def _note(session: TenantSession, opened: Opened, at: datetime, answerer: Answerer) -> None:
    """The window opens anew with every word (F3); what nobody has answered yet waits since its first word (F5)."""
    waiting = answerer is not Answerer.FLOW
    changed: dict[str, Any] = {  # Any: columns' values
        "last_inbound_at": func.greatest(func.coalesce(Conversation.last_inbound_at, at), at),
        "snoozed_until": None,
        "unanswered_since": func.coalesce(Conversation.unanswered_since, at) if waiting else None,
    }
    await session.execute(
        update(Conversation)
        .where(Conversation.id == opened.id)
        .values(changed)
        .execution_options(synchronize_session=False)
    )
