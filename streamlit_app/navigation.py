"""Goes from one screen to another by name; the frame says once a run which pages there are."""

from collections.abc import Mapping
from typing import Final, NoReturn

import streamlit as st

_PAGES: Final = "pages"


def know(pages: Mapping[str, st.Page]) -> None:
    st.session_state[_PAGES] = dict(pages)


def go(name: str, **query: str) -> NoReturn:
    st.switch_page(st.session_state[_PAGES][name], query_params=query)
