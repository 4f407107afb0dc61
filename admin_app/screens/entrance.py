"""The way in, for superadmins only: password, then the second step of whoever has one (SUP-01, IDN-16)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import streamlit as st

from admin_app import viewer as viewers
from admin_app.api.api import Api
from backend.accounts.schemas import SecondFactorRequired, TokenPair
from backend.core.language import LANGUAGES
from streamlit_app.kit import feedback, i18n
from streamlit_app.kit.doorway import Doorway
from streamlit_app.kit.i18n import _
from streamlit_app.kit.session import Session
from streamlit_app.kit.sign_in_form import sign_in_form
from streamlit_app.kit.transport import ApiError

_CHALLENGE: Final = "challenge"
_REFUSED: Final = "not_staff"
_EXPIRED: Final = "challenge_expired"
LOGO: Final = str(Path(__file__).parents[1] / "static" / "logo-on-page.svg")


def show(door: Doorway, api: Api) -> None:
    with _narrow():
        _notices()
        if _CHALLENGE in st.session_state:
            _second_factor(door, api)
        else:
            _sign_in(door, api)


def refuse() -> None:
    """Says at the next sign-in why the last one was not enough."""
    st.session_state[_REFUSED] = True


def end(api: Api) -> None:
    """The API's session; this browser's ends even when the API cannot be reached."""
    try:
        api.identity.logout()
    except ApiError:
        viewers.forget()


@contextmanager
def _narrow() -> Iterator[None]:
    with st.container(horizontal_alignment="center"), st.container(width=430):
        st.space("small")
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.image(LOGO, width=140)
            _languages()
        with st.container(horizontal=True, vertical_alignment="center"):
            st.badge(_("Platform administration"), icon=":material/shield_person:", color="gray")
        yield


def _languages() -> None:
    chosen = st.segmented_control(
        _("Language"),
        LANGUAGES,
        default=i18n.language(),
        required=True,
        format_func=str.upper,
        label_visibility="collapsed",
        key="entrance-language",
    )
    if chosen != i18n.language():
        i18n.choose(chosen)
        st.rerun()


def _notices() -> None:
    ended = st.session_state.pop("session_ended", False)
    if st.session_state.pop(_REFUSED, False):
        st.error(
            _("This panel is only for the platform's staff. Use your company's panel instead; you were not signed in."),
            icon=":material/block:",
        )
    elif st.session_state.pop(_EXPIRED, False):
        st.warning(_("This sign-in took too long. Enter your email and password again."), icon=":material/lock_clock:")
    elif ended:
        st.info(_("Your session has ended. Sign in again."), icon=":material/lock_clock:")


def _sign_in(door: Doorway, api: Api) -> None:
    def check(email: str, password: str) -> bool:
        with feedback.telling():
            entered = api.identity.login(email, password)
            if isinstance(entered, SecondFactorRequired):
                st.session_state[_CHALLENGE] = entered.challenge
            else:
                _admit(door, entered)
            st.rerun()
        return False

    sign_in_form(check)


def _second_factor(door: Doorway, api: Api) -> None:
    with st.form("second-factor"):
        st.subheader(_("Two-step sign-in"), anchor=False)
        st.caption(_("Enter the six digits of your authenticator app, or one of your recovery codes."))
        code = st.text_input(_("Code"), key="second-code", autocomplete="one-time-code", max_chars=30)
        sent = st.form_submit_button(_("Continue"), type="primary", width="stretch")
    st.button(_("Back to sign in"), type="tertiary", key="to-sign-in", on_click=_start_again)
    if sent and code:
        with feedback.telling():
            try:
                _admit(door, api.identity.second_factor(st.session_state[_CHALLENGE], code.strip()))
            except ApiError as error:
                # An expired challenge leads back to the password, not round in circles.
                if error.code != _EXPIRED:
                    raise
                _start_again()
                st.session_state[_EXPIRED] = True
            st.rerun()


def _start_again() -> None:
    st.session_state.pop(_CHALLENGE, None)


def _admit(door: Doorway, pair: TokenPair) -> None:
    """Opens a session for a superadmin; anybody else's is ended before it began."""
    _start_again()
    tried = Session(id="", refresh_token="")
    tried.adopt(pair)
    own = Api.over(door.transport(tried))
    try:
        allowed = viewers.may_enter(own.identity.me())
    except ApiError:
        end(own)
        raise
    if allowed:
        door.enter(pair)
    else:
        end(own)
        refuse()
