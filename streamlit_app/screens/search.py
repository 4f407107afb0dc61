"""Search: a question becomes businesses with contacts that are proven (PRO-01, PRO-03)."""

import uuid

import streamlit as st

from backend.prospecting.schemas import SearchOut
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.screens import search_form, search_plans, search_run, search_words, suppressions
from streamlit_app.viewer import Viewer

REFRESH_SECONDS = 4
SHOWN = 20


def show(api: Api, viewer: Viewer) -> None:
    chosen = _chosen()
    if chosen is not None:
        search_run.show(api, viewer, chosen)
        return
    st.title(_("Search"), anchor=False)
    if not viewer.may_work:
        st.caption(_("You can look at searches; your role does not start them."))
    new, past, planned, never = st.tabs([_("New search"), _("Searches"), _("Planned"), _("Never save")])
    with new:
        if viewer.may_work:
            search_form.show(api)
        _recent(api, few=True)
    with past:
        _recent(api, few=False)
    with planned:
        search_plans.show(api, viewer)
    with never:
        suppressions.show(api, viewer)


def _chosen() -> uuid.UUID | None:
    try:
        return uuid.UUID(st.query_params.get("search", ""))
    except ValueError:
        return None


@st.fragment(run_every=REFRESH_SECONDS)
@feedback.live
def _recent(api: Api, *, few: bool) -> None:
    found = api.searches.list(limit=3 if few else SHOWN).items
    if few and found:
        st.markdown(f"##### {_('Last searches')}", anchors=False)
    if not few and not found:
        feedback.empty(
            _("No searches yet"),
            _("Ask for a kind of business and a place: dentists in Girona. What is found appears here."),
            icon=":material/travel_explore:",
        )
    for search in found:
        row(search, key="few" if few else "all")


def row(search: SearchOut, *, key: str) -> None:
    """One search that can be opened."""
    with (
        st.container(border=True),
        st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"),
    ):
        colour = search_words.COLOURS[search.state]
        badge = f":{colour}-badge[{search_words.state(search.state)}]"
        st.markdown(f"**{plain(title(search))}** {badge}  \n:gray[{plain(_about(search))}]", width="content")
        if st.button(_("Open"), key=f"search-{key}-{search.id}"):
            st.query_params["search"] = str(search.id)
            st.rerun()


def title(search: SearchOut) -> str:
    return search.query or _("My own list")


def _about(search: SearchOut) -> str:
    saved = ngettext("{count} lead saved", "{count} leads saved", search.counts.saved)
    parts = [
        formatting.moment(search.created_at),
        _("{count} found").format(count=formatting.number(search.counts.found, 0)),
        saved.format(count=formatting.number(search.counts.saved, 0)),
        search.niche.name if search.niche else "",
    ]
    return " · ".join(part for part in parts if part)
