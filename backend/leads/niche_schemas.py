"""The shapes of niches at the HTTP border."""

import uuid
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from backend.leads.inputs import Input, Title


class NicheIn(Input):
    """A niche's name; two spellings of one name are one niche (PRO-06)."""

    name: Title


class NicheMerge(Input):
    """The niche that takes over all leads."""

    into_id: uuid.UUID


class NicheOut(BaseModel):
    """A group of leads; `leads` counts those that are shown."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    slug: str
    name: str
    leads: int
    created_at: datetime
