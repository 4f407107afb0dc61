"""The customer companies with their usage: search, filter, open one, found another (SUP-01)."""

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from admin_app import navigation, words
from admin_app.api.api import Api
from admin_app.screens import tenant_create, tenant_detail
from backend.accounts.schemas import MeOut
from backend.superadmin.schemas import AdminTenantOut
from backend.tenants.enums import TenantStatus
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.i18n import _

PAGE: Final = 50
MOST: Final = 200
_SHOWN: Final = "tenants_shown"
_LIMIT: Final = "tenants_limit"
_TABLE: Final = "tenants-table"


def show(api: Api, me: MeOut) -> None:
    chosen = navigation.chosen_tenant()
    if chosen is not None:
        tenant_detail.show(api, chosen)
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(_("Companies"), anchor=False, width="content")
        if st.button(_("New company"), icon=":material/add_business:", type="primary", key="new-tenant"):
            tenant_create.begin()
    tenant_create.show(api)
    q, status = _filters()
    with st.spinner(_("Loading…")):
        limit = st.session_state.get(_LIMIT, PAGE)
        page = api.tenants.list(q=q, status=status, limit=limit)
    if not page.items:
        _nothing(filtered=bool(q or status))
        return
    _table(page.items)
    if page.next_cursor and limit < MOST:
        st.button(_("Show more"), on_click=_more, key="tenants-more", width="stretch", type="tertiary")
    elif page.next_cursor:
        st.caption(_("Only the first {count} are shown: search or filter to see others.").format(count=MOST))


def _filters() -> tuple[str, TenantStatus | None]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        q = st.text_input(
            _("Search"),
            key="tenants-q",
            type="search",
            icon=":material/search:",
            placeholder=_("Name or short name"),
            width=320,
            max_chars=120,
        )
        status = st.pills(
            _("Status"), list(TenantStatus), format_func=words.status, key="tenants-status", label_visibility="visible"
        )
    return (q or "").strip(), status


def _more() -> None:
    st.session_state[_LIMIT] = st.session_state.get(_LIMIT, PAGE) + PAGE


def _nothing(*, filtered: bool) -> None:
    if filtered:
        feedback.empty(
            _("No company matches"), _("Change the search or take the filter away."), icon=":material/search_off:"
        )
    else:
        feedback.empty(
            _("No companies yet"),
            _("Create the first one: it is ready to use within seconds."),
            icon=":material/apartment:",
        )


def _table(tenants: Sequence[AdminTenantOut]) -> None:
    st.session_state[_SHOWN] = [str(each.id) for each in tenants]
    st.dataframe(
        pd.DataFrame([_row(each) for each in tenants]),
        key=_TABLE,
        hide_index=True,
        on_select=_open,
        selection_mode="single-row",
        row_height=42,
        height="content" if len(tenants) <= 14 else 640,
        column_config=_columns(),
        placeholder="—",
    )


def _open() -> None:
    picked = st.session_state[_TABLE]["selection"]["rows"]
    shown = st.session_state.get(_SHOWN, [])
    if picked and picked[0] < len(shown):
        st.query_params[navigation.TENANT] = shown[picked[0]]


def _row(tenant: AdminTenantOut) -> dict[str, object]:
    return {
        "name": tenant.name,
        "status": [tenant_detail.state(tenant)],
        "plan": tenant.plan,
        "leads": tenant.usage.leads,
        "conversations": tenant.usage.conversations_this_month,
        "members": tenant.usage.members,
        "slug": tenant.slug,
        "created": formatting.moment(tenant.created_at),
    }


def _columns() -> dict[str, ColumnConfig]:
    states = [*map(words.status, TenantStatus), _("Maintenance")]
    return {
        "name": st.column_config.TextColumn(_("Company"), width="medium", pinned=True),
        "status": st.column_config.MultiselectColumn(
            _("Status"), options=states, color=["green", "gray", "orange"], width="small"
        ),
        "plan": st.column_config.TextColumn(_("Plan"), width="small"),
        "leads": st.column_config.NumberColumn(_("Leads"), width="small"),
        "conversations": st.column_config.NumberColumn(_("Conversations this month"), width="medium"),
        "members": st.column_config.NumberColumn(_("People"), width="small"),
        "slug": st.column_config.TextColumn(_("Short name"), width="small"),
        "created": st.column_config.TextColumn(_("Since"), width="small"),
    }
