"""Ready answers of the team."""

import builtins
import uuid
from dataclasses import dataclass

from backend.conversations.canned_schemas import (
    CannedReplyIn,
    CannedReplyOut,
    CannedReplyUpdate,
    RenderedOut,
    RenderIn,
)
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class CannedApi:
    transport: Transport

    def list(self) -> builtins.list[CannedReplyOut]:
        return self.transport.get("/v1/canned-replies", builtins.list[CannedReplyOut])

    def create(self, reply: CannedReplyIn) -> CannedReplyOut:
        return self.transport.post("/v1/canned-replies", CannedReplyOut, reply)

    def change(self, reply_id: uuid.UUID, changes: CannedReplyUpdate) -> CannedReplyOut:
        return self.transport.patch(f"/v1/canned-replies/{reply_id}", CannedReplyOut, changes)

    def delete(self, reply_id: uuid.UUID) -> None:
        self.transport.call("DELETE", f"/v1/canned-replies/{reply_id}")

    def render(self, reply_id: uuid.UUID, conversation_id: uuid.UUID) -> RenderedOut:
        asked = RenderIn(conversation_id=conversation_id)
        return self.transport.post(f"/v1/canned-replies/{reply_id}/render", RenderedOut, asked)
