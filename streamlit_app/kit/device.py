"""What little a page may know of the screen that it is shown on."""

import streamlit as st


def is_phone() -> bool:
    """As the browser says itself; two panes side by side then become one after the other."""
    agent = st.context.headers.get("User-Agent")
    return isinstance(agent, str) and "Mobi" in agent
