"""What the API's twin remembers: one company, its people and their work."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from backend.accounts.enums import Role
from backend.accounts.schemas import (
    CompanyOut,
    InvitationOut,
    TokenPair,
)
from backend.conversations.schemas import (
    ConversationDetail,
)
from backend.flows.enums import VersionStatus
from backend.leads.board_schemas import PipelineOut
from backend.leads.custom_field_schemas import CustomFieldOut
from backend.leads.duplicate_schemas import PairOut
from backend.leads.niche_schemas import NicheOut
from backend.leads.note_schemas import NoteOut
from backend.leads.saved_filter_schemas import SavedFilterOut
from backend.leads.schemas import LeadDetail
from backend.plans.enums import Window
from backend.tasks.schemas import TaskOut
from backend.tenants.schemas import InstallationOut
from tests.support import api_crm_rows, api_rows

# Any: JSON in and out.
Answer = tuple[int, Any]


@dataclass
class Call:
    method: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]


@dataclass
class Desk:
    """One company with one person signed in; tests change its fields and read `calls`."""

    role: Role = Role.OWNER
    language: str = "en"
    second_factor: bool = False
    down: bool = False
    calls: list[Call] = field(default_factory=list)
    failures: dict[tuple[str, str], Answer] = field(default_factory=dict)
    leads: list[LeadDetail] = field(default_factory=list)
    bin: list[LeadDetail] = field(default_factory=list)
    merged: dict[uuid.UUID, LeadDetail] = field(default_factory=dict)
    niches: list[NicheOut] = field(default_factory=list)
    notes: list[NoteOut] = field(default_factory=list)
    pairs: list[PairOut] = field(default_factory=list)
    saved_filters: list[SavedFilterOut] = field(default_factory=list)
    custom_fields: list[CustomFieldOut] = field(default_factory=list)
    tasks: list[TaskOut] = field(default_factory=list)
    task_limit: int | None = None
    conversations: list[ConversationDetail] = field(default_factory=list)
    good_access: set[str] = field(default_factory=set)
    good_refresh: set[str] = field(default_factory=set)
    spent_refresh: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.user_id, self.tenant_id, self.flow_id = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
        self.company = CompanyOut(id=self.tenant_id, slug="demo", name="Cuines Mar")
        self.tenant = api_rows.tenant(self.tenant_id)
        self.members = [
            api_rows.member(self.user_id, "Ana Puig", self.role),
            api_rows.member(uuid.uuid4(), "Pau Vidal", Role.AGENT),
        ]
        self.pipelines: list[PipelineOut] = [api_crm_rows.pipeline()]
        self.invitations: list[InvitationOut] = []
        self.versions = [api_rows.version(1, VersionStatus.ARCHIVED), api_rows.version(2, VersionStatus.PUBLISHED)]
        self.faults: list[dict[str, Any]] = []
        self.installation = InstallationOut(
            found=True,
            reachable=True,
            status=200,
            tenant_slug_found="demo",
            problems=[],
            checked_url="https://x.example/",
        )
        self.limits: dict[str, int] = {}
        self.metrics = [
            api_rows.metric("searches", 4, 1),
            api_rows.metric("ia_msgs", 5, 0, Window.DAY),
            api_rows.metric("leads", 40, 38),
        ]

    def pair(self) -> TokenPair:
        access, refresh = f"access-{uuid.uuid4().hex}", f"refresh-{uuid.uuid4().hex}"
        self.good_access.add(access)
        self.good_refresh.add(refresh)
        return TokenPair(access_token=access, refresh_token=refresh, expires_in=1800, tenant=self.company)

    def fail(self, method: str, path: str, status: int, code: str, **details: Any) -> None:
        self.failures[method, path] = (status, error(code, **details))

    def made(self, method: str, path: str) -> list[Call]:
        return [call for call in self.calls if (call.method, call.path) == (method, path)]


def page(items: list[Any]) -> dict[str, Any]:
    return {"items": [each.model_dump(mode="json") for each in items], "next_cursor": None}


def error(code: str, **details: Any) -> dict[str, Any]:
    return {"error": {"code": code, "message": f"API says {code}", "details": details, "request_id": "r"}}
