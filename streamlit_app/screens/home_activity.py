"""What happens now: the last searches, what is due today, who just came (PAN-01)."""

import streamlit as st

from backend.leads.schemas import LeadOut
from backend.prospecting.schemas import SearchOut
from backend.tasks.enums import When
from backend.tasks.schemas import TaskOut
from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.api.tasks import TaskFilters
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.kit.parts.rows import Row, rows
from streamlit_app.screens import search_words
from streamlit_app.screens.lead_words import lead_row

REFRESH_SECONDS = 10
_FEW = 4


@st.fragment(run_every=REFRESH_SECONDS)
@feedback.live
def show(api: Api) -> None:
    late = api.tasks.list(TaskFilters(when=When.OVERDUE), limit=_FEW).items
    today = api.tasks.list(TaskFilters(when=When.TODAY), limit=_FEW).items
    searches = api.searches.list(limit=_FEW).items
    newest = api.leads.list(limit=_FEW).items
    left, middle, right = st.columns(3, gap="medium")
    with left, st.container(border=True, height="stretch"):
        _tasks([*late, *today][:_FEW])
    with middle, st.container(border=True, height="stretch"):
        _searches(searches)
    with right, st.container(border=True, height="stretch"):
        _leads(newest)


def _tasks(tasks: list[TaskOut]) -> None:
    st.markdown(f"##### {_('To do today')}", anchors=False)
    if not tasks:
        st.caption(_("Nothing is due today."))
        return
    shown = [
        Row(
            id=str(task.id),
            title=task.title,
            note=task.lead_name or task.niche_name or _("Task"),
            aside=formatting.moment(task.due_at) if task.due_at else "",
            tag=_("Late") if task.overdue else _("Today"),
            tone="hot" if task.overdue else "plain",
        )
        for task in tasks
    ]
    if rows(shown, label=_("To do today"), key="home-tasks"):
        navigation.go("tasks")


def _searches(searches: list[SearchOut]) -> None:
    st.markdown(f"##### {_('Last searches')}", anchors=False)
    if not searches:
        st.caption(_("Describe your ideal customer and let us look: dentists in Girona."))
        if st.button(_("Find businesses"), icon=":material/travel_explore:", key="home-first-search"):
            navigation.go("search")
        return
    opened = rows([_search(each) for each in searches], label=_("Last searches"), key="home-searches")
    if opened:
        navigation.go("search", search=opened)


def _search(search: SearchOut) -> Row:
    saved = ngettext("{count} lead saved", "{count} leads saved", search.counts.saved)
    return Row(
        id=str(search.id),
        title=search.query or _("My own list"),
        note=saved.format(count=search.counts.saved),
        aside=formatting.ago(search.created_at),
        tag=search_words.state(search.state),
        tone="good" if search.state.over else "warm",
    )


def _leads(leads: list[LeadOut]) -> None:
    st.markdown(f"##### {_('New leads')}", anchors=False)
    if not leads:
        st.caption(_("Your first leads will appear here."))
        return
    opened = rows([lead_row(lead) for lead in leads], label=_("New leads"), key="home-new")
    if opened:
        navigation.go("leads", lead=opened)
