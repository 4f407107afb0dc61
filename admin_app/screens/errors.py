"""The last fifty answers that were a fault of ours, of all companies or of one (SUP-03)."""

import uuid
from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from admin_app.api.api import Api
from admin_app.screens import tenant_choice
from backend.accounts.schemas import MeOut
from backend.superadmin.schemas import ErrorEntryOut
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.i18n import _

REFRESH_SECONDS: Final = 10


def show(api: Api, me: MeOut) -> None:
    st.title(_("Errors"), anchor=False)
    st.caption(_("The last 50 answers that were a fault of ours. What people sent is never kept."))
    chosen = tenant_choice.choose(tenant_choice.names(api), key="errors-tenant")
    _list(api, chosen)


@st.fragment(run_every=REFRESH_SECONDS)
@feedback.live
def _list(api: Api, tenant_id: uuid.UUID | None) -> None:
    found = api.platform.errors(tenant_id)
    if not found:
        feedback.empty(_("No errors"), _("Answers that were a fault of ours show up here."), icon=":material/verified:")
        return
    st.dataframe(
        _frame(found),
        key="errors-table",
        hide_index=True,
        row_height=40,
        height="content" if len(found) <= 14 else 620,
        column_config={
            "at": st.column_config.TextColumn(_("When"), width="medium"),
            "code": st.column_config.TextColumn(_("Code"), width="medium"),
            "route": st.column_config.TextColumn(_("Where"), width="large"),
            "tenant": st.column_config.TextColumn(_("Company"), width="medium"),
            "request": st.column_config.TextColumn(
                _("Request"), width="medium", help=_("Search the logs for this id.")
            ),
        },
        placeholder="—",
    )


def _frame(entries: Sequence[ErrorEntryOut]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "at": formatting.moment_in_full(each.at),
                "code": each.code,
                "route": each.route,
                "tenant": each.tenant_name or (_("deleted company") if each.tenant_id else None),
                "request": each.request_id,
            }
            for each in entries
        ]
    )
