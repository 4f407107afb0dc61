"""Founds a company: a few fields, then what to hand on to the customer (SUP-01).

The issue allows 20 seconds; the time that the API took is shown.
"""

import time
from dataclasses import dataclass
from typing import Final

import streamlit as st
from babel import Locale

from admin_app import navigation, words
from admin_app.api.api import Api
from admin_app.screens import tenant_forms
from backend.core.language import LANGUAGES
from backend.flows.enums import Preset
from backend.superadmin.schemas import TenantCreate, TenantCreated
from streamlit_app.kit import feedback, formatting, i18n
from streamlit_app.kit import words as shared
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _

_STATE: Final = "tenant_create"
DEFAULT_PLAN: Final = "free"


@dataclass(frozen=True)
class Founded:
    """What came of it."""

    created: TenantCreated
    owner_email: str
    seconds: float


def begin() -> None:
    st.session_state[_STATE] = None


def show(api: Api) -> None:
    """Keeps the dialog open over the reruns that its own form makes."""
    if _STATE in st.session_state:
        st.dialog(_("New company"), width="large", on_dismiss=_forget)(_body)(api)


def _forget() -> None:
    st.session_state.pop(_STATE, None)


def _body(api: Api) -> None:
    founded: Founded | None = st.session_state.get(_STATE)
    if founded is None:
        _form(api)
    else:
        _ready(founded)


def _form(api: Api) -> None:
    with st.form("create-tenant", border=False):
        left, right = st.columns(2)
        with left:
            name = st.text_input(_("Name"), max_chars=120, key="new-name", autocomplete="off")
            code = tenant_forms.plan(api.platform.plans(), DEFAULT_PLAN)
            preset = st.selectbox(_("First flow"), list(Preset), format_func=words.preset, key="new-preset")
        with right:
            email = st.text_input(_("Owner's email"), max_chars=254, key="new-email", autocomplete="off")
            language = st.selectbox(
                _("Main language"),
                LANGUAGES,
                index=LANGUAGES.index(i18n.language()),
                format_func=shared.LANGUAGE_NAMES.__getitem__,
                key="new-language",
            )
            country = _country()
        origins = tenant_forms.websites()
        slug = st.text_input(
            _("Short name (optional)"), max_chars=40, key="new-slug", help=_("Made from the name when left empty.")
        )
        sent = st.form_submit_button(_("Create"), type="primary", icon=":material/add_business:")
    if not sent:
        return
    wanted = tenant_forms.checked(
        TenantCreate,
        name=name or "",
        owner_email=(email or "").strip(),
        plan=code,
        language=language,
        preset=preset,
        origins=tenant_forms.lines(origins),
        **({"slug": slug.strip()} if slug and slug.strip() else {}),
        **({"country": country} if country else {}),
    )
    if wanted is not None:
        _found(api, wanted)


def _country() -> str | None:
    names = {code: name for code, name in Locale(i18n.language()).territories.items() if len(code) == 2}
    ordered = sorted((code for code in names if code.isalpha()), key=lambda code: names[code])
    chosen: str | None = st.selectbox(
        _("Country (optional)"),
        ordered,
        index=None,
        format_func=names.__getitem__,
        placeholder=_("Sets currency and time zone"),
        key="new-country",
    )
    return chosen


def _found(api: Api, wanted: TenantCreate) -> None:
    begun = time.perf_counter()
    with feedback.telling(), st.spinner(_("Creating…")):
        created = api.tenants.create(wanted)
        st.session_state[_STATE] = Founded(created, wanted.owner_email, time.perf_counter() - begun)
        st.rerun()


def _ready(founded: Founded) -> None:
    tenant = founded.created.tenant
    seconds = formatting.number(max(founded.seconds, 0.1))
    st.success(
        _("{name} is ready. It took {seconds} seconds.").format(name=plain(tenant.name), seconds=seconds),
        icon=":material/check_circle:",
    )
    if founded.created.invitation_sent:
        st.markdown(
            ":material/mail: "
            + _("The invitation is on its way to {email}; it is good for seven days.").format(
                email=plain(founded.owner_email)
            )
        )
    st.markdown(f"**{_('Line for its web page')}**")
    st.code(founded.created.snippet, language="html", wrap_lines=True)
    if not tenant.allowed_origins:
        st.caption(f":orange[{_('It shows nowhere until a website is allowed.')}]")
    with st.container(horizontal=True, horizontal_alignment="right"):
        if st.button(_("Open the company"), key="open-new"):
            _forget()
            st.query_params[navigation.TENANT] = str(tenant.id)
            st.rerun()
        if st.button(_("Done"), type="primary", key="create-done"):
            _forget()
            st.rerun()
