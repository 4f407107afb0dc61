"""Turns a tenant's standings into the one answer that panels draw their bars from (BIL-04, BIL-20)."""

from datetime import datetime

from backend.plans.enums import Metric, OnExceed, Unit, Window
from backend.plans.schemas import (
    Counted,
    Current,
    Limits,
    MetricOut,
    PlanDetails,
    PlanOut,
    Remaining,
    Spent,
    Usage,
)
from backend.plans.standing import Standing, tightest
from backend.plans.windows import resets_at

# The names of limits that panels know, and the metric that each one bounds.
_LIMITS = {
    "searches_per_month": Metric.SEARCHES,
    "leads_cap_per_search": Metric.LEADS_PER_SEARCH,
    "csv_exports_per_month": Metric.CSV_EXPORTS,
    "csv_rows_cap_free": Metric.CSV_ROWS,
    "lead_credits_month": Metric.LEADS,
    "tasks_active_max": Metric.TASKS_ACTIVE,
    "ai_daily_limit": Metric.IA_MSGS,
    "members_max": Metric.MEMBERS,
    "ai_money_per_month": Metric.AI_MONEY,
    "tender_analyses_per_day": Metric.TENDER_ANALYSES,
    "tender_searches_per_day": Metric.TENDER_SEARCHES,
    "tenders_saved_max": Metric.TENDERS_SAVED,
    "tender_api_calls_per_day": Metric.TENDER_API_CALLS,
    "writes_per_minute": Metric.WRITES_PER_MINUTE,
}


def overview(plan: PlanDetails, standings: list[Standing], *, timezone: str, now: datetime) -> PlanOut:
    """A metric that the plan does not name is shown as not included: a limit of zero."""
    by_metric = {metric: _of(metric, standings, timezone) for metric in Metric}
    return PlanOut(
        plan=plan.code,
        limits=Limits(**{name: by_metric[metric].limit for name, metric in _LIMITS.items()}),
        usage=Usage(**{name: _block(by_metric[Metric(name)], kind) for name, kind in _blocks().items()}),
        remaining=Remaining(**{name: by_metric[Metric(name)].remaining for name in Remaining.model_fields}),
        names=plan.names,
        features=plan.features,
        queue_priority=plan.queue_priority,
        timezone=timezone,
        metrics=[_metric(each, now) for each in standings],
    )


def _of(metric: Metric, standings: list[Standing], timezone: str) -> Standing:
    found = tightest([each for each in standings if each.metric == metric])
    return found or Standing(
        metric, Window.NONE, Unit.COUNT, OnExceed.BLOCK, 0, 0, 0, "all", plan="", timezone=timezone
    )


def _blocks() -> dict[str, type[Spent | Counted | Current]]:
    kinds = {name: field.annotation for name, field in Usage.model_fields.items()}
    return {name: kind for name, kind in kinds.items() if kind in (Spent, Counted, Current)}


def _block(standing: Standing, kind: type[Spent | Counted | Current]) -> Spent | Counted | Current:
    if kind is Current:
        return Current(current=standing.used, limit=standing.limit)
    if kind is Counted:
        return Counted(used=standing.used, period=standing.period)
    return Spent(used=standing.used, remaining=standing.remaining, period=standing.period)


def _metric(standing: Standing, now: datetime) -> MetricOut:
    return MetricOut(
        metric=standing.metric,
        window=standing.window,
        unit=standing.unit,
        on_exceed=standing.on_exceed,
        limit=standing.limit,
        used=standing.used,
        reserved=standing.reserved,
        remaining=standing.remaining,
        period=standing.period,
        resets_at=resets_at(standing.window, standing.timezone, now),
    )
