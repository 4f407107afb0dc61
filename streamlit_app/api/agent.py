"""The agent that talks with customers: how it behaves, and what it knows (DMA-01, FLW-10)."""

import uuid
from dataclasses import dataclass

from backend.assistant.knowledge.enums import ItemKind
from backend.assistant.knowledge.schemas import (
    ImportIn,
    ImportOut,
    ItemCreate,
    ItemOut,
    ItemUpdate,
    TryIn,
    TryOut,
)
from backend.assistant.settings_schemas import Conduct
from backend.core.language import Language
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport


@dataclass(frozen=True)
class AgentApi:
    transport: Transport

    def conduct(self) -> Conduct:
        return self.transport.get("/v1/assistant/settings", Conduct)

    def behave(self, wanted: Conduct) -> Conduct:
        """All of it: what a PUT leaves out goes back to its default."""
        return self.transport.put("/v1/assistant/settings", Conduct, wanted.model_dump(mode="json"))

    def knowledge(
        self,
        *,
        q: str = "",
        kind: ItemKind | None = None,
        language: Language | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> Page[ItemOut]:
        asked = {"q": q, "kind": kind, "language": language, "limit": limit, "cursor": cursor}
        return self.transport.get("/v1/knowledge", Page[ItemOut], **asked)

    def teach(self, item: ItemCreate) -> ItemOut:
        return self.transport.post("/v1/knowledge", ItemOut, item)

    def change(self, item_id: uuid.UUID, changes: ItemUpdate) -> ItemOut:
        return self.transport.patch(f"/v1/knowledge/{item_id}", ItemOut, changes)

    def forget(self, item_id: uuid.UUID) -> None:
        self.transport.call("DELETE", f"/v1/knowledge/{item_id}")

    def teach_lines(self, lines: ImportIn) -> ImportOut:
        return self.transport.post("/v1/knowledge/import", ImportOut, lines)

    def ask(self, question: str, language: Language) -> TryOut:
        return self.transport.post("/v1/knowledge/try", TryOut, TryIn(question=question, language=language))
