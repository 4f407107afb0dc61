"""What the agent knows: entries, lines pasted from a spreadsheet, and a question to try it out."""

import uuid
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, status
from pydantic import AfterValidator

from backend.assistant.knowledge import importing, queries, service
from backend.assistant.knowledge.enums import ItemKind
from backend.assistant.knowledge.queries import Filters
from backend.assistant.knowledge.schemas import (
    ImportIn,
    ImportOut,
    ItemCreate,
    ItemOut,
    ItemUpdate,
    MatchOut,
    TryIn,
    TryOut,
)
from backend.core.http import pagination
from backend.core.http.dependencies import Agent, TenantSession, Viewer
from backend.core.http.pagination import BadCursor, Cursor, Limit, Page
from backend.core.language import LANGUAGES, Language, negotiate
from backend.leads.inputs import refuse_unstorable

router = APIRouter(prefix="/knowledge", tags=["knowledge"])


def _language(request: Request) -> Language:
    return negotiate(request.headers.get("accept-language"), LANGUAGES, "es")


Reader = Annotated[Language, Depends(_language)]
Words = Annotated[str | None, Query(max_length=200, description="Part of a question or a name")]
_MOST_POSITION = 32_767


@router.get("", summary="What the agent knows")
async def list_items(
    _: Viewer,
    session: TenantSession,
    q: Annotated[Words, AfterValidator(lambda text: text and refuse_unstorable(text))] = None,
    kind: ItemKind | None = None,
    language: Language | None = None,
    active: bool | None = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[ItemOut]:
    filters = Filters(kind, language, active, q)
    found = await queries.list_items(session, filters, limit=limit + 1, after=_position(cursor))
    last = found[limit - 1] if len(found) > limit else None
    following = pagination.encode([last.position, last.id]) if last else None
    return Page(items=[ItemOut.model_validate(each) for each in found[:limit]], next_cursor=following)


@router.post("", status_code=status.HTTP_201_CREATED, summary="Teach the agent an answer or a product")
async def create(body: ItemCreate, actor: Agent, session: TenantSession) -> ItemOut:
    return ItemOut.model_validate(await service.create(session, body, by=actor))


@router.post("/import", summary="Teach many answers at once, from pasted lines")
async def import_lines(body: ImportIn, actor: Agent, session: TenantSession, reader: Reader) -> ImportOut:
    """Good lines are kept, bad ones are told; a name that stands in the list already is replaced."""
    return await importing.take_over(session, body, reader, by=actor)


@router.post("/try", summary="Ask as a customer would, and see what answers")
async def try_out(body: TryIn, _: Agent, session: TenantSession) -> TryOut:
    found = await queries.search(session, body.question, body.language, limit=5)
    return TryOut(matches=[MatchOut(item=ItemOut.model_validate(each.item), score=each.score) for each in found])


@router.patch("/{item_id}", summary="Change an entry")
async def change(item_id: uuid.UUID, body: ItemUpdate, actor: Agent, session: TenantSession) -> ItemOut:
    return ItemOut.model_validate(await service.change(session, item_id, body, by=actor))


@router.delete("/{item_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Delete an entry")
async def remove(item_id: uuid.UUID, actor: Agent, session: TenantSession) -> None:
    await service.remove(session, item_id, by=actor)


def _position(cursor: str | None) -> queries.Position | None:
    """Raises `BadCursor`."""
    if not cursor:
        return None
    place, item_id = pagination.decode(cursor, length=2)
    if not isinstance(place, int) or not 0 <= place <= _MOST_POSITION:
        raise BadCursor()
    return place, pagination.identifier(item_id)
