"""Below a transcript: the answer, or why none can be sent now and what can be done instead."""

from typing import Final

import streamlit as st

from backend.conversations.enums import ConversationStatus, Decision
from backend.conversations.schemas import ConversationDetail
from backend.conversations.sending_schemas import SendingOut
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback
from streamlit_app.kit.i18n import _
from streamlit_app.screens import inbox_dialog_names as names
from streamlit_app.screens import inbox_dialogs, inbox_draft, inbox_words

LONGEST: Final = 4_000


def show(api: Api, detail: ConversationDetail) -> None:
    in_charge = detail.status is ConversationStatus.HUMAN
    may = api.sending.may(detail.id) if in_charge and detail.account_id else None
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if in_charge:
            inbox_dialogs.opener(names.CANNED, _("Ready answers"), ":material/bolt:", type="tertiary")
        if may and may.takes_templates:
            inbox_dialogs.opener(names.TEMPLATE, _("Template"), ":material/description:", type="tertiary")
        inbox_dialogs.opener(names.NOTE, _("Note"), ":material/sticky_note_2:", type="tertiary")
    if may and may.decision is not Decision.ALLOWED:
        _refusal(may)
        return
    _field(api, detail, in_charge=in_charge)


def _refusal(may: SendingOut) -> None:
    words = may.sentence or _("The time to answer freely is over.")
    if may.retry_at:
        words += " " + _("It is possible again {when}.").format(when=inbox_words.upcoming(may.retry_at))
    if may.decision is Decision.NEEDS_TEMPLATE:
        words += " " + _("An approved template may still be sent.")
    st.info(words, icon=":material/timer_off:")


def _field(api: Api, detail: ConversationDetail, *, in_charge: bool) -> None:
    hints = {
        ConversationStatus.HUMAN: _("Write an answer…"),
        ConversationStatus.OPEN: _("Take over to answer"),
        ConversationStatus.PAUSED: _("Take over to answer"),
    }
    key = f"answer-{detail.id}"
    drafted = inbox_draft.take(detail.id) if in_charge else None
    if drafted:
        st.session_state[key] = drafted
    said = st.chat_input(
        hints.get(detail.status, _("This conversation has ended")),
        disabled=not in_charge,
        max_chars=LONGEST,
        # Files go where a channel carries them; a page's chat has none for visitors to fetch.
        accept_file="multiple" if detail.account_id else False,
        key=key,
    )
    if said is None:
        return
    words, files = (said, []) if isinstance(said, str) else (said.text, said.files)
    if words.strip() or files:
        with feedback.telling():
            kept = [api.sending.add_file(detail.id, each.name, each.getvalue()).id for each in files]
            api.conversations.reply(detail.id, words, kept)
            st.rerun()
