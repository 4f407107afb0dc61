"""Who did what, over all companies, page by page (SUP-02)."""

import json
import uuid
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd
import streamlit as st

from admin_app import words
from admin_app.api.api import Api
from admin_app.screens import tenant_choice
from backend.accounts.schemas import MeOut
from backend.audit.schemas import AuditOut
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.i18n import _

PAGE: Final = 25
# Where each page that was opened begins; the first begins nowhere. It belongs to one choice of filters.
_CURSORS: Final = "audit_cursors"


def show(api: Api, me: MeOut) -> None:
    st.title(_("Audit"), anchor=False)
    names = tenant_choice.names(api)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        tenant_id = tenant_choice.choose(names, key="audit-tenant")
        action = st.selectbox(
            _("Act"),
            list(words.actions()),
            index=None,
            format_func=words.action,
            placeholder=_("All acts"),
            key="audit-action",
            width=300,
        )
    cursors = _cursors((tenant_id, action))
    with st.spinner(_("Loading…")):
        page = api.platform.audit(tenant_id=tenant_id, action=action, limit=PAGE, cursor=cursors[-1])
    if not page.items:
        feedback.empty(_("Nothing here"), _("No act matches these filters."), icon=":material/history:")
        return
    _table(page.items, names, me)
    _turning(cursors, page.next_cursor)


def _cursors(filters: tuple[uuid.UUID | None, str | None]) -> list[str | None]:
    of, cursors = st.session_state.get(_CURSORS, (None, []))
    if of != filters:
        cursors = [None]
        st.session_state[_CURSORS] = (filters, cursors)
    opened: list[str | None] = cursors
    return opened


def _turning(cursors: list[str | None], following: str | None) -> None:
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        st.caption(_("Page {number}").format(number=len(cursors)), width="content")
        st.button(
            _("Newer"),
            icon=":material/chevron_left:",
            disabled=len(cursors) == 1,
            on_click=_turn,
            args=(cursors[:-1],),
            key="audit-newer",
        )
        st.button(
            _("Older"),
            icon=":material/chevron_right:",
            icon_position="right",
            disabled=following is None,
            on_click=_turn,
            args=([*cursors, following],),
            key="audit-older",
        )


def _turn(cursors: list[str | None]) -> None:
    filters, _before = st.session_state[_CURSORS]
    st.session_state[_CURSORS] = (filters, cursors)


def _table(entries: list[AuditOut], names: Mapping[uuid.UUID, str], me: MeOut) -> None:
    st.dataframe(
        pd.DataFrame([_row(each, names, me) for each in entries]),
        key="audit-table",
        hide_index=True,
        row_height=40,
        height="content",
        column_config={
            "at": st.column_config.TextColumn(_("When"), width=160),
            "who": st.column_config.TextColumn(_("Who"), width=170),
            "act": st.column_config.TextColumn(_("Act"), width="medium"),
            "tenant": st.column_config.TextColumn(_("Company"), width="medium"),
            "changes": st.column_config.TextColumn(_("What changed"), width="large"),
        },
        placeholder="—",
    )


def _row(entry: AuditOut, names: Mapping[uuid.UUID, str], me: MeOut) -> dict[str, object]:
    known = names.get(entry.tenant_id, str(entry.tenant_id)[:8]) if entry.tenant_id else None
    return {
        "at": formatting.moment_in_full(entry.created_at),
        "who": _who(entry, me),
        "act": words.action(entry.action),
        "tenant": known,
        "changes": _changes(entry.changes) or None,
    }


def _who(entry: AuditOut, me: MeOut) -> str:
    """The trail holds ids, not names: a person may ask to be forgotten."""
    if entry.actor_id == me.id:
        return _("You")
    kind = words.actor(entry.actor_kind)
    return f"{kind} ({str(entry.actor_id)[:8]})" if entry.actor_id else kind


# Any: old and new values of every kind of thing.
def _changes(changes: Mapping[str, Any]) -> str:
    return "; ".join(f"{field}: {_change(value)}" for field, value in changes.items())


def _change(value: Any) -> str:
    if isinstance(value, Mapping) and value and value.keys() <= {"from", "to"}:
        return " → ".join(_told(value[end]) for end in ("from", "to") if end in value)
    return _("changed") if value == {"changed": True} else _told(value)


def _told(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
