"""What a mailed link opens: a verified address, a new password, an invitation (IDN-01, IDN-15)."""

from typing import Final

import streamlit as st

from backend.accounts.schemas import InvitationPreview
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, security, words
from streamlit_app.kit.doorway import Doorway
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.kit.transport import ApiError, SignedOut
from streamlit_app.screens import entrance

_LINK: Final = "mailed_link"
_KINDS: Final = ("verify", "reset", "invitation")


def pending() -> bool:
    """Takes the token out of the address at once: it belongs neither in the history nor on a screenshot."""
    for kind in _KINDS:
        token = st.query_params.get(kind)
        if token:
            st.session_state[_LINK] = (kind, token)
            st.query_params.clear()
    return _LINK in st.session_state


def show(door: Doorway, api: Api) -> None:
    kind, token = st.session_state[_LINK]
    pages = {"verify": _verify, "reset": _reset, "invitation": _invitation}
    with entrance.narrow(door):
        try:
            pages[kind](door, api, token)
        except SignedOut:
            raise
        except ApiError as error:
            st.error(feedback.sentence(error), icon=":material/link_off:")
            st.button(_("Continue"), type="primary", on_click=_over, key="leave-link")


def _verify(_door: Doorway, api: Api, token: str) -> None:
    if "verified" not in st.session_state:
        with st.spinner(_("Confirming your address…")):
            api.auth.verify(token)
        st.session_state["verified"] = True
    with st.container(border=True):
        st.subheader(_("Your address is confirmed"), anchor=False)
        st.write(_("Thank you. You can go on."))
        st.button(_("Continue"), type="primary", width="stretch", on_click=_over, key="leave-link")


def _reset(_door: Doorway, api: Api, token: str) -> None:
    with st.form("reset"):
        st.subheader(_("Choose a new password"), anchor=False)
        new = st.text_input(
            _("New password"), type="password", autocomplete="new-password", help=security.password_rule()
        )
        again = st.text_input(_("The same again"), type="password", autocomplete="new-password")
        sent = st.form_submit_button(_("Save password"), type="primary", width="stretch")
    if not sent:
        return
    if new != again:
        st.error(_("The two passwords are not the same."))
    elif len(new) < security.MIN_PASSWORD:
        st.error(security.password_rule())
    else:
        api.auth.reset_password(token, new)
        _over()
        entrance.go("", _("Your new password is saved. Sign in with it."))
        st.rerun()


def _invitation(door: Doorway, api: Api, token: str) -> None:
    offered = api.auth.preview_invitation(token)
    with st.form("invitation"):
        st.subheader(_("Join {company}").format(company=plain(offered.company)), anchor=False)
        st.write(_("You will join as **{role}** with {email}.").format(
            role=words.role(offered.role), email=plain(offered.email)
        ))  # fmt: skip
        name, password = _new_person() if offered.new_account else ("", "")
        sent = st.form_submit_button(_("Join"), type="primary", width="stretch")
    if sent and _complete(offered, name, password):
        entered = api.auth.accept_invitation(token, name.strip() or None, password or None)
        _over()
        entrance.admit(door, entered)
        st.rerun()


def _new_person() -> tuple[str, str]:
    name = st.text_input(_("Your name"), autocomplete="name", max_chars=120)
    password = st.text_input(
        _("Password"), type="password", autocomplete="new-password", help=security.password_rule(), max_chars=200
    )
    return name, password


def _complete(offered: InvitationPreview, name: str, password: str) -> bool:
    if offered.new_account and (not name.strip() or len(password) < security.MIN_PASSWORD):
        st.error(_("Enter your name and a password. {rule}").format(rule=security.password_rule()))
        return False
    return True


def _over() -> None:
    st.session_state.pop(_LINK, None)
    st.session_state.pop("verified", None)
