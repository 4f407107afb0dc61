"""Leads: filters, search, a table that grows by itself, and one lead in full (CRM-01, PAN-02)."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from backend.leads.enums import ContactState, Sort, Source, Stage, Temperature
from backend.leads.schemas import LeadOut
from streamlit_app.api.api import Api
from streamlit_app.api.leads import LeadFilters
from streamlit_app.kit import feedback, formatting, words
from streamlit_app.kit.device import is_phone
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.screens import lead_detail, lead_forms
from streamlit_app.screens.lead_words import lead_name
from streamlit_app.viewer import Viewer

# The issue allows two seconds from the visitor's answer to the row.
REFRESH_SECONDS: Final = 1.0
PAGE: Final = 50
MOST: Final = 200
_SHOWN: Final = "leads_shown"
_LIMIT: Final = "leads_limit"
_DAYS: Final = (1, 7, 30, 90)


def show(api: Api, viewer: Viewer) -> None:
    chosen = _chosen()
    if chosen is not None:
        lead_detail.show(api, viewer, chosen)
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(_("Leads"), anchor=False, width="content")
        if viewer.may_work and st.button(_("Add lead"), icon=":material/add:", type="primary", key="add-lead"):
            lead_forms.create(api)
    filters, sort = _filters()
    _table(api, viewer, filters, sort)


def _chosen() -> uuid.UUID | None:
    """From the address, so that a reload or a link from a mail opens the same lead."""
    try:
        return uuid.UUID(st.query_params.get("lead", ""))
    except ValueError:
        return None


def _filters() -> tuple[LeadFilters, Sort]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        q = st.text_input(
            _("Search"),
            key="leads-q",
            type="search",
            icon=":material/search:",
            placeholder=_("Name, company, email or phone"),
            width=320,
            max_chars=200,
        )
        with st.popover(_("Filters"), icon=":material/tune:", key="leads-filters"):
            found = _choices((q or "").strip())
        orders: list[Sort] = list(Sort)
        sort = st.selectbox(_("Sort by"), orders, format_func=_sort_name, key="leads-sort", width=200)
    return found, sort


def _choices(q: str) -> LeadFilters:
    temperature = st.pills(_("Temperature"), list(Temperature), format_func=words.temperature, key="leads-temperature")
    stage = st.pills(_("Stage"), list(Stage), format_func=words.stage, key="leads-stage")
    contact = st.pills(_("Contact"), list(ContactState), format_func=words.contact_state, key="leads-contact")
    source = st.pills(_("Source"), list(Source), format_func=words.source, key="leads-source")
    language = st.pills(
        _("Language"), list(words.LANGUAGE_NAMES), format_func=words.LANGUAGE_NAMES.__getitem__, key="leads-language"
    )
    days = st.pills(_("Came in the last"), _DAYS, format_func=_days_name, key="leads-days")
    since = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(days=days) if days else None
    return LeadFilters(
        temperature=temperature,
        stage=stage,
        contact_state=contact,
        source=source,
        language=language,
        created_from=since,
        q=q,
    )


def _days_name(days: int) -> str:
    return ngettext("{count} day", "{count} days", days).format(count=days)


def _sort_name(sort: Sort) -> str:
    return {
        Sort.CREATED: _("Newest first"),
        Sort.SCORE: _("Best score first"),
        Sort.LAST_ACTIVITY: _("Latest activity first"),
        Sort.NAME: _("Name"),
    }[sort]


@st.fragment(run_every=REFRESH_SECONDS)
@feedback.live
def _table(api: Api, viewer: Viewer, filters: LeadFilters, sort: Sort) -> None:
    limit = st.session_state.get(_LIMIT, PAGE)
    page = api.leads.list(filters, sort=sort, limit=limit)
    if not page.items:
        _nothing(filters)
        return
    _announce(page.items, filters, sort)
    st.session_state[_SHOWN] = [str(lead.id) for lead in page.items]
    st.dataframe(
        _frame(page.items),
        key="leads-table",
        hide_index=True,
        on_select=_open,
        selection_mode="single-cell",
        row_height=42,
        height="content" if len(page.items) <= 14 else 640,
        column_config=_columns(),
        placeholder="—",
    )
    if page.next_cursor and limit < MOST:
        st.button(_("Show more"), on_click=_more, key="leads-more", width="stretch", type="tertiary")
    elif page.next_cursor:
        st.caption(_("Only the first {count} are shown: search or filter to see others.").format(count=MOST))


def _more() -> None:
    st.session_state[_LIMIT] = st.session_state.get(_LIMIT, PAGE) + PAGE


def _open() -> None:
    """Rows may have moved since: the place means a row of the table that the person saw."""
    picked = st.session_state["leads-table"]["selection"]["cells"]
    shown = st.session_state.get(_SHOWN, [])
    if picked and picked[0][0] < len(shown):
        st.query_params["lead"] = shown[picked[0][0]]
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


def _frame(leads: Sequence[LeadOut]) -> pd.DataFrame:
    rows = [
        {
            "lead": lead_name(lead),
            "temperature": [words.temperature(lead.temperature)],
            "score": lead.score,
            "activity": formatting.ago(lead.last_activity_at),
            "summary": lead.summary,
            "stage": words.stage(lead.stage),
            "contact": words.contact_state(lead.contact_state),
            "source": words.source(lead.source),
        }
        for lead in leads
    ]
    return pd.DataFrame(rows)


def _columns() -> dict[str, ColumnConfig]:
    colours = {"cold": "blue", "warm": "yellow", "hot": "orange", "premium": "violet"}
    return {
        "lead": st.column_config.TextColumn(_("Lead"), width=170, pinned=is_phone()),
        "temperature": st.column_config.MultiselectColumn(
            _("Temperature"),
            options=[words.temperature(each) for each in Temperature],
            color=[colours[each] for each in Temperature],
            width=112,
        ),
        "score": st.column_config.ProgressColumn(_("Score"), min_value=0, max_value=100, format="%d", width=104),
        "summary": st.column_config.TextColumn(_("Summary"), width=330),
        "stage": st.column_config.TextColumn(_("Stage"), width=118),
        "contact": st.column_config.TextColumn(_("Contact"), width=118),
        "source": st.column_config.TextColumn(_("Source"), width=118),
        "activity": st.column_config.TextColumn(_("Last activity"), width=118),
    }
