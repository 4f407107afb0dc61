"""The person at the page and what the panel may show them; the API decides again on every call."""

import time
from dataclasses import dataclass
from typing import Final

import streamlit as st

from backend.accounts.enums import Role
from backend.accounts.schemas import CompanyOut, MeOut
from streamlit_app.api.api import Api

_STATE: Final = "me"
FRESH_SECONDS: Final = 60


@dataclass(frozen=True)
class Viewer:
    """`me` with a company and a role in it."""

    me: MeOut
    company: CompanyOut
    role: Role

    @property
    def may_work(self) -> bool:
        """Leads and conversations (X8)."""
        return self.role.includes(Role.AGENT)

    @property
    def may_set_up(self) -> bool:
        """Widget, flow, team (X8)."""
        return self.role.includes(Role.ADMIN)

    @property
    def owns(self) -> bool:
        return self.role is Role.OWNER


def load(api: Api) -> MeOut:
    """Asked again once a minute, so that a changed role shows without a new sign-in."""
    kept: tuple[float, MeOut] | None = st.session_state.get(_STATE)
    if kept is None or kept[0] + FRESH_SECONDS < time.monotonic():
        kept = (time.monotonic(), api.auth.me())
        st.session_state[_STATE] = kept
    return kept[1]


def forget() -> None:
    st.session_state.pop(_STATE, None)


def of(me: MeOut) -> Viewer | None:
    """None where the person belongs to no active company."""
    if me.tenant is None or me.role is None:
        return None
    return Viewer(me=me, company=me.tenant, role=me.role)
