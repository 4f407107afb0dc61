"""A lead's own fields of the company: as words, and as inputs of the field's kind."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st

from backend.leads.custom_field_schemas import CustomFieldOut
from backend.leads.enums import FieldKind
from streamlit_app.kit import formatting
from streamlit_app.kit.i18n import _


# Any: a custom value is of its field's kind.
def shown(fields: Sequence[CustomFieldOut], values: Mapping[str, Any]) -> dict[str, str]:
    return {field.name: _words(field, values.get(field.key)) for field in fields}


def _words(field: CustomFieldOut, value: Any) -> str:
    if value is None or value == "":
        return ""
    if field.kind is FieldKind.BOOLEAN:
        return _("Yes") if value else _("No")
    if field.kind is FieldKind.NUMBER and isinstance(value, int | float):
        return formatting.number(value, 2)
    if field.kind is FieldKind.DATE and (on := _date(value)) is not None:
        return formatting.day_in_numbers(on)
    return str(value)


def inputs(fields: Sequence[CustomFieldOut], values: Mapping[str, Any]) -> dict[str, Any]:
    """Draws one input each; what differs, by key, null where it was emptied."""
    left, right = st.columns(2)
    given: dict[str, Any] = {}
    for position, field in enumerate(fields):
        with left if position % 2 == 0 else right:
            given[field.key] = _input(field, values.get(field.key))
    return {key: value for key, value in given.items() if value != values.get(key)}


def _input(field: CustomFieldOut, value: Any) -> Any:
    key = f"custom-{field.id}"
    if field.kind is FieldKind.BOOLEAN:
        known = {True: _("Yes"), False: _("No")}
        index = list(known).index(value) if isinstance(value, bool) else None
        return st.selectbox(
            field.name, list(known), index=index, format_func=known.__getitem__, placeholder="—", key=key
        )
    if field.kind is FieldKind.NUMBER:
        number = float(value) if isinstance(value, int | float) else None
        found = st.number_input(field.name, value=number, placeholder="—", key=key)
        return int(found) if found is not None and found == int(found) else found
    if field.kind is FieldKind.DATE:
        on = st.date_input(field.name, _date(value), format="DD/MM/YYYY", key=key)
        return on.isoformat() if isinstance(on, date) else None
    if field.kind is FieldKind.CHOICE:
        options = [*field.options] if value in (None, *field.options) else [*field.options, str(value)]
        index = options.index(value) if value in options else None
        return st.selectbox(field.name, options, index=index, placeholder="—", key=key)
    text = st.text_input(field.name, str(value or ""), max_chars=2_000, key=key)
    return (text or "").strip() or None


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
