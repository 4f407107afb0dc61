"""The closed vocabularies of tasks (CRM-07)."""

from enum import StrEnum


class TaskKind(StrEnum):
    """What a task is about."""

    GENERAL = "general"
    NICHE = "niche"
    LEAD = "lead"


class Priority(StrEnum):
    """How much it matters; `rank` sorts."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"

    @property
    def rank(self) -> int:
        return {Priority.HIGH: 0, Priority.NORMAL: 1, Priority.LOW: 2}[self]


class Repeat(StrEnum):
    """When a completed task comes back."""

    NONE = "none"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class State(StrEnum):
    """Which tasks a list shows; `snoozed` ones sleep until their moment."""

    OPEN = "open"
    SNOOZED = "snoozed"
    DONE = "done"
    ALL = "all"


class When(StrEnum):
    """When a task is due, seen from the tenant's calendar: `week` is the seven days after today."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    NONE = "none"
