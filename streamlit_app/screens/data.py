"""Imports and exports: leads in from files, and out as files (CRM-09, CRM-10)."""

import uuid

import streamlit as st

from streamlit_app.api.api import Api
from streamlit_app.kit import refusals
from streamlit_app.kit.i18n import _
from streamlit_app.screens import exports, import_run, imports
from streamlit_app.viewer import Viewer


def show(api: Api, viewer: Viewer) -> None:
    chosen = _chosen()
    if chosen is not None:
        import_run.show(api, viewer, chosen)
        return
    st.title(_("Imports and exports"), anchor=False)
    _refused()
    tabs = st.tabs(
        [_("Import leads"), _("Export leads")], default=_("Export leads") if "export" in st.query_params else None
    )
    with tabs[0]:
        imports.show(api, viewer)
    with tabs[1]:
        exports.show(api, viewer)


def _chosen() -> uuid.UUID | None:
    try:
        return uuid.UUID(st.query_params.get("import", ""))
    except ValueError:
        return None


def _refused() -> None:
    """A download that could not be had comes back here."""
    code = st.query_params.get("refused")
    if code:
        st.error(refusals.sentence(code, 0, {}), icon=":material/error:")
        del st.query_params["refused"]
