"""Single keys that work anywhere on a page, save where somebody writes or a dialog is open."""

from collections.abc import Collection
from functools import cache

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from streamlit_app.kit.parts.assets import asset


@cache
def _keys() -> ComponentRenderer:
    return st.components.v2.component("opensells_keys", html="<i hidden></i>", js=asset("keys.js"))


def keys(known: Collection[str], *, key: str) -> str | None:
    """The key of `known` that was just pressed. The browser itself steps through `rows` with j and k, goes to the
    field of an answer with r, and to the search with /."""
    found = _keys()(key=key, data={"keys": sorted(known)}, on_pressed_change=_nothing).pressed
    return found if isinstance(found, str) and found in known else None


def _nothing() -> None:
    """A trigger needs a callback; the caller reads the value."""
