"""How a screen says that it worked, that it did not, or that there is nothing yet."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Final, ParamSpec

import streamlit as st

from streamlit_app.kit import refusals
from streamlit_app.kit.i18n import _
from streamlit_app.kit.transport import ApiError, SignedOut

Parameters = ParamSpec("Parameters")
_TOAST: Final = "toast_after_rerun"


def sentence(error: ApiError) -> str:
    return refusals.sentence(error.code, error.status, error.details)


@contextmanager
def telling() -> Iterator[None]:
    """Around an action: a refusal becomes a sentence beside the button. `SignedOut` goes on to the frame."""
    try:
        yield
    except SignedOut:
        raise
    except ApiError as error:
        st.error(sentence(error), icon=":material/error:")


def live(body: Callable[Parameters, None]) -> Callable[Parameters, None]:
    """Around the body of a fragment, which runs outside the frame: an ended session reloads the whole page."""

    @wraps(body)
    def guarded(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
        try:
            body(*args, **kwargs)
        except SignedOut:
            st.rerun()
        except ApiError as error:
            st.warning(sentence(error), icon=":material/cloud_off:")

    return guarded


def failed(error: ApiError) -> None:
    """In place of a screen that could not be loaded."""
    with st.container(border=True, horizontal_alignment="center"):
        st.markdown(f"#### {_('This page could not be loaded')}", anchors=False)
        st.write(sentence(error))
        st.button(_("Try again"), icon=":material/refresh:", type="primary", key="try-again")


def empty(title: str, hint: str, *, icon: str = ":material/inbox:") -> None:
    """In place of a list without rows: what will stand here, and how it gets here."""
    with st.container(border=True, horizontal_alignment="center", gap="xsmall"):
        st.space("small")
        st.markdown(f"## {icon}", text_alignment="center", anchors=False)
        st.markdown(f"#### {title}", text_alignment="center", anchors=False)
        st.markdown(f":gray[{hint}]", text_alignment="center")
        st.space("small")


def done(message: str) -> None:
    """A toast that survives the rerun which follows nearly every success."""
    st.session_state[_TOAST] = message


def show_done() -> None:
    message = st.session_state.pop(_TOAST, None)
    if message:
        st.toast(message, icon=":material/check_circle:")


def confirm(
    title: str,
    question: str,
    act: Callable[[], None],
    *,
    label: str,
    success: str,
    then: Callable[[], None] | None = None,
) -> None:
    """Opens a dialog that asks before something is lost."""

    @st.dialog(title)
    def ask() -> None:
        st.write(question)
        with st.container(horizontal=True, horizontal_alignment="right"):
            if st.button(_("Cancel"), key="confirm-cancel"):
                st.rerun()
            agreed = st.button(label, type="primary", key="confirm-agree")
        if agreed:
            with telling():
                act()
                done(success)
                if then:
                    then()
                st.rerun()

    ask()
