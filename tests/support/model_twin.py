"""A language model's twin: speaks chat completions over HTTP and answers from a script."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.support.serving import serving


# Any: bodies are JSON.
@dataclass(slots=True)
class ModelTwin:
    """`script` holds the answers to come: texts, tool calls as (name, arguments), HTTP codes, or `garbage`/`never`."""

    url: str = ""
    script: list[Any] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        self.asked.append(await request.json())
        step = self.script.pop(0) if self.script else "Hecho."
        if isinstance(step, int):
            return JSONResponse({"error": {"message": "no"}}, status_code=step)
        if step == "garbage":
            return PlainTextResponse("<html>", media_type="application/json")
        if step == "never":
            await asyncio.sleep(3_600)
        return JSONResponse(_completion(step))

    def last_tool_result(self) -> dict[str, Any]:
        """What the model was told of the last act."""
        found: dict[str, Any] = json.loads(self.asked[-1]["messages"][-1]["content"])
        return found


def _completion(step: str | tuple[str, dict[str, Any]]) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": step if isinstance(step, str) else None}
    if not isinstance(step, str):
        name, arguments = step
        function = {"name": name, "arguments": json.dumps(arguments)}
        message["tool_calls"] = [{"id": "call-1", "type": "function", "function": function}]
    return {
        "id": "x",
        "object": "chat.completion",
        "created": 0,
        "model": "twin",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15},
    }


@contextmanager
def model_twin() -> Iterator[ModelTwin]:
    twin = ModelTwin()
    with serving(Starlette(routes=[Route("/v1/chat/completions", twin.answer, methods=["POST"])])) as served:
        twin.url = f"{served.url}/v1"
        yield twin
