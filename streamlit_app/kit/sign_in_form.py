"""streamlit-authenticator's sign-in form over a check of our own: the API decides, no cookie of its own is set."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from streamlit_authenticator.controllers.authentication_controller import AuthenticationController
from streamlit_authenticator.models.authentication_model import AuthenticationModel
from streamlit_authenticator.utilities import Validator
from streamlit_authenticator.views.authentication_view import Authenticate

from streamlit_app.kit.i18n import _

# Email and password to whether the person may come in; refusals are shown by the check itself.
Check = Callable[[str, str], bool]
_STATE = ("authentication_status", "username", "name", "email", "roles", "logout")


class _NoCookie:
    """The session's cookie is set by a route of the panel, where it can be HttpOnly."""

    def get_cookie(self) -> None:
        return None

    def set_cookie(self) -> None:
        return None

    def delete_cookie(self) -> None:
        return None


class _AskApi(AuthenticationModel):  # type: ignore[misc] # the library has no types
    """Knows nobody: each pair is asked of the API and forgotten."""

    def __init__(self, check: Check) -> None:
        super().__init__(credentials={"usernames": {}}, auto_hash=False)
        self._check = check

    def check_credentials(self, username: str, password: str) -> bool:
        accepted = self._check(username, password)
        if accepted:
            self.credentials["usernames"] = {username: {"email": username, "name": username}}
        return accepted


class _Controller(AuthenticationController):  # type: ignore[misc] # the library has no types
    """Leaves the password as it was typed; the library's would cut its spaces."""

    def __init__(self, check: Check) -> None:
        self.authentication_model = _AskApi(check)
        self.validator = Validator()

    def login(self, username: str | None = None, password: str | None = None, *_: Any, **__: Any) -> bool:
        """Any: limits and captchas of the library, none of which we use."""
        if not username or not password:
            return False
        entered: bool | None = self.authentication_model.login(username.strip().lower(), password)
        return bool(entered)


class SignInForm(Authenticate):  # type: ignore[misc] # the library has no types
    def __init__(self, check: Check) -> None:
        self.api_key = None
        self.path = None
        self.attrs = {"login_sleep_time": 0}
        self.cookie_controller = _NoCookie()
        self.authentication_controller = _Controller(check)


def sign_in_form(check: Check) -> None:
    """Draws the form; `check` runs when it is sent."""
    for name in _STATE:
        st.session_state[name] = None
    fields = {
        "Form name": _("Sign in"),
        "Username": _("Email"),
        "Password": _("Password"),
        "Login": _("Sign in"),
    }
    SignInForm(check).login(fields=fields, key="sign-in")
