"""The inbox: conversations, their words, and answering as a person."""

import builtins
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from backend.assistant.memory.schemas import Memory
from backend.channels.enums import ChannelKind
from backend.conversations.agent_schemas import TraceOut
from backend.conversations.enums import ConversationStatus
from backend.conversations.inbox_schemas import AssignIn, CorrectionOut, InboxCounts
from backend.conversations.schemas import (
    ConversationDetail,
    ConversationNoteOut,
    ConversationOut,
    ConversationStats,
    MessageOut,
    ReplyIn,
)
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class InboxFilters:
    """What the list shows; what is None does not matter."""

    status: ConversationStatus | None = None
    channel: ChannelKind | None = None
    lead_id: uuid.UUID | None = None
    unread: bool | None = None
    mine: bool | None = None
    unassigned: bool | None = None
    waiting: bool | None = None
    closing: int | None = None
    snoozed: bool | None = None
    mentions: bool | None = None
    q: str = ""


# Any: what a query string takes.
def _said(value: object) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, uuid.UUID) else value


@dataclass(frozen=True)
class ConversationsApi:
    transport: Transport

    def list(
        self, filters: InboxFilters = InboxFilters(), *, limit: int = 50, cursor: str | None = None
    ) -> Page[ConversationOut]:
        query = {name: _said(value) for name, value in vars(filters).items()}
        return self.transport.get("/v1/conversations", Page[ConversationOut], **query, limit=limit, cursor=cursor)

    def counts(self) -> InboxCounts:
        return self.transport.get("/v1/conversations/counts", InboxCounts)

    def get(self, conversation_id: uuid.UUID, *, latest: int = 200) -> ConversationDetail:
        """With so many of the last messages."""
        return self.transport.get(f"/v1/conversations/{conversation_id}", ConversationDetail, latest=latest)

    def take_over(self, conversation_id: uuid.UUID) -> ConversationDetail:
        return self.transport.post(f"/v1/conversations/{conversation_id}/take-over", ConversationDetail)

    def reply(self, conversation_id: uuid.UUID, text: str, file_ids: Sequence[uuid.UUID] = ()) -> MessageOut:
        """The files are added to the conversation first."""
        body = ReplyIn(text=text, file_ids=builtins.list(file_ids))
        return self.transport.post(f"/v1/conversations/{conversation_id}/reply", MessageOut, body)

    def give_back(self, conversation_id: uuid.UUID) -> ConversationDetail:
        return self.transport.post(f"/v1/conversations/{conversation_id}/give-back", ConversationDetail)

    def close(self, conversation_id: uuid.UUID) -> ConversationDetail:
        return self.transport.post(f"/v1/conversations/{conversation_id}/close", ConversationDetail)

    def mark_read(self, conversation_id: uuid.UUID) -> None:
        self.transport.call("POST", f"/v1/conversations/{conversation_id}/read")

    def assign(self, conversation_id: uuid.UUID, user_id: uuid.UUID | None) -> ConversationDetail:
        body = AssignIn(user_id=user_id)
        return self.transport.post(f"/v1/conversations/{conversation_id}/assign", ConversationDetail, body)

    def snooze(self, conversation_id: uuid.UUID, until: datetime) -> ConversationDetail:
        body = {"until": until.isoformat()}
        return self.transport.post(f"/v1/conversations/{conversation_id}/snooze", ConversationDetail, body)

    def wake(self, conversation_id: uuid.UUID) -> ConversationDetail:
        return self.transport.post(f"/v1/conversations/{conversation_id}/unsnooze", ConversationDetail)

    def pause(self, conversation_id: uuid.UUID, until: datetime) -> ConversationDetail:
        body = {"until": until.isoformat()}
        return self.transport.post(f"/v1/conversations/{conversation_id}/pause", ConversationDetail, body)

    def note(self, conversation_id: uuid.UUID, body: str) -> ConversationNoteOut:
        return self.transport.post(f"/v1/conversations/{conversation_id}/notes", ConversationNoteOut, {"body": body})

    def trace(self, conversation_id: uuid.UUID, message_id: str) -> TraceOut:
        return self.transport.get(f"/v1/conversations/{conversation_id}/messages/{message_id}/trace", TraceOut)

    def memory(self, conversation_id: uuid.UUID) -> Memory:
        return self.transport.get(f"/v1/conversations/{conversation_id}/memory", Memory)

    def correct(self, conversation_id: uuid.UUID, message_id: str, question: str, answer: str) -> CorrectionOut:
        path = f"/v1/conversations/{conversation_id}/messages/{message_id}/correction"
        return self.transport.post(path, CorrectionOut, {"question": question, "answer": answer})

    def stats(self) -> ConversationStats:
        return self.transport.get("/v1/conversations/stats", ConversationStats)

    def file(self, file_id: uuid.UUID) -> bytes:
        return self.transport.content(f"/v1/files/{file_id}")
