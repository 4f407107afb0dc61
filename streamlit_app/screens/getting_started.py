"""What a new company does first, in place of empty plots (WID-04)."""

import streamlit as st

from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.kit.i18n import _
from streamlit_app.viewer import Viewer


def show(api: Api, viewer: Viewer) -> None:
    tenant = api.tenant.get()
    published = any(flow.published for flow in api.flows.list())
    st.subheader(_("Four steps to your first lead"), anchor=False)
    steps = [
        (
            bool(tenant.allowed_origins),
            _("Tell us your website"),
            _("Only the websites of your list may show your widget."),
            "widget",
        ),
        (published, _("Publish your flow"), _("The questions that turn a visitor into a lead."), "flow"),
        (
            False,
            _("Paste one line into your website"),
            _("Copy it, paste it, and let us check that it is there."),
            "widget",
        ),
        (False, _("Talk to your widget"), _("Open your website and answer as a visitor would."), "conversations"),
    ]
    for number, (finished, title, hint, target) in enumerate(steps, start=1):
        _step(number, finished, title, hint, target, allowed=viewer.may_set_up or target == "conversations")


def _step(number: int, finished: bool, title: str, hint: str, target: str, *, allowed: bool) -> None:
    icon = ":green[:material/check_circle:]" if finished else ":gray[:material/radio_button_unchecked:]"
    with (
        st.container(border=True),
        st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"),
    ):
        st.markdown(f"{icon} **{number}. {title}**  \n:gray[{hint}]")
        if allowed and st.button(_("Open"), key=f"step-{number}", type="secondary" if finished else "primary"):
            navigation.go(target)
