"""The right side of the inbox: who this is, what is remembered of them, and what is to be done."""

import uuid
from typing import Final

import streamlit as st

from backend.assistant.memory.schemas import Memory
from backend.conversations.schemas import ConversationDetail
from backend.leads.schemas import LeadDetail
from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.api.tasks import TaskFilters
from streamlit_app.kit import feedback, formatting, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.facts import facts
from streamlit_app.kit.transport import ApiError
from streamlit_app.screens import trace_words
from streamlit_app.screens.lead_words import lead_name
from streamlit_app.viewer import Viewer

SECONDS: Final = 15
_TASKS: Final = 4


@st.fragment(run_every=SECONDS)
@feedback.live
def show(api: Api, viewer: Viewer, conversation_id: uuid.UUID) -> None:
    try:
        detail = api.conversations.get(conversation_id, latest=1)
        memory = api.conversations.memory(conversation_id)
        lead = api.leads.get(detail.lead_id) if detail.lead_id else None
    except ApiError as error:
        if error.status != 404:
            raise
        return
    with st.container(border=True, gap="small"):
        if lead is None:
            st.markdown(f"##### {_('Visitor')}", anchors=False)
            st.caption(_("Nothing is known of this person yet."))
        else:
            _lead(lead)
        _remembered(memory)
    if lead is not None:
        _to_do(api, lead)
    _from_where(detail)


def _lead(lead: LeadDetail) -> None:
    st.markdown(f"##### {plain(lead_name(lead))}", anchors=False)
    with st.container(horizontal=True, gap="xsmall"):
        colors = {"cold": "blue", "warm": "yellow", "hot": "orange", "premium": "violet"}
        color = colors.get(lead.temperature, "gray")
        st.badge(f"{words.temperature(lead.temperature)} · {lead.score}", color=color)  # type: ignore[arg-type] # names of the theme
        st.badge(words.stage(lead.stage), color="gray")
    facts(
        {
            _("Company"): lead.company,
            _("Email"): lead.email or "",
            _("Phone"): lead.phone or "",
            _("Value"): formatting.value(lead.value_minor, lead.currency)
            if lead.value_minor is not None and lead.currency
            else "",
            _("Consent"): formatting.moment_in_full(lead.consent_at) if lead.consent_at else _("None given"),
        },
        key="person-facts",
    )
    if st.button(_("Open lead"), icon=":material/person:", key="to-lead", width="stretch"):
        navigation.go("leads", lead=str(lead.id))


def _remembered(memory: Memory) -> None:
    """What the agent knows from talking (DMA-03)."""
    if not memory.total_messages:
        return
    st.markdown(f"**{_('Remembered')}**")
    st.progress(
        memory.purchase_intent, _("Wants to buy: {share}").format(share=formatting.percent(memory.purchase_intent))
    )
    last = memory.last_intent or ""
    facts(
        {
            _("Last wish"): trace_words.intent(last) or trace_words.readable(last),
            _("Talked about"): ", ".join(dict.fromkeys(each.name for each in memory.products)),
            **{_fact(each.fact): each.value for each in memory.facts[-8:]},
        },
        key="person-memory",
    )


def _fact(name: str) -> str:
    known = {"name": _("Name"), "email": _("Email"), "phone": _("Phone")}
    return known.get(name) or trace_words.readable(name).capitalize()


def _to_do(api: Api, lead: LeadDetail) -> None:
    tasks = api.tasks.list(TaskFilters(lead_id=lead.id), limit=_TASKS).items
    if not tasks:
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{_('Next tasks')}**")
        for task in tasks:
            late = task.due_at is not None and task.due_at < formatting.now()
            due = f" :{'red' if late else 'gray'}[{formatting.day(task.due_on)}]" if task.due_on else ""
            st.markdown(f":material/task_alt: {plain(task.title)}{due}")


def _from_where(detail: ConversationDetail) -> None:
    shown = {
        _("Began"): formatting.moment_in_full(detail.created_at),
        _("Page"): detail.page_url or "",
        _("Came from"): detail.referrer or "",
        _("Campaign"): " / ".join(str(each) for each in detail.utm.values()),
    }
    with st.expander(_("Where it began"), icon=":material/explore:"):
        facts(shown, key="person-origin")
