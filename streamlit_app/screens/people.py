"""The team by name, for owners of leads and tasks; asked once a minute."""

import time
import uuid
from collections.abc import Mapping
from typing import Final

import streamlit as st

from backend.accounts.enums import MembershipStatus
from streamlit_app.api.api import Api
from streamlit_app.kit.i18n import _

_STATE: Final = "team_names"
_FRESH_SECONDS: Final = 60


def names(api: Api) -> dict[uuid.UUID, str]:
    """Active members by id, in the order of their names."""
    kept: tuple[float, dict[uuid.UUID, str]] | None = st.session_state.get(_STATE)
    if kept is None or kept[0] + _FRESH_SECONDS < time.monotonic():
        active = [each for each in api.members.list() if each.status is MembershipStatus.ACTIVE]
        found = {each.user_id: each.full_name or each.email for each in active}
        kept = (time.monotonic(), dict(sorted(found.items(), key=lambda each: each[1].casefold())))
        st.session_state[_STATE] = kept
    return kept[1]


def label(known: Mapping[uuid.UUID, str], user_id: uuid.UUID | None) -> str:
    """For a list to choose from, which may be drawn after its page has ended."""
    return known.get(user_id, _("Former member")) if user_id else _("Nobody")


def name(api: Api, user_id: uuid.UUID | None) -> str:
    """Nobody's is empty; who has left the team is said to have left."""
    if user_id is None:
        return ""
    return names(api).get(user_id, _("Former member"))


def initials(full_name: str) -> str:
    return "".join(word[0] for word in full_name.split()[:2]).upper()
