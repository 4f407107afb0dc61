"""Why a lead scores as it does, and what it wants (SCO-01, SCO-03)."""

from typing import Any

import streamlit as st

from backend.leads.enums import Temperature
from backend.leads.schemas import LeadDetail
from streamlit_app.api.api import Api
from streamlit_app.kit import formatting, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.facts import facts
from streamlit_app.kit.parts.score import Part, score
from streamlit_app.screens import attachments


def scored(lead: LeadDetail) -> None:
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


def show(api: Api, lead: LeadDetail) -> None:
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
