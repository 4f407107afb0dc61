"""Niches: groups of leads."""

import uuid
from typing import Literal

from fastapi import APIRouter, status

from backend.core.http.dependencies import Admin, Agent, TenantSession, Viewer
from backend.leads import niches
from backend.leads.niche_schemas import NicheIn, NicheMerge, NicheOut
from backend.leads.niches import Counted

router = APIRouter(prefix="/niches", tags=["niches"])


@router.get("", summary="List niches")
async def list_niches(_: Viewer, session: TenantSession) -> list[NicheOut]:
    return [_out(each) for each in await niches.list_niches(session)]


@router.post("", status_code=status.HTTP_201_CREATED, summary="Add a niche")
async def create(body: NicheIn, _: Agent, session: TenantSession) -> NicheOut:
    return _out(Counted(await niches.create(session, body.name), 0))


@router.patch("/{niche_id}", summary="Rename a niche")
async def rename(niche_id: uuid.UUID, body: NicheIn, _: Agent, session: TenantSession) -> NicheOut:
    return _out(await niches.rename(session, niche_id, body.name))


@router.delete("/{niche_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Delete a niche")
async def remove(
    niche_id: uuid.UUID, actor: Admin, session: TenantSession, leads: Literal["keep", "bin"] = "keep"
) -> None:
    """Its leads stay without a niche, or go to the bin with it."""
    await niches.remove(session, niche_id, leads, by=actor)


@router.post("/{niche_id}/merge", summary="Merge a niche into another")
async def merge(niche_id: uuid.UUID, body: NicheMerge, actor: Agent, session: TenantSession) -> NicheOut:
    return _out(await niches.merge(session, niche_id, body.into_id, by=actor))


def _out(counted: Counted) -> NicheOut:
    niche = counted.niche
    return NicheOut(id=niche.id, slug=niche.slug, name=niche.name, leads=counted.leads, created_at=niche.created_at)
