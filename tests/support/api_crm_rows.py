"""Rows of pipelines, niches, tasks and what belongs to leads, as the API would answer them."""

import uuid
from typing import Any

from backend.leads.board_schemas import CardOut, PipelineOut, StageOut
from backend.leads.custom_field_schemas import CustomFieldOut
from backend.leads.duplicate_schemas import PairLeadOut, PairOut
from backend.leads.enums import DuplicateState, FieldKind, Stage
from backend.leads.niche_schemas import NicheOut
from backend.leads.note_schemas import NoteOut
from backend.leads.schemas import LeadDetail
from backend.tasks.enums import Priority, Repeat, TaskKind
from backend.tasks.schemas import TaskOut
from tests.support.api_rows import NOW, STAGES

NAMES = {stage: stage.value.capitalize() for stage in Stage}


def pipeline(name: str = "Sales", *, is_default: bool = True) -> PipelineOut:
    """With the five usual columns; those of the default pipeline cannot go."""
    stages = [
        StageOut(
            id=STAGES[kind] if is_default else uuid.uuid4(),
            kind=kind,
            name=NAMES[kind],
            renamed=False,
            position=position,
            rot_days=7 if kind is Stage.NEW else None,
            deletable=not is_default,
        )
        for position, kind in enumerate(Stage)
    ]
    return PipelineOut(id=uuid.uuid4(), name=name, is_default=is_default, position=0, stages=stages)


def card(lead: LeadDetail, **given: Any) -> CardOut:
    own = {name: getattr(lead, name) for name in CardOut.model_fields if hasattr(lead, name)}
    return CardOut(**(own | {"days_in_stage": 3, "rotting": False} | given))


def niche(name: str, leads: int = 0) -> NicheOut:
    return NicheOut(id=uuid.uuid4(), slug=name.lower().replace(" ", "-"), name=name, leads=leads, created_at=NOW)


def task(title: str, **given: Any) -> TaskOut:
    """Open, without a date."""
    fields: dict[str, Any] = {
        "id": uuid.uuid4(),
        "title": title,
        "notes": "",
        "kind": TaskKind.GENERAL,
        "priority": Priority.NORMAL,
        "due_on": None,
        "due_at": None,
        "all_day": True,
        "repeat": Repeat.NONE,
        "assignee_id": None,
        "lead_id": None,
        "lead_name": None,
        "niche_id": None,
        "niche_name": None,
        "snoozed_until": None,
        "done_at": None,
        "overdue": False,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return TaskOut(**(fields | given))


def note(lead_id: uuid.UUID, body: str, author_id: uuid.UUID | None = None) -> NoteOut:
    return NoteOut(id=uuid.uuid4(), lead_id=lead_id, author_id=author_id, body=body, created_at=NOW, updated_at=NOW)


def custom_field(name: str, kind: FieldKind = FieldKind.TEXT, *options: str) -> CustomFieldOut:
    key = name.lower().replace(" ", "_")
    return CustomFieldOut(
        id=uuid.uuid4(), key=key, name=name, kind=kind, options=list(options), position=0, created_at=NOW
    )


def pair(one: LeadDetail, other: LeadDetail) -> PairOut:
    leads = [PairLeadOut.model_validate(each, from_attributes=True) for each in (one, other)]
    return PairOut(
        id=uuid.uuid4(), reason="phone", state=DuplicateState.OPEN, one=leads[0], other=leads[1], created_at=NOW
    )
