"""The assistant on one's own data, and what it remembers."""

import builtins
import uuid
from dataclasses import dataclass

from backend.assistant.schemas import AnswerOut, LineOut, Memory, MessageIn, StandingOut
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class AssistantApi:
    transport: Transport

    def say(self, text: str) -> AnswerOut:
        return self.transport.post("/v1/assistant/messages", AnswerOut, MessageIn(text=text))

    def confirm(self, token: uuid.UUID) -> AnswerOut:
        return self.transport.post("/v1/assistant/messages", AnswerOut, MessageIn(confirm=token))

    def talk(self, limit: int = 60) -> builtins.list[LineOut]:
        """The newest lines, oldest first."""
        return self.transport.get("/v1/assistant/messages", Page[LineOut], limit=limit).items[::-1]

    def forget(self) -> None:
        self.transport.call("DELETE", "/v1/assistant/messages")

    def standing(self) -> StandingOut:
        return self.transport.get("/v1/assistant/commands", StandingOut)

    def memory(self) -> str:
        return self.transport.get("/v1/memory", Memory).text

    def remember(self, text: str) -> None:
        self.transport.call("PUT", "/v1/memory", body=Memory(text=text))
