"""Goes from one screen to another by name, and keeps what an address names."""

import uuid
from collections.abc import Mapping
from typing import Final, NoReturn

import streamlit as st

_PAGES: Final = "pages"
TENANT: Final = "tenant"


def know(pages: Mapping[str, st.Page]) -> None:
    st.session_state[_PAGES] = dict(pages)


def go(name: str, **query: str) -> NoReturn:
    st.switch_page(st.session_state[_PAGES][name], query_params=query)


def chosen_tenant() -> uuid.UUID | None:
    """From the address, so that a reload shows the same company."""
    try:
        return uuid.UUID(st.query_params.get(TENANT, ""))
    except ValueError:
        return None
