"""From a conversation to a lead: what the flow learned becomes the lead's data, in the turn's own transaction."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import JsonValue

from backend.channels.shapes import ChannelUser
from backend.conversations import projection
from backend.conversations.ledger import Connection, Opened
from backend.core import clock
from backend.core.database.session import TenantSession
from backend.core.language import Language
from backend.flows.engine.state import FlowState
from backend.flows.engine.turn import ConsentGiven
from backend.flows.engine.turn import Turn as Walked
from backend.flows.enums import VariableRole
from backend.flows.schemas import FlowDefinition
from backend.leads import queries as lead_queries
from backend.leads import scoring
from backend.leads import service as leads
from backend.leads.enums import Source

_QUALIFYING = (
    VariableRole.PROJECT,
    VariableRole.STYLE,
    VariableRole.METRES,
    VariableRole.BUDGET,
    VariableRole.URGENCY,
    VariableRole.PHOTOS,
    VariableRole.NOTE,
)

Known = Mapping[VariableRole, JsonValue]


@dataclass(frozen=True, slots=True)
class Bringing:
    """What a turn knows of a lead, by role, and what else the lead takes from the turn."""

    known: Known
    language: Language
    consented: bool
    # How the business reads choices: {role: label}, in its own language.
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Followed:
    """The conversation's lead after the turn; `created` is counted as usage (BIL-05)."""

    lead_id: uuid.UUID
    created: bool


def brought(flow: FlowDefinition, opened: Opened, walked: Walked) -> Bringing | None:
    """Where this turn brought something that belongs to a lead, all that is known of it by now."""
    if not projection.touches_lead(walked.effects):
        return None
    known = projection.known_by_role(flow, walked.state)
    if opened.lead_id is None and not projection.deserves_lead(known, walked.effects):
        return None
    consented = bool(opened.consents) or any(isinstance(effect, ConsentGiven) for effect in walked.effects)
    labels = projection.labels_by_role(flow, known, opened.default_language)
    return Bringing(known, walked.state.language, consented, labels)


def introduced(opened: Opened, state: FlowState, given: Known) -> Bringing | None:
    """The same from what the page says of its visitor, without a word of theirs."""
    if opened.lead_id is None and not projection.CONTACT_ROLES & given.keys():
        return None
    return Bringing(given, state.language, bool(opened.consents))


async def capture(connection: Connection, tenant_id: uuid.UUID, opened: Opened, brought: Bringing) -> Followed:
    """Create the lead, or complete the one that the conversation or its email or phone already has."""
    known = brought.known
    captured = replace(
        _of_conversation(opened),
        name=_text(known, VariableRole.NAME),
        company=_text(known, VariableRole.COMPANY),
        email=_text(known, VariableRole.EMAIL) or None,
        phone=_text(known, VariableRole.PHONE) or None,
        qualification={role.value: known[role] for role in _QUALIFYING if role in known},
        language=brought.language,
        consent_at=clock.now() if brought.consented else None,
        labels=brought.labels,
    )
    result = await leads.capture(connection, tenant_id, captured)
    return Followed(result.lead_id, result.created)


async def teaches(session: TenantSession, lead_id: uuid.UUID, user: ChannelUser) -> bool:
    """Whether the platform now shows a phone that the lead does not have: then it may be somebody known."""
    return bool(user.phone) and not await lead_queries.has_phone(session, lead_id)


async def recognise(connection: Connection, tenant_id: uuid.UUID, opened: Opened, user: ChannelUser) -> Followed:
    """The same from what a platform says of who writes there (X33: its own id; the phone where it is shown)."""
    captured = replace(
        _of_conversation(opened),
        name=(user.name or user.username or "")[:200],
        phone=user.phone,
        username=user.username,
        channel_user_id=user.ids[0] if user.ids else None,
    )
    result = await leads.capture(connection, tenant_id, captured)
    return Followed(result.lead_id, result.created)


def _of_conversation(opened: Opened) -> leads.CapturedLead:
    """What a lead takes from its conversation, whatever is learned of the person."""
    return leads.CapturedLead(
        conversation_id=opened.id,
        at=clock.now(),
        country=opened.country,
        rules=scoring.Rules.from_json(opened.scoring, opened.currency),
        lead_id=opened.lead_id,
        source=Source(opened.channel),
        channel=opened.channel,
        language=opened.language,
        timezone=opened.timezone,
        origin_page=opened.page_url,
        utm=opened.utm,
        tenant_language=opened.default_language,
    )


def _text(known: Known, role: VariableRole) -> str:
    value: Any = known.get(role)  # Any: JSON; contact roles are text by their variable's type
    return value if isinstance(value, str) else ""
