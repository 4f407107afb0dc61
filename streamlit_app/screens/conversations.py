"""The inbox: who talks now, what was said, and a person's answer (PAN-03)."""

import uuid
from typing import Final

import streamlit as st

from backend.conversations.enums import ConversationStatus
from backend.conversations.schemas import ConversationDetail, ConversationOut
from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, words
from streamlit_app.kit.device import is_phone
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.rows import Row, rows
from streamlit_app.kit.transport import ApiError
from streamlit_app.screens import attachments
from streamlit_app.screens.transcripts import show_transcript
from streamlit_app.viewer import Viewer

LIST_SECONDS: Final = 1.5
TALK_SECONDS: Final = 1.0
_ALL: Final = "all"
_UNREAD: Final = "unread"


def show(api: Api, viewer: Viewer) -> None:
    chosen = _chosen()
    if is_phone():
        _one_pane(api, viewer, chosen)
        return
    st.title(_("Conversations"), anchor=False)
    left, right = st.columns([4, 7], gap="medium")
    with left:
        _inbox(api)
    with right:
        if chosen is None:
            feedback.empty(
                _("Choose a conversation"),
                _("You can read along, take over from the assistant, and give it back."),
                icon=":material/forum:",
            )
        else:
            _talk(api, viewer, chosen)


def _one_pane(api: Api, viewer: Viewer, chosen: uuid.UUID | None) -> None:
    if chosen is None:
        st.title(_("Conversations"), anchor=False)
        _inbox(api)
        return
    st.button(_("All conversations"), icon=":material/arrow_back:", type="tertiary", key="back", on_click=_back)
    _talk(api, viewer, chosen)


def _back() -> None:
    st.query_params.clear()


def _chosen() -> uuid.UUID | None:
    try:
        return uuid.UUID(st.query_params.get("conversation", ""))
    except ValueError:
        return None


@st.fragment(run_every=LIST_SECONDS)
@feedback.live
def _inbox(api: Api) -> None:
    shown = st.segmented_control(
        _("Show"),
        [_ALL, _UNREAD, ConversationStatus.HUMAN, ConversationStatus.OPEN],
        default=_ALL,
        required=True,
        format_func=_filter_name,
        label_visibility="collapsed",
        key="inbox-filter",
    )
    status = ConversationStatus(shown) if shown in set(ConversationStatus) else None
    found = api.conversations.list(status=status, unread=shown == _UNREAD).items
    if not found:
        _nothing(shown == _ALL)
        return
    with st.container(height=640, border=False):
        opened = rows(
            [_row(each) for each in found],
            label=_("Conversations"),
            key="inbox",
            chosen=st.query_params.get("conversation"),
        )
    if opened:
        st.query_params["conversation"] = opened
        st.rerun()


def _nothing(unfiltered: bool) -> None:
    if unfiltered:
        hint = _("When somebody talks to your widget, you can read along here.")
        feedback.empty(_("No conversations yet"), hint, icon=":material/forum:")
    else:
        feedback.empty(_("Nothing here"), _("No conversation matches this filter."), icon=":material/done_all:")


def _filter_name(value: str) -> str:
    names = {
        _ALL: _("All"),
        _UNREAD: _("Unread"),
        ConversationStatus.HUMAN: _("Person"),
        ConversationStatus.OPEN: _("Assistant"),
    }
    return names[value]


def _row(each: ConversationOut) -> Row:
    return Row(
        id=str(each.id),
        title=each.lead_name or _("Visitor"),
        note=" ".join((each.last_message or "").split())[:140],
        aside=formatting.ago(each.last_message_at),
        tag=_("Waiting") if each.status is ConversationStatus.HUMAN else str(each.score) if each.score else "",
        tone=each.temperature or "plain",
        unread=each.unread,
    )


@st.fragment(run_every=TALK_SECONDS)
@feedback.live
def _talk(api: Api, viewer: Viewer, conversation_id: uuid.UUID) -> None:
    try:
        detail = api.conversations.get(conversation_id)
    except ApiError as error:
        if error.status != 404:
            raise
        feedback.empty(_("This conversation no longer exists"), _("Choose another one."))
        return
    if detail.unread and viewer.may_work:
        api.conversations.mark_read(conversation_id)
    with st.container(border=True):
        _head(api, viewer, detail)
        show_transcript(detail, key="talk", height=480)
        files = [str(file.id) for message in detail.messages for file in message.attachments]
        if files:
            with st.expander(_("Files"), icon=":material/attach_file:"):
                attachments.gallery(api, files)
        if viewer.may_work:
            _answer(api, detail)


def _head(api: Api, viewer: Viewer, detail: ConversationDetail) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(gap=None, width="content"):
            st.markdown(f"##### {plain(detail.lead_name or _('Visitor'))}", anchors=False)
            status = words.conversation_status(detail.status)
            language = words.LANGUAGE_NAMES.get(detail.language, detail.language)
            st.caption(f"{status} · {language}" + (f" · {plain(_place(detail.page_url))}" if detail.page_url else ""))
        with st.container(horizontal=True, width="content"):
            if detail.lead_id and st.button(_("Lead"), icon=":material/person:", key="to-lead"):
                navigation.go("leads", lead=str(detail.lead_id))
            if viewer.may_work:
                _charge(api, detail)


def _place(url: str) -> str:
    """Without its scheme: a visitor chose it, so it must not become a link to click."""
    return url.partition("://")[2] or url


def _charge(api: Api, detail: ConversationDetail) -> None:
    """Take over, give back, close: each moves the conversation for the visitor too."""
    if detail.status is ConversationStatus.OPEN:
        if st.button(_("Take over"), icon=":material/front_hand:", type="primary", key="take-over"):
            with feedback.telling():
                api.conversations.take_over(detail.id)
                st.toast(_("You answer now; the assistant is silent."), icon=":material/front_hand:")
                st.rerun()
    elif detail.status is ConversationStatus.HUMAN:
        if st.button(_("Give back"), icon=":material/smart_toy:", key="give-back"):
            with feedback.telling():
                api.conversations.give_back(detail.id)
                st.toast(_("The assistant goes on."), icon=":material/smart_toy:")
                st.rerun()
        if st.button(_("Close"), icon=":material/check:", key="close"):
            with feedback.telling():
                api.conversations.close(detail.id)
                st.toast(_("The conversation has ended."), icon=":material/check:")
                st.rerun()


def _answer(api: Api, detail: ConversationDetail) -> None:
    in_charge = detail.status is ConversationStatus.HUMAN
    hints = {
        ConversationStatus.HUMAN: _("Write an answer…"),
        ConversationStatus.OPEN: _("Take over to answer"),
    }
    said = st.chat_input(
        hints.get(detail.status, _("This conversation has ended")),
        disabled=not in_charge,
        max_chars=4_000,
        key=f"answer-{detail.id}",
    )
    if said and said.strip():
        with feedback.telling():
            api.conversations.reply(detail.id, said)
            st.rerun()
