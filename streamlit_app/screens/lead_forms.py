"""Adding and editing a lead by hand (CRM-05); scores are computed, so no form asks for one (X18)."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st
from pydantic import ValidationError

from backend.leads.enums import Source
from backend.leads.schemas import Budget, DomainCheck, LeadCreate, LeadDetail, LeadUpdate, QualificationIn
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens import custom_values

URGENCIES = ("now", "1_3_months", "3_6_months", "later")


def create(api: Api) -> None:
    @st.dialog(_("Add lead"), width="large")
    def ask() -> None:
        website = _website(api)
        with st.form("create-lead", border=False):
            given = _contact(None)
            source, niche_id = _origin(api)
            with st.expander(_("What they want")):
                wishes = _wishes({})
            sent = st.form_submit_button(_("Add lead"), type="primary")
        if sent:
            with feedback.telling(), _checked():
                fields = _given(given | {"website": website}) | ({"niche_id": niche_id} if niche_id else {})
                lead = api.leads.create(LeadCreate(**fields, source=source, qualification=wishes()))
                st.query_params["lead"] = str(lead.id)
                feedback.done(_("The lead was added."))
                st.rerun()

    ask()


def edit(api: Api, lead: LeadDetail) -> None:
    @st.dialog(_("Edit lead"), width="large")
    def ask() -> None:
        fields = api.custom_fields.list()
        with st.form("edit-lead", border=False):
            given = _contact(lead)
            given["website"] = (st.text_input(_("Website"), lead.website or "", max_chars=2_000) or "").strip()
            wishes = _wishes(lead.qualification)
            custom = custom_values.inputs(fields, lead.custom) if fields else {}
            sent = st.form_submit_button(_("Save"), type="primary")
        if sent:
            with feedback.telling(), _checked():
                own = {"custom": custom} if custom else {}
                changes = LeadUpdate(**_changed(lead, given), **own, qualification=wishes(), updated_at=lead.updated_at)
                api.leads.update(lead.id, changes)
                feedback.done(_("Saved."))
                st.rerun()

    ask()


def _website(api: Api) -> str:
    """Outside of the form, so that a known website is told while the rest is still empty (PRO-04)."""
    website = st.text_input(_("Website"), max_chars=2_000, placeholder="www.example.com", key="new-lead-website")
    text = (website or "").strip()
    if not text:
        return ""
    with feedback.telling():
        found = api.leads.check_domain(text)
        if found.lead_id is not None:
            _known(found)
        elif found.domain is None:
            st.caption(_("This is not a business's own website, so it is kept as an address only."))
    return text


def _known(found: DomainCheck) -> None:
    name = plain(found.name or found.domain or "")
    if found.niche:
        said = _("This website is already a lead: {name}, in the niche “{niche}”.").format(
            name=name, niche=plain(found.niche)
        )
    else:
        said = _("This website is already a lead: {name}.").format(name=name)
    st.warning(said, icon=":material/join_inner:")
    if st.button(_("Open it"), icon=":material/open_in_new:", key="open-known"):
        st.query_params["lead"] = str(found.lead_id)
        st.rerun()


def _origin(api: Api) -> tuple[Source, uuid.UUID | None]:
    niches = {each.id: each.name for each in api.niches.list()}
    left, right = st.columns(2)
    with left:
        sources: list[Source] = list(Source)
        source = st.selectbox(_("Source"), sources, index=sources.index(Source.MANUAL), format_func=words.source)
    with right:
        niche_id = st.selectbox(
            _("Niche"), list(niches), index=None, format_func=niches.__getitem__, placeholder=_("None")
        )
    return source, niche_id


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
        metres = st.number_input(_("Size in m²"), 0.0, 1e6, _float(found.get("metres")), step=1.0, placeholder="—")
        low = st.number_input(_("Budget from"), 0.0, 1e12, _float(budget.get("min")), step=500.0, placeholder="—")
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
        high = st.number_input(_("Budget up to"), 0.0, 1e12, _float(budget.get("max")), step=500.0, placeholder="—")
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


def _float(value: object) -> float | None:
    """JSON may hold a whole number, which an input of broken ones would refuse."""
    return float(value) if isinstance(value, int | float) else None


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


# Any: fields by name; the shape checks them.
def _given(fields: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


# Any: null empties a field.
def _changed(lead: LeadDetail, fields: dict[str, str]) -> dict[str, Any]:
    before = {name: getattr(lead, name) or "" for name in fields}
    nullable = {"email", "phone", "address", "website"}
    return {
        name: (value or None) if name in nullable else value for name, value in fields.items() if value != before[name]
    }
