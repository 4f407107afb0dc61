"""The left side of the inbox: tabs with their numbers, a search, and who talks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

import streamlit as st

from backend.channels.enums import ChannelKind
from backend.conversations.enums import ConversationStatus
from backend.conversations.inbox_schemas import InboxCounts
from backend.conversations.schemas import ConversationOut
from backend.conversations.sending_schemas import ClosingOut
from streamlit_app.api.api import Api
from streamlit_app.api.conversations import InboxFilters
from streamlit_app.kit import feedback, formatting, words
from streamlit_app.kit.device import is_phone
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.rows import Flag, Row, rows
from streamlit_app.kit.parts.tabs import Tab, tabs
from streamlit_app.screens import inbox_words

TABS_SECONDS: Final = 4
LIST_SECONDS: Final = 1.0
CLOSING_HOURS: Final = 4
PAGE: Final = 50
MOST: Final = 200
_LIMIT: Final = "inbox_limit"
_TABS: Final = {
    "all": InboxFilters(snoozed=False),
    "mine": InboxFilters(mine=True, snoozed=False),
    "unassigned": InboxFilters(unassigned=True, snoozed=False),
    "waiting": InboxFilters(waiting=True, snoozed=False),
    "closing": InboxFilters(closing=CLOSING_HOURS, snoozed=False),
    "snoozed": InboxFilters(snoozed=True),
    "mentions": InboxFilters(mentions=True),
}
_HEIGHT: Final = "max(360px, calc(100dvh - 272px))"


def _tab() -> str:
    chosen = st.query_params.get("tab", "all")
    return chosen if chosen in _TABS else "all"


@st.fragment(run_every=TABS_SECONDS)
@feedback.live
def tabs_line(api: Api) -> None:
    here = _tab()
    shown = list(_tabs_of(api.conversations.counts(), here))
    opened = tabs(shown, label=_("Conversations"), key="inbox-tabs", chosen=here)
    if opened and opened != here:
        st.query_params["tab"] = opened
        st.session_state.pop(_LIMIT, None)
        st.rerun()


def _tabs_of(counts: InboxCounts, here: str) -> Iterator[Tab]:
    def said(number: int) -> str:
        return f"{counts.most}+" if number >= counts.most else str(number or "")

    yield Tab("all", _("All"))
    yield Tab("mine", _("Mine"), said(counts.mine))
    yield Tab("unassigned", _("Unassigned"), said(counts.unassigned))
    yield Tab("waiting", _("Waiting"), said(counts.waiting), urgent=True)
    yield Tab("closing", _("Window closing"), said(counts.closing), urgent=True)
    yield Tab("snoozed", _("Snoozed"), said(counts.snoozed))
    if counts.mentions or here == "mentions":
        yield Tab("mentions", _("Mentions"), said(counts.mentions), urgent=True)


def show(api: Api) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        q = st.text_input(
            _("Search"),
            icon=":material/search:",
            placeholder=_("Name, email or phone"),
            label_visibility="collapsed",
            max_chars=200,
            key="inbox-q",
        )
        with st.popover("", icon=":material/tune:", help=_("Filter"), key="inbox-filter"):
            channel = st.selectbox(
                _("Channel"),
                [None, *ChannelKind],
                format_func=lambda each: inbox_words.channel(each) if each else _("All"),
                key="inbox-channel",
            )
            status = st.selectbox(
                _("State"),
                [None, *(each for each in ConversationStatus if each is not ConversationStatus.CLOSED)],
                format_func=lambda each: words.conversation_status(each) if each else _("All"),
                key="inbox-status",
            )
            unread = st.toggle(_("Only unread"), key="inbox-unread")
    chosen = replace(_TABS[_tab()], q=(q or "").strip(), channel=channel, status=status, unread=unread or None)
    _rows(api, chosen)


@st.fragment(run_every=LIST_SECONDS)
@feedback.live
def _rows(api: Api, filters: InboxFilters) -> None:
    if filters == _TABS["closing"]:
        _choose([_pressing(each) for each in api.sending.closing(CLOSING_HOURS)], filters)
        return
    limit = st.session_state.get(_LIMIT, PAGE)
    page = api.conversations.list(filters, limit=limit)
    more = bool(page.next_cursor) and limit < MOST
    _choose([_row(each) for each in page.items], filters, more=more)


def _choose(items: list[Row], filters: InboxFilters, *, more: bool = False) -> None:
    if not items:
        _nothing(filters)
        return
    opened = rows(
        items,
        label=_("Conversations"),
        key="inbox",
        chosen=st.query_params.get("conversation"),
        height="" if is_phone() else _HEIGHT,
    )
    if more:
        st.button(_("Show more"), key="inbox-more", type="tertiary", width="stretch", on_click=_more)
    if opened:
        st.query_params["conversation"] = opened
        st.rerun()


def _more() -> None:
    st.session_state[_LIMIT] = min(st.session_state.get(_LIMIT, PAGE) + PAGE, MOST)


def _nothing(filters: InboxFilters) -> None:
    if filters == _TABS["all"]:
        hint = _("When somebody talks to your widget or writes on one of your channels, you can read along here.")
        feedback.empty(_("No conversations yet"), hint, icon=":material/forum:")
    elif filters == _TABS["waiting"]:
        feedback.empty(_("Nobody waits"), _("Everybody who wrote has an answer."), icon=":material/done_all:")
    else:
        feedback.empty(_("Nothing here"), _("No conversation matches this filter."), icon=":material/done_all:")


def _row(each: ConversationOut) -> Row:
    return Row(
        id=str(each.id),
        title=each.lead_name or _("Visitor"),
        note=" ".join((each.last_message or "").split())[:140],
        aside=formatting.ago(each.last_message_at),
        tag=str(each.score) if each.score else "",
        tone=each.temperature or "plain",
        unread=each.unread,
        channel=each.channel,
        channel_name=inbox_words.channel(each.channel),
        flags=tuple(_flags(each)),
    )


def _pressing(each: ClosingOut) -> Row:
    """Ranked by the lead's score, its value and the minutes left, so that the first is the one to answer first."""
    flags = [Flag(_("{time} left").format(time=inbox_words.left(each.closes_at)), "red")]
    if each.value_minor and each.currency:
        flags.append(Flag(formatting.money_minor(each.value_minor, each.currency), "green"))
    return Row(
        id=str(each.id),
        title=each.lead_name or _("Visitor"),
        note=" ".join((each.last_message or "").split())[:140],
        aside=f"{each.points:.0f}",
        tag=str(each.score) if each.score else "",
        channel=each.channel,
        channel_name=inbox_words.channel(each.channel),
        flags=tuple(flags),
    )


def _flags(each: ConversationOut) -> Iterator[Flag]:
    now = formatting.now()
    with_people = each.status is ConversationStatus.HUMAN
    waiting = each.waiting_since or (each.last_message_at if with_people and each.unread else None)
    if waiting:
        yield Flag(_("Waiting {time}").format(time=inbox_words.since(waiting)), "orange")
    ends = each.window_ends_at
    if ends and now < ends < now + timedelta(hours=CLOSING_HOURS):
        yield Flag(_("{time} left").format(time=inbox_words.left(ends)), "red")
    elif ends and ends <= now and each.status is not ConversationStatus.ENDED:
        yield Flag(_("Window closed"), "gray")
    if each.snoozed_until and each.snoozed_until > now and not each.unread:
        yield Flag(_("Snoozed, back {when}").format(when=inbox_words.upcoming(each.snoozed_until)), "violet")
    if each.status is ConversationStatus.PAUSED:
        yield Flag(_("Paused"), "yellow")
    if each.assignee_name:
        yield Flag(each.assignee_name.split(" ", 1)[0], "blue")
    elif with_people:
        yield Flag(_("Nobody has it"), "gray")
