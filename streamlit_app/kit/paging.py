"""A list that grows page by page; it begins again where something else is asked."""

from collections.abc import Callable, Hashable
from typing import TypeVar

import streamlit as st
from pydantic import BaseModel

from streamlit_app.kit.i18n import _
from streamlit_app.kit.page import Page

Item = TypeVar("Item", bound=BaseModel)


def load(key: str, asked: Hashable, fetch: Callable[[str | None], Page[Item]]) -> tuple[list[Item], str | None]:
    """All pages that somebody wanted to see so far, and where the next one begins."""
    kept: tuple[Hashable, list[str]] | None = st.session_state.get(_state(key))
    cursors = kept[1] if kept and kept[0] == asked else []
    items: list[Item] = []
    following: str | None = None
    for cursor in [None, *cursors]:
        found = fetch(cursor)
        items += found.items
        following = found.next_cursor
    st.session_state[_state(key)] = (asked, cursors)
    return items, following


def more(key: str, following: str | None) -> None:
    """Below the list."""
    if following and st.button(_("Show more"), key=f"{key}-more"):
        asked, cursors = st.session_state[_state(key)]
        st.session_state[_state(key)] = (asked, [*cursors, following])
        st.rerun()


def _state(key: str) -> str:
    return f"pages-{key}"
