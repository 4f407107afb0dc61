"""Adding and changing a task; what the plan does not allow is said with what to do about it (BIL-05)."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any, Final

import streamlit as st
from pydantic import ValidationError

from backend.tasks.enums import Priority, Repeat
from backend.tasks.schemas import TaskCreate, TaskOut, TaskUpdate
from streamlit_app.api.api import Api
from streamlit_app.api.lead_filters import LeadFilters
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.i18n import _
from streamlit_app.kit.transport import ApiError, SignedOut
from streamlit_app.screens import people, task_words
from streamlit_app.screens.lead_words import lead_name
from streamlit_app.viewer import Viewer

_TODAY: Final = "today"
_TOMORROW: Final = "tomorrow"
_WEEK: Final = "week"
_NONE: Final = "none"


@dataclass(frozen=True)
class About:
    """What new tasks are about when the screen already knows."""

    lead_id: uuid.UUID | None = None
    niche_id: uuid.UUID | None = None


def quick(api: Api, viewer: Viewer, about: About = About(), *, key: str) -> None:
    """One line: what, when, how much it matters."""
    with (
        st.form(f"quick-{key}", border=False, clear_on_submit=True),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        title = st.text_input(
            _("New task"),
            key=f"quick-title-{key}",
            placeholder=_("Call, write, visit…"),
            max_chars=200,
            width="stretch",
        )
        day = st.selectbox(
            _("When"), [_TODAY, _TOMORROW, _WEEK, _NONE], format_func=_day_name, key=f"quick-day-{key}", width=140
        )
        priority = st.selectbox(
            _("Priority"),
            list(Priority),
            index=1,
            format_func=task_words.priority,
            key=f"quick-priority-{key}",
            width=120,
        )
        sent = st.form_submit_button(_("Add"), type="primary", icon=":material/add:")
    if sent and not (title or "").strip():
        st.warning(_("Write what is to be done."), icon=":material/edit:")
    elif sent:
        with telling(), checked():
            api.tasks.create(
                TaskCreate(
                    title=title or "",
                    due_on=_day(day),
                    priority=priority,
                    assignee_id=viewer.me.id,
                    lead_id=about.lead_id,
                    niche_id=about.niche_id,
                )
            )
            feedback.done(_("The task was added."))
            st.rerun()


def create(api: Api, viewer: Viewer, about: About = About()) -> None:
    @st.dialog(_("New task"), width="medium")
    def ask() -> None:
        given = _fields(api, None, viewer.me.id)
        lead_id = about.lead_id or _lead(api)
        niche_id = about.niche_id or (None if lead_id else _niche(api))
        if st.button(_("Add task"), type="primary", key="create-task"):
            with telling(), checked():
                api.tasks.create(TaskCreate(**given, lead_id=lead_id, niche_id=niche_id))
                feedback.done(_("The task was added."))
                st.rerun()

    ask()


def edit(api: Api, viewer: Viewer, task: TaskOut) -> None:
    @st.dialog(_("Task"), width="medium")
    def ask() -> None:
        disabled = not viewer.may_work or task.done_at is not None
        given = _fields(api, task, task.assignee_id, disabled=disabled)
        if disabled:
            return
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            if st.button(_("Delete"), icon=":material/delete:", type="tertiary", key="delete-task"):
                _delete(api, task)
            if st.button(_("Save"), type="primary", key="save-task"):
                with telling(), checked():
                    api.tasks.update(task.id, TaskUpdate(**_changed(task, given)))
                    feedback.done(_("Saved."))
                    st.rerun()

    ask()


# Any: the fields of a task as its shapes take them.
def _fields(api: Api, task: TaskOut | None, owner: uuid.UUID | None, *, disabled: bool = False) -> dict[str, Any]:
    key = str(task.id) if task else "new"
    title = st.text_input(_("Title"), task.title if task else "", max_chars=200, key=f"title-{key}", disabled=disabled)
    left, right = st.columns(2)
    with left:
        on = st.date_input(_("Due"), _due_on(task), key=f"on-{key}", format="DD/MM/YYYY", disabled=disabled)
        priority = st.selectbox(
            _("Priority"),
            list(Priority),
            index=list(Priority).index(task.priority if task else Priority.NORMAL),
            format_func=task_words.priority,
            key=f"priority-{key}",
            disabled=disabled,
        )
    with right:
        at = st.time_input(_("Hour"), _due_at(task), key=f"at-{key}", disabled=disabled)
        repeat = st.selectbox(
            _("Repeat"),
            list(Repeat),
            index=list(Repeat).index(task.repeat if task else Repeat.NONE),
            format_func=task_words.repeat,
            key=f"repeat-{key}",
            disabled=disabled,
        )
    assignee = _assignee(api, owner, key=key, disabled=disabled)
    notes = st.text_area(
        _("Notes"), task.notes if task else "", max_chars=10_000, height=110, key=f"notes-{key}", disabled=disabled
    )
    when: dict[str, Any] = {"due_on": on if isinstance(on, date) else None}
    if isinstance(on, date) and at is not None:
        when = {"due_at": datetime.combine(on, at, formatting.zone())}
    given = {"title": title or "", "notes": notes or "", "priority": priority, "repeat": repeat}
    return given | {"assignee_id": assignee} | when


def _assignee(api: Api, owner: uuid.UUID | None, *, key: str, disabled: bool) -> uuid.UUID | None:
    team = people.names(api)
    offered: list[uuid.UUID | None] = [None, *team]
    if owner not in offered:
        offered.append(owner)
    return st.selectbox(
        _("Who"),
        offered,
        index=offered.index(owner),
        format_func=partial(people.label, people.names(api)),
        key=f"assignee-{key}",
        disabled=disabled,
    )


def _lead(api: Api) -> uuid.UUID | None:
    """The lead that the task is about, found by a word of its name."""
    q = st.text_input(_("About a lead"), placeholder=_("Search by name, company or email"), key="task-lead-q")
    if not (q or "").strip():
        return None
    found = api.leads.list(LeadFilters(q=(q or "").strip()), limit=8).items
    if not found:
        st.caption(_("No lead matches"))
        return None
    chosen = st.selectbox(_("Lead"), found, format_func=lead_name, key="task-lead")
    return chosen.id


def _niche(api: Api) -> uuid.UUID | None:
    niches = {each.id: each.name for each in api.niches.list()}
    if not niches:
        return None
    return st.selectbox(
        _("About a niche"),
        list(niches),
        index=None,
        format_func=niches.__getitem__,
        placeholder=_("None"),
        key="task-niche",
    )


def _delete(api: Api, task: TaskOut) -> None:
    with telling():
        api.tasks.delete(task.id)
        feedback.done(_("The task was deleted."))
        st.rerun()


# Any: the same fields, only those that differ.
def _changed(task: TaskOut, given: dict[str, Any]) -> dict[str, Any]:
    same = {name: value for name, value in given.items() if name not in {"due_on", "due_at"}}
    changes = {name: value for name, value in same.items() if getattr(task, name) != value}
    if "due_at" in given and given["due_at"] != (None if task.all_day else task.due_at):
        changes["due_at"] = given["due_at"]
    if "due_on" in given and (given["due_on"] != task.due_on or not task.all_day):
        changes["due_on"] = given["due_on"]
    return changes


def _due_on(task: TaskOut | None) -> date | None:
    if task is None:
        return task_words.today()
    if task.due_at is not None and not task.all_day:
        return task.due_at.astimezone(formatting.zone()).date()
    return task.due_on


def _due_at(task: TaskOut | None) -> time | None:
    if task is None or task.all_day or task.due_at is None:
        return None
    return task.due_at.astimezone(formatting.zone()).time().replace(second=0, microsecond=0)


def _day_name(key: str) -> str:
    return {_TODAY: _("Today"), _TOMORROW: _("Tomorrow"), _WEEK: _("In a week"), _NONE: _("No date")}[key]


def _day(key: str | None) -> date | None:
    days = {_TODAY: 0, _TOMORROW: 1, _WEEK: 7}
    return task_words.today() + timedelta(days=days[key]) if key in days else None


@contextmanager
def telling() -> Iterator[None]:
    """As everywhere; a full plan is said in the words of tasks, for nothing here renews by itself."""
    try:
        yield
    except SignedOut:
        raise
    except ApiError as error:
        if error.code != "quota_exceeded":
            st.error(feedback.sentence(error), icon=":material/error:")
            return
        limit = error.details.get("limit")
        st.error(
            _("Your plan allows {limit} active tasks. Complete or delete some, or choose a larger plan.").format(
                limit=formatting.number(limit, 0) if isinstance(limit, int | float) else "—"
            ),
            icon=":material/hourglass_top:",
        )


@contextmanager
def checked() -> Iterator[None]:
    """The shapes' own refusals."""
    try:
        yield
    except ValidationError:
        st.error(_("Write what is to be done, and choose a date between 2000 and 2200."), icon=":material/error:")
