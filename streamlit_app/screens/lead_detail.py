"""One lead: why it scores as it does, what it wants, what was said, what happened (SCO-01, CRM-05, CRM-12)."""

import uuid
from datetime import datetime
from typing import Any

import streamlit as st

from backend.conversations.schemas import ConversationDetail
from backend.leads.enums import ContactState, EventKind, Stage, Temperature
from backend.leads.schemas import LeadDetail, LeadEventOut, LeadUpdate
from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.facts import facts
from streamlit_app.kit.parts.score import Part, score
from streamlit_app.kit.transport import ApiError
from streamlit_app.screens import attachments, lead_forms
from streamlit_app.screens.lead_words import lead_name
from streamlit_app.screens.transcripts import show_transcript
from streamlit_app.viewer import Viewer

REFRESH_SECONDS = 3


def show(api: Api, viewer: Viewer, lead_id: uuid.UUID) -> None:
    st.button(_("All leads"), icon=":material/arrow_back:", type="tertiary", key="back", on_click=_back)
    try:
        lead = api.leads.get(lead_id)
    except ApiError as error:
        if error.status != 404:
            raise
        feedback.empty(_("This lead no longer exists"), _("It was deleted or joined with another one."))
        return
    _head(api, viewer, lead)
    left, right = st.columns([5, 6], gap="medium")
    with left:
        _scored(lead)
        _wishes(api, lead)
        _contact(lead)
    with right:
        talked, happened = st.tabs([_("Conversation"), _("History")])
        with talked:
            _conversation(api, lead_id)
        with happened:
            _timeline(api, lead_id)


def _back() -> None:
    st.query_params.clear()


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
    _states(api, viewer, lead)


