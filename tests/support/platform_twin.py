"""The API's twin for the platform's panel: companies, figures, errors and the trail, from memory."""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from backend.accounts.enums import PlatformRole
from backend.accounts.schemas import MeOut
from backend.audit.enums import ActorKind
from backend.audit.schemas import AuditOut
from backend.plans.enums import Interval, Metric, Unit, Window
from backend.plans.schemas import Entitlement, PlanDetails, Price
from backend.superadmin.schemas import (
    AdminTenantDetail,
    ErrorEntryOut,
    GraphVersionOut,
    OverviewOut,
    PlatformDay,
    TenantUsage,
)
from backend.tenants.enums import TenantStatus
from tests.support.api_rows import NOW
from tests.support.api_twin import ID, Answer, ApiTwin, Call


def company(name: str, **given: Any) -> AdminTenantDetail:
    """An active one with a little of everything."""
    slug = name.lower().replace(" ", "-")
    fields: dict[str, Any] = {
        "id": uuid.uuid4(),
        "slug": slug,
        "name": name,
        "status": TenantStatus.ACTIVE,
        "maintenance": False,
        "plan": "free",
        "default_language": "es",
        "timezone": "Europe/Madrid",
        "country": "ES",
        "allowed_origins": ["https://www.example.com"],
        "created_at": NOW,
        "updated_at": NOW,
        "usage": TenantUsage(leads=12, conversations_this_month=34, members=2),
        "snippet": f'<script src="https://api.example.com/widget.js" data-tenant="{slug}" async></script>',
    }
    return AdminTenantDetail(**(fields | given))


def fault(code: str, **given: Any) -> ErrorEntryOut:
    fields: dict[str, Any] = {"tenant_id": None, "tenant_name": None, "request_id": "req-1", "at": NOW}
    return ErrorEntryOut(**({"id": uuid.uuid4(), "code": code, "route": "GET /v1/leads"} | fields | given))


def act(action: str, **given: Any) -> AuditOut:
    fields: dict[str, Any] = {
        "id": uuid.uuid4(),
        "tenant_id": None,
        "actor_id": None,
        "actor_kind": ActorKind.SYSTEM,
        "entity": "tenant",
        "entity_id": None,
        "changes": {},
        "created_at": NOW,
    }
    return AuditOut(**({"action": action} | fields | given))


def plan(code: str, name: str, *, leads: int | None, active: bool = True) -> PlanDetails:
    limits = [
        Entitlement(metric=Metric.LEADS, limit=leads, window=Window.MONTH),
        Entitlement(metric=Metric.AI_MONEY, limit=10, window=Window.MONTH, unit=Unit.EUR),
    ]
    return PlanDetails(
        code=code,
        names={"es": name, "ca": name, "pt": name, "en": name},
        prices=[Price(amount_minor=4990, currency="EUR", interval=Interval.MONTH)],
        entitlements=limits,
        features=[],
        queue_priority=0,
        active=active,
        position=0,
    )


