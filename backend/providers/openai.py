"""OpenAI's chat completions, or any server that speaks them under `OPENAI_BASE_URL`.

Two more tries on 429, 5xx and lost connections, as the SDK does them; a repeat may cost tokens twice but changes
nothing on our side, for acts are done only once an answer is here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from backend.core.settings import ModelSettings
from backend.providers.language_model import Answer, LanguageModel, ModelFailed, Said, Tool, ToolCall

TIMEOUT_SECONDS: Final = 30.0
RETRIES: Final = 2
MOST_TOKENS: Final = 1_000


@dataclass(frozen=True)
class OpenAI:
    """The SDK costs over a second to import, so it is loaded with the first message."""

    settings: ModelSettings

    @cached_property
    def _client(self) -> Any:  # Any: the SDK's client, whose types stay in this file
        from openai import AsyncOpenAI

        return AsyncOpenAI(
            api_key=self.settings.api_key.get_secret_value(),
            base_url=self.settings.base_url or None,
            timeout=TIMEOUT_SECONDS,
            max_retries=RETRIES,
        )

    async def chat(self, said: Sequence[Said], tools: Sequence[Tool] = ()) -> Answer:
        """Raises `ModelFailed`."""
        from openai import OpenAIError

        offered = {"tools": [_tool(each) for each in tools]} if tools else {}
        try:
            found = await self._client.chat.completions.create(
                model=self.settings.name,
                messages=[_line(each) for each in said],
                max_completion_tokens=MOST_TOKENS,
                **offered,
            )
            return _answer(found)
        except (OpenAIError, AttributeError, IndexError, TypeError, ValueError) as error:
            # A server that speaks something else than it should fails like one that is down.
            raise ModelFailed from error

    async def close(self) -> None:
        if "_client" in self.__dict__:
            await self._client.close()


def build(settings: ModelSettings) -> LanguageModel | None:
    """None without a key."""
    return OpenAI(settings) if settings.api_key.get_secret_value() else None


# Any: JSON of the vendor.
def _line(said: Said) -> dict[str, Any]:
    found: dict[str, Any] = {"role": said.role, "content": said.text}
    if said.calls:
        found["tool_calls"] = [
            {"id": each.id, "type": "function", "function": {"name": each.name, "arguments": each.arguments}}
            for each in said.calls
        ]
    if said.call_id:
        found["tool_call_id"] = said.call_id
    return found


def _tool(tool: Tool) -> dict[str, Any]:
    function = {"name": tool.name, "description": tool.purpose, "parameters": dict(tool.arguments)}
    return {"type": "function", "function": function}


def _answer(found: Any) -> Answer:
    message = found.choices[0].message
    calls = tuple(
        ToolCall(str(each.id), str(each.function.name), str(each.function.arguments or "{}"))
        for each in (message.tool_calls or ())
        if each.type == "function"
    )
    usage = found.usage
    tokens = (usage.prompt_tokens, usage.completion_tokens) if usage else (0, 0)
    return Answer(str(message.content or ""), calls, *tokens)
