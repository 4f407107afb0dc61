"""What a walk is given: where the conversation stands, what the person answered, and whose house it is."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Self

from pydantic import JsonValue, TypeAdapter

from backend.core.language import Language
from backend.flows.enums import FlowStatus


@dataclass(frozen=True, slots=True)
class FlowState:
    """`block_id` is the asking block that waits, or the handoff; `attempts` counts wrong answers to it."""

    block_id: str | None
    language: Language
    variables: dict[str, JsonValue] = field(default_factory=dict)
    status: FlowStatus = FlowStatus.ACTIVE
    attempts: int = 0

    @classmethod
    def fresh(cls, language: Language) -> Self:
        return cls(block_id=None, language=language)

    def speaking(self, language: Language) -> Self:
        return replace(self, language=language)

    def to_json(self) -> dict[str, JsonValue]:
        return {
            "block_id": self.block_id,
            "language": self.language,
            "variables": dict(self.variables),
            "status": self.status.value,
            "attempts": self.attempts,
        }

    @staticmethod
    def from_json(data: dict[str, JsonValue]) -> "FlowState":
        return _STATE.validate_python(data)


_STATE = TypeAdapter(FlowState)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer in whichever form the channel had; none of them at all means "skip".

    `files` are (id, content type) of uploads already checked; a `file_id` that is not among them is refused.
    """

    text: str | None = None
    option: str | None = None
    value: JsonValue = None
    file_ids: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    timed_out: bool = False

    @property
    def is_empty(self) -> bool:
        return self.text is None and self.option is None and self.value is None and not self.file_ids


@dataclass(frozen=True, slots=True)
class WalkContext:
    """`today` in the tenant's zone; `country` (ISO, two letters) reads local phone numbers."""

    today: date
    now: datetime
    country: str
    business: str
