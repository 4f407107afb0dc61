"""What a walk gives back: messages, the question that waits, and effects for others to carry out."""

from dataclasses import dataclass
from typing import TypeAlias

from pydantic import JsonValue

from backend.core.language import Language
from backend.flows.engine.state import FlowState
from backend.flows.enums import Outcome, VariableRole


@dataclass(frozen=True, slots=True)
class BotMessage:
    text: str
    block_id: str


@dataclass(frozen=True, slots=True)
class Ask:
    """The question that waits, as widget and channels see it; `options` are (id, label)."""

    block_id: str
    type: str
    format: str | None = None
    options: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    min: float | str | None = None
    max: float | str | None = None
    unit: str | None = None
    step: float | None = None
    max_files: int | None = None
    multiple: bool = False

    def as_wire(self) -> dict[str, JsonValue]:
        wire: dict[str, JsonValue] = {
            "block_id": self.block_id,
            "type": self.type,
            "format": self.format,
            "options": [{"id": option_id, "label": label} for option_id, label in self.options],
            "optional": self.optional,
            "min": self.min,
            "max": self.max,
        }
        extras: dict[str, JsonValue] = {"unit": self.unit, "step": self.step, "max_files": self.max_files}
        wire.update({name: value for name, value in extras.items() if value is not None})
        if self.multiple:
            wire["multiple"] = True
        return wire


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """`text` is word for word what the person read, in `language` (SEC-01)."""

    purpose: str
    text: str
    language: Language


@dataclass(frozen=True, slots=True)
class ConsentRefused:
    purpose: str


@dataclass(frozen=True, slots=True)
class VariableSaved:
    name: str
    role: VariableRole | None
    value: JsonValue


@dataclass(frozen=True, slots=True)
class HandoffRequested:
    block_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class FlowEnded:
    block_id: str
    outcome: Outcome


Effect: TypeAlias = ConsentGiven | ConsentRefused | VariableSaved | HandoffRequested | FlowEnded


@dataclass(frozen=True, slots=True)
class Turn:
    """`messages` ends with the prompt of `ask`; `accepted` is False when the answer did not fit it."""

    state: FlowState
    messages: tuple[BotMessage, ...] = ()
    ask: Ask | None = None
    effects: tuple[Effect, ...] = ()
    visited: tuple[str, ...] = ()
    accepted: bool = True
