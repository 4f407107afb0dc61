"""One screen of the platform's panel by itself, as the frame would show it."""

from importlib import import_module

import streamlit as st

from admin_app import frame, navigation, viewer
from admin_app.api.api import Api
from admin_app.panel import doorway
from streamlit_app.kit import feedback, i18n


def show() -> None:
    """`page` of the session state names the screen's module."""
    door = doorway()
    session = door.current()
    api = Api.over(door.transport(session))
    me = viewer.load(api.identity)
    i18n.choose(me.language)
    feedback.show_done()
    navigation.know({})
    screen = import_module(f"admin_app.screens.{st.session_state['page']}")
    frame.guarded(screen.show, api, me)
