"""Filters under a name: one press brings them back (CRM-11)."""

import uuid
from typing import Final

import streamlit as st

from backend.leads.enums import Sort
from backend.leads.saved_filter_schemas import SavedFilterOut
from streamlit_app.api.api import Api
from streamlit_app.api.lead_filters import LeadFilters
from streamlit_app.kit import feedback
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens import lead_filtering
from streamlit_app.viewer import Viewer

_CHOSEN: Final = "saved-filter"


def pick(api: Api) -> list[SavedFilterOut]:
    """One row of names; returns them all."""
    saved = api.saved_filters.list()
    if not saved:
        return []
    by_id = {each.id: each for each in saved}
    if st.session_state.get(_CHOSEN) not in (None, *by_id):
        st.session_state[_CHOSEN] = None
    st.pills(
        _("Saved filters"),
        list(by_id),
        format_func=lambda each: (":material/group: " if by_id[each].shared else "") + plain(by_id[each].name),
        label_visibility="collapsed",
        key=_CHOSEN,
        on_change=lambda: _apply(by_id),
    )
    return saved


def _apply(by_id: dict[uuid.UUID, SavedFilterOut]) -> None:
    key: uuid.UUID | None = st.session_state.get(_CHOSEN)
    chosen = by_id.get(key) if key else None
    lead_filtering.apply(LeadFilters.read(chosen.filters) if chosen else LeadFilters())
    sort = chosen.filters.get("sort") if chosen else None
    st.session_state["leads-sort"] = Sort(sort) if sort in set(Sort) else Sort.CREATED


def keep(api: Api, viewer: Viewer, filters: LeadFilters, sort: Sort, saved: list[SavedFilterOut]) -> None:
    """Saves what is shown now, or deletes the filter that is chosen."""
    chosen = next((each for each in saved if each.id == st.session_state.get(_CHOSEN)), None)
    if chosen is not None and (chosen.owner_id == viewer.me.id or viewer.may_set_up):
        if st.button(_("Delete filter"), icon=":material/bookmark_remove:", type="tertiary", key="filter-delete"):
            feedback.confirm(
                _("Delete this filter?"),
                plain(chosen.name),
                lambda: api.saved_filters.delete(chosen.id),
                label=_("Delete filter"),
                success=_("The filter was deleted."),
            )
    elif (
        viewer.may_work
        and filters != LeadFilters()
        and st.button(_("Save filter"), icon=":material/bookmark_add:", type="tertiary", key="filter-save")
    ):
        _ask(api, filters, sort)


def _ask(api: Api, filters: LeadFilters, sort: Sort) -> None:
    @st.dialog(_("Save filter"))
    def ask() -> None:
        with st.form("save-filter-form", border=False):
            name = st.text_input(_("Name"), max_chars=80, placeholder=_("Hot leads without an owner…"))
            shared = st.checkbox(_("For the whole team"))
            sent = st.form_submit_button(_("Save"), type="primary")
        if sent and not (name or "").strip():
            st.error(_("Give it a name."))
        elif sent:
            with feedback.telling():
                api.saved_filters.create((name or "").strip(), filters, sort, shared=shared)
                feedback.done(_("The filter is saved."))
                st.rerun()

    ask()
