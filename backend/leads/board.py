"""Pipelines and their columns: what a tenant may rename, reorder, add and take away (CRM-03)."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, select

from backend.core.database.base import uuid7
from backend.core.database.session import TenantSession, bound_tenant
from backend.core.http.actor import Actor
from backend.leads import first_board, moving, stages
from backend.leads.board_models import Pipeline, PipelineStage
from backend.leads.board_schemas import MOST_STAGES, PipelineCreate, StageCreate, StageUpdate
from backend.leads.enums import Stage
from backend.leads.errors import (
    DefaultPipeline,
    LastStage,
    PipelineNotFound,
    StageHasLeads,
    StageNotFound,
    StageOrderIncomplete,
    StageToMoveToMissing,
    TooManyPipelines,
    TooManyStages,
    UsualStage,
)
from backend.leads.models import Lead

MOST_PIPELINES: Final = 20

default_stage_id = stages.default_id
ensure_default = first_board.ensure_default


@dataclass(frozen=True, slots=True)
class Board:
    """A pipeline and its columns in their order."""

    pipeline: Pipeline
    stages: Sequence[PipelineStage]


async def list_boards(session: TenantSession) -> list[Board]:
    """All pipelines, the first one first; it is made when nobody asked before."""
    found = await _pipelines(session)
    if not any(each.is_default for each in found):
        await ensure_default(session)
        found = await _pipelines(session)
    columns = (await session.scalars(select(PipelineStage).order_by(PipelineStage.position, PipelineStage.id))).all()
    return [Board(each, [column for column in columns if column.pipeline_id == each.id]) for each in found]


async def get_board(session: TenantSession, pipeline_id: uuid.UUID) -> Board:
    """Raises `PipelineNotFound`."""
    found = await session.get(Pipeline, pipeline_id)
    if found is None and pipeline_id == stages.default_pipeline_id(bound_tenant(session)):
        await ensure_default(session)
        found = await session.get(Pipeline, pipeline_id)
    if found is None:
        raise PipelineNotFound()
    return Board(found, await _columns(session, pipeline_id))


async def create(session: TenantSession, given: PipelineCreate) -> Board:
    """Raises `TooManyPipelines`."""
    there = await _pipelines_held(session)
    if len(there) >= MOST_PIPELINES:
        raise TooManyPipelines(limit=MOST_PIPELINES)
    place = max((each.position for each in there), default=0) + 1
    pipeline = Pipeline(id=uuid7(), name=given.name, position=place, is_default=False)
    session.add(pipeline)
    await session.flush()
    session.add_all(_given_columns(pipeline.id, given.stages) or _usual_columns(pipeline.id))
    await session.flush()
    return await get_board(session, pipeline.id)


async def rename(session: TenantSession, pipeline_id: uuid.UUID, name: str) -> Board:
    """Raises `PipelineNotFound`."""
    board = await _held(session, pipeline_id)
    board.pipeline.name = name
    await session.flush()
    return board


async def remove(session: TenantSession, pipeline_id: uuid.UUID, *, by: Actor) -> None:
    """Its leads go to the first pipeline, each to the column of its kind. Raises `DefaultPipeline`."""
    board = await _held(session, pipeline_id)
    if board.pipeline.is_default:
        raise DefaultPipeline()
    await ensure_default(session)
    for column in board.stages:
        usual = await moving.get_stage(session, stages.default_id(bound_tenant(session), column.kind))
        await moving.move_all(session, column, usual, by=by)
    await session.execute(delete(Pipeline).where(Pipeline.id == pipeline_id))


async def add_stage(session: TenantSession, pipeline_id: uuid.UUID, given: StageCreate) -> PipelineStage:
    """A column at the end. Raises `PipelineNotFound` and `TooManyStages`."""
    board = await _held(session, pipeline_id)
    if len(board.stages) >= MOST_STAGES:
        raise TooManyStages(limit=MOST_STAGES)
    place = max((each.position for each in board.stages), default=-1) + 1
    column = PipelineStage(pipeline_id=pipeline_id, position=place, **given.model_dump())
    session.add(column)
    await session.flush()
    return column


async def change_stage(
    session: TenantSession, pipeline_id: uuid.UUID, stage_id: uuid.UUID, given: StageUpdate
) -> PipelineStage:
    """Name, meaning and days; a new meaning is also that of its leads. Raises `StageNotFound` and `UsualStage`."""
    column = _column(await _held(session, pipeline_id), stage_id)
    fields = given.model_dump(exclude_unset=True)
    kind = fields.get("kind", column.kind)
    if kind != column.kind and is_usual(column):
        raise UsualStage()
    for name, value in fields.items():
        setattr(column, name, value)
    await session.flush()
    await moving.mean(session, column)
    return column


async def reorder(session: TenantSession, pipeline_id: uuid.UUID, stage_ids: Sequence[uuid.UUID]) -> Board:
    """Raises `PipelineNotFound` and `StageOrderIncomplete`."""
    board = await _held(session, pipeline_id)
    if sorted(stage_ids) != sorted(each.id for each in board.stages):
        raise StageOrderIncomplete()
    places = {stage_id: place for place, stage_id in enumerate(stage_ids)}
    for column in board.stages:
        column.position = places[column.id]
    await session.flush()
    return Board(board.pipeline, sorted(board.stages, key=lambda each: each.position))


async def remove_stage(
    session: TenantSession, pipeline_id: uuid.UUID, stage_id: uuid.UUID, move_to: uuid.UUID | None, *, by: Actor
) -> None:
    """Its leads go to `move_to`.

    Raises `StageNotFound`, `UsualStage`, `LastStage`, `StageHasLeads` and `StageToMoveToMissing`.
    """
    board = await _held(session, pipeline_id)
    column = _column(board, stage_id)
    if is_usual(column):
        raise UsualStage()
    if len(board.stages) == 1:
        raise LastStage()
    if move_to is None:
        leads = await session.scalar(select(func.count()).select_from(Lead).where(Lead.stage_id == stage_id))
        if leads:
            raise StageHasLeads(leads=leads)
    else:
        await moving.move_all(session, column, await _other(session, column, move_to), by=by)
    await session.delete(column)
    await session.flush()


def is_usual(column: PipelineStage) -> bool:
    """Whether it is one of the five that every tenant has; leads are born there."""
    return column.id == stages.default_id(column.tenant_id, column.kind)


async def _other(session: TenantSession, column: PipelineStage, stage_id: uuid.UUID) -> PipelineStage:
    if stage_id == column.id:
        raise StageToMoveToMissing()
    try:
        return await moving.get_stage(session, stage_id)
    except StageNotFound as error:
        raise StageToMoveToMissing from error


async def _pipelines(session: TenantSession) -> Sequence[Pipeline]:
    order = select(Pipeline).order_by(Pipeline.is_default.desc(), Pipeline.position, Pipeline.id)
    return (await session.scalars(order)).all()


async def _pipelines_held(session: TenantSession) -> Sequence[Pipeline]:
    """Who adds one waits for who adds another, so that both see the limit."""
    await ensure_default(session)
    default = select(Pipeline).where(Pipeline.is_default).with_for_update()
    await session.scalars(default)
    return await _pipelines(session)


async def _held(session: TenantSession, pipeline_id: uuid.UUID) -> Board:
    """The pipeline with its columns, kept from others until the transaction ends. Raises `PipelineNotFound`."""
    if pipeline_id == stages.default_pipeline_id(bound_tenant(session)):
        await ensure_default(session)
    query = select(Pipeline).where(Pipeline.id == pipeline_id).with_for_update()
    found = await session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise PipelineNotFound()
    return Board(found, await _columns(session, pipeline_id, held=True))


async def _columns(session: TenantSession, pipeline_id: uuid.UUID, *, held: bool = False) -> Sequence[PipelineStage]:
    query = select(PipelineStage).where(PipelineStage.pipeline_id == pipeline_id)
    query = query.order_by(PipelineStage.position, PipelineStage.id)
    if held:
        query = query.with_for_update().execution_options(populate_existing=True)
    return (await session.scalars(query)).all()


def _column(board: Board, stage_id: uuid.UUID) -> PipelineStage:
    for column in board.stages:
        if column.id == stage_id:
            return column
    raise StageNotFound()


def _given_columns(pipeline_id: uuid.UUID, given: Sequence[StageCreate]) -> list[PipelineStage]:
    return [
        PipelineStage(pipeline_id=pipeline_id, position=place, **each.model_dump()) for place, each in enumerate(given)
    ]


def _usual_columns(pipeline_id: uuid.UUID) -> list[PipelineStage]:
    return [
        PipelineStage(pipeline_id=pipeline_id, kind=kind, position=place, rot_days=stages.ROT_DAYS[kind])
        for place, kind in enumerate(Stage)
    ]
