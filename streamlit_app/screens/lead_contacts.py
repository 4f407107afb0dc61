"""All ways to reach a lead, each with the page that proves it; adding, changing, choosing the first (X30)."""

import uuid
from urllib.parse import urlsplit

import streamlit as st
from pydantic import ValidationError

from backend.leads.contact_schemas import ContactCreate, ContactOut, ContactUpdate, EvidenceOut
from backend.leads.enums import ContactKind
from backend.leads.schemas import LeadDetail
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, words
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.facts import facts
from streamlit_app.kit.parts.reach import Proof, Way, reach
from streamlit_app.viewer import Viewer

_MAIN = frozenset({ContactKind.EMAIL, ContactKind.PHONE})


def show(api: Api, viewer: Viewer, lead: LeadDetail) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"##### {_('Contact details')}", width="content", anchors=False)
            if viewer.may_work and st.button(_("Add"), icon=":material/add:", type="tertiary", key="add-contact"):
                _add(api, lead)
        _shortcuts(lead)
        ways = [*_own(lead), *(_way(each, may_work=viewer.may_work) for each in lead.contacts)]
        if not ways:
            st.caption(_("No way to reach this lead yet."))
        acted = reach(ways, label=_("Contact details"), key=f"reach-{lead.id}")
        facts(_others(lead), key=f"contact-{lead.id}")
    if acted:
        _act(api, lead, *acted)


def kind_name(kind: ContactKind) -> str:
    return {
        ContactKind.EMAIL: _("Email"),
        ContactKind.PHONE: _("Phone"),
        ContactKind.WHATSAPP: "WhatsApp",
        ContactKind.SOCIAL: _("Profile"),
        ContactKind.WEBSITE: _("Website"),
        ContactKind.ADDRESS: _("Address"),
        ContactKind.TAX_ID: _("Tax number"),
        ContactKind.OPENING_HOURS: _("Opening hours"),
    }[kind]


def _shortcuts(lead: LeadDetail) -> None:
    with st.container(horizontal=True):
        if lead.email:
            st.link_button(_("Write an email"), f"mailto:{lead.email}", icon=":material/mail:")
        if lead.phone:
            st.link_button(_("Call"), f"tel:{lead.phone}", icon=":material/call:")
            digits = "".join(sign for sign in lead.phone if sign.isdigit())
            st.link_button("WhatsApp", f"https://wa.me/{digits}", icon=":material/chat:")


def _own(lead: LeadDetail) -> list[Way]:
    """What stands on the lead itself, without the pages that prove a further contact of the same value."""
    proven = {(each.kind, each.value) for each in lead.contacts}
    own = [
        (ContactKind.EMAIL, lead.email),
        (ContactKind.PHONE, lead.phone),
        (ContactKind.WEBSITE, lead.website or lead.domain),
        (ContactKind.ADDRESS, lead.address),
    ]
    return [
        Way(id=kind, kind=kind_name(kind), value=value, href=href(kind, value), main=kind in _MAIN)
        for kind, value in own
        if value and (kind, value) not in proven
    ]


def _way(each: ContactOut, *, may_work: bool) -> Way:
    return Way(
        id=str(each.id or ""),
        kind=kind_name(each.kind),
        value=each.value,
        label=each.label,
        href=href(each.kind, each.value),
        evidence=tuple(_proof(page) for page in each.evidence),
        actions=_offered(each) if may_work and each.id else (),
    )


def _offered(each: ContactOut) -> tuple[tuple[str, str], ...]:
    main = (("main", _("Make it the first")),) if each.kind in _MAIN else ()
    return (*main, ("edit", _("Edit")), ("delete", _("Delete")))


def href(kind: ContactKind, value: str) -> str:
    if kind is ContactKind.EMAIL:
        return f"mailto:{value}"
    if kind is ContactKind.PHONE:
        return f"tel:{value}"
    if kind is ContactKind.WHATSAPP and not value.startswith("http"):
        return "https://wa.me/" + "".join(sign for sign in value if sign.isdigit())
    if kind in (ContactKind.WEBSITE, ContactKind.SOCIAL, ContactKind.WHATSAPP):
        return value if value.startswith(("http://", "https://")) else f"https://{value}"
    return ""


def place(url: str) -> str:
    """How a page is called where its whole address would be too long."""
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}" or url


def _proof(page: EvidenceOut) -> Proof:
    return Proof(url=page.url, place=place(page.url), text=page.text, note=formatting.percent(page.confidence))


def _others(lead: LeadDetail) -> dict[str, str]:
    return {
        _("Language"): words.LANGUAGE_NAMES.get(lead.language or "", ""),
        _("Page"): lead.origin_page or "",
        _("Campaign"): str(lead.utm.get("campaign") or lead.utm.get("source") or ""),
        _("Consent"): formatting.moment_in_full(lead.consent_at) if lead.consent_at else "",
    }


def _act(api: Api, lead: LeadDetail, contact_id: str, action: str) -> None:
    contact = next((each for each in lead.contacts if str(each.id) == contact_id), None)
    if contact is None or contact.id is None:
        return
    found: uuid.UUID = contact.id
    if action == "main":
        with feedback.telling():
            api.contacts.make_main(lead.id, found)
            feedback.done(_("Saved."))
            st.rerun()
    elif action == "edit":
        _edit(api, lead, contact, found)
    else:
        feedback.confirm(
            _("Delete this contact?"),
            formatting.plain(contact.value),
            lambda: api.contacts.delete(lead.id, found),
            label=_("Delete"),
            success=_("The contact was deleted."),
        )


def _add(api: Api, lead: LeadDetail) -> None:
    @st.dialog(_("Add contact"))
    def ask() -> None:
        with st.form("add-contact-form", border=False):
            kind = st.selectbox(_("Kind"), list(ContactKind), format_func=kind_name)
            value = st.text_input(_("Value"), max_chars=2_000)
            label = st.text_input(_("Label"), max_chars=40, placeholder=_("Reception, orders, Instagram…"))
            sent = st.form_submit_button(_("Add"), type="primary")
        if sent:
            try:
                given = ContactCreate(kind=kind, value=value or "", label=(label or "").strip() or None)
            except ValidationError:
                st.error(_("Something you entered is not valid. Check it and try again."))
                return
            with feedback.telling():
                api.contacts.add(lead.id, given)
                feedback.done(_("Saved."))
                st.rerun()

    ask()


def _edit(api: Api, lead: LeadDetail, contact: ContactOut, contact_id: uuid.UUID) -> None:
    @st.dialog(kind_name(contact.kind))
    def ask() -> None:
        with st.form("edit-contact-form", border=False):
            value = st.text_input(_("Value"), contact.value, max_chars=2_000)
            label = st.text_input(_("Label"), contact.label, max_chars=40)
            sent = st.form_submit_button(_("Save"), type="primary")
        if sent:
            given = {"value": (value or "").strip(), "label": (label or "").strip()}
            changes = {name: new for name, new in given.items() if new != getattr(contact, name)}
            try:
                wanted = ContactUpdate(**changes)
            except ValidationError:
                st.error(_("Something you entered is not valid. Check it and try again."))
                return
            with feedback.telling():
                api.contacts.change(lead.id, contact_id, wanted)
                feedback.done(_("Saved."))
                st.rerun()

    ask()
