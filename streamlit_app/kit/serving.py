"""A panel as an ASGI application: Streamlit, the routes of its own, and the headers of every answer."""

import hashlib
import logging
import os
from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from streamlit.starlette import App

from streamlit_app.kit import routes, runs
from streamlit_app.kit.doorway import Doorway
from streamlit_app.kit.i18n import _

log = logging.getLogger(__name__)


def serve(script: str, doorway: Doorway, more: Sequence[BaseRoute] = ()) -> App:
    # Streamlit signs a cookie of its own; a fixed key lets it live through a restart.
    key = hashlib.sha256(b"streamlit-cookie:" + doorway.settings.secret.encode()).hexdigest()
    os.environ.setdefault("STREAMLIT_SERVER_COOKIE_SECRET", key)
    runs.steady()
    https = doorway.settings.https
    return App(
        Path(script).resolve(),
        routes=[*routes.routes(doorway.sessions, cookie=doorway.cookie, https=https), *more],
        middleware=[Middleware(routes.SecurityHeaders, https=https)],
        on_script_error=_say_sorry,
    )


def _say_sorry(error: Exception) -> bool:
    """A fault of ours: the trace goes to the log, a sentence to the page (PAN-04)."""
    log.error("a page failed", exc_info=error)
    st.error(
        _("Something went wrong on our side. Reload the page; if it happens again, tell us."), icon=":material/error:"
    )
    return True
