"""The company's own fields of its leads, as administrators set them up."""

import streamlit as st
from pydantic import ValidationError

from backend.leads.custom_field_schemas import CustomFieldCreate, CustomFieldOut, CustomFieldUpdate
from backend.leads.enums import FieldKind
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.viewer import Viewer


def show(api: Api, viewer: Viewer) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(_("Lead fields"), anchor=False, width="content")
        if viewer.may_set_up and st.button(_("Add field"), icon=":material/add:", type="primary", key="add-field"):
            _create(api)
    found = sorted(api.custom_fields.list(), key=lambda each: (each.position, each.created_at))
    if not found:
        feedback.empty(
            _("No own fields yet"),
            _("Add what your business asks of every lead: a date of delivery, a kind of contract, a yes or no."),
            icon=":material/list_alt:",
        )
        return
    for position, field in enumerate(found):
        _field(api, viewer, field, position, found)


def kind_name(kind: FieldKind) -> str:
    return {
        FieldKind.TEXT: _("Text"),
        FieldKind.NUMBER: _("Number"),
        FieldKind.DATE: _("Date"),
        FieldKind.BOOLEAN: _("Yes or no"),
        FieldKind.CHOICE: _("Choice"),
        FieldKind.URL: _("Web address"),
    }[kind]


def _field(api: Api, viewer: Viewer, field: CustomFieldOut, position: int, found: list[CustomFieldOut]) -> None:
    with (
        st.container(border=True),
        st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"),
    ):
        about = kind_name(field.kind) + (f": {', '.join(field.options)}" if field.options else "")
        st.markdown(f"**{plain(field.name)}**  \n:gray[{plain(about)}]", width="content")
        if viewer.may_set_up:
            with st.container(horizontal=True, width="content", gap="small"):
                _actions(api, field, position, found)


def _actions(api: Api, field: CustomFieldOut, position: int, found: list[CustomFieldOut]) -> None:
    if position and st.button(
        "", icon=":material/arrow_upward:", type="tertiary", help=_("Move up"), key=f"field-up-{field.id}"
    ):
        _raise(api, position, found)
    if st.button(_("Edit"), icon=":material/edit:", type="tertiary", key=f"field-edit-{field.id}"):
        _edit(api, field)
    if st.button(_("Delete"), icon=":material/delete:", type="tertiary", key=f"field-delete-{field.id}"):
        feedback.confirm(
            _("Delete this field?"),
            _("What leads hold in “{name}” is deleted with it. This cannot be undone.").format(name=plain(field.name)),
            lambda: api.custom_fields.delete(field.id),
            label=_("Delete field"),
            success=_("The field was deleted."),
        )


def _raise(api: Api, position: int, found: list[CustomFieldOut]) -> None:
    """Fields may share a position, so all that are out of order are written."""
    order = [*found]
    order[position - 1], order[position] = order[position], order[position - 1]
    with feedback.telling():
        for place, each in enumerate(order):
            if each.position != place:
                api.custom_fields.change(each.id, CustomFieldUpdate(position=place))
        st.rerun()


def _create(api: Api) -> None:
    @st.dialog(_("Add field"))
    def ask() -> None:
        name = st.text_input(_("Name"), max_chars=80, key="field-name")
        kinds: list[FieldKind] = list(FieldKind)
        kind = st.selectbox(_("Kind"), kinds, format_func=kind_name, key="field-kind")
        options = _options("") if kind is FieldKind.CHOICE else []
        if st.button(_("Add field"), type="primary", key="field-create"):
            try:
                field = CustomFieldCreate(name=name or "", kind=kind, options=options)
            except ValidationError:
                st.error(_("Give it a name."))
                return
            with feedback.telling():
                api.custom_fields.create(field)
                feedback.done(_("The field is there: every lead has it now."))
                st.rerun()

    ask()


def _edit(api: Api, field: CustomFieldOut) -> None:
    @st.dialog(_("Edit field"))
    def ask() -> None:
        name = st.text_input(_("Name"), field.name, max_chars=80, key="field-name")
        options = _options("\n".join(field.options)) if field.kind is FieldKind.CHOICE else field.options
        if st.button(_("Save"), type="primary", key="field-save"):
            given = {"name": (name or "").strip(), "options": options}
            changes = {each: value for each, value in given.items() if value != getattr(field, each)}
            try:
                wanted = CustomFieldUpdate.model_validate(changes)
            except ValidationError:
                st.error(_("Give it a name."))
                return
            with feedback.telling():
                api.custom_fields.change(field.id, wanted)
                feedback.done(_("Saved."))
                st.rerun()

    ask()


def _options(before: str) -> list[str]:
    text = st.text_area(_("Options, one a line"), before, height=140, key="field-options")
    return [line.strip()[:80] for line in (text or "").splitlines() if line.strip()]
