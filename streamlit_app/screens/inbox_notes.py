"""A note beside a conversation: for the team only, and calling whom it names."""

import streamlit as st

from backend.conversations.inbox_schemas import MOST_LETTERS
from backend.conversations.schemas import ConversationDetail
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens import inbox_acts, inbox_opened, people


def write(api: Api, detail: ConversationDetail) -> None:
    names = ", ".join(f"@{plain(each)}" for each in people.names(api).values())

    @st.dialog(_("Note for the team"), on_dismiss=inbox_opened.put_away)
    def ask() -> None:
        st.caption(_("Only your team sees it, never the person. A name calls a colleague: {names}").format(names=names))
        body = st.text_area(
            _("Note"), max_chars=MOST_LETTERS, height=140, key="note-words", label_visibility="collapsed"
        )
        if st.button(_("Add note"), type="primary", key="note-agree") and (body or "").strip():
            with feedback.telling():
                api.conversations.note(detail.id, (body or "").strip())
                inbox_acts.done(_("The note was added."))

    ask()
