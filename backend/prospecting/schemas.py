"""The shapes of searches at the HTTP border."""

import uuid
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from backend.core.language import Language
from backend.leads.enums import ContactKind
from backend.leads.inputs import refuse_unstorable
from backend.prospecting.enums import ResultState, SearchState, SourceName, SuppressionKind

MAX_LEADS = 1_000
MAX_GIVEN = 500_000


def _line(most: int, least: int = 1) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=least, max_length=most)


Question = Annotated[str, _line(200), AfterValidator(refuse_unstorable)]
MaybeQuestion = Annotated[str, _line(200, 0), AfterValidator(refuse_unstorable)]
Name = Annotated[str, _line(80), AfterValidator(refuse_unstorable)]
Address = Annotated[str, _line(2_000), AfterValidator(refuse_unstorable)]
Country = Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, pattern="^[A-Za-z]{2}$")]


class VariantsIn(BaseModel):
    """A question whose other wordings are wanted."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"query": "dentistas en Girona"}]})

    query: Question
    country: Country | None = None
    language: Language | None = None


class VariantsOut(BaseModel):
    """What was understood, and up to three other wordings beside the one with the surroundings (PRO-01)."""

    what: str
    place: str
    variants: list[str]
    extended: str | None


class SourceOut(BaseModel):
    """A source; `needs` names the setting that it lacks, `note` says what it is good for."""

    name: SourceName
    available: bool
    needs: str | None
    note: str


class _Asking(BaseModel):
    model_config = ConfigDict(extra="forbid")

    query: MaybeQuestion = ""
    country: Country | None = Field(None, description="ISO 3166-1; the company's own where none is given")
    language: Language | None = None
    niche: Name | None = Field(None, description="By name; made where it is new")
    niche_id: uuid.UUID | None = None
    sources: list[SourceName] = Field([SourceName.OVERPASS], min_length=1, max_length=4)
    limit: int = Field(50, ge=1, le=MAX_LEADS, description="How many leads are wanted; the plan may lower it")
    variants: list[Question] = Field([], max_length=3)
    extended: bool = Field(False, description="Look in the surroundings too")


class SearchCreate(_Asking):
    """A search to run now."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"query": "dentistas en Girona", "niche": "Dentistas", "limit": 20}]},
    )

    auto_save: bool = Field(True, description="Save what is found; else it waits for `save`")
    given: Annotated[str, StringConstraints(max_length=MAX_GIVEN), AfterValidator(refuse_unstorable)] = Field(
        "", description="For the source `list`: domains, addresses, emails or names, one a line, or CSV"
    )


class NicheName(BaseModel):
    """A niche by id and name."""

    id: uuid.UUID
    name: str


class Counts(BaseModel):
    """How many businesses came how far."""

    found: int = 0
    fetched: int = 0
    ready: int = 0
    saved: int = 0
    duplicate: int = 0
    blocked: int = 0
    failed: int = 0
    suppressed: int = 0
    skipped: int = 0


class SearchOut(BaseModel):
    """A search and how far it has come; `reserved` is how many lead credits it still holds."""

    id: uuid.UUID
    query: str
    country: str
    niche: NicheName | None
    sources: list[SourceName]
    variants: list[str]
    extended: bool
    auto_save: bool
    limit: int
    state: SearchState
    reason: str
    problems: dict[str, str]
    counts: Counts
    reserved: int
    schedule_id: uuid.UUID | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class EvidenceOut(BaseModel):
    """Where a value stands and how sure it is."""

    url: str
    text: str
    how: str
    confidence: float


class FoundContact(BaseModel):
    """A value with the pages that prove it, the surest first."""

    kind: ContactKind
    label: str
    value: str
    evidence: list[EvidenceOut]


class ResultOut(BaseModel):
    """A business that was found; `niche` is where a duplicate already is."""

    id: uuid.UUID
    state: ResultState
    reason: str
    name: str
    domain: str | None
    url: str
    city: str
    country: str
    lat: float | None
    lon: float | None
    category: str
    source: str
    source_url: str
    phone: str
    email: str
    address: str
    contacts: list[FoundContact]
    summary: str
    sector: str
    lead_id: uuid.UUID | None
    niche: NicheName | None
    fetched_at: datetime | None


class SaveResults(BaseModel):
    """Which results to save: these, or all that are ready."""

    model_config = ConfigDict(extra="forbid")

    result_ids: list[uuid.UUID] = Field([], max_length=MAX_LEADS)
    all: bool = False


Weekdays = Annotated[
    list[Annotated[int, Field(ge=0, le=6)]],
    Field(min_length=1, max_length=7),
    AfterValidator(lambda days: sorted(set(days))),
]
Hour = Annotated[int, Field(ge=0, le=23)]


class ScheduleCreate(_Asking):
    """A search that runs by itself; 0 is Monday, the hour is the company's."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"query": "dentistas en Girona", "niche": "Dentistas", "weekdays": [0]}]},
    )

    query: Question
    weekdays: Weekdays = [0]
    hour: Hour = 8
    active: bool = True


class ScheduleUpdate(BaseModel):
    """Only what is given changes."""

    model_config = ConfigDict(extra="forbid")

    query: Question | None = None
    limit: int | None = Field(None, ge=1, le=MAX_LEADS)
    weekdays: Weekdays | None = None
    hour: Hour | None = None
    active: bool | None = None


class ScheduleOut(BaseModel):
    """A planned search, when it runs next, and why it last could not."""

    id: uuid.UUID
    query: str
    country: str
    niche: NicheName | None
    sources: list[SourceName]
    variants: list[str]
    extended: bool
    limit: int
    weekdays: list[int]
    hour: int
    active: bool
    next_at: datetime
    last_at: datetime | None
    problem: str
    created_at: datetime


class SuppressionCreate(BaseModel):
    """A domain, a web address or an email that must never be saved again (X30)."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"value": "clinica.example.com"}]})

    value: Address


class SuppressionOut(BaseModel):
    """An entry of the suppression list."""

    id: uuid.UUID
    kind: SuppressionKind
    value: str
    created_at: datetime