def _actions(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    with st.container(horizontal=True, width="content"):
        if st.button(_("Edit"), icon=":material/edit:", key="edit-lead"):
            lead_forms.edit(api, lead)
        if viewer.may_set_up and st.button(_("Delete"), icon=":material/delete:", key="delete-lead"):
            feedback.confirm(
                _("Delete this lead?"),
                _("{name} and its history will be deleted. Its conversations stay. This cannot be undone.").format(
                    name=plain(lead_name(lead))
                ),
                lambda: api.leads.delete(lead.id),
                label=_("Delete lead"),
                success=_("The lead was deleted."),
                then=_back,
            )


def _states(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    """The two fields that people move by hand, one click away (X17, X18)."""
    with st.container(horizontal=True):
        stage = st.segmented_control(
            _("Stage"),
            list(Stage),
            default=lead.stage,
            required=True,
            format_func=words.stage,
            disabled=not viewer.may_work,
            key=f"stage-{lead.id}-{lead.updated_at.timestamp()}",
        )
        contact = st.selectbox(
            _("Contact"),
            list(ContactState),
            index=list(ContactState).index(lead.contact_state),
            format_func=words.contact_state,
            disabled=not viewer.may_work,
            key=f"contact-{lead.id}-{lead.updated_at.timestamp()}",
            width=200,
        )
    # Any: fields by name; the shape checks them.
    changes: dict[str, Any] = {}
    if stage and stage != lead.stage:
        changes["stage"] = stage
    if contact and contact != lead.contact_state:
        changes["contact_state"] = contact
    if changes:
        with feedback.telling():
            api.leads.update(lead.id, LeadUpdate(**changes, updated_at=lead.updated_at))
            feedback.done(_("Saved."))
            st.rerun()


def _scored(lead: LeadDetail) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"##### {_('Score')}", width="content", anchors=False)
            _temperature(lead.temperature)
        parts = [Part(words.score_part(each.part), each.points, each.max, each.sentence) for each in lead.breakdown]
        label = _("Score: {count} of 100").format(count=lead.score)
        score(lead.score, lead.temperature, parts, label=label, key=f"score-{lead.id}")


def _temperature(value: Temperature) -> None:
    if value is Temperature.COLD:
        st.badge(words.temperature(value), color="blue", icon=":material/ac_unit:")
    elif value is Temperature.WARM:
        st.badge(words.temperature(value), color="yellow", icon=":material/sunny:")
    elif value is Temperature.HOT:
        st.badge(words.temperature(value), color="orange", icon=":material/local_fire_department:")
    else:
        st.badge(words.temperature(value), color="violet", icon=":material/diamond:")


def _wishes(api: Api, lead: LeadDetail) -> None:
    wishes = qualification(lead)
    photos = [str(each) for each in lead.qualification.get("photos") or []]
    if not wishes and not photos and not lead.summary:
        return
    with st.container(border=True):
        st.markdown(f"##### {_('What they want')}", anchors=False)
        if wishes:
            facts(wishes, key=f"wishes-{lead.id}")
        else:
            st.markdown(plain(lead.summary))
        if photos:
            attachments.gallery(api, photos)


def qualification(lead: LeadDetail) -> dict[str, str]:
    found = lead.qualification
    wishes = {
        _("Project"): words.option(str(found.get("project") or "")),
        _("Style"): words.option(str(found.get("style") or "")),
        _("Size"): f"{formatting.number(found['metres'])} m²" if found.get("metres") else "",
        _("Budget"): _budget(found.get("budget") or {}),
        _("Urgency"): words.urgency(str(found.get("urgency") or "")),
        _("Note"): str(found.get("note") or ""),
    }
    return {name: value for name, value in wishes.items() if value}


# Any: numbers and a currency, as JSON.
def _budget(found: dict[str, Any]) -> str:
    low, high, currency = found.get("min"), found.get("max"), found.get("currency")
    if low and high and low != high:
        return f"{formatting.number(low, 0)} – {formatting.money(high, currency)}"
    if low and not high:
        return _("from {amount}").format(amount=formatting.money(low, currency))
    if high and not low:
        return _("up to {amount}").format(amount=formatting.money(high, currency))
    return formatting.money(high, currency) if high else ""


def _contact(lead: LeadDetail) -> None:
    with st.container(border=True):
        st.markdown(f"##### {_('Contact details')}", anchors=False)
        with st.container(horizontal=True):
            if lead.email:
                st.link_button(_("Write an email"), f"mailto:{lead.email}", icon=":material/mail:")
            if lead.phone:
                st.link_button(_("Call"), f"tel:{lead.phone}", icon=":material/call:")
                digits = "".join(sign for sign in lead.phone if sign.isdigit())
                st.link_button("WhatsApp", f"https://wa.me/{digits}", icon=":material/chat:")
        details = {
            _("Email"): lead.email or "",
            _("Phone"): lead.phone or "",
            _("Address"): lead.address or "",
            _("Language"): words.LANGUAGE_NAMES.get(lead.language or "", ""),
            _("Page"): lead.origin_page or "",
            _("Campaign"): str(lead.utm.get("campaign") or lead.utm.get("source") or ""),
            _("Consent"): formatting.moment_in_full(lead.consent_at) if lead.consent_at else "",
        }
        facts(details, key=f"contact-{lead.id}")


@st.fragment(run_every=REFRESH_SECONDS)
@feedback.live
def _conversation(api: Api, lead_id: uuid.UUID) -> None:
    found = api.conversations.list(lead_id=lead_id).items
    if not found:
        st.caption(_("This lead has not talked to your widget."))
        return
    chosen = found[0]
    if len(found) > 1:
        chosen = st.selectbox(
            _("Conversation"),
            found,
            format_func=lambda each: formatting.moment_in_full(each.created_at),
            key=f"lead-conversation-{lead_id}",
        )
    detail: ConversationDetail = api.conversations.get(chosen.id)
    show_transcript(detail, key="lead-transcript", height=560)
    if st.button(_("Open in conversations"), icon=":material/forum:", key="open-conversation"):
        navigation.go("conversations", conversation=str(chosen.id))


def _timeline(api: Api, lead_id: uuid.UUID) -> None:
    events = api.leads.timeline(lead_id).items
    for event in events:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(_event_icon(event.kind), width="content")
            st.markdown(_event_line(event))


def _event_icon(kind: EventKind) -> str:
    icons = {
        EventKind.CREATED: ":material/person_add:",
        EventKind.CAPTURED: ":material/person_add:",
        EventKind.STAGE_CHANGED: ":material/trending_up:",
        EventKind.TEMPERATURE_CHANGED: ":material/thermostat:",
        EventKind.EDITED: ":material/edit:",
        EventKind.ASSIGNED: ":material/assignment_ind:",
    }
    return f":gray[{icons.get(kind, ':material/circle:')}]"


def _event_line(event: LeadEventOut) -> str:
    at: datetime = event.at
    change = _change(event)
    return f"{words.event(event.kind)}{change} :gray[· {formatting.plain(formatting.moment_in_full(at))}]"


def _change(event: LeadEventOut) -> str:
    before, after = event.data.get("from"), event.data.get("to")
    if event.kind is EventKind.STAGE_CHANGED and after in set(Stage):
        return f": {words.stage(Stage(after))}"
    if event.kind is EventKind.TEMPERATURE_CHANGED and after in set(Temperature):
        start = f"{words.temperature(Temperature(before))} → " if before in set(Temperature) else ""
        return f": {start}{words.temperature(Temperature(after))}"
    if event.kind is EventKind.CONTACT_STATE_CHANGED and after in set(ContactState):
        return f": {words.contact_state(ContactState(after))}"
    return ""
