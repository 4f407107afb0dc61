"""Before anybody is signed in: sign in, second step, register, forgotten password (IDN-01, IDN-02)."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import streamlit as st

from backend.accounts.schemas import MeOut, SecondFactorRequired, TokenPair
from backend.core.language import LANGUAGES
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, i18n, security
from streamlit_app.kit.doorway import Doorway
from streamlit_app.kit.i18n import _
from streamlit_app.kit.session import Session
from streamlit_app.kit.sign_in_form import sign_in_form
from streamlit_app.kit.transport import ApiError

_STEP: Final = "entrance_step"
_CHALLENGE: Final = "challenge"
_NOTICE: Final = "entrance_notice"
LOGO: Final = str(Path(__file__).parents[1] / "static" / "logo.svg")


def show(door: Doorway, api: Api) -> None:
    steps = {"second_factor": _second_factor, "register": _register, "forgot": _forgot}
    with narrow(door):
        _notices()
        steps.get(st.session_state.get(_STEP, ""), _sign_in)(door, api)


@contextmanager
def narrow(door: Doorway) -> Iterator[None]:
    """A card in the middle, with the language on top: nobody is known yet, so the choice must be in sight."""
    with st.container(horizontal_alignment="center"), st.container(width=430):
        st.space("small")
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.image(LOGO, width=140)
            _languages()
        yield


def admit(door: Doorway, entered: TokenPair | SecondFactorRequired) -> bool:
    """Signs in, or goes on to the second step."""
    if isinstance(entered, SecondFactorRequired):
        st.session_state[_CHALLENGE] = entered.challenge
        go("second_factor")
        return False
    door.enter(entered)
    return True


def go(step: str, notice: str = "") -> None:
    st.session_state[_STEP] = step
    if notice:
        st.session_state[_NOTICE] = notice


def no_company(door: Doorway, api: Api, session: Session, me: MeOut) -> None:
    """Signed in, but in no active company: removed from it, or it is paused (SUP-01)."""
    with narrow(door), st.container(border=True):
        st.subheader(_("You are not in any active company"), anchor=False)
        st.write(_("Ask the owner of your company for an invitation, or write to us if your company was paused."))
        active = [each for each in me.tenants if each.status == "active"]
        for each in active:
            if st.button(each.name, key=f"go-{each.id}", width="stretch"):
                with feedback.telling():
                    door.moved(session, api.auth.switch(each.id))
                    st.rerun()
        if st.button(_("Sign out"), width="stretch", key="sign-out"):
            with feedback.telling():
                api.auth.logout()
            door.leave(session)
            st.rerun()


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
    if st.session_state.pop("session_ended", False):
        st.info(_("Your session has ended. Sign in again."), icon=":material/lock_clock:")
    notice = st.session_state.pop(_NOTICE, "")
    if notice:
        st.success(notice, icon=":material/check_circle:")


def _sign_in(door: Doorway, api: Api) -> None:
    def check(email: str, password: str) -> bool:
        with feedback.telling():
            admitted = admit(door, api.auth.login(email, password))
            st.rerun()
            return admitted
        return False

    sign_in_form(check)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        _link(_("I forgot my password"), "forgot")
        _link(_("Create an account"), "register")


def _second_factor(door: Doorway, api: Api) -> None:
    with st.form("second-factor"):
        st.subheader(_("Two-step sign-in"), anchor=False)
        st.caption(_("Enter the six digits of your authenticator app, or one of your recovery codes."))
        code = st.text_input(_("Code"), key="second-code", autocomplete="one-time-code", max_chars=30)
        sent = st.form_submit_button(_("Continue"), type="primary", width="stretch")
    if sent and code:
        with _until_expired():
            door.enter(api.auth.second_factor(st.session_state[_CHALLENGE], code))
            st.rerun()
    _link(_("Back to sign in"), "")


@contextmanager
def _until_expired() -> Iterator[None]:
    """An expired challenge leads back to the password, not round in circles."""
    with feedback.telling():
        try:
            yield
        except ApiError as error:
            if error.code != "challenge_expired":
                raise
            go("", feedback.sentence(error))
            st.rerun()


def _register(door: Doorway, api: Api) -> None:
    with st.form("register"):
        st.subheader(_("Create your account"), anchor=False)
        full_name = st.text_input(_("Your name"), autocomplete="name", max_chars=120)
        company = st.text_input(_("Company"), autocomplete="organization", max_chars=120)
        email = st.text_input(_("Email"), autocomplete="email", max_chars=254)
        password = st.text_input(
            _("Password"), type="password", autocomplete="new-password", help=security.password_rule(), max_chars=200
        )
        sent = st.form_submit_button(_("Create account"), type="primary", width="stretch")
    _link(_("I already have an account"), "")
    if not sent:
        return
    if not all((full_name.strip(), company.strip(), email.strip(), password)):
        st.error(_("Fill in all four fields."))
    elif len(password) < security.MIN_PASSWORD:
        st.error(security.password_rule())
    else:
        with feedback.telling():
            pair = api.auth.register(
                email=email.strip(),
                password=password,
                full_name=full_name.strip(),
                company_name=company.strip(),
                language=i18n.language(),
            )
            door.enter(pair)
            feedback.done(_("Welcome! We have sent you an email to confirm your address."))
            st.rerun()


def _forgot(door: Doorway, api: Api) -> None:
    with st.form("forgot"):
        st.subheader(_("Forgotten password"), anchor=False)
        st.caption(_("We will send you a link to choose a new one."))
        email = st.text_input(_("Email"), autocomplete="email", max_chars=254)
        sent = st.form_submit_button(_("Send the link"), type="primary", width="stretch")
    if sent and email.strip():
        with feedback.telling():
            api.auth.forgot_password(email.strip())
            # The same words whether the account exists or not.
            go("", _("If there is an account with that email, the link is on its way."))
            st.rerun()
    _link(_("Back to sign in"), "")


def _link(label: str, step: str) -> None:
    st.button(label, type="tertiary", key=f"to-{step or 'sign-in'}", on_click=go, args=(step,))
