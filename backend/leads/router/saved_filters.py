"""Filters under a name."""

import uuid

from fastapi import APIRouter, status

from backend.core.http.dependencies import Agent, TenantSession, Viewer
from backend.leads import saved_filters
from backend.leads.saved_filter_schemas import SavedFilterCreate, SavedFilterOut, SavedFilterUpdate

router = APIRouter(prefix="/saved-filters", tags=["leads"])


@router.get("", summary="My saved filters and those of the team")
async def list_filters(actor: Viewer, session: TenantSession) -> list[SavedFilterOut]:
    return [SavedFilterOut.model_validate(each) for each in await saved_filters.list_filters(session, by=actor)]


@router.post("", status_code=status.HTTP_201_CREATED, summary="Save a combination of filters")
async def create(body: SavedFilterCreate, actor: Agent, session: TenantSession) -> SavedFilterOut:
    return SavedFilterOut.model_validate(await saved_filters.create(session, body, by=actor))


@router.patch("/{filter_id}", summary="Change a saved filter")
async def change(filter_id: uuid.UUID, body: SavedFilterUpdate, actor: Agent, session: TenantSession) -> SavedFilterOut:
    return SavedFilterOut.model_validate(await saved_filters.change(session, filter_id, body, by=actor))


@router.delete("/{filter_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Delete a saved filter")
async def remove(filter_id: uuid.UUID, actor: Agent, session: TenantSession) -> None:
    await saved_filters.remove(session, filter_id, by=actor)
