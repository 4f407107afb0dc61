"""Connecting an account and giving it a new token: what each platform wants, and where that is found."""

from collections.abc import Callable
from typing import Any, Final

import streamlit as st
from pydantic import ValidationError

from backend.channels.account_schemas import AccountConnect, AccountList, AccountOut, AccountUpdate
from backend.channels.enums import ChannelKind
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens import channel_help, inbox_words

KINDS: Final = (ChannelKind.WHATSAPP, ChannelKind.INSTAGRAM, ChannelKind.MESSENGER, ChannelKind.TELEGRAM)


def needs(kind: ChannelKind) -> str:
    return {
        ChannelKind.WHATSAPP: _("A number of the WhatsApp Business Platform. Ten minutes at Meta."),
        ChannelKind.INSTAGRAM: _("A professional account that belongs to a Facebook page."),
        ChannelKind.MESSENGER: _("Your Facebook page, and its token."),
        ChannelKind.TELEGRAM: _("A bot of @BotFather. Two minutes on your phone."),
    }[kind]


def ask(api: Api, kind: ChannelKind, found: AccountList) -> None:
    name = inbox_words.channel(kind)

    @st.dialog(_("Connect {channel}").format(channel=name), width="medium")
    def dialog() -> None:
        if kind is not ChannelKind.TELEGRAM and not found.meta_ready:
            st.warning(_("The operator has not set the app's secret yet: events would not be accepted."))
        with st.expander(_("Where do I find this?"), icon=":material/help:", expanded=kind is ChannelKind.TELEGRAM):
            st.markdown(channel_help.steps(kind))
            if kind is not ChannelKind.TELEGRAM:
                webhook(found)
        with st.form("connect", border=False):
            given = _fields(kind)
            sent = st.form_submit_button(_("Connect"), type="primary", icon=":material/link:", key="connect-agree")
        if sent:
            _send(lambda: _connected(api, kind, given))

    dialog()


# Any: fields by name; the shape checks them.
def _fields(kind: ChannelKind) -> dict[str, Any]:
    labels = {
        ChannelKind.WHATSAPP: _("Phone number ID"),
        ChannelKind.INSTAGRAM: _("Instagram account ID"),
        ChannelKind.MESSENGER: _("Page ID"),
    }
    given: dict[str, Any] = {}
    if kind in labels:
        given["external_id"] = st.text_input(labels[kind], max_chars=80, placeholder="1234567890", key="connect-id")
    if kind is ChannelKind.WHATSAPP:
        given["business_id"] = st.text_input(
            _("WhatsApp Business Account ID"), max_chars=80, placeholder="1234567890", key="connect-business"
        )
    given["token"] = _token(kind, "connect-token")
    given["name"] = st.text_input(
        _("Name in this panel"), max_chars=120, placeholder=_("Shop in Girona"), key="connect-name"
    )
    return {name: (value or "").strip() for name, value in given.items()}


def _token(kind: ChannelKind, key: str) -> str:
    telegram = kind is ChannelKind.TELEGRAM
    label, hint = (_("Bot token"), "123456:ABC…") if telegram else (_("Access token"), "EAAG…")
    return st.text_input(label, type="password", max_chars=2_000, placeholder=hint, key=key, autocomplete="off") or ""


# Any: fields by name.
def _connected(api: Api, kind: ChannelKind, given: dict[str, Any]) -> str:
    filled = {name: value for name, value in given.items() if value or name == "token"}
    made = api.channels.connect(AccountConnect(kind=kind, **filled))
    return _("{name} is connected. Write to it to see the message arrive.").format(name=plain(made.name))


def rotate(api: Api, account: AccountOut) -> None:
    @st.dialog(_("New token"), width="medium")
    def dialog() -> None:
        st.caption(_("The old one is replaced once the platform has accepted the new one; no message is lost."))
        with st.expander(_("Where do I find this?"), icon=":material/help:"):
            st.markdown(channel_help.steps(account.kind))
        with st.form("rotate", border=False):
            token = _token(account.kind, "rotate-token").strip()
            sent = st.form_submit_button(_("Replace the token"), type="primary", icon=":material/key:", key="rotate-go")
        if sent:
            _send(lambda: _rotated(api, account, token))

    dialog()


def _rotated(api: Api, account: AccountOut, token: str) -> str:
    api.channels.change(account.id, AccountUpdate.model_validate({"token": token}))
    return _("The new token is in use.")


def _send(act: Callable[[], str]) -> None:
    """What cannot be right never leaves the panel."""
    try:
        with feedback.telling(), st.spinner(_("Asking the platform…")):
            feedback.done(act())
            st.rerun()
    except ValidationError as error:
        st.error(_problem(error), icon=":material/error:")


def _problem(error: ValidationError) -> str:
    places = {str(each["loc"][0]) if each["loc"] else "" for each in error.errors()}
    if "token" in places:
        return _("This is not a token: copy it whole, without spaces.")
    if places & {"external_id", "business_id"}:
        return _("An ID is a number, as the platform shows it.")
    return _("Something is missing: fill in the IDs and the token as the platform shows them.")


def webhook(found: AccountList) -> None:
    st.caption(
        _("In your app at Meta, under Webhooks, enter this address and the verify token that your operator has set:")
    )
    st.code(found.meta_webhook_url, language=None)
    if found.meta_ready:
        st.caption(f":green[:material/check_circle: {_('The app secret and the verify token are set.')}]")
    else:
        st.caption(f":orange[:material/warning: {_('The app secret or the verify token is not set yet.')}]")
