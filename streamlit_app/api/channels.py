"""The accounts on which people write: connected, changed, tried, let go; how a chat is started, and what it costs."""

import builtins
import uuid
from dataclasses import dataclass
from typing import Any

from backend.channels.account_schemas import (
    AccountConnect,
    AccountList,
    AccountOut,
    AccountUpdate,
    LinkOut,
    TemplateOut,
)
from backend.channels.price_schemas import PriceListIn, PriceListOut
from backend.conversations.cost_schemas import MonthCostOut
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class ChannelsApi:
    transport: Transport

    def list(self) -> AccountList:
        return self.transport.get("/v1/channels", AccountList)

    def connect(self, account: AccountConnect) -> AccountOut:
        return self.transport.post("/v1/channels", AccountOut, _told(account))

    def change(self, account_id: uuid.UUID, changes: AccountUpdate) -> AccountOut:
        return self.transport.patch(f"/v1/channels/{account_id}", AccountOut, _told(changes))

    def disconnect(self, account_id: uuid.UUID) -> None:
        self.transport.call("DELETE", f"/v1/channels/{account_id}")

    def test(self, account_id: uuid.UUID) -> AccountOut:
        return self.transport.post(f"/v1/channels/{account_id}/test", AccountOut)

    def link(self, account_id: uuid.UUID, *, text: str = "", start: str = "") -> LinkOut:
        return self.transport.get(f"/v1/channels/{account_id}/link", LinkOut, text=text, start=start)

    def prices(self, account_id: uuid.UUID) -> PriceListOut:
        return self.transport.get(f"/v1/channels/{account_id}/template-prices", PriceListOut)

    def enter_prices(self, account_id: uuid.UUID, prices: PriceListIn) -> PriceListOut:
        return self.transport.put(f"/v1/channels/{account_id}/template-prices", PriceListOut, prices)

    def costs(self, month: str) -> MonthCostOut:
        return self.transport.get("/v1/conversations/costs", MonthCostOut, month=month)

    def load_templates(self, account_id: uuid.UUID) -> builtins.list[TemplateOut]:
        return self.transport.post(f"/v1/channels/{account_id}/templates", builtins.list[TemplateOut])


# Any: JSON.
def _told(body: AccountConnect | AccountUpdate) -> dict[str, Any]:
    """A token hides itself wherever its shape is written out, except here."""
    given = body.model_dump(mode="json", exclude_unset=True)
    return given | ({"token": body.token.get_secret_value()} if body.token else {})
