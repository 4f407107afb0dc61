"""Imports over HTTP."""

import csv
import io
import json
import uuid
from collections.abc import AsyncIterator
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, status
from fastapi.responses import StreamingResponse
from starlette.datastructures import UploadFile

from backend.core.database import session as sessions
from backend.core.http import pagination
from backend.core.http.dependencies import Admin, Agent, Db, TenantSession, Viewer
from backend.core.http.pagination import Cursor, Limit, Page
from backend.core.language import LANGUAGES, Language, negotiate
from backend.imports import jobs, planning, queries, sentences, service
from backend.imports.errors import ImportFileMissing
from backend.imports.interpreting import Meaning
from backend.imports.models import Import, ImportRefusal
from backend.imports.schemas import (
    ImportOut,
    ImportPlan,
    ImportPreview,
    ImportStart,
    PreviewCounts,
    PreviewRow,
    ProblemOut,
    RefusedRow,
)
from backend.leads.cells import guarded

router = APIRouter(prefix="/imports", tags=["imports"])

_PAGE: Final = 1_000
# The body is read only after it is known who sends it, so the form is not in the signature.
_UPLOAD: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {"file": {"type": "string", "format": "binary", "description": "CSV or XLSX"}},
                }
            }
        },
    }
}


def _language(request: Request) -> Language:
    return negotiate(request.headers.get("accept-language"), LANGUAGES, "es")


Reader = Annotated[Language, Depends(_language)]


@router.post("", status_code=status.HTTP_201_CREATED, summary="Upload a file of leads", openapi_extra=_UPLOAD)
async def upload(request: Request, actor: Agent, db: Db) -> ImportOut:
    """CSV or XLSX, told from the content, at most 50 MB; nothing is imported yet."""
    assert actor.tenant_id is not None
    async with request.form(max_files=1, max_fields=4) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise ImportFileMissing()
        store = request.app.state.providers.storage
        name = file.filename or ""
        return _out(await service.upload(db, store, actor.tenant_id, name=name, file=file.file, by=actor))


@router.get("", summary="List imports")
async def list_imports(_: Viewer, session: TenantSession, limit: Limit = 50, cursor: Cursor = None) -> Page[ImportOut]:
    before = None
    if cursor:
        at, import_id = pagination.decode(cursor, length=2)
        before = (pagination.moment(at), pagination.identifier(import_id))
    found = await queries.list_imports(session, limit=limit + 1, before=before)
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    following = pagination.encode([last.created_at.isoformat(), last.id]) if last else None
    return Page(items=[_out(each) for each in shown], next_cursor=following)


@router.get("/{import_id}", summary="One import")
async def read(import_id: uuid.UUID, _: Viewer, session: TenantSession) -> ImportOut:
    return _out(await queries.get_import(session, import_id))


@router.put("/{import_id}/plan", summary="Say which column is what, and see what would come")
async def plan(
    import_id: uuid.UUID, body: ImportPlan, request: Request, actor: Agent, db: Db, reader: Reader
) -> ImportPreview:
    """Looks at the first thousand rows; counts of the whole file come from a dry run."""
    assert actor.tenant_id is not None
    async with db.tenant(actor.tenant_id) as session:
        found = await service.plan(session, import_id, body)
        given = ImportPlan.model_validate(found.plan)
        ready = await planning.ready(session, given, service.width_of(found))
    meanings, rows, refused = await service.preview(request.app.state.providers.storage, found, ready)
    counts = PreviewCounts(rows=rows, good=rows - refused, refused=refused)
    return ImportPreview(rows=[_shown(each, reader) for each in meanings], counts=counts)


@router.post("/{import_id}/start", status_code=status.HTTP_202_ACCEPTED, summary="Import, or try it")
async def start(import_id: uuid.UUID, body: ImportStart, actor: Agent, session: TenantSession) -> ImportOut:
    return _out(await service.start(session, import_id, jobs.run, dry_run=body.dry_run, by=actor))


@router.post("/{import_id}/pause", summary="Pause an import")
async def pause(import_id: uuid.UUID, _: Agent, session: TenantSession) -> ImportOut:
    return _out(await service.pause(session, import_id))


