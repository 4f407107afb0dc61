"""Which dialog of the inbox is open, and at which message."""

import uuid
from dataclasses import dataclass
from typing import Final

import streamlit as st

_STATE: Final = "inbox_dialog"


@dataclass(frozen=True)
class Opened:
    """`of` is the conversation that was chosen then: another one has no business with it."""

    name: str
    message: str
    of: str


def open_at(name: str, message: str = "") -> None:
    st.session_state[_STATE] = Opened(name, message, st.query_params.get("conversation", ""))


def current(chosen: uuid.UUID | None) -> Opened | None:
    found: Opened | None = st.session_state.get(_STATE)
    if found is not None and found.of != (str(chosen) if chosen else ""):
        put_away()
        return None
    return found


def put_away() -> None:
    st.session_state.pop(_STATE, None)
