"""Names and values side by side; a stranger's words stay words, even where they look like a link."""

from collections.abc import Mapping
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from streamlit_app.kit.parts.assets import asset


@cache
def _facts() -> ComponentRenderer:
    return st.components.v2.component("opensells_facts", html="<dl></dl>", css=asset("facts.css"), js=asset("facts.js"))


def facts(values: Mapping[str, str], *, key: str) -> None:
    """Empty values are left out."""
    shown = [[name, value] for name, value in values.items() if value]
    if shown:
        _facts()(key=key, data={"facts": shown})
