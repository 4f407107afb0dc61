"""Businesses that are never saved again, whoever finds them (X30)."""

import streamlit as st
from pydantic import ValidationError

from backend.prospecting.enums import SuppressionKind
from backend.prospecting.schemas import SuppressionOut
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.viewer import Viewer


def show(api: Api, viewer: Viewer) -> None:
    st.caption(_("Who asked you not to write again stands here: no search saves them, and their emails are left out."))
    if viewer.may_work:
        _add(api)
    found = api.suppressions.list()
    if not found.items:
        feedback.empty(_("Nobody yet"), _("Add a website or an email above."), icon=":material/block:")
    for each in found.items:
        _row(api, viewer, each)
    if found.next_cursor:
        st.caption(_("Only the newest {count} are shown.").format(count=len(found.items)))


def _add(api: Api) -> None:
    with st.form("suppress", clear_on_submit=True, border=False), st.container(horizontal=True):
        value = st.text_input(
            _("Website or email"), placeholder="clinica.example.com", max_chars=300, label_visibility="collapsed"
        )
        sent = st.form_submit_button(_("Never save"), icon=":material/block:")
    if sent and (value or "").strip():
        try:
            with feedback.telling():
                made = api.suppressions.add(value or "")
                feedback.done(_("{value} will not be saved.").format(value=plain(made.value)))
                st.rerun()
        except ValidationError:
            st.error(_("This is neither a website nor an email."))


def _row(api: Api, viewer: Viewer, each: SuppressionOut) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        icon = ":material/mail:" if each.kind is SuppressionKind.EMAIL else ":material/language:"
        st.markdown(f"{icon} {plain(each.value)} :gray[{plain(formatting.moment(each.created_at))}]", width="content")
        if viewer.may_work and st.button(_("Allow again"), type="tertiary", key=f"allow-{each.id}"):
            with feedback.telling():
                api.suppressions.delete(each.id)
                feedback.done(_("It may be saved again."))
                st.rerun()
