"""Tasks as a list that can be ticked, put off and opened; each completion can be taken back."""

import uuid
from collections.abc import Sequence

import streamlit as st

from backend.tasks.enums import Priority, Repeat, TaskKind
from backend.tasks.schemas import TaskOut
from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, undoing
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.todo import Item, Pressed, todo
from streamlit_app.screens import people, task_forms, task_words
from streamlit_app.viewer import Viewer

_OPENED = "task_to_open"


def show(api: Api, viewer: Viewer, tasks: Sequence[TaskOut], *, label: str, key: str, of_lead: bool = False) -> None:
    items = [_item(api, viewer, task, of_lead=of_lead) for task in tasks]
    pressed = todo(items, label=label, key=key, choices=task_words.moments() if viewer.may_work else {})
    found = {str(task.id): task for task in tasks}
    with feedback.telling():
        _act(api, pressed, found)


def dialog(api: Api, viewer: Viewer) -> None:
    """Outside of every fragment, or its next look would close it."""
    task: TaskOut | None = st.session_state.pop(_OPENED, None)
    if task is not None:
        task_forms.edit(api, viewer, task)


def _act(api: Api, pressed: Pressed, found: dict[str, TaskOut]) -> None:
    if pressed.checked in found:
        _check(api, found[pressed.checked])
    if pressed.snoozed and pressed.snoozed[0] in found:
        _snooze(api, found[pressed.snoozed[0]], pressed.snoozed[1])
    if pressed.opened in found:
        st.session_state[_OPENED] = found[pressed.opened]
        st.rerun()
    if pressed.followed in found:
        _follow(found[pressed.followed])


def _check(api: Api, task: TaskOut) -> None:
    if task.done_at is None:
        api.tasks.complete(task.id)
        undoing.offer(_("“{title}” is done.").format(title=plain(task.title)), lambda: api.tasks.reopen(task.id))
    else:
        api.tasks.reopen(task.id)
        feedback.done(_("The task is open again."))
    st.rerun()


def _snooze(api: Api, task: TaskOut, key: str) -> None:
    moment = task_words.until(key)
    api.tasks.snooze(task.id, moment)
    feedback.done(_("Snoozed until {when}.").format(when=formatting.moment_in_full(moment)))
    st.rerun()


def _follow(task: TaskOut) -> None:
    if task.lead_id is not None:
        navigation.go("leads", lead=str(task.lead_id))
    if task.niche_id is not None:
        navigation.go("leads", niche=str(task.niche_id))


def _item(api: Api, viewer: Viewer, task: TaskOut, *, of_lead: bool) -> Item:
    return Item(
        id=str(task.id),
        title=task.title,
        priority=task.priority,
        due=task_words.due(task),
        overdue=task.overdue,
        flag=_("High priority") if task.priority is Priority.HIGH else "",
        target="" if of_lead else _target(task),
        notes=tuple(each for each in _notes(api, viewer, task) if each),
        done=task.done_at is not None,
        movable=viewer.may_work,
    )


def _target(task: TaskOut) -> str:
    if task.kind is TaskKind.LEAD:
        return task.lead_name or _("Lead")
    return task.niche_name or "" if task.kind is TaskKind.NICHE else ""


def _notes(api: Api, viewer: Viewer, task: TaskOut) -> list[str]:
    mine: uuid.UUID = viewer.me.id
    return [
        _("you") if task.assignee_id == mine else people.name(api, task.assignee_id),
        "↻ " + task_words.repeat(task.repeat) if task.repeat is not Repeat.NONE else "",
        _("until {when}").format(when=formatting.moment_in_full(task.snoozed_until)) if _sleeps(task) else "",
        _("done {when}").format(when=formatting.moment(task.done_at)) if task.done_at else "",
        _("with notes") if task.notes else "",
    ]


def _sleeps(task: TaskOut) -> bool:
    if task.snoozed_until is None or task.done_at is not None:
        return False
    return task.snoozed_until.timestamp() > task_words.until("hours").timestamp() - 3 * 3600
