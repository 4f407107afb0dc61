"""Who is or was in a sequence; adding somebody by hand and taking somebody out."""

import uuid

import streamlit as st

from backend.nurturing.enums import EnrolmentState, SequenceKind
from backend.nurturing.schemas import EnrolmentOut, SequenceOut
from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.api.lead_filters import LeadFilters
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens import inbox_words, nurturing_words
from streamlit_app.screens.lead_words import lead_name
from streamlit_app.viewer import Viewer


def show(api: Api, viewer: Viewer, sequence: SequenceOut) -> None:
    """Loaded when somebody looks."""
    label = _("People in it ({count})").format(count=formatting.number(sequence.counts.in_progress, 0))
    kind = sequence.type.value
    with st.expander(label, icon=":material/group:", key=f"people-{kind}", on_change="rerun") as opened:
        if opened.open:
            _list(api, viewer, sequence.type)


def _list(api: Api, viewer: Viewer, kind: SequenceKind) -> None:
    found = api.nurturing.enrolled(kind)
    if not found.items:
        st.caption(_("Nobody yet. People come in by themselves when the sequence is on, or you add them."))
    for each in found.items:
        _row(api, viewer, each)
    if found.next_cursor:
        st.caption(_("Only the newest {count} are shown.").format(count=len(found.items)))


def _row(api: Api, viewer: Viewer, enrolment: EnrolmentOut) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        colour = nurturing_words.STATE_COLOURS[enrolment.state]
        badge = f":{colour}-badge[{nurturing_words.state(enrolment.state)}]"
        st.markdown(f"**{plain(_name(enrolment))}** {badge}  \n:gray[{plain(_about(enrolment))}]", width="content")
        with st.container(horizontal=True, width="content", gap="small"):
            if st.button(
                _("Conversation"), icon=":material/forum:", type="tertiary", key=f"enrolment-talk-{enrolment.id}"
            ):
                navigation.go("conversations", conversation=str(enrolment.conversation_id))
            active = enrolment.state is EnrolmentState.ACTIVE
            if (
                viewer.may_work
                and active
                and st.button(
                    _("Take out"), icon=":material/person_remove:", type="tertiary", key=f"enrolment-out-{enrolment.id}"
                )
            ):
                _take_out(api, enrolment)


def _name(enrolment: EnrolmentOut) -> str:
    return enrolment.lead_name or _("Somebody unknown")


def _about(enrolment: EnrolmentOut) -> str:
    parts = [inbox_words.channel(enrolment.channel), nurturing_words.trigger(enrolment.trigger)]
    if enrolment.converted_at:
        parts.append(_("became a customer"))
    if enrolment.reason:
        parts.append(nurturing_words.stopped(enrolment.reason))
    if enrolment.next_step and enrolment.next_at:
        when = inbox_words.upcoming(enrolment.next_at)
        parts.append(_("step {number} {when}").format(number=enrolment.next_step, when=when))
    return " · ".join(parts)


def _take_out(api: Api, enrolment: EnrolmentOut) -> None:
    def act() -> None:
        api.nurturing.let_go(enrolment.conversation_id)

    feedback.confirm(
        _("Take this person out?"),
        _("{name} gets no more follow-ups of this sequence.").format(name=plain(_name(enrolment))),
        act,
        label=_("Take out"),
        success=_("No more follow-ups for this person."),
    )


def enrol(api: Api, kind: SequenceKind) -> None:
    @st.dialog(_("Add somebody"))
    def ask() -> None:
        st.caption(_("The first step is counted from now. Whatever other sequence the person is in ends."))
        lead_id = choose_lead(api, "enrol-lead")
        if st.button(_("Add to the sequence"), type="primary", key="enrol-agree", disabled=lead_id is None) and lead_id:
            with feedback.telling():
                api.nurturing.enrol(kind, lead_id)
                feedback.done(_("They are in the sequence now."))
                st.rerun()

    ask()


def choose_lead(api: Api, key: str) -> uuid.UUID | None:
    """Somebody found by a word of the name; the newest ones before a word is written."""
    q = st.text_input(
        _("Lead"), placeholder=_("Search by name, company or email"), key=f"{key}-q", icon=":material/search:"
    )
    found = api.leads.list(LeadFilters(q=(q or "").strip()), limit=8).items
    if not found:
        st.caption(_("No lead matches"))
        return None
    named = {each.id: lead_name(each) for each in found}
    chosen: uuid.UUID | None = st.radio(
        _("Which one"), list(named), format_func=named.__getitem__, key=key, index=None, label_visibility="collapsed"
    )
    return chosen
