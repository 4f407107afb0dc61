"""The platform's vocabularies in people's words, and its own refusals."""

from collections.abc import Mapping

from backend.audit.enums import ActorKind
from backend.flows.enums import Preset
from backend.plans.enums import Metric, Window
from backend.tenants.enums import TenantStatus
from streamlit_app.kit import words
from streamlit_app.kit.i18n import _


def status(value: TenantStatus) -> str:
    return {TenantStatus.ACTIVE: _("Active"), TenantStatus.PAUSED: _("Paused")}[value]


def preset(value: Preset) -> str:
    return {
        Preset.KITCHEN_STUDIO: _("Kitchen studio"),
        Preset.GENERAL_BUSINESS: _("General business"),
    }[value]


def actor(value: ActorKind) -> str:
    return {
        ActorKind.PERSON: _("A member"),
        ActorKind.STAFF: _("Platform staff"),
        ActorKind.SYSTEM: _("The system"),
    }[value]


def actions() -> dict[str, str]:
    """What the trail knows; an act that is not listed is shown by its code."""
    return {
        "tenant.created": _("Company created"),
        "tenant.updated": _("Company changed"),
        "tenant.maintenance_set": _("Maintenance switched"),
        "plan.defined": _("Plan written"),
        "member.role_changed": _("Role changed"),
        "member.removed": _("Member removed"),
        "invitation.sent": _("Invitation sent"),
        "invitation.accepted": _("Invitation accepted"),
        "invitation.withdrawn": _("Invitation withdrawn"),
        "flow.created": _("Flow created"),
        "flow.deleted": _("Flow deleted"),
        "flow.published": _("Flow published"),
        "flow.unpublished": _("Flow unpublished"),
        "flow.rolled_back": _("Flow rolled back"),
        "lead.deleted": _("Lead deleted"),
        "leads.scoring_changed": _("Scoring changed"),
    }


def action(code: str) -> str:
    return actions().get(code, code)


def metric(value: Metric) -> str:
    own = {
        Metric.LEADS_PER_SEARCH: _("Leads in one search"),
        Metric.CSV_ROWS: _("Rows in one export"),
        Metric.WRITES_PER_MINUTE: _("Changes through the API"),
    }
    return own.get(value) or words.metric(value)


def window(value: Window) -> str:
    return {
        Window.NONE: _("at a time"),
        Window.EACH: _("each time"),
        Window.MINUTE: _("a minute"),
        Window.HOUR: _("an hour"),
        Window.DAY: _("a day"),
        Window.MONTH: _("a month"),
    }[value]


def refusals() -> Mapping[str, str]:
    return {
        "tenant_not_found": _("This company no longer exists."),
        "slug_taken": _("Another company has this short name already. Choose a different one."),
        "unknown_plan": _("This plan no longer exists. Choose another one."),
        "address_not_allowed": _("The platform's panel may not be used from this network address."),
        "role_too_low": _("This panel is for the platform's staff."),
    }
