"""One's own account: name, language, password, second factor (IDN-16, SUP-04)."""

import streamlit as st

from admin_app import viewer as viewers
from admin_app.api.api import Api
from backend.accounts.schemas import MeOut
from backend.core.language import LANGUAGES
from streamlit_app.kit import feedback, i18n, security, words
from streamlit_app.kit.i18n import _


def show(api: Api, me: MeOut) -> None:
    st.title(_("My account"), anchor=False)
    if not me.two_factor:
        st.warning(
            _("Your account has no second step yet. Protect it: this panel reaches every company."),
            icon=":material/gpp_maybe:",
        )
    safety, person = st.tabs([_("Security"), _("Profile")])
    with safety:
        security.show(api.identity, me, viewers.forget)
    with person:
        _profile(api, me)


def _profile(api: Api, me: MeOut) -> None:
    with st.form("profile", width=560):
        full_name = st.text_input(_("Your name"), me.full_name, max_chars=120, autocomplete="name")
        st.text_input(_("Email"), me.email, disabled=True)
        language = st.selectbox(
            _("Language"),
            LANGUAGES,
            index=LANGUAGES.index(me.language),
            format_func=words.LANGUAGE_NAMES.__getitem__,
        )
        sent = st.form_submit_button(_("Save"), type="primary")
    name = (full_name or "").strip()
    if sent and not name:
        st.error(_("Enter your name."))
    elif sent:
        with feedback.telling():
            now = api.identity.describe(full_name=name, language=language)
            viewers.forget()
            i18n.choose(now.language)
            feedback.done(_("Saved."))
            st.rerun()
