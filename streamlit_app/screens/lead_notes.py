"""Notes about a lead: Markdown, without a limit in any plan (CRM-09)."""

import uuid
from typing import Final

import streamlit as st

from backend.leads.note_schemas import MOST_LETTERS, NoteOut
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, markdown
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens import people
from streamlit_app.viewer import Viewer

PAGE: Final = 20
_LIMIT: Final = "notes_limit"


def show(api: Api, viewer: Viewer, lead_id: uuid.UUID) -> None:
    if viewer.may_work:
        _write(api, lead_id)
    limit = st.session_state.get(_LIMIT, PAGE)
    page = api.notes.list(lead_id, limit=limit)
    for note in page.items:
        _note(api, viewer, note)
    if not page.items:
        st.caption(_("No notes yet. What you know and the next person should know belongs here."))
    if page.next_cursor:
        st.button(_("Show more"), on_click=_more, key="notes-more", type="tertiary", width="stretch")


def _write(api: Api, lead_id: uuid.UUID) -> None:
    with st.form("new-note", clear_on_submit=True, border=False):
        body = st.text_area(
            _("New note"),
            max_chars=MOST_LETTERS,
            height=96,
            key="note-body",
            label_visibility="collapsed",
            placeholder=_("Write a note… **bold**, lists and links work"),
        )
        sent = st.form_submit_button(_("Add note"), icon=":material/note_add:")
    if sent and (body or "").strip():
        with feedback.telling():
            api.notes.write(lead_id, body or "")
            feedback.done(_("The note was added."))
            st.rerun()


def _note(api: Api, viewer: Viewer, note: NoteOut) -> None:
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(_about(api, note))
            if viewer.may_work:
                _actions(api, note)
        st.markdown(markdown.safe(note.body), anchors=False)


def _about(api: Api, note: NoteOut) -> str:
    edited = f" · {_('edited')}" if (note.updated_at - note.created_at).total_seconds() > 1 else ""
    who = people.name(api, note.author_id) or _("Automatic")
    return plain(f"{who} · {formatting.moment_in_full(note.created_at)}{edited}")


def _actions(api: Api, note: NoteOut) -> None:
    with st.container(horizontal=True, width="content", gap="small"):
        if st.button(_("Edit"), icon=":material/edit:", type="tertiary", key=f"edit-note-{note.id}"):
            _edit(api, note)
        if st.button(_("Delete"), icon=":material/delete:", type="tertiary", key=f"delete-note-{note.id}"):
            feedback.confirm(
                _("Delete this note?"),
                _("It cannot be brought back."),
                lambda: api.notes.delete(note.lead_id, note.id),
                label=_("Delete note"),
                success=_("The note was deleted."),
            )


def _edit(api: Api, note: NoteOut) -> None:
    @st.dialog(_("Edit note"), width="large")
    def ask() -> None:
        with st.form("edit-note-form", border=False):
            body = st.text_area(_("Note"), note.body, max_chars=MOST_LETTERS, height=320, label_visibility="collapsed")
            sent = st.form_submit_button(_("Save"), type="primary")
        if sent and not (body or "").strip():
            st.error(_("A note needs words."))
        elif sent:
            with feedback.telling():
                api.notes.change(note.lead_id, note.id, body or "")
                feedback.done(_("Saved."))
                st.rerun()

    ask()


def _more() -> None:
    st.session_state[_LIMIT] = min(st.session_state.get(_LIMIT, PAGE) + PAGE, 200)
