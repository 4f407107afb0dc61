"""The inbox: conversations, their words, and answering as a person."""

import uuid
from dataclasses import dataclass

from backend.conversations.enums import ConversationStatus
from backend.conversations.schemas import (
    ConversationDetail,
    ConversationOut,
    ConversationStats,
    MessageOut,
    ReplyIn,
)
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class ConversationsApi:
    transport: Transport

    def list(
        self,
        *,
        status: ConversationStatus | None = None,
        unread: bool = False,
        lead_id: uuid.UUID | None = None,
        limit: int = 50,
    ) -> Page[ConversationOut]:
        return self.transport.get(
            "/v1/conversations",
            Page[ConversationOut],
            status=status,
            unread="true" if unread else None,
            lead_id=str(lead_id) if lead_id else None,
            limit=limit,
        )

    def get(self, conversation_id: uuid.UUID) -> ConversationDetail:
        return self.transport.get(f"/v1/conversations/{conversation_id}", ConversationDetail)

    def take_over(self, conversation_id: uuid.UUID) -> ConversationDetail:
        return self.transport.post(f"/v1/conversations/{conversation_id}/take-over", ConversationDetail)

    def reply(self, conversation_id: uuid.UUID, text: str) -> MessageOut:
        return self.transport.post(f"/v1/conversations/{conversation_id}/reply", MessageOut, ReplyIn(text=text))

    def give_back(self, conversation_id: uuid.UUID) -> ConversationDetail:
        return self.transport.post(f"/v1/conversations/{conversation_id}/give-back", ConversationDetail)

    def close(self, conversation_id: uuid.UUID) -> ConversationDetail:
        return self.transport.post(f"/v1/conversations/{conversation_id}/close", ConversationDetail)

    def mark_read(self, conversation_id: uuid.UUID) -> None:
        self.transport.call("POST", f"/v1/conversations/{conversation_id}/read")

    def stats(self) -> ConversationStats:
        return self.transport.get("/v1/conversations/stats", ConversationStats)

    def file(self, file_id: uuid.UUID) -> bytes:
        return self.transport.content(f"/v1/files/{file_id}")
