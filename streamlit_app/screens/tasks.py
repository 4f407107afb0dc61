"""Tasks: what is late, what today and this week bring, what can wait (CRM-07)."""

from typing import Any, Final

import streamlit as st

from backend.tasks.enums import Priority, State, TaskKind, When
from backend.tasks.schemas import TaskOut, TaskSummary
from streamlit_app.api.api import Api
from streamlit_app.api.tasks import TaskFilters
from streamlit_app.kit import feedback, formatting, undoing
from streamlit_app.kit.i18n import _
from streamlit_app.screens import people, task_forms, task_list, task_words
from streamlit_app.viewer import Viewer

REFRESH_SECONDS: Final = 10
PAGE: Final = 50
MOST: Final = 200
_LIMIT: Final = "tasks_limit"
_MINE: Final = "mine"
_EVERYBODY: Final = "everybody"


def show(api: Api, viewer: Viewer) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(_("Tasks"), anchor=False, width="content")
        if viewer.may_work and st.button(_("With details"), icon=":material/edit_note:", key="new-task"):
            task_forms.create(api, viewer)
    undoing.show()
    task_list.dialog(api, viewer)
    if viewer.may_work:
        task_forms.quick(api, viewer, key="tasks")
    filters = _filters(api, viewer)
    _lists(api, viewer, filters)


def _filters(api: Api, viewer: Viewer) -> TaskFilters:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = st.segmented_control(
            _("Show"),
            [State.OPEN, State.SNOOZED, State.DONE],
            default=State.OPEN,
            required=True,
            format_func=task_words.state,
            label_visibility="collapsed",
            key="tasks-state",
        )
        team = people.names(api)
        offered = [_EVERYBODY, _MINE, *(str(each) for each in team if each != viewer.me.id)]
        named = {str(each): name for each, name in team.items()} | {_EVERYBODY: _("Everybody"), _MINE: _("Mine")}
        owner = st.selectbox(
            _("Who"), offered, format_func=named.__getitem__, label_visibility="collapsed", key="tasks-owner", width=170
        )
        with st.popover(_("Filters"), icon=":material/tune:", key="tasks-filters"):
            more = _choices(api)
    assignees = {_EVERYBODY: None, _MINE: viewer.me.id} | {str(each): each for each in team}
    return TaskFilters(state=state or State.OPEN, assignee_id=assignees[owner], **more)


# Any: filters by name.
def _choices(api: Api) -> dict[str, Any]:
    q = st.text_input(_("Search"), key="tasks-q", icon=":material/search:", max_chars=200)
    kind = st.pills(_("Kind"), list(TaskKind), format_func=task_words.kind, key="tasks-kind")
    priority = st.pills(_("Priority"), list(Priority), format_func=task_words.priority, key="tasks-priority")
    niches = {each.id: each.name for each in api.niches.list()}
    niche = st.selectbox(
        _("Niche"), list(niches), index=None, format_func=niches.__getitem__, placeholder=_("Any"), key="tasks-niche"
    )
    return {"q": (q or "").strip(), "kind": kind, "priority": priority, "niche_id": niche}


@st.fragment(run_every=REFRESH_SECONDS)
@feedback.live
def _lists(api: Api, viewer: Viewer, filters: TaskFilters) -> None:
    summary = api.tasks.summary(filters.assignee_id)
    _usage(summary)
    if filters.state is not State.OPEN:
        _one(api, viewer, filters)
        return
    shown = [_section(api, viewer, filters, when) for when in When]
    if not any(shown):
        _nothing(filters)


def _usage(summary: TaskSummary) -> None:
    """The plan's cap on active tasks (BIL-05)."""
    if summary.limit is None:
        return
    share = min(summary.active / summary.limit, 1.0) if summary.limit else 1.0
    words = _("{count} of {limit} active tasks of your plan").format(
        count=formatting.number(summary.active, 0), limit=formatting.number(summary.limit, 0)
    )
    st.progress(share, words)
    if share >= 1:
        st.caption(f":red[{_('No room for more: complete some, or choose a larger plan.')}]")


def _section(api: Api, viewer: Viewer, filters: TaskFilters, when: When) -> bool:
    found = _found(api, filters, when)
    if not found:
        return False
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"##### {task_words.when(when)}", width="content", anchors=False)
            st.badge(str(len(found)), color="red" if when is When.OVERDUE else "gray")
        task_list.show(api, viewer, found, label=task_words.when(when), key=f"tasks-{when}")
    return True


def _found(api: Api, filters: TaskFilters, when: When | None) -> list[TaskOut]:
    wanted = TaskFilters(
        state=filters.state,
        when=when,
        kind=filters.kind,
        priority=filters.priority,
        assignee_id=filters.assignee_id,
        niche_id=filters.niche_id,
        q=filters.q,
    )
    return api.tasks.list(wanted, limit=st.session_state.get(_LIMIT, PAGE)).items


def _one(api: Api, viewer: Viewer, filters: TaskFilters) -> None:
    limit = st.session_state.get(_LIMIT, PAGE)
    page = api.tasks.list(filters, limit=limit)
    if not page.items:
        _nothing(filters)
        return
    with st.container(border=True):
        label = task_words.state(filters.state)
        task_list.show(api, viewer, page.items, label=label, key=f"tasks-{filters.state}")
    if page.next_cursor and limit < MOST:
        st.button(_("Show more"), on_click=_more, key="tasks-more", width="stretch", type="tertiary")


def _more() -> None:
    st.session_state[_LIMIT] = min(st.session_state.get(_LIMIT, PAGE) + PAGE, MOST)


def _nothing(filters: TaskFilters) -> None:
    if filters.state is State.DONE:
        feedback.empty(_("Nothing done yet"), _("Completed tasks stay here."), icon=":material/done_all:")
    elif filters.state is State.SNOOZED:
        hint = _("A snoozed task waits here until its moment comes.")
        feedback.empty(_("Nothing sleeps"), hint, icon=":material/snooze:")
    elif filters == TaskFilters(assignee_id=filters.assignee_id):
        hint = _("Write the next thing to do above: a call, a visit, a quote to send.")
        feedback.empty(_("Nothing to do"), hint, icon=":material/task_alt:")
    else:
        feedback.empty(
            _("No task matches"), _("Change the search or take a filter away."), icon=":material/search_off:"
        )
