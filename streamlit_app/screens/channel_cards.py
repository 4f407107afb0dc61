"""One account: how it does, who answers on it, and what can be done with it."""

import streamlit as st

from backend.channels.account_schemas import AccountOut, AccountUpdate
from backend.channels.enums import AccountStatus, ChannelKind, Responder
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, wishes
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens import channel_connect, channel_link, channel_prices, channel_words, inbox_words
from streamlit_app.viewer import Viewer

LONGEST_WAIT = 12


def card(api: Api, viewer: Viewer, account: AccountOut) -> None:
    with st.container(border=True, key=f"account-{account.id}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            icon, colour = channel_words.ICONS[account.kind], channel_words.COLOURS[account.kind]
            title = f":{colour}[{icon}] **{plain(account.name)}** {channel_words.status_badge(account.status)}"
            st.markdown(f"{title}  \n:gray[{plain(_about(account))}]", width="content")
            with st.container(horizontal=True, width="content", gap="small"):
                _tools(api, viewer, account)
        _alarms(account)
        st.caption(plain(_facts(account)))
        if viewer.may_set_up:
            _conduct(api, account)
        else:
            st.caption(_who(account))


def _about(account: AccountOut) -> str:
    return " · ".join(part for part in (inbox_words.channel(account.kind), account.address) if part)


def _facts(account: AccountOut) -> str:
    quality = channel_words.quality(account.quality)
    return " · ".join(
        part
        for part in (
            _("Last message in: {when}").format(when=channel_words.when(account.last_event_at)),
            _("Checked: {when}").format(when=channel_words.when(account.checked_at)),
            _("Quality: {quality}").format(quality=quality) if quality else "",
        )
        if part
    )


def _alarms(account: AccountOut) -> None:
    if remedy := channel_words.remedy(account):
        if account.status is AccountStatus.CONNECTED:
            st.warning(remedy, icon=":material/cloud_off:")
        else:
            st.error(remedy, icon=":material/report:")
    if ending := channel_words.token_end(account):
        st.warning(ending, icon=":material/hourglass_bottom:")


def _tools(api: Api, viewer: Viewer, account: AccountOut) -> None:
    if st.button(_("Link and QR"), icon=":material/qr_code_2:", key=f"link-{account.id}"):
        channel_link.show(api, account)
    if account.kind is ChannelKind.WHATSAPP:
        channel_prices.button(api, viewer, account, f"prices-{account.id}")
    if not viewer.may_set_up:
        return
    if st.button(_("Test"), icon=":material/network_check:", key=f"test-{account.id}"):
        _test(api, account)
    expired = account.status is AccountStatus.EXPIRED
    if expired and st.button(_("New token"), icon=":material/key:", type="primary", key=f"renew-{account.id}"):
        channel_connect.rotate(api, account)
    with st.popover(_("More"), icon=":material/more_horiz:", type="tertiary", key=f"more-{account.id}"):
        if st.button(_("Rename"), icon=":material/edit:", type="tertiary", key=f"rename-{account.id}"):
            _rename(api, account)
        if st.button(_("New token"), icon=":material/key:", type="tertiary", key=f"rotate-{account.id}"):
            channel_connect.rotate(api, account)
        if st.button(_("Disconnect"), icon=":material/link_off:", type="tertiary", key=f"disconnect-{account.id}"):
            _disconnect(api, account)


def _test(api: Api, account: AccountOut) -> None:
    with feedback.telling():
        found = api.channels.test(account.id)
        if found.status is AccountStatus.CONNECTED and not found.error:
            feedback.done(_("{name} works.").format(name=plain(found.name)))
        st.rerun()


def _rename(api: Api, account: AccountOut) -> None:
    @st.dialog(_("Rename account"))
    def ask() -> None:
        with st.form("rename-account", border=False):
            name = (st.text_input(_("Name"), account.name, max_chars=120, key="rename-account-name") or "").strip()
            sent = st.form_submit_button(_("Save"), type="primary", key="rename-account-save")
        if sent and not name:
            st.error(_("Give it a name."))
        elif sent:
            with feedback.telling():
                api.channels.change(account.id, AccountUpdate(name=name))
                feedback.done(_("Saved."))
                st.rerun()

    ask()


def _disconnect(api: Api, account: AccountOut) -> None:
    feedback.confirm(
        _("Disconnect this account?"),
        _("{name} gets no more messages and sends none. Its conversations stay; connected again, it goes on.").format(
            name=plain(account.name)
        ),
        lambda: api.channels.disconnect(account.id),
        label=_("Disconnect"),
        success=_("The account is disconnected."),
    )


def _who(account: AccountOut) -> str:
    if not account.bot_on:
        return _("Automatic answers are off: your team answers.")
    return _("Answers: {who}").format(who=channel_words.responder(account.responder))


def _conduct(api: Api, account: AccountOut) -> None:
    """Saved as soon as it is changed: each is one decision."""
    keys = {name: f"{name}-{account.id}" for name in ("bot_on", "responder", "debounce_seconds")}
    for name, key in keys.items():
        _save(api, account, name, wishes.taken(key))
        wishes.show(key, getattr(account, name))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.toggle(_("Automatic answers"), key=keys["bot_on"], on_change=wishes.keep, args=(keys["bot_on"],))
        st.segmented_control(
            _("Who answers"),
            list(Responder),
            required=True,
            format_func=channel_words.responder,
            help="\n".join(
                f"- **{channel_words.responder(each)}**: {channel_words.responder_meaning(each)}" for each in Responder
            ),
            key=keys["responder"],
            on_change=wishes.keep,
            args=(keys["responder"],),
            disabled=not account.bot_on,
        )
        st.number_input(
            _("Seconds of patience"),
            0,
            LONGEST_WAIT,
            help=_("People write in several short messages: so long the answer waits for the next one."),
            key=keys["debounce_seconds"],
            on_change=wishes.keep,
            args=(keys["debounce_seconds"],),
            width=180,
            disabled=not account.bot_on,
        )


def _save(api: Api, account: AccountOut, name: str, wanted: object) -> None:
    if wanted is None or wanted == getattr(account, name):
        return
    with feedback.telling():
        api.channels.change(account.id, AccountUpdate.model_validate({name: wanted}))
        feedback.done(_("Saved."))
        st.rerun()
