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
from tests.support.api_business import Business
from tests.support.api_desk import Answer, Call, error
from tests.support.api_people import People

__all__ = ["ID", "URL", "Answer", "ApiTwin", "Call"]

URL = "http://api.twin"


@dataclass
class ApiTwin(People, Business, BaseAdapter):
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
    ("GET", f"/v1/leads/{ID}", Role.VIEWER, ApiTwin.lead),
    ("PATCH", f"/v1/leads/{ID}", Role.AGENT, ApiTwin.change_lead),
    ("DELETE", f"/v1/leads/{ID}", Role.ADMIN, ApiTwin.delete_lead),
    ("GET", f"/v1/leads/{ID}/timeline", Role.VIEWER, ApiTwin.timeline),
    ("GET", "/v1/conversations", Role.VIEWER, ApiTwin.inbox),
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
    response.headers["Content-Type"] = "application/json"
    response.raw = BytesIO(b"" if content is None else json.dumps(content).encode())
    return response
