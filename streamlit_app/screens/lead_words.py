"""How a lead is called where it may have no name yet."""

from backend.leads.schemas import LeadOut
from streamlit_app.kit import formatting, words
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.rows import Row


def lead_name(lead: LeadOut) -> str:
    return lead.name or lead.company or lead.email or lead.phone or _("No name yet")


def lead_row(lead: LeadOut) -> Row:
    return Row(
        id=str(lead.id),
        title=lead_name(lead),
        note=lead.summary or words.source(lead.source),
        aside=formatting.ago(lead.last_activity_at),
        tag=str(lead.score),
        tone=lead.temperature,
    )
