"""The inbox in the API's twin: tabs, sharing, notes, ready answers, the agent's reasons."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from backend.accounts.enums import Role
from backend.assistant.memory.schemas import Memory
from backend.channels.account_schemas import AccountOut, TemplateOut
from backend.channels.enums import AccountStatus, ChannelKind, CostKind, Responder
from backend.channels.price_schemas import CostOut
from backend.conversations.agent_schemas import TraceOut, TraceStepOut
from backend.conversations.canned_schemas import CannedReplyOut
from backend.conversations.enums import CannedPurpose, ConversationStatus, Decision, MessageRole
from backend.conversations.inbox_schemas import InboxCounts
from backend.conversations.schemas import ConversationDetail, ConversationNoteOut
from backend.conversations.sending_schemas import ClosingOut, ClosingPart, SendingOut
from tests.support.api_desk import Answer, Call, Desk, error, page
from tests.support.api_rows import NOW, message

_ID = "([0-9a-f-]{36})"
_ONE = f"/v1/conversations/{_ID}"


def canned(title: str, text: str, purpose: CannedPurpose = CannedPurpose.OPENING) -> CannedReplyOut:
    return CannedReplyOut(
        id=uuid.uuid4(), purpose=purpose, title=title, texts={"es": text}, created_at=NOW, updated_at=NOW
    )


def template(name: str, body: str, *variables: str) -> TemplateOut:
    given = {"language": "es", "category": "utility", "status": "approved", "header": "", "footer": ""}
    return TemplateOut(id=uuid.uuid4(), name=name, body=body, variables=list(variables), synced_at=NOW, **given)


def account(kind: ChannelKind) -> AccountOut:
    fields = {"external_id": "1", "business_id": "2", "address": "+34600", "error": None, "quality": ""}
    moments = dict.fromkeys(("token_expires_at", "token_rotated_at", "checked_at", "last_event_at"))
    stands = {"status": AccountStatus.CONNECTED, "responder": Responder.AGENT, "bot_on": True, "debounce_seconds": 4}
    name = f"Cuines Mar {kind}"
    return AccountOut(
        id=uuid.uuid4(), kind=kind, name=name, connected_at=NOW, created_at=NOW, **fields, **moments, **stands
    )


def pressing(name: str, points: float, minutes: int) -> ClosingOut:
    return ClosingOut(
        id=uuid.uuid4(),
        channel=ChannelKind.WHATSAPP,
        status=ConversationStatus.HUMAN,
        lead_id=uuid.uuid4(),
        lead_name=name,
        score=80,
        value_minor=120_000,
        currency="EUR",
        assignee_id=None,
        last_message="¿Seguís ahí?",
        waiting_since=NOW,
        closes_at=NOW + timedelta(minutes=minutes),
        minutes_left=minutes,
        points=points,
        parts=ClosingPart(score=32, value=20, time=points - 52),
    )


@dataclass
class Inbox(Desk):
    """What the team does about the twin's conversations."""

    canned: list[CannedReplyOut] = field(default_factory=list)
    memories: dict[uuid.UUID, Memory] = field(default_factory=dict)
    traces: dict[str, list[TraceStepOut]] = field(default_factory=dict)
    taught: list[dict[str, str]] = field(default_factory=list)
    mentions: int = 0
    closing: list[ClosingOut] = field(default_factory=list)
    sending: SendingOut | None = None
    accounts: list[AccountOut] = field(default_factory=list)
    templates: list[TemplateOut] = field(default_factory=list)
    cost: CostOut = field(default_factory=lambda: CostOut(kind=CostKind.NO_PRICE))
    cost_asked: dict[str, str | None] = field(default_factory=dict)

    def _talk(self, conversation_id: str) -> ConversationDetail:
        return next(each for each in self.conversations if str(each.id) == conversation_id)

    def list_conversations(self, call: Call) -> Answer:
        asked = call.query
        shown = [each for each in self.conversations if self._in_tab(each, asked)]
        return 200, page(shown[: int(asked.get("limit", "50"))])

    def _in_tab(self, found: ConversationDetail, asked: dict[str, str]) -> bool:
        tests = {
            "status": found.status == asked.get("status"),
            "channel": found.channel == asked.get("channel"),
            "lead_id": str(found.lead_id) == asked.get("lead_id"),
            "unread": found.unread > 0,
            "mine": found.assignee_id == self.user_id,
            "unassigned": found.status is ConversationStatus.HUMAN and found.assignee_id is None,
            "waiting": found.waiting_since is not None,
            "closing": found.window_ends_at is not None,
            "mentions": self.mentions > 0,
            "q": asked.get("q", "").casefold() in (found.lead_name or "").casefold(),
            "snoozed": (found.snoozed_until is not None) == (asked.get("snoozed") == "true"),
        }
        return all(fits for name, fits in tests.items() if name in asked)

    def list_closing(self, _call: Call) -> Answer:
        return 200, [each.model_dump(mode="json") for each in self.closing]

    def counts(self, _call: Call) -> Answer:
        def count(name: str) -> int:
            return sum(self._in_tab(each, {name: "true"}) for each in self.conversations)

        names = ("unread", "mine", "unassigned", "waiting", "closing", "snoozed")
        return 200, InboxCounts(**{name: count(name) for name in names}, mentions=self.mentions, most=1_000)

    def share(self, call: Call, conversation_id: str) -> Answer:
        """Assign, snooze, wake, pause."""
        found, verb = self._talk(conversation_id), call.path.rsplit("/", 1)[1]
        if verb == "assign":
            member = next((each for each in self.members if str(each.user_id) == call.body["user_id"]), None)
            found.assignee_id, found.assignee_name = (member.user_id, member.full_name) if member else (None, None)
        elif verb == "pause":
            found.status, found.returns_at = ConversationStatus.PAUSED, datetime.fromisoformat(call.body["until"])
        else:
            found.snoozed_until = datetime.fromisoformat(call.body["until"]) if verb == "snooze" else None
        return 200, found

    def write_conversation_note(self, call: Call, conversation_id: str) -> Answer:
        note = ConversationNoteOut(
            id=uuid.uuid4(), author_id=self.user_id, author_name="Ana Puig", body=call.body["body"], at=NOW
        )
        self._talk(conversation_id).notes.append(note)
        return 201, note

    def trace(self, _call: Call, conversation_id: str, message_id: str) -> Answer:
        text = next(each.text for each in self._talk(conversation_id).messages if each.id == message_id)
        if message_id not in self.traces:
            return 404, error("trace_not_found")
        return 200, TraceOut(message_id=message_id, text=text, steps=self.traces[message_id])

    def correct(self, call: Call, _conversation_id: str, _message_id: str) -> Answer:
        self.taught.append(call.body)
        return 201, {"created": True}

    def person_memory(self, _call: Call, conversation_id: str) -> Answer:
        key = uuid.UUID(conversation_id)
        return 200, self.memories.get(key, Memory(conversation_id=key))

    def resend(self, _call: Call, _conversation_id: str, _delivery_id: str) -> Answer:
        return 204, None

    def may_send(self, _call: Call, conversation_id: str) -> Answer:
        talk = self._talk(conversation_id)
        given = {"channel": talk.channel, "decision": Decision.ALLOWED, "takes_templates": True}
        return 200, self.sending or SendingOut(**given)

    def send_template(self, call: Call, conversation_id: str) -> Answer:
        said = message(MessageRole.AGENT, " ".join(call.body["variables"]), author="Ana Puig")
        self._talk(conversation_id).messages.append(said)
        return 201, said

    def start(self, _call: Call) -> Answer:
        return 201, {"conversation_id": str(self.conversations[0].id), "message_id": "1.1"}

    def list_accounts(self, _call: Call) -> Answer:
        items = [each.model_dump(mode="json") for each in self.accounts]
        return 200, {"items": items, "meta_webhook_url": "https://x.example/", "meta_ready": True}

    def list_templates(self, _call: Call, _account_id: str) -> Answer:
        return 200, [each.model_dump(mode="json") for each in self.templates]

    def preview_template(self, call: Call, _account_id: str, template_id: str) -> Answer:
        found = next(each for each in self.templates if str(each.id) == template_id)
        body = found.body
        for name, value in zip(found.variables, call.body["variables"], strict=True):
            body = body.replace(f"{{{{{name}}}}}", value or f"{{{{{name}}}}}")
        return 200, {"header": found.header, "body": body, "footer": found.footer, "category": found.category}

    def template_cost(self, call: Call) -> Answer:
        self.cost_asked = call.body
        return 200, self.cost

    # Any: a list is no page here.
    def list_canned(self, _call: Call) -> Answer:
        return 200, [each.model_dump(mode="json") for each in self.canned]

    def add_canned(self, call: Call) -> Answer:
        made = canned(call.body["title"], "", CannedPurpose(call.body["purpose"]))
        made.texts = call.body["texts"]
        self.canned.append(made)
        return 201, made

    def change_canned(self, call: Call, reply_id: str) -> Answer:
        found = next(each for each in self.canned if str(each.id) == reply_id)
        if call.method == "DELETE":
            self.canned.remove(found)
            return 204, None
        found.title = call.body.get("title", found.title)
        return 200, found

    def render_canned(self, call: Call, reply_id: str) -> Answer:
        found = next(each for each in self.canned if str(each.id) == reply_id)
        name = self._talk(call.body["conversation_id"]).lead_name or ""
        text = found.texts["es"].replace("{name}", name)
        return 200, {"text": text, "language": "es", "missing": [] if name else ["name"]}


