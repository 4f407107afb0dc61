"""One's own account and the company's plan (BIL-20, IDN-16)."""

import streamlit as st

from backend.core.language import LANGUAGES
from backend.plans.enums import OnExceed, Unit
from backend.plans.schemas import MetricOut, PlanOut
from streamlit_app import viewer as viewers
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, i18n, security, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.viewer import Viewer

# The bars of BIL-20 first; what few plans limit stands below.
FIRST = ("searches", "ia_msgs", "leads", "tasks_active", "csv_exports", "members")
ALSO = ("ai_money",)
NEARLY = 0.8


def show(api: Api, viewer: Viewer) -> None:
    st.title(_("Account"), anchor=False)
    plan, person, safety = st.tabs([_("Plan and usage"), _("Profile"), _("Security")])
    with plan:
        _plan(api.plans.own())
    with person:
        _profile(api, viewer)
    with safety:
        security.show(api.auth, viewer.me, viewers.forget)


def _plan(plan: PlanOut) -> None:
    name = plan.names.get(i18n.language()) or plan.plan
    by_name = {each.metric: each for each in plan.metrics}
    period = next((each.period for each in plan.metrics if len(each.period) == 6), "")
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"#### {_('Plan {name}').format(name=plain(name))}", width="content", anchors=False)
        if period:
            st.caption(formatting.period(period).capitalize())
    _bars([by_name[name] for name in FIRST if name in by_name])
    st.markdown(f"##### {_('Also in your plan')}", anchors=False)
    _bars([by_name[name] for name in ALSO if name in by_name])


def _bars(metrics: list[MetricOut]) -> None:
    for left, right in zip(metrics[::2], [*metrics[1::2], None], strict=False):
        columns = st.columns(2, gap="medium")
        with columns[0]:
            _bar(left)
        if right is not None:
            with columns[1]:
                _bar(right)


def _bar(metric: MetricOut) -> None:
    with st.container(border=True):
        used = _amount(metric.used, metric.unit)
        limit = _("No limit") if metric.limit is None else _amount(metric.limit, metric.unit)
        with st.container(horizontal=True, horizontal_alignment="distribute"):
            st.markdown(f"**{words.metric(metric.metric)}**", width="content")
            st.markdown(plain(f"{used} / {limit}"), width="content")
        # No division by a limit that is null or nought (BIL-02).
        share = min(metric.used / metric.limit, 1.0) if metric.limit else 0.0
        st.progress(share)
        st.caption(_standing(metric, share))


def _standing(metric: MetricOut, share: float) -> str:
    if metric.limit is None:
        return _("No limit")
    if metric.limit == 0:
        return _("Not in your plan")
    renews = (
        f" · {_('renews {when}').format(when=formatting.moment_in_full(metric.resets_at))}" if metric.resets_at else ""
    )
    if share >= 1:
        beyond = metric.on_exceed is OnExceed.ALLOW
        said = _("Limit passed; nothing is lost, but consider a larger plan") if beyond else _("Limit reached")
        return f":red[{said}]{plain(renews)}"
    left = _("{count} left").format(count=_amount(metric.remaining or 0, metric.unit))
    return (f":orange[{plain(left)}]" if share >= NEARLY else plain(left)) + plain(renews)


def _amount(value: float, unit: Unit) -> str:
    return formatting.money(value, "EUR") if unit is Unit.EUR else formatting.number(value)


def _profile(api: Api, viewer: Viewer) -> None:
    with st.form("profile", width=560):
        full_name = st.text_input(_("Your name"), viewer.me.full_name, max_chars=120, autocomplete="name")
        st.text_input(_("Email"), viewer.me.email, disabled=True)
        language = st.selectbox(
            _("Language"),
            LANGUAGES,
            index=LANGUAGES.index(viewer.me.language),
            format_func=words.LANGUAGE_NAMES.__getitem__,
        )
        sent = st.form_submit_button(_("Save"), type="primary")
    if sent and not (full_name or "").strip():
        st.error(_("Enter your name."))
    elif sent:
        with feedback.telling():
            me = api.auth.describe(full_name=(full_name or "").strip(), language=language or viewer.me.language)
            viewers.forget()
            i18n.choose(me.language)
            feedback.done(_("Saved."))
            st.rerun()
