"""What is entered about a company: the fields, their checks, and the form that changes one."""

from collections.abc import Sequence
from typing import Final, TypeVar

import streamlit as st
from pydantic import BaseModel, ValidationError

from admin_app.api.api import Api
from backend.core.language import LANGUAGES
from backend.plans.schemas import PlanDetails
from backend.superadmin.schemas import AdminTenantDetail, AdminTenantUpdate
from streamlit_app.kit import feedback, i18n, words
from streamlit_app.kit.i18n import _

Wanted = TypeVar("Wanted", bound=BaseModel)
MAX_ORIGINS: Final = 20


# object: fields of several kinds, which the shape itself checks.
def checked(shape: type[Wanted], **fields: object) -> Wanted | None:
    """The shape, or None after saying which field to mend."""
    try:
        return shape.model_validate(fields)
    except ValidationError as error:
        wrong = {str(each["loc"][0]) for each in error.errors() if each["loc"]}
        for sentence in _sentences(wrong):
            st.error(sentence, icon=":material/error:")
        return None


def lines(text: str | None) -> list[str]:
    """One website for each line or comma."""
    return [line.strip() for line in (text or "").replace(",", "\n").splitlines() if line.strip()]


def plan_names(plans: Sequence[PlanDetails]) -> dict[str, str]:
    return {each.code: each.names.get(i18n.language(), each.code) for each in plans}


def plan(plans: Sequence[PlanDetails], chosen: str) -> str:
    """A withdrawn plan is offered only to whoever has it."""
    names = plan_names(plans)
    offered = [each.code for each in plans if each.active or each.code == chosen]
    codes = offered if chosen in offered else [chosen, *offered]
    return st.selectbox(
        _("Plan"), codes, index=codes.index(chosen), format_func=lambda code: names.get(code, code), key="tenant-plan"
    )


def websites(origins: Sequence[str] = ()) -> str:
    return (
        st.text_area(
            _("Allowed websites"),
            "\n".join(origins),
            placeholder="https://www.example.com",
            help=_("One a line, at most {count}. The widget shows on these only.").format(count=MAX_ORIGINS),
            key="tenant-origins",
        )
        or ""
    )


def edit(api: Api, tenant: AdminTenantDetail, plans: Sequence[PlanDetails]) -> None:
    with st.form("edit-tenant"):
        st.markdown(f"##### {_('Details')}", anchors=False)
        name = st.text_input(_("Name"), tenant.name, max_chars=120, key="tenant-name")
        code = plan(plans, tenant.plan)
        language = st.selectbox(
            _("Main language"),
            LANGUAGES,
            index=LANGUAGES.index(tenant.default_language),
            format_func=words.LANGUAGE_NAMES.__getitem__,
            key="tenant-language",
        )
        origins = websites(tenant.allowed_origins)
        sent = st.form_submit_button(_("Save"), type="primary")
    if not sent:
        return
    given = {"name": name, "plan": code, "default_language": language, "allowed_origins": lines(origins)}
    changes = {field: value for field, value in given.items() if value != getattr(tenant, field)}
    wanted = checked(AdminTenantUpdate, **changes)
    if wanted is not None:
        with feedback.telling():
            api.tenants.update(tenant.id, wanted)
            feedback.done(_("Saved."))
            st.rerun()


def _sentences(fields: set[str]) -> list[str]:
    known = {
        "name": _("Enter the company's name."),
        "owner_email": _("The owner's email is not an email address."),
        "slug": _("A short name has 2 to 40 small letters, digits or hyphens."),
        "origins": _("A website is written like https://www.example.com, without a path."),
        "allowed_origins": _("A website is written like https://www.example.com, without a path."),
    }
    return [
        known.get(field) or _("Something you entered is not valid: {field}.").format(field=field)
        for field in sorted(fields)
    ]
