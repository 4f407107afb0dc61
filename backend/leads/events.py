"""Facts about leads that others may react to."""

import uuid
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LeadCaptured:
    """Somebody became a lead."""

    lead_id: uuid.UUID
    source: str


@dataclass(frozen=True, slots=True)
class LeadChanged:
    """A lead's contact data, stage, temperature or owner changed; `what` names it."""

    lead_id: uuid.UUID
    what: str


@dataclass(frozen=True, slots=True)
class StageChanged:
    """These leads became customers or were lost; other moves are nobody's business."""

    lead_ids: list[str]
    stage: str


@dataclass(frozen=True, slots=True)
class ScoringChanged:
    """The tenant's weights, bands or targets changed: every score is out of date."""

    version: int


@dataclass(frozen=True, slots=True)
class CustomFieldRemoved:
    """A field is gone; leads still hold its values."""

    key: str


@dataclass(frozen=True, slots=True)
class DuplicatesWanted:
    """Somebody asked which leads may be one."""
