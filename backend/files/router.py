"""Uploads, for the people of the business."""

import uuid
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from backend.core.http.dependencies import TenantSession, Viewer
from backend.files import service as files

router = APIRouter(prefix="/files", tags=["files"])


@router.get("/{file_id}", summary="Download an upload", response_class=Response)
async def download(file_id: uuid.UUID, request: Request, actor: Viewer, session: TenantSession) -> Response:
    found, content = await files.read(session, request.app.state.providers.storage, file_id)
    # Never shown in place: what a stranger sent must not run as a page of ours.
    disposition = f"attachment; filename*=UTF-8''{quote(found.name)}"
    headers = {
        "Content-Disposition": disposition,
        "Content-Security-Policy": "sandbox",
        "Cache-Control": "private",
    }
    return Response(content, media_type=found.content_type, headers=headers)
