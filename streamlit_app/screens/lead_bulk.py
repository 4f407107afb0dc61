"""One change to many leads at once, which can be taken back as a whole (CRM-11)."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any, Final

import streamlit as st

from backend.leads.bulk_schemas import MOST_LEADS, BulkUndoOut
from backend.leads.enums import BulkKind, ContactState, Stage
from streamlit_app.api.api import Api
from streamlit_app.api.lead_filters import LeadFilters
from streamlit_app.kit import feedback, formatting, undoing, words
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.screens import lost_reasons
from streamlit_app.screens.lead_table import Names
from streamlit_app.viewer import Viewer

_ASKED: Final = "bulk_asked"
# Which leads, and what is to be done with them.
_Asked = tuple[BulkKind, tuple[uuid.UUID, ...]]


def bar(viewer: Viewer, chosen: Sequence[uuid.UUID]) -> None:
    """Above the table; the question itself stands outside of the table's fragment."""
    offered = [kind for kind in BulkKind if kind is not BulkKind.DELETE or viewer.may_set_up]
    with st.container(border=True, horizontal=True, vertical_alignment="center", gap="small"):
        count = ngettext("{count} lead chosen", "{count} leads chosen", len(chosen)).format(count=len(chosen))
        st.markdown(f"**{count}**", width="content")
        for kind in offered:
            if st.button(_name(kind), icon=_icon(kind), key=f"bulk-{kind}"):
                st.session_state[_ASKED] = (kind, tuple(chosen))
                st.rerun()


def dialog(api: Api, filters: LeadFilters, names: Names, *, then: Callable[[], None]) -> None:
    """Outside of the table's fragment, or its next look would close it."""
    asked: _Asked | None = st.session_state.pop(_ASKED, None)
    if asked is None:
        return
    kind, chosen = asked
    total = api.leads.list(filters, limit=1, with_total=True).total or len(chosen)

    @st.dialog(_name(kind))
    def ask() -> None:
        everybody = _everybody(total, len(chosen))
        parameters = _parameters(api, kind, names)
        count = total if everybody else len(chosen)
        label = ngettext("Change {count} lead", "Change {count} leads", count).format(count=formatting.number(count, 0))
        with st.container(horizontal=True, horizontal_alignment="right"):
            if st.button(_("Cancel"), key="bulk-cancel"):
                st.rerun()
            agreed = st.button(label, type="primary", key="bulk-agree", disabled=parameters is None)
        if agreed and parameters is not None:
            with feedback.telling():
                _act(api, kind, filters if everybody else chosen, parameters)
                then()
                st.rerun()

    ask()


def _everybody(total: int, chosen: int) -> bool:
    """Whether all that the filters show are meant. The API counts no further than it changes at once."""
    if total >= MOST_LEADS:
        words = _("The filters show more than the {count} leads that can be changed at once: narrow them.")
        st.caption(words.format(count=formatting.number(MOST_LEADS, 0)))
        return False
    label = _("All {count} that the filters show").format(count=formatting.number(total, 0))
    return total > chosen and st.checkbox(label, key="bulk-everybody")


# Any: what the action needs, by name.
def _act(api: Api, kind: BulkKind, chosen: Sequence[uuid.UUID] | LeadFilters, parameters: dict[str, Any]) -> None:
    made = api.bulk.act(kind, chosen, parameters)
    if not made.count:
        feedback.done(_("Nothing had to change: they were so already."))
        return
    said = ngettext("{count} lead was changed.", "{count} leads were changed.", made.count)
    undoing.offer(said.format(count=formatting.number(made.count, 0)), lambda: _undo(api, made.id))


def _undo(api: Api, bulk_id: uuid.UUID) -> str | None:
    found: BulkUndoOut = api.bulk.undo(bulk_id)
    if not found.skipped:
        return None
    said = ngettext(
        "Undone, except for {count} lead that was changed since.",
        "Undone, except for {count} leads that were changed since.",
        found.skipped,
    )
    return said.format(count=formatting.number(found.skipped, 0))


def _name(kind: BulkKind) -> str:
    return {
        BulkKind.MOVE_STAGE: _("Column"),
        BulkKind.SET_CONTACT_STATE: _("Contact"),
        BulkKind.ASSIGN: _("Owner"),
        BulkKind.MOVE_NICHE: _("Niche"),
        BulkKind.ADD_TAG: _("Add tag"),
        BulkKind.REMOVE_TAG: _("Remove tag"),
        BulkKind.DELETE: _("Delete"),
    }[kind]


def _icon(kind: BulkKind) -> str:
    return {
        BulkKind.MOVE_STAGE: ":material/view_column:",
        BulkKind.SET_CONTACT_STATE: ":material/call:",
        BulkKind.ASSIGN: ":material/assignment_ind:",
        BulkKind.MOVE_NICHE: ":material/category:",
        BulkKind.ADD_TAG: ":material/new_label:",
        BulkKind.REMOVE_TAG: ":material/label_off:",
        BulkKind.DELETE: ":material/delete:",
    }[kind]


# Any: what the action needs, by name; None while it is not there.
def _parameters(api: Api, kind: BulkKind, names: Names) -> dict[str, Any] | None:
    if kind is BulkKind.MOVE_STAGE:
        return _column(api, names)
    if kind is BulkKind.SET_CONTACT_STATE:
        state = st.selectbox(_("Contact"), list(ContactState), format_func=words.contact_state, key="bulk-contact")
        return {"contact_state": state}
    if kind is BulkKind.ASSIGN:
        return {"assignee_id": _choice(_("Owner"), dict(names.team), _("Nobody"))}
    if kind is BulkKind.MOVE_NICHE:
        return {"niche_id": _choice(_("Niche"), dict(names.niches), _("Without a niche"))}
    if kind is BulkKind.DELETE:
        st.write(_("They go to the bin and come back from there for thirty days."))
        return {}
    return _tag(api, kind)


def _column(api: Api, names: Names) -> dict[str, Any]:
    column = st.selectbox(_("Column"), list(names.columns), format_func=names.columns.__getitem__, key="bulk-column")
    kinds = {stage.id: stage.kind for each in api.pipelines.list() for stage in each.stages}
    if kinds.get(column) is not Stage.LOST:
        return {"stage_id": column}
    reason = st.selectbox(_("Reason"), lost_reasons.usual(), accept_new_options=True, key="bulk-reason")
    return {"stage_id": column, "lost_reason": (reason or "").strip()[:200] or None}


def _choice(label: str, named: dict[uuid.UUID, str], nobody: str) -> uuid.UUID | None:
    return st.selectbox(
        label, [None, *named], format_func=lambda each: named[each] if each else nobody, key="bulk-choice"
    )


def _tag(api: Api, kind: BulkKind) -> dict[str, Any] | None:
    known = [each.name for each in api.tags.list()]
    tag = st.selectbox(
        _("Tag"),
        known,
        index=None,
        accept_new_options=kind is BulkKind.ADD_TAG,
        placeholder=_("Choose or write one") if kind is BulkKind.ADD_TAG else _("Choose one"),
        key="bulk-tag",
    )
    return {"tag": tag.strip()[:40]} if tag and tag.strip() else None
