"""Leads: filters, search, a table that grows by itself, many at once, and one lead in full (CRM-01, PAN-02)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

import streamlit as st

from backend.leads.enums import Sort
from backend.leads.schemas import LeadOut
from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.api.lead_filters import LeadFilters
from streamlit_app.kit import feedback, formatting, undoing
from streamlit_app.kit.i18n import _
from streamlit_app.kit.page import Page
from streamlit_app.screens import (
    lead_bin,
    lead_bulk,
    lead_detail,
    lead_filtering,
    lead_forms,
    lead_table,
    people,
    saved_filters,
)
from streamlit_app.screens.lead_table import Names
from streamlit_app.screens.lead_words import lead_name
from streamlit_app.viewer import Viewer

# The issue allows two seconds from the visitor's answer to the row.
REFRESH_SECONDS: Final = 1.0
PAGE: Final = 50
MOST: Final = 200
_SHOWN: Final = "leads_shown"
_LIMIT: Final = "leads_limit"
_TABLE: Final = "leads_table_number"


def show(api: Api, viewer: Viewer) -> None:
    chosen = lead_detail.chosen()
    if chosen is not None:
        lead_detail.show(api, viewer, chosen, back=_("All leads"))
        return
    if "bin" in st.query_params:
        lead_bin.show(api, viewer)
        return
    lead_filtering.from_address()
    _head(api, viewer)
    undoing.show()
    saved = saved_filters.pick(api)
    names = _names(api)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        q = lead_filtering.search(key="leads")
        filters = replace(lead_filtering.for_list(api, viewer, dict(names.columns)), q=q)
        orders: list[Sort] = list(Sort)
        sort = st.selectbox(
            _("Sort by"), orders, format_func=_sort_name, label_visibility="collapsed", key="leads-sort", width=200
        )
        saved_filters.keep(api, viewer, filters, sort, saved)
    lead_bulk.dialog(api, filters, names, then=_forget_selection)
    _table(api, viewer, filters, sort, names)


def _head(api: Api, viewer: Viewer) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(_("Leads"), anchor=False, width="content")
        with st.container(horizontal=True, width="content"):
            if viewer.may_set_up and st.button(_("Bin"), icon=":material/delete:", type="tertiary", key="open-bin"):
                st.query_params["bin"] = "1"
                st.rerun()
            if st.button(_("Duplicates"), icon=":material/join_inner:", type="tertiary", key="open-duplicates"):
                navigation.go("duplicates")
            if viewer.may_work and st.button(_("Add lead"), icon=":material/add:", type="primary", key="add-lead"):
                lead_forms.create(api)


def _names(api: Api) -> Names:
    pipelines = api.pipelines.list()
    several = len(pipelines) > 1
    columns = {
        stage.id: f"{stage.name} · {each.name}" if several and not each.is_default else stage.name
        for each in pipelines
        for stage in each.stages
    }
    return Names(columns, {each.id: each.name for each in api.niches.list()}, people.names(api))


def _sort_name(sort: Sort) -> str:
    return {
        Sort.CREATED: _("Newest first"),
        Sort.SCORE: _("Best score first"),
        Sort.LAST_ACTIVITY: _("Latest activity first"),
        Sort.NAME: _("Name"),
    }[sort]


@st.fragment(run_every=REFRESH_SECONDS)
@feedback.live
def _table(api: Api, viewer: Viewer, filters: LeadFilters, sort: Sort, names: Names) -> None:
    limit = st.session_state.get(_LIMIT, PAGE)
    page = _page(api, filters, sort, limit)
    if not page.items:
        _nothing(filters)
        return
    _announce(page.items, filters, sort)
    st.session_state[_SHOWN] = page
    chosen = [page.items[row].id for row in _selected() if row < len(page.items)]
    if chosen and viewer.may_work:
        lead_bulk.bar(viewer, chosen)
    st.dataframe(
        lead_table.frame(page.items, names),
        key=_table_key(),
        hide_index=True,
        on_select=_open,
        selection_mode=["multi-row", "single-cell"] if viewer.may_work else "single-cell",
        row_height=42,
        height="content" if len(page.items) <= 14 else 660,
        column_config=lead_table.columns(),
        placeholder="—",
    )
    if page.next_cursor and limit < MOST:
        st.button(_("Show more"), on_click=_more, key="leads-more", width="stretch", type="tertiary")
    elif page.next_cursor:
        st.caption(_("Only the first {count} are shown: search or filter to see others.").format(count=MOST))


def _page(api: Api, filters: LeadFilters, sort: Sort, limit: int) -> Page[LeadOut]:
    """While rows are chosen the table stands still: a row means the lead that the person saw."""
    kept: Page[LeadOut] | None = st.session_state.get(_SHOWN)
    asked = (filters, sort, limit)
    if st.session_state.get("leads_asked") != asked:
        st.session_state["leads_asked"] = asked
        _forget_selection()
    elif kept is not None and _selected():
        return kept
    return api.leads.list(filters, sort=sort, limit=limit)


def _table_key() -> str:
    """Another key is another table: how a selection is forgotten."""
    return f"leads-table-{st.session_state.get(_TABLE, 0)}"


def _selected() -> list[int]:
    found = st.session_state.get(_table_key()) or {}
    return list(found.get("selection", {}).get("rows", []))


def _forget_selection() -> None:
    st.session_state[_TABLE] = st.session_state.get(_TABLE, 0) + 1


def _more() -> None:
    st.session_state[_LIMIT] = st.session_state.get(_LIMIT, PAGE) + PAGE


def _open() -> None:
    """Rows may have moved since: the place means a row of the table that the person saw."""
    picked = st.session_state[_table_key()]["selection"]["cells"]
    shown: Page[LeadOut] | None = st.session_state.get(_SHOWN)
    if picked and shown is not None and picked[0][0] < len(shown.items):
        st.query_params["lead"] = str(shown.items[picked[0][0]].id)
        st.session_state["open_lead"] = True


def _announce(leads: Sequence[LeadOut], filters: LeadFilters, sort: Sort) -> None:
    """A quiet word when somebody new stands on top of the unfiltered list."""
    if st.session_state.pop("open_lead", False):
        st.rerun()
    if filters != LeadFilters() or sort is not Sort.CREATED:
        return
    newest = leads[0].created_at
    known: datetime | None = st.session_state.get("newest_lead")
    if known is not None and newest > known:
        name = formatting.plain(lead_name(leads[0]))
        st.toast(_("New lead: {name}").format(name=name), icon=":material/person_add:")
    st.session_state["newest_lead"] = newest


def _nothing(filters: LeadFilters) -> None:
    if filters == LeadFilters():
        feedback.empty(
            _("No leads yet"),
            _("When a visitor leaves an email or a phone in your widget, the lead appears here within seconds."),
            icon=":material/group:",
        )
    else:
        feedback.empty(
            _("No lead matches"), _("Change the search or take a filter away."), icon=":material/search_off:"
        )
