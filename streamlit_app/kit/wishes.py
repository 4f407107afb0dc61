"""Switches that are saved as soon as they are touched, and otherwise show what is stored, whoever changed it."""

from typing import Any, Final

import streamlit as st

_STATE: Final = "wish"


def keep(key: str) -> None:
    """The widget's `on_change`: what was just chosen there; the next run saves it."""
    st.session_state[_STATE] = (key, st.session_state[key])


# Any: whatever the widget holds.
def taken(key: str) -> Any:
    """What was chosen just now, once; None where nothing was."""
    wish: tuple[str, Any] | None = st.session_state.get(_STATE)
    if wish is None or wish[0] != key:
        return None
    del st.session_state[_STATE]
    return wish[1]


def show(key: str, stored: object) -> None:
    """Before the widget: what the API holds now, not what this page has shown for an hour."""
    st.session_state[key] = stored
