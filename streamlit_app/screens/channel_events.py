"""What platforms told us: what waits, what failed and why, and taking it in again (MSG-05, MSG-07)."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

import streamlit as st

from backend.channels.account_schemas import AccountOut
from backend.inbox.enums import EventState
from backend.inbox.schemas import EventOut
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, paging
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.kit.page import Page
from streamlit_app.screens import channel_words
from streamlit_app.viewer import Viewer

SHOWN: Final = 25


def show(api: Api, viewer: Viewer, accounts: Sequence[AccountOut]) -> None:
    if not viewer.may_work:
        st.info(_("Your role does not see what came in; ask an administrator of your team."), icon=":material/lock:")
        return
    counts = api.events.counts()
    with st.container(horizontal=True):
        _count(_("Waiting to be handled"), counts.waiting)
        _count(_("Failed for good"), counts.dead)
    if counts.dead and viewer.may_set_up:
        _retry_many(api)
    state, account_id, since, until = _filters(accounts, failed=bool(counts.dead))
    _list(api, viewer, accounts, state, account_id, since, until)


def _count(label: str, value: int) -> None:
    st.metric(label, formatting.number(value, 0), border=True, width="stretch")


def _retry_many(api: Api) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_("Nothing is lost: what failed is kept and can be taken in again, once the cause is mended."))
        if st.button(_("Take in again…"), icon=":material/replay:", key="retry-range"):
            _ask_range(api)


def _ask_range(api: Api) -> None:
    @st.dialog(_("Take in again what failed"))
    def ask() -> None:
        today = datetime.now(formatting.zone()).date()
        left, right = st.columns(2)
        first = left.date_input(_("From"), today - timedelta(days=6), key="retry-from", format="DD/MM/YYYY")
        last = right.date_input(_("To"), today, key="retry-to", format="DD/MM/YYYY")
        if st.button(_("Take in again"), type="primary", icon=":material/replay:", key="retry-agree"):
            if first > last:
                st.error(_("The first day comes after the last one."))
                return
            with feedback.telling():
                found = api.events.retry_many(_start(first), _start(last + timedelta(days=1)))
                feedback.done(_retried(found.retried, more=found.retried >= found.most))
                st.rerun()

    ask()


def _retried(count: int, *, more: bool) -> str:
    said = ngettext("{count} event is taken in again.", "{count} events are taken in again.", count)
    told = said.format(count=formatting.number(count, 0))
    return f"{told} {_('There are more: do it once more for the rest.')}" if more else told


def _start(day: date) -> datetime:
    return datetime.combine(day, time.min, formatting.zone())


def _filters(
    accounts: Sequence[AccountOut], *, failed: bool
) -> tuple[EventState | None, uuid.UUID | None, datetime | None, datetime | None]:
    named = {str(each.id): each.name for each in accounts}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state = st.segmented_control(
            _("State"),
            list(EventState),
            default=EventState.DEAD if failed else None,
            format_func=channel_words.event_state,
            key="events-state",
        )
        chosen: str = st.selectbox(
            _("Account"),
            ["", *named],
            format_func=lambda each: named[each] if each else _("All"),
            key="events-account",
            width=240,
        )
        days: tuple[date, ...] = st.date_input(
            _("Days"), [], key="events-days", format="DD/MM/YYYY", width=260, help=_("The first and the last one.")
        )
    since = _start(days[0]) if days else None
    until = _start(days[-1] + timedelta(days=1)) if days else None
    return state, uuid.UUID(chosen) if chosen else None, since, until


def _list(
    api: Api,
    viewer: Viewer,
    accounts: Sequence[AccountOut],
    state: EventState | None,
    account_id: uuid.UUID | None,
    since: datetime | None,
    until: datetime | None,
) -> None:
    def page(cursor: str | None) -> Page[EventOut]:
        return api.events.list(state=state, account_id=account_id, since=since, until=until, limit=SHOWN, cursor=cursor)

    events, following = paging.load("events", (state, account_id, since, until), page)
    if not events:
        feedback.empty(_("Nothing here"), _nothing(state), icon=":material/inbox:")
    named = {each.id: each for each in accounts}
    for event in events:
        _row(api, viewer, event, named.get(event.account_id) if event.account_id else None)
    paging.more("events", following)


def _nothing(state: EventState | None) -> str:
    if state is EventState.DEAD:
        return _("Everything that came in was understood.")
    return _("What platforms send appears here: messages, receipts and changes.")


def _row(api: Api, viewer: Viewer, event: EventOut, account: AccountOut | None) -> None:
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            colour = channel_words.EVENT_COLOURS[event.state]
            badge = f":{colour}-badge[{channel_words.event_state(event.state)}]"
            st.markdown(f"**{plain(event.kind)}** {badge}  \n:gray[{plain(_about(event, account))}]", width="content")
            with st.container(horizontal=True, width="content", gap="small"):
                if viewer.may_set_up:
                    _tools(api, event)
        if event.error:
            st.code(event.error, language=None, wrap_lines=True)


def _about(event: EventOut, account: AccountOut | None) -> str:
    tried = ngettext("tried {count} time", "tried {count} times", event.attempts).format(count=event.attempts)
    parts = (account.name if account else "", formatting.moment_in_full(event.received_at), tried)
    return " · ".join(part for part in parts if part)


def _tools(api: Api, event: EventOut) -> None:
    if st.button(_("What came"), icon=":material/data_object:", type="tertiary", key=f"event-{event.id}"):
        _payload(api, event)
    retriable = event.state in (EventState.DEAD, EventState.IGNORED)
    if retriable and st.button(_("Take in again"), icon=":material/replay:", key=f"retry-{event.id}"):
        with feedback.telling():
            api.events.retry(event.id)
            feedback.done(_("The event is taken in again."))
            st.rerun()


def _payload(api: Api, event: EventOut) -> None:
    @st.dialog(_("What the platform sent"), width="large")
    def dialog() -> None:
        st.caption(_("It may hold somebody's words: look only as far as you must."))
        st.code(api.events.read(event.id).payload, language="json", wrap_lines=True, height=420)

    dialog()
