"""The shapes of leads at the HTTP border."""

import uuid
from datetime import date, datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, computed_field, model_validator

from backend.core.language import Language
from backend.leads import stages
from backend.leads.contact_schemas import ContactOut
from backend.leads.enums import ContactState, EventKind, Source, Stage, Temperature
from backend.leads.inputs import (
    MOST_CUSTOM,
    MOST_TAGS,
    Address,
    Currency,
    Email,
    Input,
    Line,
    Metres,
    Minor,
    Money,
    Note,
    Phone,
    Tag,
    Website,
)


class Budget(Input):
    """A range of money; one end may be unknown."""

    min: Money | None = None
    max: Money | None = None
    currency: str | None = Field(None, pattern="^[A-Z]{3}$")

    @model_validator(mode="after")
    def ordered(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min must not be above max")
        return self


class QualificationIn(Input):
    """What the person wants (SCO-03); fields left out stay as they are, null clears."""

    project: Line | None = None
    style: Line | None = None
    metres: Metres | None = None
    budget: Budget | None = None
    urgency: Line | None = Field(None, description="now, 1_3_months, 3_6_months, later, or the flow's own word")
    note: Note | None = None


class _Worked(Input):
    """What people set as they work a lead; custom values are by the key of their field."""

    website: Website | None = Field(None, description="Its domain belongs to one lead only (PRO-04)")
    niche_id: uuid.UUID | None = None
    stage_id: uuid.UUID | None = Field(None, description="A column of a pipeline; wins over `stage`")
    value_minor: Minor | None = None
    currency: Currency | None = None
    lost_reason: Line | None = Field(None, description="Only for a lost lead")
    # Any: a custom value is of its field's kind.
    custom: dict[str, Any] = Field(default_factory=dict, max_length=MOST_CUSTOM)
    tags: list[Tag] = Field(default_factory=list, max_length=MOST_TAGS)


class LeadCreate(_Worked):
    """A lead added by hand (CRM-05)."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"name": "Ana Puig", "email": "ana@example.com", "source": "manual"}]},
    )

    name: Line = ""
    company: Line = ""
    email: Email | None = None
    phone: Phone | None = None
    address: Address | None = None
    username: Line | None = None
    stage: Stage = Stage.NEW
    contact_state: ContactState = ContactState.TO_CONTACT
    source: Source = Source.MANUAL
    language: Language | None = None
    qualification: QualificationIn = Field(default_factory=QualificationIn)
    assignee_id: uuid.UUID | None = None

    @model_validator(mode="after")
    def somebody(self) -> Self:
        if not any((self.name, self.company, self.email, self.phone, self.username)):
            raise ValueError("a lead needs at least a name, company, email, phone or username")
        return self


class _Fields(_Worked):
    name: Line = ""
    company: Line = ""
    email: Email | None = None
    phone: Phone | None = None
    address: Address | None = None
    username: Line | None = None
    stage: Stage = Stage.NEW
    contact_state: ContactState = ContactState.TO_CONTACT
    language: Language | None = None
    qualification: QualificationIn = Field(default_factory=QualificationIn)
    assignee_id: uuid.UUID | None = None


class LeadUpdate(_Fields):
    """Only the fields that are given change; scores are computed, never written (X18)."""

    updated_at: datetime | None = Field(
        None, description="The `updated_at` you loaded: refuse with 409 when somebody changed the lead since"
    )


class LeadUpsert(_Fields):
    """What another program knows of a business; fields that are left out stay as they are."""

    source: Source = Field(Source.API, description="Of a new lead; a known one keeps its own")


class LeadOut(BaseModel):
    """A row of the list."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    name: str
    company: str
    email: str | None
    phone: str | None
    domain: str | None = None
    website: str | None = None
    niche_id: uuid.UUID | None = None
    stage: Stage
    stage_id: uuid.UUID
    stage_since: datetime
    value_minor: int | None = None
    currency: str | None = None
    tags: list[str] = []
    contact_state: ContactState
    temperature: Temperature
    score: int = Field(ge=0, le=100)
    purchase_intent: float = Field(ge=0, le=1)
    source: Source
    channel: str
    language: str | None
    summary: str
    assignee_id: uuid.UUID | None
    last_activity_at: datetime
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None

    @computed_field(description="What the column alone says of the chance (CRM-04); never mixed with `score`")
    def stage_score(self) -> int:
        return stages.score(self.stage)


class PartOut(BaseModel):
    """One part of the score and why it is so."""

    part: str
    points: int
    max: int
    reason: str
    params: dict[str, Any]  # Any: numbers and words of the sentence
    sentence: str


class MergedOut(BaseModel):
    """A lead that now speaks through another; the merge can be undone by its id."""

    merge_id: uuid.UUID
    lead_id: uuid.UUID
    name: str
    company: str
    merged_at: datetime


class LeadDetail(LeadOut):
    """Everything about a lead."""

    address: str | None
    username: str | None
    channel_user_id: str | None
    timezone: str | None
    origin_page: str | None
    utm: dict[str, Any]  # Any: what the page's address carried
    qualification: dict[str, Any]  # Any: see QualificationIn; photos are file ids
    consent_at: datetime | None
    score_version: int
    breakdown: list[PartOut]
    lost_reason: str | None = None
    custom: dict[str, Any] = {}  # Any: a custom value is of its field's kind
    contacts: list[ContactOut] = []
    notes_count: int = 0
    merged: list[MergedOut] = []


class DomainCheck(BaseModel):
    """Whose domain it is: nobody's when `lead_id` is null; not a business's own when `domain` is null."""

    domain: str | None
    lead_id: uuid.UUID | None = None
    name: str | None = None
    niche_id: uuid.UUID | None = None
    niche: str | None = None


class LeadEventOut(BaseModel):
    """A line of the timeline."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    kind: EventKind
    at: datetime
    actor_id: uuid.UUID | None
    conversation_id: uuid.UUID | None
    data: dict[str, Any]  # Any: ids and words, by kind


class WeightsIn(Input):
    """Points of each part; together 100 (SCO-01)."""

    budget: int = Field(ge=0, le=100)
    urgency: int = Field(ge=0, le=100)
    metres: int = Field(ge=0, le=100)
    style: int = Field(ge=0, le=100)
    origin: int = Field(ge=0, le=100)

    @model_validator(mode="after")
    def together_100(self) -> Self:
        total = self.budget + self.urgency + self.metres + self.style + self.origin
        if total != 100:
            raise ValueError(f"the weights must add up to 100, not {total}")
        return self


class BandsIn(Input):
    """The first score of each band; cold is what lies below `warm` (SCO-02)."""

    warm: int = Field(ge=1, le=100)
    hot: int = Field(ge=1, le=100)
    premium: int = Field(ge=1, le=100)

    @model_validator(mode="after")
    def rising(self) -> Self:
        if not self.warm < self.hot < self.premium:
            raise ValueError("warm must be below hot, and hot below premium")
        return self


class TargetsIn(Input):
    """The project that earns all points; a null budget means our figure for the currency."""

    budget: float | None = Field(None, gt=0, le=1e12, allow_inf_nan=False)
    metres: float = Field(12.0, gt=0, le=1e6, allow_inf_nan=False)


class ScoringIn(Input):
    """The tenant's own way to score; without targets those in force stay."""

    weights: WeightsIn
    bands: BandsIn
    targets: TargetsIn | None = None


class ScoringOut(BaseModel):
    """The rules in force; `version` stands on every score made with them."""

    weights: WeightsIn
    bands: BandsIn
    targets: TargetsIn
    currency: str
    version: int


class DayCount(BaseModel):
    """Leads that came on one day of the tenant's calendar."""

    day: date
    leads: int


class LeadStats(BaseModel):
    """Numbers for plots: everything by stage and temperature, the last 30 days one by one."""

    by_stage: dict[Stage, int]
    by_temperature: dict[Temperature, int]
    by_day: list[DayCount]
