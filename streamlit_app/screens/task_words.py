"""Tasks in people's words: when they are due, how much they matter, when they come back."""

from datetime import UTC, date, datetime, time, timedelta

from backend.tasks.enums import Priority, Repeat, State, TaskKind, When
from backend.tasks.schemas import NextTask, TaskOut
from streamlit_app.kit import formatting
from streamlit_app.kit.i18n import _


def priority(value: Priority) -> str:
    return {Priority.LOW: _("Low"), Priority.NORMAL: _("Normal"), Priority.HIGH: _("High")}[value]


def repeat(value: Repeat) -> str:
    return {
        Repeat.NONE: _("Does not repeat"),
        Repeat.DAILY: _("Every day"),
        Repeat.WEEKLY: _("Every week"),
        Repeat.MONTHLY: _("Every month"),
    }[value]


def kind(value: TaskKind) -> str:
    return {
        TaskKind.GENERAL: _("General"),
        TaskKind.NICHE: _("Of a niche"),
        TaskKind.LEAD: _("Of a lead"),
    }[value]


def state(value: State) -> str:
    return {
        State.OPEN: _("To do"),
        State.SNOOZED: _("Snoozed"),
        State.DONE: _("Done"),
        State.ALL: _("All"),
    }[value]


def when(value: When) -> str:
    return {
        When.OVERDUE: _("Overdue"),
        When.TODAY: _("Today"),
        When.WEEK: _("This week"),
        When.LATER: _("Later"),
        When.NONE: _("No date"),
    }[value]


def today() -> date:
    return datetime.now(formatting.zone()).date()


def due(task: TaskOut | NextTask) -> str:
    """ "today", "tomorrow 10:30", "12 Mar"; empty without a date."""
    whole = getattr(task, "all_day", task.due_at is None)
    if task.due_at is None and task.due_on is None:
        return ""
    on = task.due_on if whole or task.due_at is None else task.due_at.astimezone(formatting.zone()).date()
    if on is None:
        return ""
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    said = near.get((on - today()).days) or formatting.day(on)
    return said if whole or task.due_at is None else f"{said} {formatting.clock(task.due_at)}"


def moments() -> dict[str, str]:
    """Until when a task may be put off, by key."""
    return {
        "hours": _("In three hours"),
        "tomorrow": _("Tomorrow morning"),
        "week": _("In a week"),
        "month": _("In a month"),
    }


def until(key: str) -> datetime:
    """The moment of a key; mornings are the reader's own."""
    if key == "hours":
        return datetime.now(UTC) + timedelta(hours=3)
    days = {"tomorrow": 1, "week": 7, "month": 30}[key]
    return datetime.combine(today() + timedelta(days=days), time(8), formatting.zone())
