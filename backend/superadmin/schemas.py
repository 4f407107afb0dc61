"""Shapes of the platform panel as they cross the HTTP border."""

import uuid
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, EmailStr, Field, model_validator

from backend.core.language import Language
from backend.flows.enums import Preset
from backend.tenants.enums import TenantStatus
from backend.tenants.schemas import Country, Name, Origins, Zone

Slug = Annotated[str, Field(pattern=r"^[a-z0-9-]{2,40}$")]
PlanCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{1,39}$")]
Note = Annotated[str, Field(max_length=300)]


class TenantUsage(BaseModel):
    """What a company has and does; the month is its own calendar's."""

    leads: int
    conversations_this_month: int
    members: int


class AdminTenantOut(BaseModel):
    """A company as the platform sees it."""

    model_config = ConfigDict(from_attributes=True)

    id: uuid.UUID
    slug: str
    name: str
    status: TenantStatus
    maintenance: bool
    plan: str
    default_language: Language
    timezone: str
    country: str
    allowed_origins: list[str]
    created_at: datetime
    updated_at: datetime
    usage: TenantUsage


class AdminTenantDetail(AdminTenantOut):
    """The same, with the line for its web page."""

    snippet: str


class TenantCreate(BaseModel):
    """A new company, ready to use: its flow is published and its owner invited."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        json_schema_extra={
            "example": {
                "name": "Cuines Mar",
                "owner_email": "owner@example.com",
                "plan": "starter",
                "language": "ca",
                "preset": "kitchen_studio",
                "origins": ["https://www.example.com"],
            }
        },
    )

    name: Name
    slug: Slug | None = None
    owner_email: Annotated[EmailStr, Field(max_length=254)]
    plan: PlanCode = "free"
    language: Language = "es"
    preset: Preset = Preset.GENERAL_BUSINESS
    origins: Origins = []
    country: Country | None = None
    timezone: Zone | None = None


class TenantCreated(BaseModel):
    """What the platform hands on to the customer."""

    tenant: AdminTenantOut
    snippet: str
    invitation_sent: bool


class AdminTenantUpdate(BaseModel):
    """What the platform may change about a company; fields that are left out stay as they are."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Name | None = None
    plan: PlanCode | None = None
    status: TenantStatus | None = None
    allowed_origins: Origins | None = None
    maintenance: bool | None = None
    default_language: Language | None = None

    @model_validator(mode="after")
    def nothing_may_be_emptied(self) -> "AdminTenantUpdate":
        empty = [name for name in self.model_fields_set if getattr(self, name) is None]
        if empty:
            raise ValueError(f"{', '.join(sorted(empty))} cannot be null")
        return self


class MaintenanceSet(BaseModel):
    """The kind closed state, on or off; the note says why and stays in the audit trail."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    on: bool
    note: Note | None = None


class PlatformDay(BaseModel):
    """One day of the platform, in UTC."""

    day: date
    leads: int
    conversations: int
    errors: int


class GraphVersionOut(BaseModel):
    """The version of Meta's API that ends soon, or has ended."""

    version: str
    expires_on: date
    days_left: int


class OverviewOut(BaseModel):
    """The platform in figures; errors are those of the last 24 hours (SUP-03)."""

    tenants: int
    active_tenants: int
    users: int
    leads: int
    conversations: int
    errors: int
    by_day: list[PlatformDay]
    # F1: only from 60 days before its end.
    graph_version: GraphVersionOut | None = None


class ErrorEntryOut(BaseModel):
    """One answer that was a fault of ours."""

    id: uuid.UUID
    code: str
    route: str
    request_id: str | None
    tenant_id: uuid.UUID | None
    tenant_name: str | None
    at: datetime
