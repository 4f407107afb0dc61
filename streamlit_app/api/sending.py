"""The door out: may a person write now, templates, files, writing first, and trying again what did not arrive."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from backend.channels.account_schemas import AccountList, AccountOut, PreviewOut, TemplateOut
from backend.channels.price_schemas import CostOut
from backend.conversations.cost_schemas import CostIn
from backend.conversations.schemas import MessageOut
from backend.conversations.sending_schemas import ClosingOut, SendingOut, StartedOut
from backend.files.schemas import FileOut
from streamlit_app.kit.transport import Transport, read


@dataclass(frozen=True)
class SendingApi:
    transport: Transport

    def may(self, conversation_id: uuid.UUID) -> SendingOut:
        return self.transport.get(f"/v1/conversations/{conversation_id}/sending", SendingOut)

    def closing(self, hours: int) -> list[ClosingOut]:
        return self.transport.get("/v1/conversations/closing", list[ClosingOut], hours=hours)

    def resend(self, conversation_id: uuid.UUID, delivery_id: uuid.UUID) -> None:
        self.transport.call("POST", f"/v1/conversations/{conversation_id}/deliveries/{delivery_id}/resend")

    def add_file(self, conversation_id: uuid.UUID, name: str, content: bytes) -> FileOut:
        return read(FileOut, self.transport.upload(f"/v1/conversations/{conversation_id}/files", name, content))

    def accounts(self) -> list[AccountOut]:
        return self.transport.get("/v1/channels", AccountList).items

    def templates(self, account_id: uuid.UUID) -> list[TemplateOut]:
        return self.transport.get(f"/v1/channels/{account_id}/templates", list[TemplateOut])

    def preview(self, account_id: uuid.UUID, template_id: uuid.UUID, variables: Sequence[str]) -> PreviewOut:
        path = f"/v1/channels/{account_id}/templates/{template_id}/preview"
        return self.transport.post(path, PreviewOut, {"variables": list(variables)})

    def template_cost(self, asked: CostIn) -> CostOut:
        return self.transport.post("/v1/conversations/template-cost", CostOut, asked)

    def template(self, conversation_id: uuid.UUID, template_id: uuid.UUID, variables: Sequence[str]) -> MessageOut:
        body = {"template_id": str(template_id), "variables": list(variables)}
        return self.transport.post(f"/v1/conversations/{conversation_id}/template", MessageOut, body)

    def start(
        self, lead_id: uuid.UUID, account_id: uuid.UUID, template_id: uuid.UUID, variables: Sequence[str]
    ) -> StartedOut:
        template = {"template_id": str(template_id), "variables": list(variables)}
        body = {"lead_id": str(lead_id), "account_id": str(account_id), "template": template}
        return self.transport.post("/v1/conversations/start", StartedOut, body)
