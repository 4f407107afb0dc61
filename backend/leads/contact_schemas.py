"""The shapes of further contacts, with the pages that prove them."""

import uuid
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from backend.leads.enums import ContactKind
from backend.leads.inputs import Input, Tag

Value = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
Label = Annotated[Tag, Field(description="The network of a profile, or what it is for")]


class EvidenceOut(BaseModel):
    """Where a value was found, and how sure that is."""

    url: str = ""
    text: str = ""
    how: str = ""
    confidence: float = Field(0, ge=0, le=1)


class ContactOut(BaseModel):
    """One more way to reach a lead; without an id it is the first email or phone of a lead merged into this one."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID | None
    kind: ContactKind
    label: str
    value: str
    evidence: list[EvidenceOut] = []


class ContactCreate(Input):
    """One more way to reach the lead."""

    kind: ContactKind
    value: Value
    label: Label | None = None


class ContactUpdate(Input):
    """Only what is given changes; an empty label clears it. A new value has no evidence."""

    value: Value | None = None
    label: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] | None = None
