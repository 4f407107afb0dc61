"""The chat's road to a lead: read who it may be, decide in Python, write once.

Two statements on a bare connection, whose open transaction is bound to the tenant; each is one round trip.
The first also takes a lock for each contact datum, so that two visitors with the same email, in two
processes, come one after the other and meet in one lead; the unique indexes stay as the last guard.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from backend.core import crypto
from backend.core.database.base import uuid7
from backend.core.events import announce_on
from backend.core.language import Language
from backend.leads import capture_store, contact, merge_layers, merging, scoring, summary
from backend.leads.capture_store import Candidates, Link
from backend.leads.cleaning import cleaned, cleaned_json
from backend.leads.enums import EventKind, Source, Temperature
from backend.leads.events import LeadCaptured, LeadChanged
from backend.leads.merging import Fields, Known, Match


# Any: `qualification` and `utm` are JSON.
@dataclass(frozen=True, slots=True, kw_only=True)
class CapturedLead:
    """What a conversation knows of its visitor by now; `lead_id` is the lead it already has."""

    conversation_id: uuid.UUID
    at: datetime
    country: str
    rules: scoring.Rules
    # The summary is for the staff.
    tenant_language: Language = "es"
    lead_id: uuid.UUID | None = None
    source: Source = Source.WEB
    channel: str = Source.WEB
    name: str = ""
    company: str = ""
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    username: str | None = None
    channel_user_id: str | None = None
    qualification: Mapping[str, Any] = field(default_factory=dict)
    # What the flow calls the chosen project, style or urgency, in the tenant's language.
    labels: Mapping[str, str] = field(default_factory=dict)
    language: str | None = None
    timezone: str | None = None
    origin_page: str | None = None
    utm: Mapping[str, Any] = field(default_factory=dict)
    consent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CaptureResult:
    """`created` counts as a captured lead; `joined` means that this person was known already."""

    lead_id: uuid.UUID
    created: bool
    joined: bool
    name: str
    score: int
    temperature: Temperature


@dataclass(frozen=True, slots=True)
class _Decision:
    lead_id: uuid.UUID
    kept: Known | None
    match: Match
    fields: Fields
    score: scoring.Score
    summary: str


async def capture(connection: AsyncConnection[TupleRow], tenant_id: uuid.UUID, captured: CapturedLead) -> CaptureResult:
    """Create the lead, complete it, or join it with the one that has this email or phone."""
    said = _said(captured)
    candidates = await capture_store.candidates(connection, tenant_id, captured.lead_id, said)
    decision = _decide(captured, said, candidates)
    events = list(_events(captured, decision))
    await capture_store.write(connection, _row(captured, decision, said, events))
    created = decision.kept is None
    if created:
        await announce_on(connection, tenant_id, LeadCaptured(decision.lead_id, captured.source))
    elif events:
        await announce_on(connection, tenant_id, LeadChanged(decision.lead_id, events[0][0]))
    known = (candidates.through, captured.lead_id)
    joined = not created and decision.lead_id not in known
    return CaptureResult(
        _own(captured, decision, candidates),
        created,
        joined,
        decision.fields.name,
        decision.score.total,
        decision.score.temperature,
    )


def _own(captured: CapturedLead, decision: _Decision, candidates: Candidates) -> uuid.UUID:
    """A merged lead keeps its conversation, so that the merge can be undone after new messages too."""
    _, linked = decision.match.losers(captured.conversation_id)
    stays = candidates.through or captured.lead_id in {each.id for each in linked}
    return captured.lead_id if captured.lead_id and stays else decision.lead_id


def _said(captured: CapturedLead) -> Fields:
    email = contact.email(captured.email)
    phone = contact.phone(captured.phone, captured.country)
    encrypt = crypto.cipher().encrypt
    return Fields(
        name=_line(captured.name),
        company=_line(captured.company),
        email=encrypt(email.value) if email else None,
        email_index=email.index if email else None,
        phone=encrypt(phone.value) if phone else None,
        phone_index=phone.index if phone else None,
        address=encrypt(cleaned(captured.address)[:500]) if captured.address else None,
        username=_line(captured.username) or None,
        channel_user_id=_line(captured.channel_user_id) or None,
        language=captured.language,
        timezone=captured.timezone,
        origin_page=cleaned(captured.origin_page)[:2_000] if captured.origin_page else None,
        utm=cleaned_json(captured.utm),
        qualification=merging.merge_qualification({}, cleaned_json(_labelled(captured))),
        consent_at=captured.consent_at,
        correctable_by=captured.conversation_id,
    )


def _labelled(captured: CapturedLead) -> dict[str, Any]:
    labels = dict(captured.labels)
    return {**captured.qualification, "labels": labels} if labels else dict(captured.qualification)


def _line(text: str | None) -> str:
    return " ".join(cleaned(text or "").split())[:200]


def _decide(captured: CapturedLead, said: Fields, candidates: Candidates) -> _Decision:
    match = merging.match(
        candidates.found,
        conversation_id=captured.conversation_id,
        current=candidates.through or captured.lead_id,
        email_index=said.email_index,
    )
    said = _without_taken(said, match)
    kept = match.persons[0] if match.persons else None
    fields = said
    if kept is not None:
        own = kept.fields.correctable_by == captured.conversation_id and len(match.persons) == 1
        fields = merging.with_words(merging.joined(match.persons), said, own=own)
    score = scoring.score(fields.qualification, kept.source if kept else captured.source, captured.rules)
    told = kept.summary if kept else ""
    line = summary.summarise(fields.qualification, captured.tenant_language) or told
    return _Decision(kept.id if kept else uuid7(), kept, match, fields, score, line)


def _without_taken(said: Fields, match: Match) -> Fields:
    changes: dict[str, Any] = {}
    if match.taken(email_index=said.email_index):
        changes |= {"email": None, "email_index": None}
    if match.taken(phone_index=said.phone_index):
        changes |= {"phone": None, "phone_index": None}
    return replace(said, **changes) if changes else said


# Any: an event's data is JSON of ids and words.
_Event = tuple[EventKind, dict[str, Any]]


def _events(captured: CapturedLead, decision: _Decision) -> Sequence[_Event]:
    found: list[_Event] = []
    kept, fields, total = decision.kept, decision.fields, decision.score.total
    if kept is None:
        found.append((EventKind.CAPTURED, {"source": captured.source, "score": total}))
    else:
        if captured.lead_id is None:
            found.append((EventKind.RETURNED, {"channel": captured.channel}))
        if decision.match.persons[1:]:
            found.append((EventKind.JOINED, {"leads": [str(each.id) for each in decision.match.persons[1:]]}))
        if added := _added(kept.fields, fields):
            found.append((EventKind.CONTACT_ADDED, {"fields": added}))
        if kept.temperature != decision.score.temperature:
            change = {"from": kept.temperature, "to": decision.score.temperature, "score": total}
            found.append((EventKind.TEMPERATURE_CHANGED, change))
    for stranger in decision.match.strangers:
        found.append((EventKind.POSSIBLE_DUPLICATE, {"lead": str(stranger.id)}))
    return found


def _added(before: Fields, after: Fields) -> list[str]:
    pairs = {
        "name": (before.name, after.name),
        "company": (before.company, after.company),
        "email": (before.email_index, after.email_index),
        "phone": (before.phone_index, after.phone_index),
    }
    return [name for name, (old, new) in pairs.items() if old != new]


def _links(persons: Sequence[Known], linked: Sequence[Known]) -> Iterator[Link]:
    """What each of them adds to those before it."""
    result = persons[0].fields
    for each in persons[1:]:
        fuller = merging.fill(result, each.fields)
        if each in linked:
            yield Link(each.id, *merge_layers.changes(merge_layers.of_fields(result), merge_layers.of_fields(fuller)))
        result = fuller


def _reason(stranger: Known, said: Fields) -> str:
    same_email = said.email_index is not None and stranger.fields.email_index == said.email_index
    return "email" if same_email else "phone"


def _row(captured: CapturedLead, decision: _Decision, said: Fields, events: Sequence[_Event]) -> capture_store.Row:
    fields = decision.fields
    losers, linked = decision.match.losers(captured.conversation_id)
    return capture_store.Row(
        id=decision.lead_id,
        kept=decision.kept,
        losers=losers,
        linked=tuple(_links(decision.match.persons, linked)) if linked else (),
        strangers=tuple((each.id, _reason(each, said)) for each in decision.match.strangers),
        fields=fields,
        source=captured.source,
        channel=captured.channel,
        score=decision.score,
        purchase_intent=scoring.purchase_intent(
            fields.qualification, reachable=bool(fields.email_index or fields.phone_index)
        ),
        summary=decision.summary,
        conversation_id=captured.conversation_id,
        at=captured.at,
        events=tuple(events),
    )
