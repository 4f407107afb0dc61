"""Exports over HTTP."""

import json
import uuid
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, status
from fastapi.responses import StreamingResponse

from backend.core.http import pagination
from backend.core.http.dependencies import Agent, Db, TenantSession, Viewer
from backend.core.http.pagination import Cursor, Limit, Page
from backend.core.language import LANGUAGES, Language, negotiate
from backend.exports import choosing, jobs, queries, service
from backend.exports.enums import Format
from backend.exports.models import Export
from backend.exports.schemas import ExportColumn, ExportCreate, ExportOut
from backend.files import parts

router = APIRouter(prefix="/exports", tags=["exports"])

_TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def _language(request: Request) -> Language:
    return negotiate(request.headers.get("accept-language"), LANGUAGES, "es")


Reader = Annotated[Language, Depends(_language)]


@router.post("", status_code=status.HTTP_202_ACCEPTED, summary="Export leads")
async def ask(body: ExportCreate, actor: Agent, session: TenantSession, reader: Reader) -> ExportOut:
    """The file is made in the background; its headers are in the reader's language."""
    found = await service.ask(session, body, jobs.make, language=reader, by=actor)
    return _out(*await queries.get_named(session, found.id), await service.row_limit(session))


@router.get("", summary="The history of exports")
async def list_exports(_: Viewer, session: TenantSession, limit: Limit = 50, cursor: Cursor = None) -> Page[ExportOut]:
    before = None
    if cursor:
        at, export_id = pagination.decode(cursor, length=2)
        before = (pagination.moment(at), pagination.identifier(export_id))
    found = await queries.list_exports(session, limit=limit + 1, before=before)
    shown = found[:limit]
    last = shown[-1][0] if len(found) > limit else None
    following = pagination.encode([last.created_at.isoformat(), last.id]) if last else None
    most = await service.row_limit(session)
    return Page(items=[_out(*each, most) for each in shown], next_cursor=following)


@router.get("/columns", summary="The columns that can be exported")
async def columns(_: Viewer, session: TenantSession, reader: Reader) -> list[ExportColumn]:
    return [ExportColumn(name=name, header=header) for name, header in await choosing.offered(session, reader)]


@router.get("/{export_id}", summary="One export")
async def read(export_id: uuid.UUID, _: Viewer, session: TenantSession) -> ExportOut:
    return _out(*await queries.get_named(session, export_id), await service.row_limit(session))


@router.get("/{export_id}/file", summary="Download an export", response_class=StreamingResponse)
async def file(export_id: uuid.UUID, actor: Agent, request: Request, db: Db) -> StreamingResponse:
    """Again and again for 30 days."""
    assert actor.tenant_id is not None
    async with db.tenant(actor.tenant_id) as session:
        found, key = await service.readable(session, export_id)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.filename)}",
        "Content-Length": str(found.bytes),
        "Content-Security-Policy": "sandbox",
        "Cache-Control": "private, no-store",
    }
    content = parts.read(request.app.state.providers.storage, key)
    return StreamingResponse(content, media_type=_TYPES[Format(found.format)], headers=headers)


def _out(found: Export, by: str | None, most: int | None) -> ExportOut:
    names = ExportOut.model_fields.keys() - {"by", "filters", "row_limit"}
    fields = {name: getattr(found, name) for name in names}
    filters = json.loads(found.filters) or None
    return ExportOut.model_validate({**fields, "filters": filters, "by": by, "row_limit": most})