@router.post("/{import_id}/resume", summary="Go on with an import")
async def resume(import_id: uuid.UUID, _: Agent, session: TenantSession) -> ImportOut:
    """Also one that failed: it goes on where it stopped."""
    return _out(await service.resume(session, import_id, jobs.run))


@router.post("/{import_id}/cancel", summary="Cancel an import")
async def cancel(import_id: uuid.UUID, _: Agent, session: TenantSession) -> ImportOut:
    return _out(await service.cancel(session, import_id))


@router.post("/{import_id}/undo", status_code=status.HTTP_202_ACCEPTED, summary="Take an import back")
async def undo(import_id: uuid.UUID, actor: Admin, session: TenantSession) -> ImportOut:
    """The leads that it created go to the bin; those that it only completed stay."""
    return _out(await service.undo(session, import_id, jobs.undo, by=actor))


@router.get("/{import_id}/refused", summary="The rows that were refused, and why")
async def refused(
    import_id: uuid.UUID, _: Viewer, session: TenantSession, reader: Reader, limit: Limit = 50, cursor: Cursor = None
) -> Page[RefusedRow]:
    after = pagination.decode(cursor, length=1)[0] if cursor else 0
    if type(after) is not int or not 0 <= after < 2**31:
        raise pagination.BadCursor()
    found = await queries.list_refusals(session, import_id, limit=limit + 1, after=after)
    shown = found[:limit]
    following = pagination.encode([shown[-1].row]) if len(found) > limit else None
    return Page(items=[_refused(each, reader) for each in shown], next_cursor=following)


@router.get("/{import_id}/refused.csv", summary="Download the refused rows", response_class=StreamingResponse)
async def refused_csv(import_id: uuid.UUID, actor: Viewer, db: Db, reader: Reader) -> StreamingResponse:
    """Row, reason, then the cells as they stood: mend them and upload the file again."""
    assert actor.tenant_id is not None
    async with db.tenant(actor.tenant_id) as session:
        found = await queries.get_import(session, import_id)
    stem = found.filename.rsplit(".", 1)[0]
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{stem}-refused.csv', safe='')}",
        "Cache-Control": "private, no-store",
    }
    lines = _refused_lines(db, actor.tenant_id, found, reader)
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


async def _refused_lines(
    db: sessions.Database, tenant_id: uuid.UUID, found: Import, reader: Language
) -> AsyncIterator[bytes]:
    names = [each["header"] or str(each["index"] + 1) for each in json.loads(found.columns)]
    yield ("\ufeff" + _line([*sentences.headers(reader), *names])).encode()
    after = 0
    while True:
        async with db.tenant(tenant_id) as session:
            page = await queries.list_refusals(session, found.id, limit=_PAGE, after=after)
        if not page:
            return
        rows = [[str(each.row), sentences.sentence(each.reason, reader), *json.loads(each.original)] for each in page]
        yield "".join(_line(cells) for cells in rows).encode()
        after = page[-1].row


def _line(cells: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([guarded(cell) for cell in cells])
    return written.getvalue()


def _refused(found: ImportRefusal, reader: Language) -> RefusedRow:
    sentence = sentences.sentence(found.reason, reader)
    cells = json.loads(found.original)
    return RefusedRow(row=found.row, reason=found.reason, column=found.column, sentence=sentence, cells=cells)


def _shown(meaning: Meaning, reader: Language) -> PreviewRow:
    problems = [
        ProblemOut(
            reason=each.reason,
            column=each.column,
            sentence=sentences.sentence(each.reason, reader),
            refuses=each.refuses,
        )
        for each in meaning.problems
    ]
    return PreviewRow(row=meaning.number, values=meaning.values, problems=problems)


def _out(found: Import) -> ImportOut:
    columns = json.loads(found.columns)
    fields = {
        name: getattr(found, name) for name in ImportOut.model_fields if name not in ("columns", "plan", "progress")
    }
    done = found.state in ("done", "undone", "undoing")
    progress = 1.0 if done else min(1.0, found.position / max(1, found.rows_estimate))
    return ImportOut.model_validate({**fields, "columns": columns, "plan": found.plan, "progress": progress})
