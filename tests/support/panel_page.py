"""One screen of the panel by itself, as the frame would show it."""

from importlib import import_module

import streamlit as st

from streamlit_app import frame, navigation, viewer
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, i18n
from streamlit_app.panel import doorway


def show() -> None:
    """`page` of the session state names the screen's module."""
    door = doorway()
    session = door.current()
    api = Api.over(door.transport(session))
    me = viewer.load(api)
    i18n.choose(me.language)
    found = viewer.of(me)
    assert found is not None
    feedback.show_done()
    navigation.know({})
    screen = import_module(f"streamlit_app.screens.{st.session_state['page']}")
    frame.guarded(screen.show, api, found)
