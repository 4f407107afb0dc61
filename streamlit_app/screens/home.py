"""The first page: today, the last thirty days, and who deserves a call now (PAN-01, OBS-03)."""

import re
from collections.abc import Sequence
from datetime import date, datetime

import streamlit as st

from backend.conversations.schemas import ConversationStats
from backend.leads.enums import Sort
from backend.leads.schemas import LeadOut
from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.kit import charts, feedback, formatting
from streamlit_app.kit.device import is_phone
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.rows import rows
from streamlit_app.screens import getting_started, home_activity, home_shortcuts
from streamlit_app.screens.lead_words import lead_row
from streamlit_app.viewer import Viewer

REFRESH_SECONDS = 5
HOTTEST = 6
# A label may hold a variable such as {name}, which is nobody's here.
_FILLED = re.compile(r"\{\w+\}")


def show(api: Api, viewer: Viewer) -> None:
    st.title(_greeting(viewer), anchor=False)
    if not viewer.me.email_verified:
        _unverified(api)
    with st.spinner(_("Loading…")):
        stats = api.conversations.stats()
        hottest = api.leads.list(sort=Sort.SCORE, limit=HOTTEST).items
    home_shortcuts.search()
    home_shortcuts.ways()
    if not hottest and not any(day.conversations for day in stats.by_day):
        getting_started.show(api, viewer)
        return
    _today(api)
    home_activity.show(api)
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        _trend(stats)
    with right, st.container(border=True):
        _hottest(hottest)
    with st.container(border=True):
        _funnel(stats)


def _greeting(viewer: Viewer) -> str:
    first = viewer.me.full_name.split()[0] if viewer.me.full_name.split() else ""
    hour = datetime.now(formatting.zone()).hour
    words_now = _("Good morning") if 5 <= hour < 13 else _("Good afternoon") if hour < 20 else _("Good evening")
    return f"{words_now}, {formatting.plain(first)}" if first else words_now


def _unverified(api: Api) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(_("Confirm your email address: we have sent you a link."), icon=":material/mail:")
        if st.button(_("Send it again"), key="resend"):
            with feedback.telling():
                api.auth.resend_verification()
                st.toast(_("Sent. Look in your inbox."), icon=":material/mail:")


@st.fragment(run_every=REFRESH_SECONDS)
@feedback.live
def _today(api: Api) -> None:
    stats = api.conversations.stats()
    today, days = stats.today, stats.by_day[-14:]
    with st.container(horizontal=True):
        st.metric(
            _("Conversations today"),
            formatting.number(today.conversations, 0),
            _compared([day.conversations for day in stats.by_day]),
            delta_color="off",
            delta_arrow="off",
            chart_data=None if is_phone() else [day.conversations for day in days],
            chart_type="bar",
            border=True,
            width="stretch",
        )
        st.metric(
            _("New leads today"),
            formatting.number(today.leads, 0),
            _compared([day.leads for day in stats.by_day]),
            delta_color="off",
            delta_arrow="off",
            chart_data=None if is_phone() else [day.leads for day in days],
            chart_type="bar",
            border=True,
            width="stretch",
        )
        st.metric(
            _("Waiting for a person"),
            formatting.number(today.waiting, 0),
            _("answer them now") if today.waiting else _("all answered"),
            delta_color="off",
            delta_arrow="off",
            border=True,
            width="stretch",
            height="stretch",
        )
        _conversion(stats)


def _conversion(stats: ConversationStats) -> None:
    talked = sum(day.conversations for day in stats.by_day)
    leads = sum(day.leads for day in stats.by_day)
    st.metric(
        _("Become leads, 30 days"),
        formatting.percent(min(leads / talked, 1)) if talked else "—",
        _("{leads} of {count}").format(leads=formatting.number(leads, 0), count=formatting.number(talked, 0)),
        delta_color="off",
        delta_arrow="off",
        border=True,
        width="stretch",
        height="stretch",
    )


def _compared(counts: Sequence[int]) -> str | None:
    """Today beside the mean of the week before; today is still young, so it is said and not coloured."""
    week = counts[-8:-1]
    if not week:
        return None
    mean = sum(week) / len(week)
    return _("{count} a day this week").format(count=formatting.number(mean))


def _trend(stats: ConversationStats) -> None:
    st.markdown(f"##### {_('Last 30 days')}", anchors=False)
    charts.trend(
        [formatting.day(date.fromisoformat(day.day)) for day in stats.by_day],
        [
            (_("Conversations"), [day.conversations for day in stats.by_day]),
            (_("Leads"), [day.leads for day in stats.by_day]),
        ],
        key="home-trend",
        alt=_("Conversations and leads a day over the last 30 days"),
    )


def _funnel(stats: ConversationStats) -> None:
    st.markdown(f"##### {_('How far visitors come, 30 days')}", anchors=False)
    steps = [step for step in stats.funnel if step.label]
    if not steps or not steps[0].visitors:
        st.caption(_("Nobody has talked to the published flow yet."))
        return
    first = max(step.visitors for step in steps)
    charts.funnel(
        [_FILLED.sub("…", step.label) for step in steps],
        [step.visitors for step in steps],
        [formatting.percent(step.visitors / first) for step in steps],
        key="home-funnel",
        alt=_("How many visitors reached each question"),
    )


def _hottest(leads: Sequence[LeadOut]) -> None:
    st.markdown(f"##### {_('Hottest leads')}", anchors=False)
    if not leads:
        st.caption(_("Your first leads will appear here."))
        return
    opened = rows([lead_row(lead) for lead in leads], label=_("Hottest leads"), key="home-hottest")
    if opened:
        navigation.go("leads", lead=opened)
