"""Words on their way into the field of the answer, where they can be changed before they are sent."""

import uuid
from typing import Final

import streamlit as st

_STATE: Final = "inbox_draft"


def fill(conversation_id: uuid.UUID, text: str) -> None:
    st.session_state[_STATE] = (conversation_id, text)


def take(conversation_id: uuid.UUID) -> str | None:
    """Once, and only for the conversation it was meant for."""
    whose, text = st.session_state.get(_STATE, (None, None))
    if whose != conversation_id:
        return None
    del st.session_state[_STATE]
    return str(text)
