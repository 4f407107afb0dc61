"""The bin of leads: what was deleted comes back for thirty days."""

import streamlit as st

from streamlit_app.api.api import Api
from streamlit_app.api.lead_filters import LeadFilters
from streamlit_app.kit import feedback, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens.lead_words import lead_name
from streamlit_app.viewer import Viewer

MOST = 100


def show(api: Api, viewer: Viewer) -> None:
    st.button(_("All leads"), icon=":material/arrow_back:", type="tertiary", key="back", on_click=_back)
    st.title(_("Bin"), anchor=False)
    leads = api.leads.list(LeadFilters(bin=True), limit=MOST).items
    if not leads:
        hint = _("Deleted leads wait here for thirty days before they go for good.")
        feedback.empty(_("The bin is empty"), hint, icon=":material/delete:")
        return
    st.caption(_("Deleted leads wait here for thirty days before they go for good."))
    for lead in leads:
        with (
            st.container(border=True),
            st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"),
        ):
            about = lead.email or lead.phone or lead.domain or words.source(lead.source)
            st.markdown(f"**{plain(lead_name(lead))}**  \n:gray[{plain(about)}]", width="content")
            if viewer.may_set_up and st.button(
                _("Bring back"), icon=":material/restore_from_trash:", key=f"restore-{lead.id}"
            ):
                with feedback.telling():
                    api.leads.restore(lead.id)
                    feedback.done(_("{name} is back.").format(name=plain(lead_name(lead))))
                    st.rerun()


def _back() -> None:
    st.query_params.pop("bin", None)
