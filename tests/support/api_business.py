"""The twin's answers about the work: leads, conversations, widget, flows."""

import uuid

from backend.conversations.enums import ConversationStatus, MessageRole
from backend.conversations.schemas import (
    ConversationDetail,
    ConversationStats,
    DayOut,
    FunnelStepOut,
    TodayOut,
)
from backend.flows import presets
from backend.flows.enums import Preset, VersionStatus
from backend.flows.version_schemas import FlowOut
from backend.leads.enums import EventKind
from backend.leads.schemas import LeadDetail, LeadEventOut, LeadOut
from backend.tenants.schemas import SnippetOut, TenantOut
from tests.support import api_rows
from tests.support.api_desk import Answer, Call, Desk, error, page
from tests.support.api_rows import NOW


class Business(Desk):
    """Mixed into the twin."""

    def list_leads(self, call: Call) -> Answer:
        wanted = [
            lead
            for lead in (self.bin if "bin" in call.query else self.leads)
            if all(getattr(lead, name) == call.query[name] for name in ("stage", "temperature") if name in call.query)
            and call.query.get("q", "").lower() in lead.name.lower()
        ]
        items = [LeadOut.model_validate(lead, from_attributes=True) for lead in wanted]
        return 200, page(items) | {"total": len(items) if "with_total" in call.query else None}

    def _lead(self, lead_id: str) -> LeadDetail | None:
        return next((lead for lead in self.leads if str(lead.id) == lead_id), None)

    def lead(self, _call: Call, lead_id: str) -> Answer:
        found = self._lead(lead_id)
        return (200, found) if found else (404, error("lead_not_found"))

    def add_lead(self, call: Call) -> Answer:
        self.leads.insert(0, api_rows.lead(call.body.get("name", ""), email=call.body.get("email")))
        return 201, self.leads[0]

    def change_lead(self, call: Call, lead_id: str) -> Answer:
        found = self._lead(lead_id)
        if found is None:
            return 404, error("lead_not_found")
        given = {name: value for name, value in call.body.items() if name not in {"updated_at", "qualification"}}
        merged = found.model_dump(mode="json") | given | {"qualification": call.body.get("qualification", {})}
        changed = LeadDetail.model_validate(merged)
        self.leads[self.leads.index(found)] = changed
        return 200, changed

    def delete_lead(self, _call: Call, lead_id: str) -> Answer:
        self.bin += [each for each in self.leads if str(each.id) == lead_id]
        self.leads = [each for each in self.leads if str(each.id) != lead_id]
        return 204, None

    def timeline(self, _call: Call, _lead_id: str) -> Answer:
        event = LeadEventOut(
            id=uuid.uuid4(), kind=EventKind.CAPTURED, at=NOW, actor_id=None, conversation_id=None, data={}
        )
        return 200, page([event])

    def _conversation(self, conversation_id: str) -> ConversationDetail | None:
        return next((each for each in self.conversations if str(each.id) == conversation_id), None)

    def conversation(self, _call: Call, conversation_id: str) -> Answer:
        found = self._conversation(conversation_id)
        return (200, found) if found else (404, error("conversation_not_found"))

    def move(self, call: Call, conversation_id: str) -> Answer:
        found = self._conversation(conversation_id)
        assert found is not None
        verb = call.path.rsplit("/", 1)[1]
        found.status = {
            "take-over": ConversationStatus.HUMAN,
            "give-back": ConversationStatus.OPEN,
            "close": ConversationStatus.ENDED,
        }[verb]
        return 200, found

    def reply(self, call: Call, conversation_id: str) -> Answer:
        found = self._conversation(conversation_id)
        assert found is not None
        found.messages.append(api_rows.message(MessageRole.AGENT, call.body["text"], author="Ana Puig"))
        return 201, found.messages[-1]

    def mark_read(self, _call: Call, conversation_id: str) -> Answer:
        found = self._conversation(conversation_id)
        assert found is not None
        found.unread = 0
        return 204, None

    def stats(self, _call: Call) -> Answer:
        count = len(self.conversations)
        today = TodayOut(conversations=count, leads=len(self.leads), waiting=0, ended=0)
        days = [DayOut(day=f"2026-03-{day:02}", conversations=count, leads=len(self.leads)) for day in range(1, 31)]
        steps = [FunnelStepOut(block_id="hello", label="Hello {name}", visitors=count)]
        return 200, ConversationStats(today=today, by_day=days, funnel=steps)

    def read_tenant(self, _call: Call) -> Answer:
        return 200, self.tenant

    def change_tenant(self, call: Call) -> Answer:
        self.tenant = TenantOut.model_validate(self.tenant.model_dump(mode="json") | call.body)
        return 200, self.tenant

    def snippet(self, _call: Call) -> Answer:
        return 200, SnippetOut(snippet='<script src="x" data-tenant="demo" async></script>', widget_url="x")

    def verify_installation(self, _call: Call) -> Answer:
        return 200, self.installation

    def _flow(self) -> FlowOut:
        by_status = {version.status: version for version in self.versions}
        return FlowOut(
            id=self.flow_id,
            name="Kitchens",
            is_default=True,
            created_at=NOW,
            published=by_status.get(VersionStatus.PUBLISHED),
            draft=by_status.get(VersionStatus.DRAFT),
        )

    def list_flows(self, _call: Call) -> Answer:
        return 200, page([self._flow()])

    def flow(self, _call: Call, _flow_id: str) -> Answer:
        definition = presets.load(Preset.GENERAL_BUSINESS).model_dump(mode="json", exclude_none=True)
        return 200, self._flow().model_dump(mode="json") | {"definition": definition}

    def list_versions(self, _call: Call, _flow_id: str) -> Answer:
        return 200, page(list(reversed(self.versions)))

    def save_draft(self, _call: Call, _flow_id: str) -> Answer:
        version = api_rows.version(3, VersionStatus.DRAFT)
        self.versions.append(version)
        return 200, {"version": version.model_dump(mode="json"), "faults": self.faults, "warnings": []}

    def validate(self, _call: Call, _flow_id: str) -> Answer:
        return 200, {"faults": self.faults, "warnings": []}

    def publish(self, _call: Call, _flow_id: str) -> Answer:
        if self.faults:
            return 422, error("flow_has_faults")
        for version in self.versions:
            archived = version.status is not VersionStatus.DRAFT
            version.status = VersionStatus.ARCHIVED if archived else VersionStatus.PUBLISHED
        return 200, self.versions[-1]

    def roll_back(self, _call: Call, _flow_id: str) -> Answer:
        self.versions[0].status, self.versions[1].status = VersionStatus.PUBLISHED, VersionStatus.ARCHIVED
        return 200, self.versions[0]
