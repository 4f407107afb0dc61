"""One lead: what it is worth and where it stands, what it wants, what was said and done (SCO-01, CRM-05, CRM-12)."""

import uuid
from typing import Final

import streamlit as st

from backend.conversations.schemas import ConversationDetail
from backend.leads.schemas import LeadDetail
from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.api.conversations import InboxFilters
from streamlit_app.api.tasks import TaskFilters
from streamlit_app.kit import feedback, formatting, undoing, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.kit.transport import ApiError
from streamlit_app.screens import (
    lead_activity,
    lead_contacts,
    lead_deal,
    lead_forms,
    lead_merging,
    lead_notes,
    lead_wishes,
    lead_writing,
    task_forms,
    task_list,
)
from streamlit_app.screens.lead_words import lead_name
from streamlit_app.screens.transcripts import show_transcript
from streamlit_app.viewer import Viewer

REFRESH_SECONDS: Final = 3
_TOLD: Final = "lead_opened"


def chosen() -> uuid.UUID | None:
    """From the address, so that a reload or a link from a mail opens the same lead."""
    try:
        return uuid.UUID(st.query_params.get("lead", ""))
    except ValueError:
        return None


def show(api: Api, viewer: Viewer, lead_id: uuid.UUID, *, back: str) -> None:
    st.button(back, icon=":material/arrow_back:", type="tertiary", key="back", on_click=leave)
    try:
        lead = api.leads.get(lead_id)
    except ApiError as error:
        if error.status != 404:
            raise
        feedback.empty(_("This lead no longer exists"), _("It was deleted, or is in the bin."))
        return
    _tell_opened(api, viewer, lead)
    _head(api, viewer, lead)
    undoing.show()
    task_list.dialog(api, viewer)
    left, right = st.columns([5, 6], gap="medium")
    with left:
        lead_deal.show(api, viewer, lead)
        lead_contacts.show(api, viewer, lead)
        lead_wishes.scored(lead)
        lead_wishes.show(api, lead)
        lead_merging.merged(api, viewer, lead)
    with right:
        _stories(api, viewer, lead)


def leave() -> None:
    st.query_params.pop("lead", None)


def _tell_opened(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    """Once for each time that somebody comes to the lead; not for every look of the page."""
    if viewer.may_work and st.session_state.get(_TOLD) != lead.id:
        st.session_state[_TOLD] = lead.id
        api.leads.opened(lead.id)


def _head(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(gap=None, width="content"):
            st.title(plain(lead_name(lead)), anchor=False)
            company = f"{plain(lead.company)} · " if lead.company and lead.name else ""
            st.caption(company + _("{source}, {when}").format(
                source=words.source(lead.source), when=formatting.moment_in_full(lead.created_at)
            ))  # fmt: skip
        if viewer.may_work:
            _actions(api, viewer, lead)


def _actions(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    with st.container(horizontal=True, width="content"):
        lead_writing.button(api, lead)
        if st.button(_("Edit"), icon=":material/edit:", key="edit-lead"):
            lead_forms.edit(api, lead)
        if st.button(_("Merge"), icon=":material/merge:", key="merge-lead"):
            lead_merging.choose(api, lead)
        if viewer.may_set_up and st.button(_("Delete"), icon=":material/delete:", key="delete-lead"):
            feedback.confirm(
                _("Delete this lead?"),
                _("{name} goes to the bin and comes back from there for thirty days. Its conversations stay.").format(
                    name=plain(lead_name(lead))
                ),
                lambda: _delete(api, lead),
                label=_("Delete lead"),
                success=_("The lead was deleted."),
                then=leave,
            )


def _delete(api: Api, lead: LeadDetail) -> None:
    api.leads.delete(lead.id)
    said = _("{name} is in the bin.").format(name=plain(lead_name(lead)))
    undoing.offer(said, lambda: api.leads.restore(lead.id))


def _stories(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    # A label that changed would be another tab, and the one that is open would close.
    happened, written, to_do, talked = st.tabs([_("Activity"), _("Notes"), _("Tasks"), _("Conversation")])
    with happened:
        lead_activity.show(api, lead.id)
    with written:
        lead_notes.show(api, viewer, lead.id)
    with to_do:
        _tasks(api, viewer, lead)
    with talked:
        _conversation(api, lead.id)


def _tasks(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    if viewer.may_work:
        task_forms.quick(api, viewer, task_forms.About(lead_id=lead.id), key="lead")
    tasks = api.tasks.list(TaskFilters(lead_id=lead.id)).items
    if tasks:
        task_list.show(api, viewer, tasks, label=_("Tasks"), key="lead-tasks", of_lead=True)
    else:
        st.caption(_("Nothing to do for this lead."))


@st.fragment(run_every=REFRESH_SECONDS)
@feedback.live
def _conversation(api: Api, lead_id: uuid.UUID) -> None:
    found = api.conversations.list(InboxFilters(lead_id=lead_id)).items
    if not found:
        st.caption(_("This lead has not talked to your widget."))
        return
    talk = found[0]
    if len(found) > 1:
        talk = st.selectbox(
            _("Conversation"),
            found,
            format_func=lambda each: formatting.moment_in_full(each.created_at),
            key=f"lead-conversation-{lead_id}",
        )
    detail: ConversationDetail = api.conversations.get(talk.id)
    show_transcript(detail, key="lead-transcript", height="560px")
    if st.button(_("Open in conversations"), icon=":material/forum:", key="open-conversation"):
        navigation.go("conversations", conversation=str(talk.id))
