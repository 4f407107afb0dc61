"""Two leads that are one person or business: joined, and parted again at any time (CRM-10)."""

import streamlit as st

from backend.leads.schemas import LeadDetail, LeadOut
from streamlit_app.api.api import Api
from streamlit_app.api.lead_filters import LeadFilters
from streamlit_app.kit import feedback, formatting, undoing
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens.lead_words import lead_name
from streamlit_app.viewer import Viewer


def choose(api: Api, lead: LeadDetail) -> None:
    @st.dialog(_("Merge with another lead"), width="medium")
    def ask() -> None:
        st.caption(
            _(
                "This lead stays and takes over what it lacks. Messages, notes and tasks of both stand together. "
                "You can undo it at any time."
            )
        )
        q = st.text_input(
            _("Search"), icon=":material/search:", placeholder=_("Name, company, email or phone"), key="merge-q"
        )
        if not (q or "").strip():
            return
        found = [each for each in api.leads.list(LeadFilters(q=(q or "").strip()), limit=8).items if each.id != lead.id]
        if not found:
            st.info(_("No lead matches"), icon=":material/search_off:")
            return
        other = st.radio(_("Merge this one into it"), found, format_func=_describe, key="merge-other")
        if st.button(_("Merge"), type="primary", icon=":material/merge:", key="merge-agree"):
            with feedback.telling():
                _merge(api, lead, other)

    ask()


def _merge(api: Api, lead: LeadDetail, other: LeadOut) -> None:
    joined = api.merging.merge(lead.id, other.id)
    said = _("{name} was merged into this lead.").format(name=plain(lead_name(other)))
    newest = max(joined.merged, key=lambda each: each.merged_at, default=None)
    if newest is not None:
        undoing.offer(said, lambda: api.merging.undo(newest.merge_id))
    else:
        feedback.done(said)
    st.rerun()


def _describe(lead: LeadOut) -> str:
    parts = [lead_name(lead), lead.company if lead.name else "", lead.email or lead.phone or lead.domain or ""]
    return " · ".join(plain(each) for each in parts if each)


def merged(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    """The leads that speak through this one."""
    if not lead.merged:
        return
    with st.container(border=True):
        st.markdown(f"##### {_('Merged leads')}", anchors=False)
        for each in lead.merged:
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                name = plain(each.name or each.company or _("No name yet"))
                st.markdown(f"{name} :gray[· {plain(formatting.moment(each.merged_at))}]", width="content")
                if viewer.may_work and st.button(
                    _("Part again"), icon=":material/call_split:", type="tertiary", key=f"part-{each.merge_id}"
                ):
                    with feedback.telling():
                        api.merging.undo(each.merge_id)
                        feedback.done(_("They are two leads again."))
                        st.rerun()
