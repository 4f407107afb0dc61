"""Closed vocabularies of plans: what is metered, over which window, and what happens past the limit."""

from enum import StrEnum


class Metric(StrEnum):
    """What a plan may limit (X3, X26)."""

    SEARCHES = "searches"
    LEADS_PER_SEARCH = "leads_per_search"
    LEADS = "leads"
    IA_MSGS = "ia_msgs"
    AI_MONEY = "ai_money"
    TASKS = "tasks"
    TASKS_ACTIVE = "tasks_active"
    CSV_EXPORTS = "csv_exports"
    CSV_ROWS = "csv_rows"
    MEMBERS = "members"
    TENDER_ANALYSES = "tender_analyses"
    TENDER_SEARCHES = "tender_searches"
    TENDERS_SAVED = "tenders_saved"
    TENDER_API_CALLS = "tender_api_calls"
    WRITES_PER_MINUTE = "writes_per_minute"


class Window(StrEnum):
    """Over which time a limit counts; `none` is what exists now, `each` bounds one act and counts nothing."""

    NONE = "none"
    EACH = "each"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    MONTH = "month"


class Unit(StrEnum):
    """What a number of a limit means."""

    COUNT = "count"
    EUR = "eur"


class OnExceed(StrEnum):
    """Past its limit a blocked metric refuses; an allowed one counts on and is only shown."""

    BLOCK = "block"
    ALLOW = "allow"


class Interval(StrEnum):
    """How often a price is paid."""

    MONTH = "month"
    YEAR = "year"


class ReservationState(StrEnum):
    """Held until the work is done (settled), given up or run out (released)."""

    HELD = "held"
    SETTLED = "settled"
    RELEASED = "released"
