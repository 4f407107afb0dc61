"""One turn: what the visitor said goes in, the flow walks, and everything that follows is written at once.

The same road serves every channel. Nothing here knows HTTP; the caller brings a `Said` and gets a `ChatOut`.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from backend.conversations import capturing, detection, ledger, projection, transcript
from backend.conversations.enums import ConversationStatus, MessageRole
from backend.conversations.errors import (
    ConversationBusy,
    ConversationNotFound,
    IdempotencyConflict,
    TenantPaused,
)
from backend.conversations.ledger import Connection, Entry, Line, Opened
from backend.conversations.schemas import AskOut, AttachmentOut, ChatOut, MessageOut
from backend.core import clock, crypto
from backend.core.database.session import Database
from backend.flows import queries as flows
from backend.flows.engine.state import FlowState, Reply, WalkContext
from backend.flows.engine.turn import ConsentGiven, HandoffRequested
from backend.flows.engine.turn import Turn as Walked
from backend.flows.engine.walk import ask_again, pending_timeout, walk
from backend.flows.enums import FlowStatus
from backend.flows.presets import closed_flow
from backend.flows.schemas import AskingBlock, FlowDefinition

# Two sends of one conversation at once are rare; five in a row overtaking each other is an attack or a fault.
ATTEMPTS = 5
ANSWERED_BY_FLOW = frozenset({ConversationStatus.OPEN.value, ConversationStatus.CLOSED.value})
_PAUSED = ConversationStatus.PAUSED.value


@dataclass(frozen=True, slots=True)
class Said:
    """What came in: the reply, how to tell a repeat, and the uploads it speaks of."""

    conversation_id: uuid.UUID
    reply: Reply
    key: str | None = None
    request_hash: bytes | None = None
    attachments: tuple[AttachmentOut, ...] = ()
    # What a channel adds, see `ledger.Line`.
    provider_id: str | None = None
    details: str | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A conversation with its flow and state, ready to walk."""

    opened: Opened
    flow: FlowDefinition
    state: FlowState
    context: WalkContext


class Overtaken(ConversationBusy):
    """Another message of this conversation was written first; send it again."""

    code = ConversationBusy.code


async def take(database: Database, tenant_id: uuid.UUID, origin: str, said: Said) -> ChatOut:
    """Handle one message; a repeat of the same key gives the first answer again.

    `origin` is the page that calls. Raises `ConversationNotFound`,
    `IdempotencyConflict`, `ConversationBusy`, `TenantPaused`.
    """
    for _ in range(ATTEMPTS):
        try:
            async with ledger.opened(database, tenant_id, said.conversation_id, said.key) as (
                connection,
                found,
            ):
                return await hear(connection, tenant_id, allowed(found, origin), said)
        except Overtaken:
            continue
    raise ConversationBusy()


def allowed(opened: Opened | None, origin: str) -> Opened:
    """Raises `ConversationNotFound` (also for another page's) or `TenantPaused`."""
    if opened is None or opened.origin != origin:
        raise ConversationNotFound()
    if opened.tenant_status != "active":
        raise TenantPaused()
    return opened


async def hear(connection: Connection, tenant_id: uuid.UUID, opened: Opened, said: Said) -> ChatOut:
    """One message inside the caller's transaction. Raises `Overtaken`; that transaction must then be rolled back."""
    if opened.replay_turn is not None:
        return await _replay(connection, opened, said)
    scene = await prepare(connection, opened)
    return await conclude(connection, tenant_id, draft(scene, said))


async def _replay(connection: Connection, opened: Opened, said: Said) -> ChatOut:
    if opened.replay_hash != said.request_hash:
        raise IdempotencyConflict()
    messages = await transcript.messages(connection, opened.id, turn=opened.replay_turn)
    return ChatOut(
        session_id=opened.id,
        status=ConversationStatus(opened.replay_status or opened.status),
        language=opened.language,
        messages=[message for message in messages if message.role is not MessageRole.VISITOR],
        ask=AskOut.model_validate(opened.replay_ask) if opened.replay_ask else None,
    )


async def prepare(connection: Connection, opened: Opened) -> Scene:
    flow = closed_flow() if opened.flow_version_id is None else await flows.walkable(connection, opened.flow_version_id)
    stored = json.loads(crypto.cipher().decrypt(opened.sealed_state))
    state = FlowState.from_json(stored) if stored else FlowState.fresh(opened.language)
    return Scene(opened, flow, state, context_of(opened))


def context_of(opened: Opened) -> WalkContext:
    moment = clock.now().astimezone(ZoneInfo(opened.timezone))
    return WalkContext(today=moment.date(), now=moment, country=opened.country, business=opened.business)


@dataclass(frozen=True, slots=True)
class Draft:
    """A turn thought through and not yet written; `lead` is what it brings to a lead, if anything."""

    entry: Entry
    own_lines: int
    scene: Scene
    lead: capturing.Bringing | None = None

    def answer(self) -> ChatOut:
        return answer(self.entry, skip=self.own_lines)


def draft(scene: Scene, said: Said) -> Draft:
    """Walk, or keep the words for people where a person is in charge. Pure: nothing is read or written."""
    if scene.opened.status not in ANSWERED_BY_FLOW:
        return _for_people(scene, said)
    scene, settled = _in_their_language(scene, said.reply)
    asked = ask_again(scene.flow, scene.state, scene.context)
    walked = walk(scene.flow, scene.state, said.reply, scene.context)
    names = [each.name for each in said.attachments]
    line = _visitor_line(said, projection.readable(said.reply, asked, scene.state.language, names))
    return draft_of(scene, walked, [line], said=said, settled=settled)


