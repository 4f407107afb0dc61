"""The agent's conduct and knowledge in the API's twin."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from backend.accounts.enums import Role
from backend.assistant.knowledge.enums import ItemKind
from backend.assistant.knowledge.schemas import ItemOut
from backend.assistant.settings_schemas import Conduct
from tests.support.api_desk import Answer, Call, Desk, page
from tests.support.api_rows import NOW

_ID = "([0-9a-f-]{36})"


def item(name: str, answer: str = "Yes.", **given: Any) -> ItemOut:
    fields: dict[str, Any] = dict.fromkeys(("price_minor", "currency", "link", "payment_link"))
    fields |= {"id": uuid.uuid4(), "kind": ItemKind.FAQ, "language": "en", "keywords": [], "active": True}
    fields |= {"position": 0, "created_at": NOW, "updated_at": NOW, "name": name, "answer": answer}
    return ItemOut(**(fields | given))


@dataclass
class Agent(Desk):
    """What it knows and how it behaves."""

    behaviour: Conduct = field(default_factory=Conduct)
    known: list[ItemOut] = field(default_factory=list)
    line_errors: list[dict[str, Any]] = field(default_factory=list)

    def read_conduct(self, _call: Call) -> Answer:
        return 200, self.behaviour

    def write_conduct(self, call: Call) -> Answer:
        self.behaviour = Conduct.model_validate(call.body)
        return 200, self.behaviour

    def list_knowledge(self, call: Call) -> Answer:
        asked = call.query
        wanted = {name: asked[name] for name in ("kind", "language") if name in asked}
        shown = [each for each in self.known if all(getattr(each, name) == value for name, value in wanted.items())]
        q = asked.get("q", "").casefold()
        return 200, page([each for each in shown if q in each.name.casefold()])

    def teach(self, call: Call) -> Answer:
        made = item(**call.body)
        self.known.append(made)
        return 201, made

    def change_item(self, call: Call, item_id: str) -> Answer:
        found = next(each for each in self.known if str(each.id) == item_id)
        if call.method == "DELETE":
            self.known.remove(found)
            return 204, None
        changed = ItemOut.model_validate(found.model_dump() | call.body)
        self.known[self.known.index(found)] = changed
        return 200, changed

    def teach_lines(self, call: Call) -> Answer:
        lines = call.body["lines"].splitlines()
        return 200, {"created": len(lines) - len(self.line_errors), "updated": 0, "errors": self.line_errors}

    def try_question(self, _call: Call) -> Answer:
        matches = [{"item": each.model_dump(mode="json"), "score": 0.82} for each in self.known]
        return 200, {"matches": matches}


# Any: handlers of different arguments.
AGENT_ROUTES: list[tuple[str, str, Role, Any]] = [
    ("GET", "/v1/assistant/settings", Role.VIEWER, Agent.read_conduct),
    ("PUT", "/v1/assistant/settings", Role.ADMIN, Agent.write_conduct),
    ("GET", "/v1/knowledge", Role.VIEWER, Agent.list_knowledge),
    ("POST", "/v1/knowledge", Role.AGENT, Agent.teach),
    ("POST", "/v1/knowledge/import", Role.AGENT, Agent.teach_lines),
    ("POST", "/v1/knowledge/try", Role.AGENT, Agent.try_question),
    ("PATCH", f"/v1/knowledge/{_ID}", Role.AGENT, Agent.change_item),
    ("DELETE", f"/v1/knowledge/{_ID}", Role.AGENT, Agent.change_item),
]
