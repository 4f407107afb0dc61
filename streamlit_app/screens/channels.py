"""Channels: the accounts on which people write, WhatsApp's templates, and what came in (MSG-01, MSG-05, MSG-07)."""

import streamlit as st

from backend.channels.account_schemas import AccountList
from backend.channels.enums import ChannelKind
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback
from streamlit_app.kit.i18n import _
from streamlit_app.screens import (
    channel_cards,
    channel_connect,
    channel_costs,
    channel_events,
    channel_templates,
    inbox_words,
)
from streamlit_app.screens.channel_words import ICONS
from streamlit_app.viewer import Viewer


def show(api: Api, viewer: Viewer) -> None:
    found = api.channels.list()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(_("Channels"), anchor=False, width="content")
        if viewer.may_set_up and found.items:
            _connect(api, found)
    if not viewer.may_set_up:
        st.info(_("You can look at everything here; an administrator makes changes."), icon=":material/visibility:")
    accounts, templates, events = st.tabs(
        [_("Accounts"), _("Templates"), _("Event log")], key="channels-tabs", on_change="rerun"
    )
    if accounts.open:
        with accounts:
            _accounts(api, viewer, found)
    if templates.open:
        with templates:
            channel_templates.show(api, viewer, found.items)
    if events.open:
        with events:
            channel_events.show(api, viewer, found.items)


def _connect(api: Api, found: AccountList) -> None:
    kind = st.menu_button(
        _("Connect"),
        channel_connect.KINDS,
        key="connect-menu",
        type="primary",
        icon=":material/add:",
        format_func=lambda each: f"{ICONS[each]} {inbox_words.channel(each)}",
    )
    if kind:
        channel_connect.ask(api, ChannelKind(kind), found)


def _accounts(api: Api, viewer: Viewer, found: AccountList) -> None:
    if not found.items:
        _invite(api, viewer, found)
        return
    for account in found.items:
        channel_cards.card(api, viewer, account)
    channel_costs.show(api, found.items)
    if viewer.may_set_up:
        _webhook(found)


def _invite(api: Api, viewer: Viewer, found: AccountList) -> None:
    feedback.empty(
        _("Be where your customers write"),
        _("Connect WhatsApp, Instagram, Messenger or Telegram: every chat arrives in one inbox, and gets an answer."),
        icon=":material/hub:",
    )
    if not viewer.may_set_up:
        return
    with st.container(horizontal=True):
        for kind in channel_connect.KINDS:
            with st.container(border=True, width=240, height="stretch", gap="small"):
                st.markdown(f"##### {ICONS[kind]} {inbox_words.channel(kind)}", anchors=False)
                st.caption(channel_connect.needs(kind), width="stretch")
                label = _("Connect {channel}").format(channel=inbox_words.channel(kind))
                if st.button(label, key=f"connect-{kind}", width="stretch"):
                    channel_connect.ask(api, kind, found)


def _webhook(found: AccountList) -> None:
    with st.expander(_("Address for Meta's events"), icon=":material/webhook:"):
        channel_connect.webhook(found)
