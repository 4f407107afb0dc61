"""One company: its usage, its line for the web page, and the switches that the platform holds (SUP-01)."""

import uuid

import streamlit as st

from admin_app import navigation, words
from admin_app.api.api import Api
from admin_app.screens import tenant_forms
from backend.superadmin.schemas import AdminTenantDetail, AdminTenantOut, AdminTenantUpdate
from backend.tenants.enums import TenantStatus
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.kit.transport import ApiError


def show(api: Api, tenant_id: uuid.UUID) -> None:
    st.button(_("All companies"), icon=":material/arrow_back:", type="tertiary", key="back", on_click=_back)
    try:
        tenant = api.tenants.get(tenant_id)
    except ApiError as error:
        if error.status != 404:
            raise
        feedback.empty(_("There is no such company"), feedback.sentence(error), icon=":material/domain_disabled:")
        return
    plans = api.platform.plans()
    _head(tenant)
    _usage(tenant, tenant_forms.plan_names(plans).get(tenant.plan, tenant.plan))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        tenant_forms.edit(api, tenant, plans)
    with right:
        _snippet(tenant)
        _maintenance(api, tenant)
        _activity(api, tenant)


def state(tenant: AdminTenantOut) -> str:
    """A paused company is paused, whatever its maintenance flag says."""
    closed = tenant.status is TenantStatus.ACTIVE and tenant.maintenance
    return _("Maintenance") if closed else words.status(tenant.status)


def _back() -> None:
    st.query_params.pop(navigation.TENANT, None)


def _head(tenant: AdminTenantDetail) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(plain(tenant.name), anchor=False, width="content")
        if tenant.status is TenantStatus.PAUSED:
            st.badge(state(tenant), color="gray")
        else:
            st.badge(state(tenant), color="orange" if tenant.maintenance else "green")
    st.caption(
        _("{slug} · since {when}").format(
            slug=plain(tenant.slug), when=plain(formatting.moment_in_full(tenant.created_at))
        )
    )


def _usage(tenant: AdminTenantDetail, plan: str) -> None:
    with st.container(horizontal=True):
        for label, shown in (
            (_("Leads"), formatting.number(tenant.usage.leads, 0)),
            (_("Conversations this month"), formatting.number(tenant.usage.conversations_this_month, 0)),
            (_("People"), formatting.number(tenant.usage.members, 0)),
            (_("Plan"), plan),
        ):
            st.metric(label, shown, border=True, width="stretch")


def _snippet(tenant: AdminTenantDetail) -> None:
    with st.container(border=True):
        st.markdown(f"##### {_('Line for its web page')}", anchors=False)
        st.code(tenant.snippet, language="html", wrap_lines=True)
        if not tenant.allowed_origins:
            st.caption(f":orange[{_('It shows nowhere until a website is allowed.')}]")


def _maintenance(api: Api, tenant: AdminTenantDetail) -> None:
    with st.container(border=True):
        st.markdown(f"##### {_('Maintenance')}", anchors=False)
        if tenant.maintenance:
            st.write(_("The widget says kindly that it is closed, and still takes contact details."))
            if st.button(_("Open again"), icon=":material/play_arrow:", type="primary", key="maintenance-off"):
                _switch(api, tenant, on=False, note="")
            return
        with st.form("maintenance", border=False):
            note = st.text_input(
                _("Why (optional)"), max_chars=300, key="maintenance-note", help=_("The note stays in the audit trail.")
            )
            sent = st.form_submit_button(_("Close for maintenance"), icon=":material/construction:")
    if sent:
        _switch(api, tenant, on=True, note=(note or "").strip())


def _switch(api: Api, tenant: AdminTenantDetail, *, on: bool, note: str) -> None:
    with feedback.telling():
        api.tenants.set_maintenance(tenant.id, on=on, note=note)
        feedback.done(_("Closed for maintenance.") if on else _("Open again."))
        st.rerun()


def _activity(api: Api, tenant: AdminTenantDetail) -> None:
    with st.container(border=True):
        st.markdown(f"##### {_('Access')}", anchors=False)
        if tenant.status is TenantStatus.ACTIVE:
            st.write(_("Nobody of a paused company signs in, and its widget stays away. Its data is kept."))
            if st.button(_("Pause the company"), icon=":material/pause:", key="pause"):
                _pause(api, tenant)
        else:
            st.write(_("This company is paused: nobody signs in and its widget stays away."))
            if st.button(_("Activate"), icon=":material/play_arrow:", type="primary", key="activate"):
                with feedback.telling():
                    _set_status(api, tenant.id, TenantStatus.ACTIVE)
                    feedback.done(_("The company is active."))
                    st.rerun()
        with st.container(horizontal=True):
            for name, label, icon in (
                ("errors", _("Its errors"), ":material/bug_report:"),
                ("audit", _("Its audit trail"), ":material/history:"),
            ):
                if st.button(label, icon=icon, type="tertiary", key=f"to-{name}"):
                    navigation.go(name, tenant=str(tenant.id))


def _pause(api: Api, tenant: AdminTenantDetail) -> None:
    feedback.confirm(
        _("Pause {name}?").format(name=plain(tenant.name)),
        _("Its people are signed out at once and its widget disappears from its web page. You can activate it again."),
        lambda: _set_status(api, tenant.id, TenantStatus.PAUSED),
        label=_("Pause"),
        success=_("The company is paused."),
    )


def _set_status(api: Api, tenant_id: uuid.UUID, status: TenantStatus) -> None:
    api.tenants.update(tenant_id, AdminTenantUpdate(status=status))
