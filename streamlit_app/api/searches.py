"""Searching for businesses: sources, other wordings, runs and what they found."""

import builtins
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from backend.prospecting.enums import ResultState
from backend.prospecting.schemas import (
    ResultOut,
    SaveResults,
    SearchCreate,
    SearchOut,
    SourceOut,
    VariantsIn,
    VariantsOut,
)
from streamlit_app.kit.page import Page
from streamlit_app.kit.transport import Transport

MOST_A_PAGE = 100


@dataclass(frozen=True)
class SearchesApi:
    transport: Transport

    def sources(self) -> builtins.list[SourceOut]:
        return self.transport.get("/v1/searches/sources", builtins.list[SourceOut])

    def variants(self, question: VariantsIn) -> VariantsOut:
        return self.transport.post("/v1/searches/variants", VariantsOut, question)

    def start(self, search: SearchCreate) -> SearchOut:
        return self.transport.post("/v1/searches", SearchOut, search)

    def list(self, *, limit: int = 20, schedule_id: uuid.UUID | None = None) -> Page[SearchOut]:
        return self.transport.get("/v1/searches", Page[SearchOut], limit=limit, schedule_id=schedule_id)

    def get(self, search_id: uuid.UUID) -> SearchOut:
        return self.transport.get(f"/v1/searches/{search_id}", SearchOut)

    def results(self, search_id: uuid.UUID, *, states: Sequence[ResultState] = (), limit: int = 50) -> Page[ResultOut]:
        """As many as asked for, in pages."""
        found: Page[ResultOut] = Page(items=[], next_cursor=None)
        while len(found.items) < limit:
            page = self.transport.get(
                f"/v1/searches/{search_id}/results",
                Page[ResultOut],
                state=[str(each) for each in states],
                limit=min(MOST_A_PAGE, limit - len(found.items)),
                cursor=found.next_cursor,
            )
            found = Page(items=[*found.items, *page.items], next_cursor=page.next_cursor)
            if page.next_cursor is None:
                break
        return found

    def pause(self, search_id: uuid.UUID) -> SearchOut:
        return self.transport.post(f"/v1/searches/{search_id}/pause", SearchOut)

    def resume(self, search_id: uuid.UUID) -> SearchOut:
        return self.transport.post(f"/v1/searches/{search_id}/resume", SearchOut)

    def cancel(self, search_id: uuid.UUID) -> SearchOut:
        return self.transport.post(f"/v1/searches/{search_id}/cancel", SearchOut)

    def save(self, search_id: uuid.UUID, chosen: Sequence[uuid.UUID] | None) -> SearchOut:
        """None saves all that are ready."""
        body = SaveResults(all=True) if chosen is None else SaveResults(result_ids=list(chosen))
        return self.transport.post(f"/v1/searches/{search_id}/save", SearchOut, body)

    def delete(self, search_id: uuid.UUID) -> None:
        """Its leads stay."""
        self.transport.call("DELETE", f"/v1/searches/{search_id}")
