"""One's own password, second factor, and signing out everywhere (IDN-16); `changed` is called when `me` is old."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from backend.accounts.schemas import MeOut
from streamlit_app.kit import feedback
from streamlit_app.kit.i18n import _
from streamlit_app.kit.identity import IdentityApi
from streamlit_app.kit.transport import SignedOut

_ENROLMENT: Final = "enrolment"
_CODES: Final = "recovery_codes"
MIN_PASSWORD: Final = 10


def show(api: IdentityApi, me: MeOut, changed: Callable[[], None]) -> None:
    _second_factor(api, me, changed)
    _password(api)
    _everywhere(api)


def _second_factor(api: IdentityApi, me: MeOut, changed: Callable[[], None]) -> None:
    with st.container(border=True, width=560):
        st.markdown(f"##### {_('Two-step sign-in')}", anchors=False)
        if _CODES in st.session_state:
            _recovery_codes()
        elif me.two_factor:
            _switch_off(api, changed)
        else:
            _switch_on(api, changed)


def password_rule() -> str:
    return _("At least {count} characters; a sentence is easy to remember and hard to guess.").format(
        count=MIN_PASSWORD
    )


def _password(api: IdentityApi) -> None:
    with st.form("password", clear_on_submit=True, width=560):
        st.markdown(f"##### {_('Password')}", anchors=False)
        current = st.text_input(_("Current password"), type="password", autocomplete="current-password", max_chars=200)
        new = st.text_input(
            _("New password"),
            type="password",
            autocomplete="new-password",
            help=password_rule(),
            max_chars=200,
        )
        again = st.text_input(_("The same again"), type="password", autocomplete="new-password", max_chars=200)
        sent = st.form_submit_button(_("Change password"))
    if not sent:
        return
    if new != again:
        st.error(_("The two passwords are not the same."))
    elif len(new or "") < MIN_PASSWORD:
        st.error(password_rule())
    else:
        with feedback.telling():
            api.change_password(current or "", new or "")
            st.success(_("Your password is changed. Other devices were signed out."), icon=":material/check_circle:")


def _switch_on(api: IdentityApi, changed: Callable[[], None]) -> None:
    if _ENROLMENT not in st.session_state:
        st.write(_("Besides your password, a code from your phone. We recommend it to everybody."))
        if st.button(_("Switch on"), icon=":material/shield:", type="primary", key="enrol"):
            with feedback.telling():
                st.session_state[_ENROLMENT] = api.enrol_second_factor()
                st.rerun()
        return
    begun = st.session_state[_ENROLMENT]
    left, right = st.columns([1, 2], gap="medium")
    with left:
        st.image(begun.qr_svg, width=200, alt=_("QR code for your authenticator app"))
    with right:
        st.markdown(_("1. Scan this with an authenticator app, or type the key by hand:"))
        st.code(begun.secret, language=None)
        with st.form("confirm-second-factor", border=False):
            code = st.text_input(_("2. Enter the six digits that it shows"), max_chars=10, autocomplete="one-time-code")
            sent = st.form_submit_button(_("Confirm"), type="primary")
    if sent and code:
        with feedback.telling():
            st.session_state[_CODES] = api.confirm_second_factor(code.replace(" ", ""))
            del st.session_state[_ENROLMENT]
            changed()
            st.rerun()


def _recovery_codes() -> None:
    codes = st.session_state[_CODES]
    st.success(_("Two-step sign-in is on."), icon=":material/shield:")
    st.write(_("Keep these recovery codes safe: each works once if you lose your phone. They are not shown again."))
    st.code("\n".join(codes), language=None)
    with st.container(horizontal=True):
        st.download_button(
            _("Download"),
            "\n".join(codes),
            "opensells-recovery-codes.txt",
            "text/plain",
            on_click="ignore",
            key="save-codes",
        )
        st.button(_("I have kept them"), type="primary", on_click=_codes_kept, key="codes-kept")


def _codes_kept() -> None:
    st.session_state.pop(_CODES, None)


def _switch_off(api: IdentityApi, changed: Callable[[], None]) -> None:
    st.markdown(f":green[:material/verified_user: {_('Two-step sign-in is on.')}]")
    with st.expander(_("Switch off")), st.form("disable-second-factor", border=False):
        password = st.text_input(_("Password"), type="password", autocomplete="current-password", max_chars=200)
        code = st.text_input(_("Code of your app, or a recovery code"), autocomplete="one-time-code", max_chars=30)
        sent = st.form_submit_button(_("Switch off"))
    if sent and password and code:
        with feedback.telling():
            api.disable_second_factor(password, code)
            changed()
            feedback.done(_("Two-step sign-in is off."))
            st.rerun()


def _everywhere(api: IdentityApi) -> None:
    with st.container(border=True, width=560):
        st.markdown(f"##### {_('Devices')}", anchors=False)
        st.write(_("Lost a phone, or used somebody else's computer? End every session, this one too."))
        if st.button(_("Sign out everywhere"), icon=":material/logout:", key="everywhere"):
            with feedback.telling():
                api.logout_everywhere()
                # The frame ends this browser's session and shows the sign-in.
                raise SignedOut("session_ended", status=401)
