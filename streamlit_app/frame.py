"""The frame around every page: who is here, in which language, where they may go."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import streamlit as st

from backend.accounts.schemas import MeOut
from streamlit_app import navigation
from streamlit_app import viewer as viewers
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, i18n
from streamlit_app.kit.doorway import Doorway
from streamlit_app.kit.i18n import _
from streamlit_app.kit.session import Session
from streamlit_app.kit.transport import ApiError, SignedOut
from streamlit_app.panel import doorway
from streamlit_app.screens import (
    account,
    agent,
    assistant,
    channels,
    conversations,
    data,
    duplicates,
    entrance,
    fields,
    flow,
    home,
    leads,
    links,
    niches,
    nurturing,
    pipeline,
    search,
    tasks,
    team,
    widget,
)
from streamlit_app.viewer import Viewer

_IMAGES = Path(__file__).parent / "static"
Screen = Callable[[Api, Viewer], None]


def show() -> None:
    door = doorway()
    i18n.choose_browsers()
    st.set_page_config(
        page_title=door.settings.brand,
        page_icon=str(_IMAGES / "icon.svg"),
        layout="wide",
        initial_sidebar_state="auto",
    )
    feedback.show_done()
    session = door.current()
    try:
        if links.pending():
            _bare(lambda: links.show(door, Api.over(door.transport(session))))
        elif session is None:
            door.drop_cookie()
            _bare(lambda: entrance.show(door, Api.over(door.transport(None))))
        else:
            _signed_in(door, session)
    except SignedOut:
        if session is not None:
            door.leave(session)
        st.session_state["session_ended"] = True
        st.rerun()


def _bare(body: Callable[[], None]) -> None:
    """One page without a menu."""
    st.navigation([st.Page(body, title=doorway().settings.brand, url_path="", default=True)], position="hidden").run()


def _signed_in(door: Doorway, session: Session) -> None:
    api = Api.over(door.transport(session))
    try:
        me = viewers.load(api)
    except SignedOut:
        raise
    except ApiError as error:
        problem = error
        _bare(lambda: feedback.failed(problem))
        return
    i18n.choose(me.language)
    found = viewers.of(me)
    if found is None:
        _bare(partial(_without_company, door, api, session, me))
        return
    # The menu is drawn first, for `switch_page` needs its pages; the screen's own calls run inside it.
    page = st.navigation(_menu(api, found), expanded=True)
    # After the menu: its heartbeat must name this page, or Streamlit would take this one away for the page before.
    door.tend(session)
    _sidebar(door, api, session, me)
    page.run()


def _without_company(door: Doorway, api: Api, session: Session, me: MeOut) -> None:
    door.tend(session)
    entrance.no_company(door, api, session, me)


def _menu(api: Api, viewer: Viewer) -> dict[str, Sequence[st.Page]]:
    pages: dict[str, st.Page] = {}

    def page(screen: Screen, title: str, icon: str, path: str, *, default: bool = False) -> st.Page:
        body = partial(guarded, screen, api, viewer)
        pages[path] = st.Page(body, title=title, icon=icon, url_path=path, default=default)
        return pages[path]

    work = [
        page(home.show, _("Home"), ":material/home:", "home", default=True),
        page(assistant.show, _("Assistant"), ":material/smart_toy:", "assistant"),
        page(pipeline.show, _("Pipeline"), ":material/view_kanban:", "pipeline"),
        page(leads.show, _("Leads"), ":material/group:", "leads"),
        page(conversations.show, _("Conversations"), ":material/forum:", "conversations"),
        page(tasks.show, _("Tasks"), ":material/task_alt:", "tasks"),
    ]
    find = [
        page(search.show, _("Search"), ":material/travel_explore:", "search"),
        page(niches.show, _("Niches"), ":material/category:", "niches"),
        page(data.show, _("Imports and exports"), ":material/swap_vert:", "data"),
        page(duplicates.show, _("Duplicates"), ":material/join_inner:", "duplicates"),
    ]
    set_up = [
        page(widget.show, _("Widget"), ":material/chat_bubble:", "widget"),
        page(flow.show, _("Flow"), ":material/account_tree:", "flow"),
        page(channels.show, _("Channels"), ":material/hub:", "channels"),
        page(agent.show, _("Agent"), ":material/support_agent:", "agent"),
        page(nurturing.show, _("Follow-ups"), ":material/schedule_send:", "nurturing"),
        page(fields.show, _("Lead fields"), ":material/list_alt:", "fields"),
    ]
    company = [
        page(team.show, _("Team"), ":material/groups:", "team"),
        page(account.show, _("Account"), ":material/settings:", "account"),
    ]
    navigation.know(pages)
    return {"": work, _("Find"): find, _("Setup"): set_up, _("Company"): company}


def guarded(screen: Screen, api: Api, viewer: Viewer) -> None:
    try:
        screen(api, viewer)
    except SignedOut:
        raise
    except ApiError as error:
        if error.status == 403:
            viewers.forget()
        feedback.failed(error)


def _sidebar(door: Doorway, api: Api, session: Session, me: MeOut) -> None:
    st.logo(str(_IMAGES / "logo.svg"), size="large", icon_image=str(_IMAGES / "icon.svg"))
    with st.sidebar:
        _companies(door, api, session, me)
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.caption(me.full_name or me.email)
            if st.button(_("Sign out"), icon=":material/logout:", type="tertiary", key="sign-out"):
                _sign_out(door, api, session)


def _companies(door: Doorway, api: Api, session: Session, me: MeOut) -> None:
    active = [each for each in me.tenants if each.status == "active"]
    here = next((position for position, each in enumerate(active) if me.tenant and each.id == me.tenant.id), 0)
    if len(active) < 2:
        return
    chosen = st.selectbox(
        _("Company"), active, index=here, format_func=lambda each: each.name, key=f"company-{session.epoch}"
    )
    if me.tenant and chosen.id != me.tenant.id:
        door.moved(session, api.auth.switch(chosen.id))
        st.query_params.clear()
        st.rerun()


def _sign_out(door: Doorway, api: Api, session: Session) -> None:
    """Here even when the API cannot be reached: the person asked to leave this browser."""
    try:
        api.auth.logout()
    except ApiError:
        st.session_state.pop("me", None)
    door.leave(session)
    st.query_params.clear()
    st.rerun()