def _in_their_language(scene: Scene, reply: Reply) -> tuple[Scene, bool]:
    """On the first free text that says enough, the conversation goes over to the visitor's language."""
    if scene.opened.language_settled or reply.text is None or _asks_for_a_person(scene):
        return scene, scene.opened.language_settled
    spoken = detection.detect(reply.text, scene.opened.languages)
    if spoken is None:
        return scene, False
    return replace(scene, state=scene.state.speaking(spoken)), True


def _asks_for_a_person(scene: Scene) -> bool:
    """A name is no language: "Emma Louise Walker" may well write Spanish."""
    block = scene.flow.by_id.get(scene.state.block_id or "")
    saved = block.saves if isinstance(block, AskingBlock) else None
    spec = scene.flow.variables.get(saved or "")
    return spec is not None and spec.role in projection.PERSONAL_ROLES


def draft_of(
    scene: Scene, walked: Walked, own: Sequence[Line] = (), *, said: Said | None = None, settled: bool = False
) -> Draft:
    """What a walk brought, as everything that is to be written; `own` are the visitor's lines."""
    opened = scene.opened
    answers = [Line(MessageRole.BOT, message.text, message.block_id) for message in walked.messages]
    status = _status_after(walked, ConversationStatus(opened.status))
    timeout = pending_timeout(scene.flow, walked.state) if status is ConversationStatus.OPEN else None
    entry = Entry(
        conversation_id=opened.id,
        turn=opened.turn + 1,
        status=status,
        language=walked.state.language,
        language_settled=settled,
        state=json.dumps(walked.state.to_json()),
        lines=[*own, *answers],
        seen_status=opened.status,
        seen_lead_id=opened.lead_id,
        ask=walked.ask.as_wire() if walked.ask else None,
        visited=walked.visited,
        lead_id=opened.lead_id,
        unread=len(own),
        timeout_at=clock.now() + timedelta(seconds=timeout[0]) if timeout else None,
        consents=[*opened.consents, *_consents(walked)],
        key=said.key if said else None,
        request_hash=said.request_hash if said else None,
    )
    return Draft(entry, len(own), scene, capturing.brought(scene.flow, opened, walked))


async def conclude(connection: Connection, tenant_id: uuid.UUID, drafted: Draft) -> ChatOut:
    """Write the turn, its lead first. Raises `Overtaken`; the caller's transaction must then be rolled back."""
    entry = drafted.entry
    if drafted.lead is None:
        await record(connection, entry)
        return drafted.answer()
    followed = await capturing.capture(connection, tenant_id, drafted.scene.opened, drafted.lead)
    entry = replace(entry, lead_id=followed.lead_id)
    if not followed.created:
        await record(connection, entry)
    elif not await ledger.write_captured(connection, entry):
        raise Overtaken()
    return drafted.answer()


async def record(connection: Connection, entry: Entry) -> None:
    if not await ledger.write(connection, [entry]):
        raise Overtaken()


def answer(entry: Entry, *, skip: int) -> ChatOut:
    """What the visitor is shown of a turn: the lines after their own."""
    at = datetime.now(UTC)
    numbered = list(enumerate(entry.lines, start=1))[skip:]
    return ChatOut(
        session_id=entry.conversation_id,
        status=entry.status,
        language=entry.language,
        messages=[
            MessageOut(
                id=f"{entry.turn}.{position}",
                role=line.role,
                text=line.text,
                created_at=at,
                block_id=line.block_id,
            )
            for position, line in numbered
        ],
        ask=AskOut.model_validate(entry.ask) if entry.ask else None,
    )


def _for_people(scene: Scene, said: Said) -> Draft:
    """A person is in charge, or the flow has ended: the words are kept, and after an end they are thanked for."""
    opened, language = scene.opened, scene.state.language
    names = [each.name for each in said.attachments]
    own = _visitor_line(said, projection.readable(said.reply, None, language, names))
    ended = opened.status == ConversationStatus.ENDED.value
    thanks = [Line(MessageRole.BOT, projection.thanks(language))] if ended else []
    entry = Entry(
        conversation_id=opened.id,
        turn=opened.turn + 1,
        status=ConversationStatus.PAUSED if opened.status == _PAUSED else ConversationStatus.HUMAN,
        language=language,
        language_settled=opened.language_settled,
        state=json.dumps(scene.state.to_json()),
        lines=[own, *thanks],
        seen_status=opened.status,
        seen_lead_id=opened.lead_id,
        lead_id=opened.lead_id,
        unread=1,
        consents=opened.consents,
        key=said.key,
        request_hash=said.request_hash,
    )
    return Draft(entry, 1, scene)


def _visitor_line(said: Said, text: str) -> Line:
    attachments: Sequence[dict[str, Any]] = [each.model_dump(mode="json") for each in said.attachments]
    return Line(MessageRole.VISITOR, text, attachments=attachments, provider_id=said.provider_id, details=said.details)


def _status_after(walked: Walked, before: ConversationStatus) -> ConversationStatus:
    if any(isinstance(effect, HandoffRequested) for effect in walked.effects):
        return ConversationStatus.HUMAN
    if walked.state.status is FlowStatus.ENDED:
        return ConversationStatus.ENDED
    return before


def _consents(walked: Walked) -> list[dict[str, Any]]:
    """SEC-01: what was agreed to, word for word, and when."""
    at = clock.now().isoformat()
    given = [effect for effect in walked.effects if isinstance(effect, ConsentGiven)]
    return [{"purpose": each.purpose, "text": each.text, "language": each.language, "at": at} for each in given]
