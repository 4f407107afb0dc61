"""Adding and editing a lead by hand (CRM-05); scores are computed, so no form asks for one (X18)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st
from pydantic import ValidationError

from backend.leads.enums import Source
from backend.leads.schemas import Budget, LeadCreate, LeadDetail, LeadUpdate, QualificationIn
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, words
from streamlit_app.kit.i18n import _

URGENCIES = ("now", "1_3_months", "3_6_months", "later")


def create(api: Api) -> None:
    @st.dialog(_("Add lead"), width="large")
    def ask() -> None:
        with st.form("create-lead", border=False):
            given = _contact(None)
            source = st.selectbox(
                _("Source"), list(Source), index=list(Source).index(Source.MANUAL), format_func=words.source
            )
            wishes = _wishes({})
            sent = st.form_submit_button(_("Add lead"), type="primary")
        if sent:
            with feedback.telling(), _checked():
                lead = api.leads.create(LeadCreate(**_given(given), source=source, qualification=wishes()))
                st.query_params["lead"] = str(lead.id)
                feedback.done(_("The lead was added."))
                st.rerun()

    ask()


def edit(api: Api, lead: LeadDetail) -> None:
    @st.dialog(_("Edit lead"), width="large")
    def ask() -> None:
        with st.form("edit-lead", border=False):
            given = _contact(lead)
            wishes = _wishes(lead.qualification)
            sent = st.form_submit_button(_("Save"), type="primary")
        if sent:
            with feedback.telling(), _checked():
                changes = LeadUpdate(**_changed(lead, given), qualification=wishes(), updated_at=lead.updated_at)
                api.leads.update(lead.id, changes)
                feedback.done(_("Saved."))
                st.rerun()

    ask()


def _contact(lead: LeadDetail | None) -> dict[str, str]:
    left, right = st.columns(2)
    with left:
        name = st.text_input(_("Name"), lead.name if lead else "", max_chars=200)
        email = st.text_input(_("Email"), (lead.email or "") if lead else "", max_chars=254)
        address = st.text_input(_("Address"), (lead.address or "") if lead else "", max_chars=500)
    with right:
        company = st.text_input(_("Company"), lead.company if lead else "", max_chars=200)
        phone = st.text_input(
            _("Phone"), (lead.phone or "") if lead else "", max_chars=40, placeholder="+34 600 000 000"
        )
    found = {"name": name, "company": company, "email": email, "phone": phone, "address": address}
    return {field: (value or "").strip() for field, value in found.items()}


# Any: what the flow wrote, as JSON.
def _wishes(found: dict[str, Any]) -> Callable[[], QualificationIn]:
    """Draws the fields; what it returns reads them, and may raise `ValidationError`."""
    left, right = st.columns(2)
    budget = found.get("budget") or {}
    with left:
        project = st.text_input(_("Project"), str(found.get("project") or ""), max_chars=200)
        metres = st.number_input(_("Size in m²"), 0.0, 1e6, found.get("metres"), step=1.0, placeholder="—")
        low = st.number_input(_("Budget from"), 0.0, 1e12, budget.get("min"), step=500.0, placeholder="—")
    with right:
        style = st.text_input(_("Style"), str(found.get("style") or ""), max_chars=200)
        known = found.get("urgency")
        options = [*URGENCIES] if known in (None, "", *URGENCIES) else [*URGENCIES, str(known)]
        urgency = st.selectbox(
            _("Urgency"),
            options,
            index=options.index(str(known)) if known else None,
            format_func=words.urgency,
            placeholder="—",
        )
        high = st.number_input(_("Budget up to"), 0.0, 1e12, budget.get("max"), step=500.0, placeholder="—")
    note = st.text_area(_("Note"), str(found.get("note") or ""), max_chars=5_000, height=90)

    def read() -> QualificationIn:
        has_budget = low is not None or high is not None
        return QualificationIn(
            project=project or None,
            style=style or None,
            metres=metres or None,
            urgency=urgency,
            budget=Budget(min=low, max=high, currency=budget.get("currency")) if has_budget else None,
            note=note or None,
        )

    return read


@contextmanager
def _checked() -> Iterator[None]:
    """The shapes' own refusals, in a person's words."""
    try:
        yield
    except ValidationError as error:
        if any("at least a name" in str(each["msg"]) for each in error.errors()):
            st.error(_("Enter at least a name, a company, an email or a phone."))
        elif any("min must not be above" in str(each["msg"]) for each in error.errors()):
            st.error(_("The lower budget must not be above the upper one."))
        else:
            st.error(_("Something you entered is not valid. Check it and try again."))


def _given(fields: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


# Any: null empties a field.
def _changed(lead: LeadDetail, fields: dict[str, str]) -> dict[str, Any]:
    before = {name: getattr(lead, name) or "" for name in fields}
    nullable = {"email", "phone", "address"}
    return {
        name: (value or None) if name in nullable else value for name, value in fields.items() if value != before[name]
    }
