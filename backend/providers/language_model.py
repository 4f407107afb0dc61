"""What we ask of a language model, whoever makes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from backend.core.errors import UpstreamFailed


class ModelFailed(UpstreamFailed):
    """The language model did not answer as expected."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The model's wish to have a tool run; `arguments` is its JSON, unchecked."""

    id: str
    name: str
    arguments: str


# Any: a JSON schema.
@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    purpose: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the talk as a model sees it; `call_id` says which call a tool's result belongs to."""

    role: Literal["system", "user", "assistant", "tool"]
    text: str
    calls: tuple[ToolCall, ...] = ()
    call_id: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Text, or tools to be run first, or both; tokens as the vendor counts them."""

    text: str
    calls: tuple[ToolCall, ...]
    tokens_in: int
    tokens_out: int


class LanguageModel(Protocol):
    """One step of a talk. Raises `ModelFailed`."""

    async def chat(self, said: Sequence[Said], tools: Sequence[Tool] = ()) -> Answer: ...

    async def close(self) -> None:
        """Let go of its connections."""
        ...
