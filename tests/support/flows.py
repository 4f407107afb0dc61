"""Builds small flows and talks to them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from pydantic import JsonValue

from backend.core.language import Language
from backend.flows.engine.state import FlowState, Reply, WalkContext
from backend.flows.engine.turn import Turn
from backend.flows.engine.walk import walk
from backend.flows.schemas import FlowDefinition

TODAY = date(2026, 11, 21)  # a Saturday
CONTEXT = WalkContext(today=TODAY, now=datetime(2026, 11, 21, 9, 0, tzinfo=UTC), country="ES", business="Cuines Mar")
FOUR: dict[str, JsonValue] = {"es": "Hola", "ca": "Hola!", "pt": "Olá", "en": "Hello"}

Json = Mapping[str, JsonValue]


def flow(*blocks: Json, **variables: str) -> FlowDefinition:
    """Starts at the first block; a variable is `type` or `type:role`."""
    specs = {name: _spec(kind) for name, kind in variables.items()}
    return FlowDefinition.model_validate(
        {
            "name": "test",
            "default_language": "es",
            "languages": ["es"],
            "start": blocks[0]["id"],
            "variables": specs,
            "blocks": [*blocks],
        }
    )


def speaking(definition: FlowDefinition, *languages: Language) -> FlowDefinition:
    return definition.model_copy(update={"languages": [*languages]})


def _spec(kind: str) -> dict[str, str]:
    name, _, role = kind.partition(":")
    return {"type": name, "role": role} if role else {"type": name}


def message(block_id: str, text: str, goto: str | None = "end") -> dict[str, JsonValue]:
    return {"type": "message", "id": block_id, "text": {"es": text}, "next": goto}


def asking(kind: str, block_id: str = "ask", /, **more: JsonValue) -> dict[str, JsonValue]:
    return {"type": kind, "id": block_id, "prompt": {"es": "¿Qué?"}, "next": "end", **more}


def buttons(*options: str, block_id: str = "ask", **more: JsonValue) -> dict[str, JsonValue]:
    listed: list[JsonValue] = [{"id": option, "label": {"es": option.title()}} for option in options]
    return asking("buttons", block_id, options=listed, **more)


def end(block_id: str = "end", text: str | None = None, **more: JsonValue) -> dict[str, JsonValue]:
    said: dict[str, JsonValue] = {"message": {"es": text}} if text else {}
    return {"type": "end", "id": block_id, **said, **more}


CONSENT = asking(
    "consent",
    purpose="contact",
    text={"es": "Guardamos tus datos."},
    link="https://example.com/p",
    saves="ok",
)


class Talk:
    """A conversation whose state goes through JSON at every turn, as it does in the product."""

    def __init__(self, flow: FlowDefinition, language: Language = "es") -> None:
        self.flow = flow
        self.state = FlowState.fresh(language)
        self.turn = self.hear(None)

    def say(self, text: str) -> Turn:
        return self.hear(Reply(text=text))

    def hear(self, reply: Reply | None) -> Turn:
        self.turn = walk(self.flow, self.state, reply, CONTEXT)
        self.state = FlowState.from_json(self.turn.state.to_json())
        assert self.state == self.turn.state
        return self.turn

    @property
    def texts(self) -> list[str]:
        return [said.text for said in self.turn.messages]
