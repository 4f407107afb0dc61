"""Pipelines, their columns, and the board."""

import uuid
from typing import Annotated, Any

from fastapi import APIRouter, Query, status

from backend.core.http import pagination
from backend.core.http.dependencies import Admin, TenantSession, Viewer
from backend.core.http.pagination import Cursor, Page
from backend.core.language import Language
from backend.leads import board, cards, stages
from backend.leads.board import Board
from backend.leads.board_models import PipelineStage
from backend.leads.board_schemas import (
    BoardOut,
    CardOut,
    ColumnOut,
    PipelineCreate,
    PipelineOut,
    PipelineUpdate,
    StageCreate,
    StageOrder,
    StageOut,
    StageUpdate,
    TotalOut,
)
from backend.leads.cards import Column
from backend.leads.enums import BoardSort
from backend.leads.listing import Position
from backend.leads.router.reading import Filtered, Reader, aware, language_of

router = APIRouter(prefix="/pipelines", tags=["pipelines"])

CardLimit = Annotated[int, Query(ge=1, le=100, description="Cards a column")]


@router.get("", summary="List pipelines")
async def list_pipelines(_: Viewer, session: TenantSession, reader: Reader) -> list[PipelineOut]:
    language = await language_of(session, reader)
    return [_pipeline(each, language) for each in await board.list_boards(session)]


@router.post("", status_code=status.HTTP_201_CREATED, summary="Add a pipeline")
async def create(body: PipelineCreate, _: Admin, session: TenantSession, reader: Reader) -> PipelineOut:
    return _pipeline(await board.create(session, body), await language_of(session, reader))


@router.patch("/{pipeline_id}", summary="Rename a pipeline")
async def rename(
    pipeline_id: uuid.UUID, body: PipelineUpdate, _: Admin, session: TenantSession, reader: Reader
) -> PipelineOut:
    return _pipeline(await board.rename(session, pipeline_id, body.name), await language_of(session, reader))


@router.delete("/{pipeline_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Delete a pipeline")
async def remove(pipeline_id: uuid.UUID, actor: Admin, session: TenantSession) -> None:
    """Its leads go to the first pipeline, each to the column of its kind."""
    await board.remove(session, pipeline_id, by=actor)


@router.post("/{pipeline_id}/stages", status_code=status.HTTP_201_CREATED, summary="Add a column")
async def add_stage(
    pipeline_id: uuid.UUID, body: StageCreate, _: Admin, session: TenantSession, reader: Reader
) -> StageOut:
    return _stage(await board.add_stage(session, pipeline_id, body), await language_of(session, reader))


@router.patch("/{pipeline_id}/stages/{stage_id}", summary="Change a column")
async def change_stage(
    pipeline_id: uuid.UUID,
    stage_id: uuid.UUID,
    body: StageUpdate,
    _: Admin,
    session: TenantSession,
    reader: Reader,
) -> StageOut:
    column = await board.change_stage(session, pipeline_id, stage_id, body)
    return _stage(column, await language_of(session, reader))


@router.delete("/{pipeline_id}/stages/{stage_id}", status_code=status.HTTP_204_NO_CONTENT, summary="Delete a column")
async def remove_stage(
    pipeline_id: uuid.UUID,
    stage_id: uuid.UUID,
    actor: Admin,
    session: TenantSession,
    move_to: Annotated[uuid.UUID | None, Query(description="Where its leads go")] = None,
) -> None:
    await board.remove_stage(session, pipeline_id, stage_id, move_to, by=actor)


@router.put("/{pipeline_id}/order", summary="Reorder the columns")
async def reorder(
    pipeline_id: uuid.UUID, body: StageOrder, _: Admin, session: TenantSession, reader: Reader
) -> PipelineOut:
    found = await board.reorder(session, pipeline_id, body.stage_ids)
    return _pipeline(found, await language_of(session, reader))


@router.get("/{pipeline_id}/board", summary="A pipeline with its cards")
async def read_board(
    pipeline_id: uuid.UUID,
    _: Viewer,
    session: TenantSession,
    reader: Reader,
    filters: Filtered,
    sort: BoardSort = BoardSort.NEWEST,
    limit: CardLimit = 25,
) -> BoardOut:
    """Every column with its number of leads, what they are worth, and its first cards."""
    language = await language_of(session, reader)
    found = await board.get_board(session, pipeline_id)
    columns = await cards.get_columns(session, found, filters, sort=sort, limit=limit)
    return BoardOut(
        pipeline=_pipeline(found, language),
        columns=[_column(_stage(each, language), columns[each.id], sort) for each in found.stages],
    )


@router.get("/{pipeline_id}/stages/{stage_id}/cards", summary="More cards of a column")
async def list_cards(
    pipeline_id: uuid.UUID,
    stage_id: uuid.UUID,
    _: Viewer,
    session: TenantSession,
    filters: Filtered,
    sort: BoardSort = BoardSort.NEWEST,
    limit: CardLimit = 25,
    cursor: Cursor = None,
) -> Page[CardOut]:
    found = await cards.list_cards(
        session, pipeline_id, stage_id, filters, sort=sort, limit=limit, after=_position(cursor, sort)
    )
    return Page(items=found.cards, next_cursor=_cursor(found.following, sort))


def _pipeline(found: Board, language: Language) -> PipelineOut:
    pipeline = found.pipeline
    return PipelineOut(
        id=pipeline.id,
        name=pipeline.name,
        is_default=pipeline.is_default,
        position=pipeline.position,
        stages=[_stage(each, language) for each in found.stages],
    )


def _stage(column: PipelineStage, language: Language) -> StageOut:
    return StageOut(
        id=column.id,
        kind=column.kind,
        name=column.name or stages.name(column.kind, language),
        renamed=column.name is not None,
        position=column.position,
        rot_days=column.rot_days,
        deletable=not board.is_usual(column),
    )


def _column(stage: StageOut, column: Column, sort: BoardSort) -> ColumnOut:
    totals = [TotalOut(currency=currency, minor=minor) for currency, minor in sorted(column.totals.items())]
    return ColumnOut(
        stage=stage,
        count=column.count,
        totals=totals,
        cards=column.cards,
        next_cursor=_cursor(column.following, sort),
    )


def _cursor(following: Position | None, sort: BoardSort) -> str | None:
    return pagination.encode([sort, *following]) if following else None


def _position(cursor: str | None, sort: BoardSort) -> Position | None:
    """Raises `BadCursor`, also for a cursor of another order."""
    if cursor is None:
        return None
    given, value, lead_id = pagination.decode(cursor, length=3)
    if given != sort:
        raise pagination.BadCursor()
    return _sort_value(value, sort), pagination.identifier(lead_id)


# Any: what a cursor held, as JSON.
def _sort_value(value: Any, sort: BoardSort) -> Any:
    if sort is not BoardSort.SCORE:
        return aware(pagination.moment(value))
    if type(value) is not int or not 0 <= value <= 100:
        raise pagination.BadCursor()
    return value
