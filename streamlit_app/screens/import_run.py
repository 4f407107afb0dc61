"""One import: what is in the file, what its columns mean, trying it, and how far it has come."""

import uuid
from typing import Final

import streamlit as st

from backend.imports.enums import Kind, State
from backend.imports.schemas import ImportOut
from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _, ngettext
from streamlit_app.screens import data_words, import_mapping, imports
from streamlit_app.viewer import Viewer

LIVE_SECONDS: Final = 1.5
_BUSY: Final = frozenset({State.QUEUED, State.RUNNING, State.UNDOING})
_STOPPED: Final = frozenset({State.PAUSED, State.FAILED})
_UNDO: Final = "import_to_undo"
_REFUSED: Final = 20


def show(api: Api, viewer: Viewer, import_id: uuid.UUID) -> None:
    if st.button(_("Imports and exports"), icon=":material/arrow_back:", type="tertiary", key="import-back"):
        st.query_params.clear()
        st.rerun()
    _dialog(api)
    found = api.imports.get(import_id)
    st.title(plain(found.filename), anchor=False)
    st.caption(plain(_about(found)))
    if found.state in _BUSY:
        st.fragment(feedback.live(_live), run_every=LIVE_SECONDS)(api, viewer, import_id, found.state)
        return
    if found.state not in (State.UPLOADED, State.PLANNED):
        _standing(api, viewer, found)
    if _is_open(found) and viewer.may_work:
        import_mapping.show(api, found)


def _is_open(found: ImportOut) -> bool:
    """Nothing has been imported yet."""
    return found.state in (State.UPLOADED, State.PLANNED) or (found.state is State.DONE and found.dry_run)


def _about(found: ImportOut) -> str:
    parts = [data_words.provider(found.provider) if found.provider else "", formatting.size(found.size)]
    if found.kind is Kind.CSV:
        parts += [found.encoding.upper(), _("separated by {sign}").format(sign=data_words.delimiter(found.delimiter))]
    rows = ngettext("about {count} row", "about {count} rows", found.rows_estimate)
    parts += [rows.format(count=formatting.number(found.rows_estimate, 0)), formatting.moment_in_full(found.created_at)]
    return " · ".join(part for part in parts if part)


def _live(api: Api, viewer: Viewer, import_id: uuid.UUID, was: State) -> None:
    found = api.imports.get(import_id)
    if found.state is not was and found.state not in _BUSY:
        st.rerun()
    _standing(api, viewer, found)


def _standing(api: Api, viewer: Viewer, found: ImportOut) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            colour = data_words.IMPORT_COLOURS[found.state]
            trial = f" :gray-badge[{_('dry run')}]" if found.dry_run else ""
            badge = f":{colour}-badge[{data_words.import_state(found.state)}]{trial}"
            st.markdown(badge, width="content")
            if viewer.may_work:
                with st.container(horizontal=True, width="content"):
                    _buttons(api, viewer, found)
        st.progress(found.progress, _rows(found))
        said = imports.said(found.counts)
        if said:
            st.markdown(plain(" · ".join(said)))
        if found.dry_run and found.state is State.DONE:
            trial_words = _("This was a trial: nothing was changed. Import it below when you like it.")
            st.info(trial_words, icon=":material/science:")
        if found.reason:
            fault_words = _("It stopped by a fault of ours. Go on: it continues where it stopped.")
            st.warning(fault_words, icon=":material/error:")
    if found.counts.refused:
        _refused(api, found)


def _rows(found: ImportOut) -> str:
    return _("{count} of about {total} rows").format(
        count=formatting.number(found.position, 0),
        total=formatting.number(max(found.rows_estimate, found.position), 0),
    )


def _buttons(api: Api, viewer: Viewer, found: ImportOut) -> None:
    if found.state in (State.QUEUED, State.RUNNING) and st.button(
        _("Pause"), icon=":material/pause:", key="import-pause"
    ):
        with feedback.telling():
            api.imports.pause(found.id)
            st.rerun()
    if found.state in _STOPPED and st.button(
        _("Go on"), icon=":material/play_arrow:", type="primary", key="import-resume"
    ):
        with feedback.telling():
            api.imports.resume(found.id)
            st.rerun()
    if found.state in (State.QUEUED, State.RUNNING, *_STOPPED) and st.button(
        _("Cancel import"), icon=":material/stop:", type="tertiary", key="import-cancel"
    ):
        with feedback.telling():
            api.imports.cancel(found.id)
            feedback.done(_("The import was cancelled. What came in stays."))
            st.rerun()
    _afterwards(viewer, found)


def _afterwards(viewer: Viewer, found: ImportOut) -> None:
    if found.dry_run or found.state not in (State.DONE, State.CANCELLED):
        return
    if found.counts.created and st.button(_("See leads"), icon=":material/group:", key="import-leads"):
        navigation.go("leads")
    may_undo = viewer.may_set_up and found.counts.created
    if may_undo and st.button(_("Undo"), icon=":material/undo:", type="tertiary", key="import-undo"):
        st.session_state[_UNDO] = found
        st.rerun()


def _dialog(api: Api) -> None:
    """Outside of the fragment, or its next look would close it."""
    found: ImportOut | None = st.session_state.pop(_UNDO, None)
    if found is None:
        return
    count = formatting.number(found.counts.created, 0)
    question = ngettext(
        "{count} lead goes to the bin, from where it comes back for thirty days.",
        "{count} leads go to the bin, from where they come back for thirty days.",
        found.counts.created,
    ).format(count=count)
    feedback.confirm(
        _("Undo this import?"),
        question,
        lambda: _ignore(api.imports.undo(found.id)),
        label=_("Undo"),
        success=_("The import is being undone."),
    )


def _ignore(_found: ImportOut) -> None:
    """The page reads it again."""


def _refused(api: Api, found: ImportOut) -> None:
    page = api.imports.refused(found.id, limit=_REFUSED)
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(f"##### {_('Refused rows')}", width="content", anchors=False)
            st.link_button(_("Download them"), f"/download/refused/{found.id}", icon=":material/download:")
        st.caption(_("Mend them in the file you download, and upload that file."))
        st.dataframe(
            [{"row": each.row, "why": each.sentence, "cells": " · ".join(each.cells)[:300]} for each in page.items],
            hide_index=True,
            height="content",
            column_config={
                "row": st.column_config.NumberColumn(_("Row"), width=70),
                "why": st.column_config.TextColumn(_("Why"), width=320),
                "cells": st.column_config.TextColumn(_("In the file")),
            },
        )
        if page.next_cursor:
            st.caption(_("Only the first {count} are shown.").format(count=_REFUSED))
