"""Follow-ups: how the eight sequences go, and each with its steps and people (NUR-05)."""

from typing import Final

import streamlit as st

from backend.nurturing.enums import SequenceKind
from backend.nurturing.schemas import SequenceStats, StatsOut, StepStats
from streamlit_app.api.api import Api
from streamlit_app.kit import charts, formatting
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.screens import nurturing_cards, nurturing_words
from streamlit_app.viewer import Viewer

PERIODS: Final = (7, 30, 90, 365)
USUAL: Final = 90


def show(api: Api, viewer: Viewer) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(_("Follow-ups"), anchor=False, width="content")
        days = st.segmented_control(
            _("Period"),
            PERIODS,
            default=USUAL,
            required=True,
            format_func=lambda each: ngettext("{count} day", "{count} days", each).format(count=each),
            key="nurturing-days",
            label_visibility="collapsed",
        )
    if not viewer.may_set_up:
        st.info(_("You can look at everything here; an administrator makes changes."), icon=":material/visibility:")
    nurturing_cards.switch(api)
    stats = api.nurturing.stats(days or USUAL)
    _totals(stats)
    with st.container(border=True):
        _funnel(stats)
    sequences = api.nurturing.list()
    for pair in zip(sequences[::2], sequences[1::2], strict=True):
        for column, sequence in zip(st.columns(2, gap="medium"), pair, strict=True):
            with column:
                nurturing_cards.card(api, viewer, sequence)


def _totals(stats: StatsOut) -> None:
    totals = stats.totals
    active = _("{count} of {most}").format(count=stats.active_sequences, most=len(stats.by_sequence))
    with st.container(horizontal=True):
        _total(_("Active sequences"), active)
        _total(_("People enrolled"), formatting.number(totals.enrolled, 0))
        _total(_("Messages sent"), formatting.number(totals.sent, 0))
        _total(_("Replies"), formatting.number(totals.replied, 0))


def _total(label: str, value: str) -> None:
    st.metric(label, value, border=True, width="stretch")


def _funnel(stats: StatsOut) -> None:
    by_kind = {each.type: each for each in stats.by_sequence}
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
        st.markdown(f"##### {_('How far they come')}", anchors=False, width="content")
        with st.container(horizontal=True, width="content", vertical_alignment="bottom"):
            chosen: str = st.selectbox(
                _("Sequence"),
                ["", *by_kind],
                format_func=lambda each: nurturing_words.name(SequenceKind(each)) if each else _("All sequences"),
                key="funnel-sequence",
                width=240,
            )
            sequence = by_kind[SequenceKind(chosen)] if chosen else None
            step = _step(sequence) if sequence else None
    steps = _of_step(step) if step else _of_all(sequence, stats)
    first = max(count for _name, count in steps)
    if not first:
        st.caption(_("Nobody has been enrolled in this time. Switch a sequence on, or add somebody by hand."))
        return
    charts.funnel(
        [label for label, _count in steps],
        [count for _name, count in steps],
        [formatting.percent(count / first) for _name, count in steps],
        key="nurturing-funnel",
        alt=_("People enrolled, messages sent and delivered, replies and customers"),
    )
    st.caption(_("Sent and delivered count messages; the others count people."))


def _step(found: SequenceStats) -> StepStats | None:
    named = {each.step: each for each in found.steps}
    number = st.selectbox(
        _("Step"),
        [0, *named],
        format_func=lambda each: _("Step {number}").format(number=each) if each else _("All steps"),
        key=f"funnel-step-{found.type}",
        width=160,
    )
    return named[number] if number else None


def _of_step(step: StepStats) -> list[tuple[str, int]]:
    return [(_("Sent"), step.sent), (_("Delivered"), step.delivered), (_("Replies"), step.replied)]


def _of_all(found: SequenceStats | None, stats: StatsOut) -> list[tuple[str, int]]:
    counts = found or stats.totals
    return [
        (_("Enrolled"), counts.enrolled),
        (_("Sent"), counts.sent),
        (_("Delivered"), counts.delivered),
        (_("Replies"), counts.replied),
        (_("Became customers"), counts.converted),
    ]
