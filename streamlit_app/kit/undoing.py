"""A line that offers to take the last action back, until another one or somebody closes it."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from streamlit_app.kit import feedback
from streamlit_app.kit.i18n import _

_STATE: Final = "undo_offer"


def offer(message: str, undo: Callable[[], object]) -> None:
    """`message` is Markdown: a stranger's words come escaped. What `undo` returns is said, if it is a text."""
    st.session_state[_STATE] = (message, undo)


def show() -> None:
    """Where the screen wants the line to stand."""
    offered: tuple[str, Callable[[], object]] | None = st.session_state.get(_STATE)
    if offered is None:
        return
    message, undo = offered
    with (
        st.container(border=True, key="undo-line"),
        st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"),
    ):
        st.markdown(f":green[:material/check_circle:] {message}", width="content")
        with st.container(horizontal=True, width="content"):
            if st.button(_("Undo"), icon=":material/undo:", key="undo"):
                _undo(undo)
            st.button(_("Close"), icon=":material/close:", type="tertiary", key="undo-close", on_click=forget)


def forget() -> None:
    st.session_state.pop(_STATE, None)


def _undo(undo: Callable[[], object]) -> None:
    with feedback.telling():
        said = undo()
        forget()
        feedback.done(said if isinstance(said, str) else _("Undone."))
        st.rerun()
