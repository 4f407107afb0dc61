"""The API's offline twin for panel tests: speaks the same shapes from memory, behind the HTTP client's own seam."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from pydantic import BaseModel
from requests.adapters import BaseAdapter

from backend.accounts.enums import Role
from tests.support.api_agent import AGENT_ROUTES, Agent
from tests.support.api_business import Business
from tests.support.api_channels import CHANNEL_ROUTES, Channels
from tests.support.api_crm import Crm
from tests.support.api_data import Data
from tests.support.api_desk import Answer, Call, error
from tests.support.api_finding import Finding
from tests.support.api_inbox import INBOX_ROUTES, Inbox
from tests.support.api_nurturing import NURTURING_ROUTES, Nurturing
from tests.support.api_people import People
from tests.support.api_tasks import Tasks

__all__ = ["ID", "URL", "Answer", "ApiTwin", "Call"]

URL = "http://api.twin"


@dataclass
class ApiTwin(People, Channels, Nurturing, Agent, Inbox, Business, Crm, Tasks, Finding, Data, BaseAdapter):
    """One company with one person signed in; tests change its fields and read `calls`."""

    def __post_init__(self) -> None:
        super().__post_init__()
        BaseAdapter.__init__(self)

    # What the requests library calls.

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        parts = urlsplit(request.url or "")
        query = {name: values[0] for name, values in parse_qs(str(parts.query)).items()}
        call = Call(request.method or "", str(parts.path), query, _body(request), dict(request.headers))
        self.calls.append(call)
        if self.down:
            raise requests.ConnectionError("the twin is down")
        status, answer = self._answer(call)
        return _response(request, status, answer)

    def close(self) -> None:
        """Nothing is open."""

    def _answer(self, call: Call) -> Answer:
        if (call.method, call.path) in self.failures:
            return self.failures[call.method, call.path]
        if call.path not in OPEN and call.headers.get("Authorization", "")[7:] not in self.good_access:
            return 401, error("token_expired")
        for method, pattern, needed, handler in ROUTES:
            found = re.fullmatch(pattern, call.path)
            if found and method == call.method:
                if not self.role.includes(needed):
                    return 403, error("role_too_low", needed=needed.value)
                return handler(self, call, *found.groups())
        return 404, error("not_found")


OPEN = frozenset(
    f"/v1/auth/{name}"
    for name in (
        "login",
        "login/second-factor",
        "refresh",
        "register",
        "password/forgot",
        "password/reset",
        "verify",
        "invitations/preview",
        "invitations/accept",
    )
)
ID = "([0-9a-f-]{36})"
Handler = Callable[..., Answer]
ROUTES: list[tuple[str, str, Role, Handler]] = [
    ("POST", "/v1/auth/login", Role.VIEWER, ApiTwin.login),
    ("POST", "/v1/auth/login/second-factor", Role.VIEWER, ApiTwin.finish),
    ("POST", "/v1/auth/refresh", Role.VIEWER, ApiTwin.refresh),
    ("POST", "/v1/auth/register", Role.VIEWER, ApiTwin.signed_in),
    ("POST", "/v1/auth/password/(?:forgot|reset|change)", Role.VIEWER, ApiTwin.nothing),
    ("POST", "/v1/auth/verify", Role.VIEWER, ApiTwin.nothing),
    ("POST", "/v1/auth/invitations/preview", Role.VIEWER, ApiTwin.preview),
    ("POST", "/v1/auth/invitations/accept", Role.VIEWER, ApiTwin.signed_in),
    ("POST", "/v1/auth/two-factor/enrol", Role.VIEWER, ApiTwin.enrol),
    ("POST", "/v1/auth/two-factor/confirm", Role.VIEWER, ApiTwin.confirm),
    ("POST", "/v1/auth/logout(?:-everywhere)?", Role.VIEWER, ApiTwin.logout),
    ("GET", "/v1/auth/me", Role.VIEWER, ApiTwin.me),
    ("PATCH", "/v1/auth/me", Role.VIEWER, ApiTwin.me),
    ("GET", "/v1/leads", Role.VIEWER, ApiTwin.list_leads),
    ("POST", "/v1/leads", Role.AGENT, ApiTwin.add_lead),
    ("GET", "/v1/leads/tags", Role.VIEWER, ApiTwin.list_tags),
    ("GET", "/v1/leads/check", Role.VIEWER, ApiTwin.check_domain),
    ("POST", "/v1/leads/bulk", Role.AGENT, ApiTwin.bulk),
    ("POST", f"/v1/bulk-actions/{ID}/undo", Role.AGENT, ApiTwin.undo_bulk),
    ("POST", f"/v1/leads/{ID}/move", Role.AGENT, ApiTwin.move_lead),
    ("POST", f"/v1/leads/{ID}/opened", Role.AGENT, ApiTwin.opened),
    ("POST", f"/v1/leads/{ID}/restore", Role.ADMIN, ApiTwin.restore),
    ("GET", f"/v1/leads/{ID}/activity", Role.VIEWER, ApiTwin.activity),
    ("GET", f"/v1/leads/{ID}/notes", Role.VIEWER, ApiTwin.list_notes),
    ("POST", f"/v1/leads/{ID}/notes", Role.AGENT, ApiTwin.write_note),
    ("PATCH", f"/v1/leads/{ID}/notes/{ID}", Role.AGENT, ApiTwin.change_note),
    ("DELETE", f"/v1/leads/{ID}/notes/{ID}", Role.AGENT, ApiTwin.delete_note),
    ("POST", f"/v1/leads/{ID}/contacts", Role.AGENT, ApiTwin.add_contact),
    ("PATCH", f"/v1/leads/{ID}/contacts/{ID}", Role.AGENT, ApiTwin.change_contact),
    ("DELETE", f"/v1/leads/{ID}/contacts/{ID}", Role.AGENT, ApiTwin.delete_contact),
    ("POST", f"/v1/leads/{ID}/contacts/{ID}/make-main", Role.AGENT, ApiTwin.make_main),
    ("POST", f"/v1/leads/{ID}/merge", Role.AGENT, ApiTwin.merge),
    ("GET", f"/v1/leads/{ID}/merges", Role.VIEWER, ApiTwin.list_merges),
    ("POST", f"/v1/merges/{ID}/undo", Role.AGENT, ApiTwin.undo_merge),
    ("GET", "/v1/duplicates", Role.VIEWER, ApiTwin.list_pairs),
    ("POST", "/v1/duplicates/scan", Role.AGENT, ApiTwin.scan),
    ("POST", f"/v1/duplicates/{ID}/(?:merge|different)", Role.AGENT, ApiTwin.decide_pair),
    ("GET", "/v1/pipelines", Role.VIEWER, ApiTwin.list_pipelines),
    ("POST", "/v1/pipelines", Role.ADMIN, ApiTwin.add_pipeline),
    ("PATCH", f"/v1/pipelines/{ID}", Role.ADMIN, ApiTwin.rename_pipeline),
    ("DELETE", f"/v1/pipelines/{ID}", Role.ADMIN, ApiTwin.delete_pipeline),
    ("POST", f"/v1/pipelines/{ID}/stages", Role.ADMIN, ApiTwin.add_stage),
    ("PATCH", f"/v1/pipelines/{ID}/stages/{ID}", Role.ADMIN, ApiTwin.change_stage),
    ("DELETE", f"/v1/pipelines/{ID}/stages/{ID}", Role.ADMIN, ApiTwin.delete_stage),
    ("PUT", f"/v1/pipelines/{ID}/order", Role.ADMIN, ApiTwin.reorder),
    ("GET", f"/v1/pipelines/{ID}/board", Role.VIEWER, ApiTwin.board),
    ("GET", f"/v1/pipelines/{ID}/stages/{ID}/cards", Role.VIEWER, ApiTwin.more_cards),
    ("GET", "/v1/niches", Role.VIEWER, ApiTwin.list_niches),
    ("POST", "/v1/niches", Role.AGENT, ApiTwin.add_niche),
    ("PATCH", f"/v1/niches/{ID}", Role.AGENT, ApiTwin.rename_niche),
    ("DELETE", f"/v1/niches/{ID}", Role.ADMIN, ApiTwin.delete_niche),
    ("POST", f"/v1/niches/{ID}/merge", Role.AGENT, ApiTwin.merge_niche),
    ("GET", "/v1/saved-filters", Role.VIEWER, ApiTwin.list_saved),
    ("POST", "/v1/saved-filters", Role.AGENT, ApiTwin.save_filter),
    ("DELETE", f"/v1/saved-filters/{ID}", Role.AGENT, ApiTwin.delete_filter),
    ("GET", "/v1/custom-fields", Role.VIEWER, ApiTwin.list_fields),
    ("POST", "/v1/custom-fields", Role.ADMIN, ApiTwin.add_field),
    ("PATCH", f"/v1/custom-fields/{ID}", Role.ADMIN, ApiTwin.change_field),
    ("DELETE", f"/v1/custom-fields/{ID}", Role.ADMIN, ApiTwin.delete_field),
    ("GET", "/v1/tasks", Role.VIEWER, ApiTwin.list_tasks),
    ("POST", "/v1/tasks", Role.AGENT, ApiTwin.add_task),
    ("GET", "/v1/tasks/summary", Role.VIEWER, ApiTwin.task_summary),
    ("GET", "/v1/tasks/next", Role.VIEWER, ApiTwin.next_tasks),
    ("PATCH", f"/v1/tasks/{ID}", Role.AGENT, ApiTwin.change_task),
    ("DELETE", f"/v1/tasks/{ID}", Role.AGENT, ApiTwin.delete_task),
    ("POST", f"/v1/tasks/{ID}/(?:complete|reopen|snooze)", Role.AGENT, ApiTwin.move_task),
    ("GET", "/v1/searches/sources", Role.VIEWER, ApiTwin.list_sources),
    ("POST", "/v1/searches/variants", Role.AGENT, ApiTwin.variants),
    ("GET", "/v1/searches", Role.VIEWER, ApiTwin.list_searches),
    ("POST", "/v1/searches", Role.AGENT, ApiTwin.start_search),
    ("GET", f"/v1/searches/{ID}", Role.VIEWER, ApiTwin.search),
    ("DELETE", f"/v1/searches/{ID}", Role.AGENT, ApiTwin.delete_search),
    ("GET", f"/v1/searches/{ID}/results", Role.VIEWER, ApiTwin.results),
    ("POST", f"/v1/searches/{ID}/save", Role.AGENT, ApiTwin.save_results),
    ("POST", f"/v1/searches/{ID}/(?:pause|resume|cancel)", Role.AGENT, ApiTwin.steer_search),
    ("GET", "/v1/search-schedules", Role.VIEWER, ApiTwin.list_schedules),
    ("POST", "/v1/search-schedules", Role.AGENT, ApiTwin.plan_search),
    ("PATCH", f"/v1/search-schedules/{ID}", Role.AGENT, ApiTwin.change_schedule),
    ("DELETE", f"/v1/search-schedules/{ID}", Role.AGENT, ApiTwin.delete_schedule),
    ("GET", "/v1/suppressions", Role.VIEWER, ApiTwin.list_suppressions),
    ("POST", "/v1/suppressions", Role.AGENT, ApiTwin.suppress),
    ("DELETE", f"/v1/suppressions/{ID}", Role.AGENT, ApiTwin.allow),
    ("GET", "/v1/imports", Role.VIEWER, ApiTwin.list_imports),
    ("POST", "/v1/imports", Role.AGENT, ApiTwin.upload_import),
    ("GET", f"/v1/imports/{ID}", Role.VIEWER, ApiTwin.one_import),
    ("PUT", f"/v1/imports/{ID}/plan", Role.AGENT, ApiTwin.plan_import),
    ("POST", f"/v1/imports/{ID}/start", Role.AGENT, ApiTwin.start_import),
    ("POST", f"/v1/imports/{ID}/(?:pause|resume|cancel)", Role.AGENT, ApiTwin.steer_import),
    ("POST", f"/v1/imports/{ID}/undo", Role.ADMIN, ApiTwin.steer_import),
    ("GET", f"/v1/imports/{ID}/refused", Role.VIEWER, ApiTwin.refused_rows),
    ("GET", "/v1/exports", Role.VIEWER, ApiTwin.list_exports),
    ("POST", "/v1/exports", Role.AGENT, ApiTwin.make_export),
    ("GET", f"/v1/exports/{ID}/file", Role.AGENT, ApiTwin.export_file),
    ("GET", "/v1/exports/columns", Role.VIEWER, ApiTwin.export_columns),
    ("POST", "/v1/assistant/messages", Role.VIEWER, ApiTwin.say),
    ("GET", "/v1/assistant/messages", Role.VIEWER, ApiTwin.read_talk),
    ("DELETE", "/v1/assistant/messages", Role.VIEWER, ApiTwin.forget_talk),
    ("GET", "/v1/assistant/commands", Role.VIEWER, ApiTwin.standing),
    ("GET", "/v1/memory", Role.VIEWER, ApiTwin.read_memory),
    ("PUT", "/v1/memory", Role.VIEWER, ApiTwin.write_memory),
    ("GET", f"/v1/leads/{ID}", Role.VIEWER, ApiTwin.lead),
    ("PATCH", f"/v1/leads/{ID}", Role.AGENT, ApiTwin.change_lead),
    ("DELETE", f"/v1/leads/{ID}", Role.ADMIN, ApiTwin.delete_lead),
    ("GET", f"/v1/leads/{ID}/timeline", Role.VIEWER, ApiTwin.timeline),
    *INBOX_ROUTES,
    *CHANNEL_ROUTES,
    *NURTURING_ROUTES,
    *AGENT_ROUTES,
    ("GET", "/v1/conversations/stats", Role.VIEWER, ApiTwin.stats),
    ("GET", f"/v1/conversations/{ID}", Role.VIEWER, ApiTwin.conversation),
    ("POST", f"/v1/conversations/{ID}/(?:take-over|give-back|close)", Role.AGENT, ApiTwin.move),
    ("POST", f"/v1/conversations/{ID}/reply", Role.AGENT, ApiTwin.reply),
    ("POST", f"/v1/conversations/{ID}/read", Role.AGENT, ApiTwin.mark_read),
    ("GET", "/v1/tenant", Role.VIEWER, ApiTwin.read_tenant),
    ("PATCH", "/v1/tenant", Role.ADMIN, ApiTwin.change_tenant),
    ("GET", "/v1/tenant/snippet", Role.VIEWER, ApiTwin.snippet),
    ("POST", "/v1/tenant/verify-installation", Role.ADMIN, ApiTwin.verify_installation),
    ("GET", "/v1/plan", Role.VIEWER, ApiTwin.plan),
    ("GET", "/v1/members", Role.VIEWER, ApiTwin.list_members),
    ("PATCH", f"/v1/members/{ID}", Role.ADMIN, ApiTwin.change_role),
    ("DELETE", f"/v1/members/{ID}", Role.ADMIN, ApiTwin.remove_member),
    ("GET", "/v1/invitations", Role.ADMIN, ApiTwin.list_invitations),
    ("POST", "/v1/invitations", Role.ADMIN, ApiTwin.invite),
    ("GET", "/v1/flows", Role.VIEWER, ApiTwin.list_flows),
    ("GET", f"/v1/flows/{ID}", Role.VIEWER, ApiTwin.flow),
    ("GET", f"/v1/flows/{ID}/versions", Role.VIEWER, ApiTwin.list_versions),
    ("PUT", f"/v1/flows/{ID}/draft", Role.ADMIN, ApiTwin.save_draft),
    ("POST", f"/v1/flows/{ID}/validate", Role.VIEWER, ApiTwin.validate),
    ("POST", f"/v1/flows/{ID}/publish", Role.ADMIN, ApiTwin.publish),
    ("POST", f"/v1/flows/{ID}/rollback", Role.ADMIN, ApiTwin.roll_back),
]


def _body(request: requests.PreparedRequest) -> Any:
    if "multipart" in (request.headers.get("Content-Type") or ""):
        return request.body
    raw = request.body.decode() if isinstance(request.body, bytes) else request.body
    if not raw:
        return {}
    if "json" in (request.headers.get("Content-Type") or ""):
        return json.loads(str(raw))
    return {name: values[0] for name, values in parse_qs(str(raw)).items()}


def _response(request: requests.PreparedRequest, status: int, answer: Any) -> requests.Response:
    content = answer.model_dump(mode="json") if isinstance(answer, BaseModel) else answer
    response = requests.Response()
    response.status_code = status
    response.url = request.url or ""
    response.request = request
    response.headers["Content-Type"] = "text/csv" if isinstance(content, bytes) else "application/json"
    raw = content if isinstance(content, bytes) else b"" if content is None else json.dumps(content).encode()
    response.raw = BytesIO(raw)
    return response