@dataclass
class PlatformTwin(ApiTwin):
    """`platform_role` None is an ordinary owner, whom the admin routes refuse."""

    platform_role: PlatformRole | None = PlatformRole.SUPER_ADMIN
    companies: list[AdminTenantDetail] = field(default_factory=list)
    faults_kept: list[ErrorEntryOut] = field(default_factory=list)
    trail: list[AuditOut] = field(default_factory=list)
    graph_version: GraphVersionOut | None = None
    plans: list[PlanDetails] = field(
        default_factory=lambda: [
            plan("free", "Free", leads=40),
            plan("pro", "Pro", leads=None),
            plan("old", "Old", leads=5, active=False),
        ]
    )

    def _answer(self, call: Call) -> Answer:
        if call.path != "/v1/auth/me" and not call.path.startswith("/v1/admin/"):
            return super()._answer(call)
        if (call.method, call.path) in self.failures:
            return self.failures[call.method, call.path]
        if call.headers.get("Authorization", "")[7:] not in self.good_access:
            return 401, refusal("token_expired")
        if call.path == "/v1/auth/me":
            return self.myself(call)
        if self.platform_role is not PlatformRole.SUPER_ADMIN:
            return 403, refusal("role_too_low", needed="super_admin")
        for method, pattern, handler in ADMIN_ROUTES:
            found = re.fullmatch(pattern, call.path)
            if found and method == call.method:
                return handler(self, call, *found.groups())
        return 404, refusal("not_found")

    def myself(self, call: Call) -> Answer:
        _, found = ApiTwin.me(self, call)
        assert isinstance(found, MeOut)
        return 200, found.model_copy(update={"platform_role": self.platform_role} | call.body)

    def list_companies(self, call: Call) -> Answer:
        q, status = call.query.get("q", "").lower(), call.query.get("status")
        found = [
            each
            for each in self.companies
            if q in f"{each.name} {each.slug}".lower() and status in (None, each.status.value)
        ]
        return 200, _page(found, call)

    def read_company(self, _call: Call, tenant_id: str) -> Answer:
        found = next((each for each in self.companies if str(each.id) == tenant_id), None)
        return (200, found) if found else (404, refusal("tenant_not_found"))

    def create_company(self, call: Call) -> Answer:
        given = call.body
        made = company(
            given["name"],
            plan=given["plan"],
            default_language=given["language"],
            allowed_origins=given["origins"],
            usage=TenantUsage(leads=0, conversations_this_month=0, members=0),
        )
        self.companies.insert(0, made)
        tenant = made.model_dump(mode="json", exclude={"snippet"})
        return 201, {"tenant": tenant, "snippet": made.snippet, "invitation_sent": True}

    def change_company(self, call: Call, tenant_id: str) -> Answer:
        position = next(at for at, each in enumerate(self.companies) if str(each.id) == tenant_id)
        given = {"maintenance": call.body["on"]} if call.method == "PUT" else call.body
        whole = self.companies[position].model_dump(mode="json") | given
        self.companies[position] = AdminTenantDetail.model_validate(whole)
        return 200, self.companies[position]

    def overview(self, _call: Call) -> Answer:
        days = [date(2026, 3, 1) + timedelta(days=day) for day in range(30)]
        count = len(self.faults_kept)
        active = [each for each in self.companies if each.status is TenantStatus.ACTIVE]
        return 200, OverviewOut(
            tenants=len(self.companies),
            active_tenants=len(active),
            users=3,
            leads=54,
            conversations=1140,
            errors=count,
            by_day=[PlatformDay(day=day, leads=2, conversations=5, errors=count) for day in days],
            graph_version=self.graph_version,
        )

    def list_faults(self, call: Call) -> Answer:
        wanted = call.query.get("tenant_id")
        found = [each for each in self.faults_kept if wanted in (None, str(each.tenant_id))]
        return 200, [each.model_dump(mode="json") for each in found]

    def list_acts(self, call: Call) -> Answer:
        tenant_id, action = call.query.get("tenant_id"), call.query.get("action")
        found = [
            each for each in self.trail if tenant_id in (None, str(each.tenant_id)) and action in (None, each.action)
        ]
        return 200, _page(found, call)

    def list_plans(self, _call: Call) -> Answer:
        return 200, [each.model_dump(mode="json") for each in self.plans]


# Any: JSON.
def refusal(code: str, **details: Any) -> dict[str, Any]:
    return {"error": {"code": code, "message": f"API says {code}", "details": details, "request_id": "r"}}


# Any: rows of each kind, as JSON.
def _page(items: list[Any], call: Call) -> dict[str, Any]:
    begin, limit = int(call.query.get("cursor", 0)), int(call.query.get("limit", 50))
    following = str(begin + limit) if begin + limit < len(items) else None
    shown = [each.model_dump(mode="json") for each in items[begin : begin + limit]]
    return {"items": shown, "next_cursor": following}


Handler = Callable[..., Answer]
ADMIN_ROUTES: list[tuple[str, str, Handler]] = [
    ("GET", "/v1/admin/tenants", PlatformTwin.list_companies),
    ("POST", "/v1/admin/tenants", PlatformTwin.create_company),
    ("GET", f"/v1/admin/tenants/{ID}", PlatformTwin.read_company),
    ("PATCH", f"/v1/admin/tenants/{ID}", PlatformTwin.change_company),
    ("PUT", f"/v1/admin/tenants/{ID}/maintenance", PlatformTwin.change_company),
    ("GET", "/v1/admin/overview", PlatformTwin.overview),
    ("GET", "/v1/admin/errors", PlatformTwin.list_faults),
    ("GET", "/v1/admin/audit", PlatformTwin.list_acts),
    ("GET", "/v1/admin/plans", PlatformTwin.list_plans),
]
