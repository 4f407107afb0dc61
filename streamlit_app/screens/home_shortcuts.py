"""One box that searches everything, and the ways to the places where work is done (PAN-01)."""

import streamlit as st

from streamlit_app import navigation
from streamlit_app.kit.i18n import _


def search() -> None:
    with st.form("home-search", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        q = st.text_input(
            _("Search"),
            type="search",
            icon=":material/search:",
            placeholder=_("Name, company, website, email, phone, note"),
            max_chars=200,
            label_visibility="collapsed",
            key="home-q",
        )
        sent = st.form_submit_button(_("Search leads"), key="home-search-go")
    if sent and (q or "").strip():
        navigation.go("leads", q=(q or "").strip())


def ways() -> None:
    known = [
        ("assistant", _("Assistant"), ":material/smart_toy:"),
        ("search", _("Find businesses"), ":material/travel_explore:"),
        ("niches", _("Niches"), ":material/category:"),
        ("tasks", _("Tasks"), ":material/task_alt:"),
        ("data", _("Imports and exports"), ":material/swap_vert:"),
        ("account", _("Account"), ":material/settings:"),
    ]
    with st.container(horizontal=True, gap="small"):
        for path, name, icon in known:
            if st.button(name, icon=icon, key=f"go-{path}"):
                navigation.go(path)
