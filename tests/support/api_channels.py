"""Accounts, their templates and what came in, in the API's twin."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from backend.accounts.enums import Role
from backend.channels.enums import ChannelKind
from backend.channels.price_schemas import PriceListOut
from backend.conversations.cost_schemas import ChargedOut, MonthCostOut
from backend.inbox.enums import EventState, Source
from backend.inbox.schemas import EventDetail
from tests.support.api_desk import Answer, Call, page
from tests.support.api_inbox import Inbox, account
from tests.support.api_rows import NOW

_ID = "([0-9a-f-]{36})"
_QR = '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><path d="M0 0h5v5z"/></svg>'


def event(state: EventState, **given: Any) -> EventDetail:
    fields = {
        "id": uuid.uuid4(),
        "account_id": None,
        "source": Source.META,
        "kind": "whatsapp.message",
        "state": state,
        "attempts": 3,
        "error": "ValueError: no text" if state is EventState.DEAD else None,
        "received_at": NOW,
        "handled_at": None,
        "payload": '{"text": "Hola"}',
    }
    return EventDetail(**(fields | given))


@dataclass
class Channels(Inbox):
    """What an administrator does about them."""

    events: list[EventDetail] = field(default_factory=list)
    prices: PriceListOut = field(default_factory=PriceListOut)
    charged: dict[str, list[ChargedOut]] = field(default_factory=dict)

    def connect(self, call: Call) -> Answer:
        made = account(ChannelKind(call.body["kind"]))
        made.name = call.body.get("name") or made.name
        self.accounts.append(made)
        return 201, made

    def change_account(self, call: Call, account_id: str) -> Answer:
        found = next(each for each in self.accounts if str(each.id) == account_id)
        if call.method == "DELETE":
            self.accounts.remove(found)
            return 204, None
        changed = found.model_validate(found.model_dump() | {k: v for k, v in call.body.items() if k != "token"})
        self.accounts[self.accounts.index(found)] = changed
        return 200, changed

    def try_account(self, _call: Call, account_id: str) -> Answer:
        return 200, next(each for each in self.accounts if str(each.id) == account_id)

    def chat_link(self, call: Call, _account_id: str) -> Answer:
        words = call.query.get("text") or call.query.get("start") or ""
        return 200, {"url": f"https://wa.me/34600?text={words}", "qr_svg": _QR}

    def read_prices(self, _call: Call, _account_id: str) -> Answer:
        return 200, self.prices

    def enter_prices(self, call: Call, _account_id: str) -> Answer:
        self.prices = PriceListOut(**call.body, changed_at=NOW)
        return 200, self.prices

    def month_costs(self, call: Call) -> Answer:
        month = call.query["month"]
        return 200, MonthCostOut(month=month, items=self.charged.get(month, []))

    def list_events(self, call: Call) -> Answer:
        asked = call.query.get("state")
        return 200, page([each for each in self.events if asked in (None, each.state)])

    def count_events(self, _call: Call) -> Answer:
        states = [each.state for each in self.events]
        return 200, {"waiting": states.count(EventState.WAITING), "dead": states.count(EventState.DEAD)}

    def read_event(self, _call: Call, event_id: str) -> Answer:
        return 200, next(each for each in self.events if str(each.id) == event_id)

    def retry_event(self, _call: Call, event_id: str) -> Answer:
        found = next(each for each in self.events if str(each.id) == event_id)
        found.state = EventState.WAITING
        return 202, found

    def retry_events(self, _call: Call) -> Answer:
        dead = [each for each in self.events if each.state is EventState.DEAD]
        for each in dead:
            each.state = EventState.WAITING
        return 202, {"retried": len(dead), "most": 1_000}


# Any: handlers of different arguments.
CHANNEL_ROUTES: list[tuple[str, str, Role, Any]] = [
    ("POST", "/v1/channels", Role.ADMIN, Channels.connect),
    ("PATCH", f"/v1/channels/{_ID}", Role.ADMIN, Channels.change_account),
    ("DELETE", f"/v1/channels/{_ID}", Role.ADMIN, Channels.change_account),
    ("POST", f"/v1/channels/{_ID}/test", Role.ADMIN, Channels.try_account),
    ("GET", f"/v1/channels/{_ID}/link", Role.VIEWER, Channels.chat_link),
    ("POST", f"/v1/channels/{_ID}/templates", Role.ADMIN, Channels.list_templates),
    ("GET", f"/v1/channels/{_ID}/template-prices", Role.VIEWER, Channels.read_prices),
    ("PUT", f"/v1/channels/{_ID}/template-prices", Role.ADMIN, Channels.enter_prices),
    ("GET", "/v1/conversations/costs", Role.VIEWER, Channels.month_costs),
    ("GET", "/v1/inbox/events", Role.AGENT, Channels.list_events),
    ("GET", "/v1/inbox/events/counts", Role.AGENT, Channels.count_events),
    ("POST", "/v1/inbox/events/retry", Role.ADMIN, Channels.retry_events),
    ("GET", f"/v1/inbox/events/{_ID}", Role.ADMIN, Channels.read_event),
    ("POST", f"/v1/inbox/events/{_ID}/retry", Role.ADMIN, Channels.retry_event),
]
