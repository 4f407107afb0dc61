"""The platform at a glance: figures now, and the last thirty days (SUP-03)."""

from typing import Final

import streamlit as st

from admin_app import navigation
from admin_app.api.api import Api
from backend.accounts.schemas import MeOut
from backend.superadmin.schemas import OverviewOut
from streamlit_app.kit import charts, feedback, formatting
from streamlit_app.kit.i18n import _, ngettext

REFRESH_SECONDS: Final = 15
# Legible on both themes; red is for faults alone.
COLOURS: Final = ("#64748b", "#0ea5a4")
FAULTS: Final = ("#dc4c4c",)


def show(api: Api, me: MeOut) -> None:
    st.title(_("Overview"), anchor=False)
    _figures(api)


@st.fragment(run_every=REFRESH_SECONDS)
@feedback.live
def _figures(api: Api) -> None:
    found = api.platform.overview()
    _ending(found)
    _counts(found)
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(border=True):
        st.markdown(f"##### {_('Conversations and leads, last 30 days')}", anchors=False)
        charts.trend(
            _days(found),
            [
                (_("Conversations"), [day.conversations for day in found.by_day]),
                (_("Leads"), [day.leads for day in found.by_day]),
            ],
            key="overview-trend",
            alt=_("Conversations and leads a day over the last 30 days, all companies"),
            colours=COLOURS,
            height=320,
        )
    with right, st.container(border=True):
        _faults(found)


def _ending(found: OverviewOut) -> None:
    """F1: messages stop on the day that Meta's version ends."""
    graph = found.graph_version
    if graph is None:
        return
    day = formatting.day_in_full(graph.expires_on)
    if graph.days_left < 0:
        sentence = _("Meta's API {version} ended on {day}: set META_GRAPH_VERSION to a newer one.")
    else:
        sentence = _("Meta's API {version} ends on {day}: set META_GRAPH_VERSION to a newer one before.")
    st.warning(sentence.format(version=graph.version, day=day), icon=":material/event_busy:")


def _counts(found: OverviewOut) -> None:
    days = found.by_day[-14:]
    paused = _("{count} paused").format(count=formatting.number(found.tenants - found.active_tenants, 0))
    people = ngettext("{count} person with an account", "{count} people with an account", found.users)
    with st.container(horizontal=True):
        _metric(_("Companies"), found.tenants, people.format(count=formatting.number(found.users, 0)))
        _metric(_("Active companies"), found.active_tenants, paused)
        _metric(_("Leads"), found.leads, _today(found, "leads"), [day.leads for day in days])
        conversations = [day.conversations for day in days]
        _metric(_("Conversations"), found.conversations, _today(found, "conversations"), conversations)
        _metric(_("Errors, 24 hours"), found.errors, _("look at them") if found.errors else _("all well"))


def _metric(label: str, count: int, below: str, chart: list[int] | None = None) -> None:
    st.metric(
        label,
        formatting.number(count, 0),
        below,
        delta_color="off",
        delta_arrow="off",
        chart_data=chart,
        chart_type="bar",
        border=True,
        width="stretch",
        height="stretch",
    )


def _today(found: OverviewOut, what: str) -> str:
    count = getattr(found.by_day[-1], what) if found.by_day else 0
    return _("{count} today").format(count=formatting.number(count, 0))


def _days(found: OverviewOut) -> list[str]:
    return [formatting.day(each.day) for each in found.by_day]


def _faults(found: OverviewOut) -> None:
    st.markdown(f"##### {_('Errors a day')}", anchors=False)
    if not any(day.errors for day in found.by_day):
        feedback.empty(
            _("No errors in 30 days"), _("Answers that were a fault of ours show up here."), icon=":material/verified:"
        )
        return
    charts.trend(
        _days(found),
        [(_("Errors"), [day.errors for day in found.by_day])],
        key="overview-errors",
        alt=_("Errors a day over the last 30 days"),
        colours=FAULTS,
        height=270,
    )
    if st.button(_("See the last errors"), icon=":material/bug_report:", type="tertiary", key="to-errors"):
        navigation.go("errors")
