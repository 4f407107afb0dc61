"""The person at the page; the API decides again on every call."""

import time
from typing import Final

import streamlit as st

from backend.accounts.enums import PlatformRole
from backend.accounts.schemas import MeOut
from streamlit_app.kit.identity import IdentityApi

_STATE: Final = "me"
FRESH_SECONDS: Final = 60


def load(api: IdentityApi) -> MeOut:
    """Asked again once a minute, so that somebody who lost the role is not kept inside."""
    kept: tuple[float, MeOut] | None = st.session_state.get(_STATE)
    if kept is None or kept[0] + FRESH_SECONDS < time.monotonic():
        kept = (time.monotonic(), api.me())
        st.session_state[_STATE] = kept
    return kept[1]


def forget() -> None:
    st.session_state.pop(_STATE, None)


def may_enter(me: MeOut) -> bool:
    """Superadmins only (SUP-01); an owner has a panel of their own."""
    return me.platform_role is PlatformRole.SUPER_ADMIN