# Any: handlers of different arguments.
INBOX_ROUTES: list[tuple[str, str, Role, Any]] = [
    ("GET", "/v1/conversations", Role.VIEWER, Inbox.list_conversations),
    ("GET", "/v1/conversations/counts", Role.VIEWER, Inbox.counts),
    ("GET", "/v1/conversations/closing", Role.VIEWER, Inbox.list_closing),
    ("POST", f"{_ONE}/(?:assign|snooze|unsnooze|pause)", Role.AGENT, Inbox.share),
    ("POST", f"{_ONE}/notes", Role.AGENT, Inbox.write_conversation_note),
    ("GET", f"{_ONE}/memory", Role.VIEWER, Inbox.person_memory),
    ("GET", f"{_ONE}/messages/([^/]+)/trace", Role.VIEWER, Inbox.trace),
    ("POST", f"{_ONE}/messages/([^/]+)/correction", Role.AGENT, Inbox.correct),
    ("POST", f"{_ONE}/deliveries/{_ID}/resend", Role.AGENT, Inbox.resend),
    ("GET", f"{_ONE}/sending", Role.VIEWER, Inbox.may_send),
    ("POST", f"{_ONE}/template", Role.AGENT, Inbox.send_template),
    ("POST", "/v1/conversations/start", Role.AGENT, Inbox.start),
    ("POST", "/v1/conversations/template-cost", Role.AGENT, Inbox.template_cost),
    ("GET", "/v1/channels", Role.VIEWER, Inbox.list_accounts),
    ("GET", f"/v1/channels/{_ID}/templates", Role.VIEWER, Inbox.list_templates),
    ("POST", f"/v1/channels/{_ID}/templates/{_ID}/preview", Role.AGENT, Inbox.preview_template),
    ("GET", "/v1/canned-replies", Role.VIEWER, Inbox.list_canned),
    ("POST", "/v1/canned-replies", Role.AGENT, Inbox.add_canned),
    ("PATCH", f"/v1/canned-replies/{_ID}", Role.AGENT, Inbox.change_canned),
    ("DELETE", f"/v1/canned-replies/{_ID}", Role.AGENT, Inbox.change_canned),
    ("POST", f"/v1/canned-replies/{_ID}/render", Role.AGENT, Inbox.render_canned),
]
