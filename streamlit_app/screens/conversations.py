"""The inbox: everybody who talks, on whichever channel, and what the team does about it (PAN-03)."""

import uuid
from typing import Final

import streamlit as st

from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, undoing
from streamlit_app.kit.device import is_phone
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.keys import keys
from streamlit_app.screens import inbox_dialog_names as names
from streamlit_app.screens import inbox_dialogs, inbox_list, inbox_person, inbox_talk
from streamlit_app.viewer import Viewer

_BACK: Final = "conversation"


def show(api: Api, viewer: Viewer) -> None:
    chosen = _chosen()
    if is_phone():
        _one_pane(api, viewer, chosen)
    else:
        _three_panes(api, viewer, chosen)
    pressed = keys(inbox_dialogs.keys(viewer, chosen), key="inbox-keys")
    if pressed:
        inbox_dialogs.press(pressed)
    inbox_dialogs.show(api, viewer, chosen)


def _three_panes(api: Api, viewer: Viewer, chosen: uuid.UUID | None) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(_("Conversations"), anchor=False, width="content")
        inbox_dialogs.opener(names.HELP, _("Keys"), ":material/keyboard:", type="tertiary")
    undoing.show()
    inbox_list.tabs_line(api)
    left, middle, right = st.columns([4, 7, 3.4], gap="small")
    with left:
        inbox_list.show(api)
    with middle:
        if chosen is None:
            _nobody()
        else:
            inbox_talk.show(api, viewer, chosen)
    with right:
        if chosen is not None:
            inbox_person.show(api, viewer, chosen)


def _nobody() -> None:
    feedback.empty(
        _("Choose a conversation"),
        _("You can read along, take over from the assistant, and give it back."),
        icon=":material/forum:",
    )


def _one_pane(api: Api, viewer: Viewer, chosen: uuid.UUID | None) -> None:
    if chosen is None:
        st.title(_("Conversations"), anchor=False)
        inbox_list.tabs_line(api)
        inbox_list.show(api)
        return
    st.button(_("All conversations"), icon=":material/arrow_back:", type="tertiary", key="back", on_click=_back)
    undoing.show()
    inbox_talk.show(api, viewer, chosen)
    with st.expander(_("About this person"), icon=":material/person:"):
        inbox_person.show(api, viewer, chosen)


def _back() -> None:
    st.query_params.pop(_BACK, None)


def _chosen() -> uuid.UUID | None:
    try:
        return uuid.UUID(st.query_params.get(_BACK, ""))
    except ValueError:
        return None
