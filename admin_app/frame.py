"""The frame around every page: who is here, in which language, where they may go."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

import streamlit as st

from admin_app import navigation, words
from admin_app import viewer as viewers
from admin_app.api.api import Api
from admin_app.screens import account, audit, entrance, errors, overview, plans, tenants
from backend.accounts.schemas import MeOut
from streamlit_app.kit import feedback, i18n, refusals
from streamlit_app.kit.doorway import Doorway
from streamlit_app.kit.i18n import _
from streamlit_app.kit.session import Session
from streamlit_app.kit.transport import ApiError, SignedOut

_IMAGES: Final = Path(__file__).parent / "static"
Screen = Callable[[Api, MeOut], None]

i18n.add_catalogue(Path(__file__).parent / "locale", "admin")
refusals.add(words.refusals)


def show(door: Doorway) -> None:
    i18n.choose_browsers()
    st.set_page_config(
        page_title=f"{door.settings.brand} · {_('Platform')}",
        page_icon=str(_IMAGES / "icon.svg"),
        layout="wide",
        initial_sidebar_state="auto",
    )
    feedback.show_done()
    session = door.current()
    try:
        if session is None:
            door.drop_cookie()
            _bare(door, lambda: entrance.show(door, Api.over(door.transport(None))))
        else:
            _signed_in(door, session)
    except SignedOut:
        if session is not None:
            door.leave(session)
        st.session_state["session_ended"] = True
        st.rerun()


def _bare(door: Doorway, body: Callable[[], None]) -> None:
    """One page without a menu."""
    st.navigation([st.Page(body, title=door.settings.brand, url_path="", default=True)], position="hidden").run()


def _signed_in(door: Doorway, session: Session) -> None:
    api = Api.over(door.transport(session))
    try:
        me = viewers.load(api.identity)
    except SignedOut:
        raise
    except ApiError as error:
        problem = error
        _bare(door, lambda: feedback.failed(problem))
        return
    if not viewers.may_enter(me):
        _turn_away(door, api, session)
    i18n.choose(me.language)
    # The menu is drawn first, for `switch_page` needs its pages; the screen's own calls run inside it.
    page = st.navigation(_menu(api, me), expanded=True)
    # After the menu: its heartbeat must name this page, or Streamlit would take this one away for the page before.
    door.tend(session)
    _sidebar(door, api, session, me)
    if not me.two_factor and page.url_path != "account":
        _ask_for_second_factor()
    page.run()


def _menu(api: Api, me: MeOut) -> dict[str, Sequence[st.Page]]:
    pages: dict[str, st.Page] = {}

    def page(screen: Screen, title: str, icon: str, path: str, *, default: bool = False) -> st.Page:
        pages[path] = st.Page(partial(guarded, screen, api, me), title=title, icon=icon, url_path=path, default=default)
        return pages[path]

    platform = [
        page(overview.show, _("Overview"), ":material/monitoring:", "overview", default=True),
        page(tenants.show, _("Companies"), ":material/apartment:", "tenants"),
        page(plans.show, _("Plans"), ":material/sell:", "plans"),
    ]
    watch = [
        page(errors.show, _("Errors"), ":material/bug_report:", "errors"),
        page(audit.show, _("Audit"), ":material/history:", "audit"),
    ]
    mine = [page(account.show, _("My account"), ":material/admin_panel_settings:", "account")]
    navigation.know(pages)
    return {_("Platform"): platform, _("Watch"): watch, _("Me"): mine}


def guarded(screen: Screen, api: Api, me: MeOut) -> None:
    try:
        screen(api, me)
    except SignedOut:
        raise
    except ApiError as error:
        if error.status == 403:
            viewers.forget()
        feedback.failed(error)


def _turn_away(door: Doorway, api: Api, session: Session) -> None:
    """Somebody who is no superadmin any more, or never was: no session stays behind."""
    entrance.end(api)
    door.leave(session)
    entrance.refuse()
    st.rerun()


def _ask_for_second_factor() -> None:
    """On every page until it is on: this panel reaches every company."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(
            _("Your account has no second step yet. Protect it: this panel reaches every company."),
            icon=":material/gpp_maybe:",
        )
        if st.button(_("Set it up"), type="primary", icon=":material/shield:", key="set-up-second-factor"):
            navigation.go("account")


def _sidebar(door: Doorway, api: Api, session: Session, me: MeOut) -> None:
    st.logo(str(_IMAGES / "logo.svg"), size="large", icon_image=str(_IMAGES / "icon.svg"))
    with st.sidebar, st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.caption(me.full_name or me.email)
        if st.button(_("Sign out"), icon=":material/logout:", type="tertiary", key="sign-out"):
            entrance.end(api)
            door.leave(session)
            st.query_params.clear()
            st.rerun()
