"""Writing to a lead first, on WhatsApp: an approved template, for nobody may be written to out of the blue (MSG-04)."""

import uuid
from collections.abc import Sequence

import streamlit as st

from backend.channels.enums import AccountStatus, ChannelKind
from backend.leads.schemas import LeadDetail
from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback
from streamlit_app.kit.i18n import _
from streamlit_app.screens import inbox_templates
from streamlit_app.screens.lead_words import lead_name


def button(api: Api, lead: LeadDetail) -> None:
    """Only where there is a number to write to."""
    if lead.phone and st.button(_("Write on WhatsApp"), icon=":material/chat:", key="write-lead"):
        write(api, lead)


def write(api: Api, lead: LeadDetail) -> None:
    @st.dialog(_("Write on WhatsApp"), width="medium")
    def ask() -> None:
        usable = [
            each
            for each in api.sending.accounts()
            if each.kind is ChannelKind.WHATSAPP and each.status is AccountStatus.CONNECTED
        ]
        if not usable:
            st.info(_("Connect a WhatsApp number under Channels first."), icon=":material/add_link:")
            return
        account = usable[0]
        if len(usable) > 1:
            account = st.selectbox(_("From"), usable, format_func=lambda each: each.name, key="write-from")

        def send(template_id: uuid.UUID, variables: Sequence[str]) -> None:
            begun = api.sending.start(lead.id, account.id, template_id, variables)
            feedback.done(_("The template is on its way."))
            navigation.go("conversations", conversation=str(begun.conversation_id))

        whom = inbox_templates.Whom(lead.language or "", lead_name(lead), lead_id=lead.id)
        inbox_templates.choose(api, account.id, whom, send)

    ask()
