"""Shapes of plans and usage; `PlanOut` keeps the names that the first panel knew (BIL-02, BIL-04)."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backend.core.language import LANGUAGES, Language
from backend.plans.enums import Interval, Metric, OnExceed, Unit, Window

Number = int | float


class Price(BaseModel):
    """What a plan costs, in the currency's smallest unit; CLP has none smaller than itself (X4)."""

    model_config = ConfigDict(extra="forbid")

    amount_minor: int = Field(ge=0, le=10**12)
    currency: str = Field(pattern="^[A-Z]{3}$")
    interval: Interval
    stripe_price_id: str | None = Field(None, max_length=255)


class Entitlement(BaseModel):
    """A limit; null is without limit."""

    model_config = ConfigDict(extra="forbid")

    metric: Metric
    limit: Annotated[int | float, Field(ge=0, le=10**12)] | None
    window: Window
    unit: Unit = Unit.COUNT
    on_exceed: OnExceed = OnExceed.BLOCK


class PlanEdit(BaseModel):
    """A plan as the superadmin writes it, whole (X3)."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    names: dict[Language, Annotated[str, Field(min_length=1, max_length=60)]]
    prices: list[Price] = Field(max_length=20)
    entitlements: list[Entitlement] = Field(max_length=100)
    features: list[Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,39}$")]] = Field(max_length=50)
    queue_priority: int = Field(0, ge=0, le=100)
    active: bool = True
    position: int = Field(ge=0, le=1000)

    @model_validator(mode="after")
    def complete_and_unambiguous(self) -> "PlanEdit":
        if set(self.names) != set(LANGUAGES):
            raise ValueError(f"a plan needs its name in {', '.join(LANGUAGES)}")
        windows = [(each.metric, each.window) for each in self.entitlements]
        if len(set(windows)) != len(windows):
            raise ValueError("a metric may have one limit for each window")
        return self


class PlanDetails(BaseModel):
    """One plan of the catalogue."""

    model_config = ConfigDict(from_attributes=True)

    code: str
    names: dict[Language, str]
    prices: list[Price]
    entitlements: list[Entitlement]
    features: list[str]
    queue_priority: int
    active: bool
    position: int


class Limits(BaseModel):
    """The plan's limits under their old names, and those that the old panel lacked; null is without limit."""

    searches_per_month: Number | None
    leads_cap_per_search: Number | None
    csv_exports_per_month: Number | None
    csv_rows_cap_free: Number | None
    lead_credits_month: Number | None
    tasks_active_max: Number | None
    ai_daily_limit: Number | None
    members_max: Number | None
    ai_money_per_month: Number | None
    tender_analyses_per_day: Number | None
    tender_searches_per_day: Number | None
    tenders_saved_max: Number | None
    tender_api_calls_per_day: Number | None
    writes_per_minute: Number | None


class Spent(BaseModel):
    """Used and left in a period."""

    used: Number
    remaining: Number | None
    period: str


class Counted(BaseModel):
    """Used in a period; what is left stands under `remaining`."""

    used: Number
    period: str


class Current(BaseModel):
    """What exists now, and how much may."""

    current: Number
    limit: Number | None


class Usage(BaseModel):
    """What was used: the old panel's blocks, and those it lacked."""

    leads: Spent
    ia_msgs: Counted
    tasks: Counted
    csv_exports: Spent
    tasks_active: Current
    searches: Spent
    members: Current
    ai_money: Spent
    tender_analyses: Spent
    tender_searches: Spent
    tenders_saved: Current
    tender_api_calls: Spent


class Remaining(BaseModel):
    """What is left; null only where there is no limit (X6)."""

    leads: Number | None
    csv_exports: Number | None
    tasks_active: Number | None
    ia_msgs: Number | None
    tasks: Number | None
    searches: Number | None
    members: Number | None
    ai_money: Number | None
    tender_analyses: Number | None
    tender_searches: Number | None
    tenders_saved: Number | None
    tender_api_calls: Number | None


class MetricOut(BaseModel):
    """One entitlement in full, for bars and reset times (BIL-20)."""

    metric: str
    window: Window
    unit: Unit
    on_exceed: OnExceed
    limit: Number | None
    used: Number
    reserved: Number
    remaining: Number | None
    period: str
    resets_at: datetime | None


class PlanOut(BaseModel):
    """The plan, its limits and how much of them is used."""

    plan: str
    limits: Limits
    usage: Usage
    remaining: Remaining
    names: dict[Language, str]
    features: list[str]
    queue_priority: int
    timezone: str
    metrics: list[MetricOut]
