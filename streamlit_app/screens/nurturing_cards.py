"""One sequence: whether it runs, when it writes, how it goes, and what can be done with it."""

import streamlit as st

from backend.nurturing.enums import SequenceKind
from backend.nurturing.schemas import SequenceOut
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, wishes
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens import nurturing_editor, nurturing_people, nurturing_trying, nurturing_words
from streamlit_app.viewer import Viewer


def switch(api: Api) -> None:
    """Before anything is counted, so that the totals are those of now."""
    for kind in SequenceKind:
        wanted = wishes.taken(_key(kind))
        if wanted is not None:
            with feedback.telling():
                api.nurturing.toggle(kind, active=wanted)
                feedback.done(_said(kind, active=wanted))
                st.rerun()


def _said(kind: SequenceKind, *, active: bool) -> str:
    said = _("“{name}” is on.") if active else _("“{name}” is off; everybody in it was let go.")
    return said.format(name=plain(nurturing_words.name(kind)))


def _key(kind: SequenceKind) -> str:
    return f"sequence-{kind.value}"


def card(api: Api, viewer: Viewer, sequence: SequenceOut) -> None:
    kind = sequence.type
    with st.container(border=True, gap="small", height="stretch"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            colour = "green" if sequence.active else "gray"
            st.markdown(
                f":{colour}[{nurturing_words.ICONS[kind]}] **{nurturing_words.name(kind)}**"
                f"  \n:gray[{_meaning(sequence)}]",
                width="content",
            )
            wishes.show(_key(kind), sequence.active)
            st.toggle(
                _("On"), key=_key(kind), on_change=wishes.keep, args=(_key(kind),), disabled=not viewer.may_set_up
            )
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(_delays(sequence), width="content")
            st.caption(_counts(sequence), width="content")
        _tools(api, viewer, sequence)
        nurturing_people.show(api, viewer, sequence)


def _meaning(sequence: SequenceOut) -> str:
    said = nurturing_words.meaning(sequence.type)
    if sequence.silence_days:
        said += " " + _("After {count} days.").format(count=sequence.silence_days)
    return said


def _delays(sequence: SequenceOut) -> str:
    return " ".join(f":blue-badge[{nurturing_words.delay(each.delay_hours)}]" for each in sequence.steps)


def _counts(sequence: SequenceOut) -> str:
    counts = sequence.counts
    return " · ".join(
        (
            _("{count} waiting").format(count=formatting.number(counts.pending, 0)),
            _("{count} sent").format(count=formatting.number(counts.sent, 0)),
            _("{count} replied").format(count=formatting.number(counts.replied, 0)),
        )
    )


def _tools(api: Api, viewer: Viewer, sequence: SequenceOut) -> None:
    kind = sequence.type.value
    with st.container(horizontal=True, gap="small"):
        if viewer.may_set_up and st.button(_("Edit steps"), icon=":material/edit:", key=f"edit-{kind}"):
            nurturing_editor.edit(api, sequence)
        if viewer.may_work and st.button(_("Try it"), icon=":material/preview:", key=f"try-{kind}"):
            nurturing_trying.show(api, viewer, sequence)
        if viewer.may_work and st.button(
            _("Add somebody"), icon=":material/person_add:", key=f"enrol-{kind}", disabled=not sequence.active
        ):
            nurturing_people.enrol(api, sequence.type)
        if viewer.may_set_up and not sequence.is_default:
            _reset(api, sequence)


def _reset(api: Api, sequence: SequenceOut) -> None:
    if st.button(
        _("Back to the original"), icon=":material/restart_alt:", type="tertiary", key=f"reset-{sequence.type.value}"
    ):
        feedback.confirm(
            _("Go back to the original steps?"),
            _("Your own words and times of “{name}” go.").format(name=plain(nurturing_words.name(sequence.type))),
            lambda: _forget(api, sequence),
            label=_("Go back"),
            success=_("The sequence is as it came."),
        )


def _forget(api: Api, sequence: SequenceOut) -> None:
    api.nurturing.reset(sequence.type)
