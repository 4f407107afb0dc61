"""The tags of leads, with how many leads have each."""

import builtins
from dataclasses import dataclass

from backend.leads.tag_schemas import TagOut
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class TagsApi:
    transport: Transport

    def list(self) -> builtins.list[TagOut]:
        return self.transport.get("/v1/leads/tags", builtins.list[TagOut])
