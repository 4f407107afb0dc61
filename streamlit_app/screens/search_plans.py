"""Searches that run by themselves: "every Monday at 8" (PRO-08)."""

from typing import Any

import streamlit as st
from babel.dates import get_day_names
from pydantic import ValidationError

from backend.prospecting.schemas import ScheduleCreate, ScheduleOut, ScheduleUpdate
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _, language
from streamlit_app.screens import search_words
from streamlit_app.viewer import Viewer

HOURS = range(24)


def show(api: Api, viewer: Viewer) -> None:
    found = api.schedules.list().items
    if not found:
        feedback.empty(
            _("Nothing is planned"),
            _("Write a search and press “Plan it”: it then runs by itself and adds what is new."),
            icon=":material/event_repeat:",
        )
    for schedule in found:
        _row(api, viewer, schedule)


def create(api: Api, fields: dict[str, Any]) -> None:
    """Any: the search's fields by name."""

    @st.dialog(_("Plan this search"))
    def ask() -> None:
        st.markdown(f"**{plain(str(fields['query']))}**")
        days, hour = _when([0], 8)
        st.caption(_("It adds what is new, saves it by itself, and counts as a search of your plan each time."))
        if st.button(_("Plan it"), type="primary", key="plan-agree", disabled=not days):
            try:
                body = ScheduleCreate(**fields, weekdays=days, hour=hour)
            except ValidationError:
                st.error(_("Something you entered is not valid. Check it and try again."))
                return
            with feedback.telling():
                made = api.schedules.create(body)
                feedback.done(_("Planned. Next time: {when}.").format(when=formatting.moment_in_full(made.next_at)))
                st.rerun()

    ask()


def _when(days: list[int], hour: int) -> tuple[list[int], int]:
    chosen = st.pills(
        _("Days"),
        range(7),
        selection_mode="multi",
        default=days,
        format_func=lambda each: _day(each)[:3],
        key="plan-days",
    )
    at = st.selectbox(
        _("Hour"), HOURS, index=hour, format_func=lambda each: f"{each:02}:00", key="plan-hour", width=140
    )
    return list(chosen), at


def _day(number: int) -> str:
    """0 is Monday."""
    return str(get_day_names("wide", locale=language())[number])


def _row(api: Api, viewer: Viewer, schedule: ScheduleOut) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            days = ", ".join(_day(each) for each in schedule.weekdays)
            when = _("{days} at {hour}").format(days=days, hour=f"{schedule.hour:02}:00")
            st.markdown(f"**{plain(schedule.query)}**  \n:gray[{plain(_about(schedule, when))}]", width="content")
            if viewer.may_work:
                _tools(api, schedule)
        if schedule.problem:
            said = search_words.reason(schedule.problem) or _("It could not run last time.")
            st.warning(said, icon=":material/error:")


def _about(schedule: ScheduleOut, when: str) -> str:
    following = _("next: {when}").format(when=formatting.moment_in_full(schedule.next_at))
    return " · ".join([when, following if schedule.active else _("switched off")])


def _tools(api: Api, schedule: ScheduleOut) -> None:
    with st.container(horizontal=True, width="content", vertical_alignment="center"):
        active = st.toggle(_("On"), schedule.active, key=f"plan-active-{schedule.id}")
        if active != schedule.active:
            with feedback.telling():
                api.schedules.change(schedule.id, ScheduleUpdate(active=active))
                feedback.done(_("Saved."))
                st.rerun()
        if st.button(_("Change"), icon=":material/edit:", type="tertiary", key=f"plan-edit-{schedule.id}"):
            _edit(api, schedule)
        if st.button(_("Delete"), icon=":material/delete:", type="tertiary", key=f"plan-delete-{schedule.id}"):
            feedback.confirm(
                _("Delete this planned search?"),
                plain(schedule.query),
                lambda: api.schedules.delete(schedule.id),
                label=_("Delete"),
                success=_("It will not run any more. Its leads stay."),
            )


def _edit(api: Api, schedule: ScheduleOut) -> None:
    @st.dialog(_("Change this planned search"))
    def ask() -> None:
        query = st.text_input(_("Search"), schedule.query, max_chars=200, key="plan-query")
        days, hour = _when(schedule.weekdays, schedule.hour)
        if st.button(_("Save"), type="primary", key="plan-save", disabled=not days or not (query or "").strip()):
            with feedback.telling():
                changes = ScheduleUpdate(query=query, weekdays=days, hour=hour)
                api.schedules.change(schedule.id, changes)
                feedback.done(_("Saved."))
                st.rerun()

    ask()
