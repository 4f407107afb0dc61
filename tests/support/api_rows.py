"""Rows as the API would answer them, for the twin and for tests."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from backend.accounts.enums import MembershipStatus, Role
from backend.accounts.schemas import MemberOut
from backend.channels.enums import ChannelKind
from backend.conversations.enums import ConversationStatus, MessageRole
from backend.conversations.schemas import ConversationDetail, MessageOut
from backend.flows.enums import VersionStatus
from backend.flows.version_schemas import FlowVersionOut
from backend.leads.enums import ContactState, Source, Stage, Temperature
from backend.leads.schemas import LeadDetail, PartOut
from backend.plans.enums import OnExceed, Unit, Window
from backend.plans.schemas import Counted, Current, Limits, MetricOut, Remaining, Spent, Usage
from backend.tenants.enums import TenantStatus
from backend.tenants.schemas import Branding, TenantOut, WidgetTexts

NOW = datetime.now(UTC).replace(microsecond=0)
# The columns of the default pipeline.
STAGES = {kind: uuid.uuid4() for kind in Stage}


def lead(name: str, *, score: int = 72, email: str | None = "rosa@example.com", **given: Any) -> LeadDetail:
    """A hot lead of a web page, with one part of its score."""
    part = PartOut(part="budget", points=40, max=40, reason="x", params={}, sentence="The budget reaches your target.")
    fields: dict[str, Any] = {
        "id": uuid.uuid4(),
        "name": name,
        "company": "",
        "email": email,
        "phone": "+34600000000",
        "stage": Stage.NEW,
        "stage_id": STAGES[Stage.NEW],
        "stage_since": NOW,
        "contact_state": ContactState.TO_CONTACT,
        "temperature": Temperature.HOT,
        "score": score,
        "purchase_intent": score / 100,
        "source": Source.WEB,
        "channel": "web",
        "language": "es",
        "summary": "New kitchen",
        "assignee_id": None,
        "last_activity_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
        "address": None,
        "username": None,
        "channel_user_id": None,
        "timezone": None,
        "origin_page": "https://www.example.com/",
        "utm": {},
        "qualification": {"metres": 12, "budget": {"min": 5000, "max": 8000, "currency": "EUR"}},
        "consent_at": NOW,
        "score_version": 1,
        "breakdown": [part],
    }
    return LeadDetail(**(fields | given))


def message(role: MessageRole, text: str, *, author: str | None = None) -> MessageOut:
    return MessageOut(id=uuid.uuid4().hex[:6], role=role, text=text, created_at=NOW, author=author)


def conversation(name: str | None = None, **given: Any) -> ConversationDetail:
    """An open one with a question and an answer."""
    fields: dict[str, Any] = {
        "id": uuid.uuid4(),
        "status": ConversationStatus.OPEN,
        "channel": ChannelKind.WEB,
        "language": "es",
        "lead_name": name,
        "last_message": "12 m2",
        "last_message_at": NOW,
        "unread": 1,
        "created_at": NOW,
        "messages": [message(MessageRole.BOT, "How big?"), message(MessageRole.VISITOR, "12 m2 <b>& more</b>")],
    }
    return ConversationDetail(**(fields | given))


def tenant(tenant_id: uuid.UUID) -> TenantOut:
    return TenantOut(
        id=tenant_id,
        slug="demo",
        name="Cuines Mar",
        status=TenantStatus.ACTIVE,
        maintenance=False,
        plan="free",
        branding=Branding(),
        texts={"es": WidgetTexts(title="Hola")},
        default_language="es",
        languages=["es", "en"],
        timezone="Europe/Madrid",
        country="ES",
        currency="EUR",
        allowed_origins=["https://www.example.com"],
        contact_email=None,
        created_at=NOW,
        updated_at=NOW,
    )


def member(user_id: uuid.UUID, name: str, role: Role) -> MemberOut:
    return MemberOut(
        user_id=user_id,
        email=f"{name.split(maxsplit=1)[0].lower()}@example.com",
        full_name=name,
        role=role,
        status=MembershipStatus.ACTIVE,
        last_login_at=None,
        two_factor=False,
    )


def version(number: int, status: VersionStatus) -> FlowVersionOut:
    return FlowVersionOut(
        id=uuid.uuid4(),
        number=number,
        status=status,
        published_at=None if status is VersionStatus.DRAFT else NOW,
        published_by=None,
        rollback_to_version=number - 1 if status is VersionStatus.PUBLISHED and number > 1 else None,
        note=None,
        created_at=NOW,
        updated_at=NOW,
    )


def metric(name: str, limit: float | None, used: float, window: Window = Window.MONTH) -> MetricOut:
    return MetricOut(
        metric=name,
        window=window,
        unit=Unit.COUNT,
        on_exceed=OnExceed.BLOCK,
        limit=limit,
        used=used,
        reserved=0,
        remaining=None if limit is None else max(limit - used, 0),
        period="202603" if window is Window.MONTH else "20260314",
        resets_at=NOW + timedelta(days=3),
    )


def plan(metrics: list[MetricOut]) -> dict[str, Any]:
    spent = {"used": 0, "remaining": None, "period": "202603"}
    current = {"current": 0, "limit": None}
    kinds: dict[object, dict[str, Any]] = {Spent: spent, Counted: spent, Current: current}
    return {
        "plan": "free",
        "limits": dict.fromkeys(Limits.model_fields),
        "usage": {name: kinds[field.annotation] for name, field in Usage.model_fields.items()},
        "remaining": dict.fromkeys(Remaining.model_fields),
        "names": {"es": "Gratis", "ca": "Gratis", "pt": "Gratuito", "en": "Free"},
        "features": [],
        "queue_priority": 0,
        "timezone": "Europe/Madrid",
        "metrics": [each.model_dump(mode="json") for each in metrics],
    }
