"""The middle of the inbox: what was said, who answers, until when, and the answer itself."""

import uuid
from typing import Final

import streamlit as st

from backend.conversations.enums import ConversationStatus
from backend.conversations.schemas import ConversationDetail
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, words
from streamlit_app.kit.device import is_phone
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.kit.parts.transcript import Asked
from streamlit_app.kit.transport import ApiError
from streamlit_app.screens import inbox_answer, inbox_dialogs, inbox_opened, inbox_words
from streamlit_app.screens import inbox_dialog_names as names
from streamlit_app.screens.transcripts import CORRECT, RESEND, WHY, show_transcript
from streamlit_app.viewer import Viewer

SECONDS: Final = 1.5
PAGE: Final = 200
MOST: Final = 1_000
_LATEST: Final = "inbox_latest"
_HEIGHTS: Final = {False: "max(300px, calc(100dvh - 470px))", True: "max(260px, calc(100dvh - 505px))"}
_TAKEN: Final = frozenset(ConversationStatus) - {ConversationStatus.HUMAN}
_GIVEN: Final = frozenset({ConversationStatus.HUMAN, ConversationStatus.PAUSED})


@st.fragment(run_every=SECONDS)
@feedback.live
def show(api: Api, viewer: Viewer, conversation_id: uuid.UUID) -> None:
    try:
        detail = api.conversations.get(conversation_id, latest=_latest(conversation_id))
    except ApiError as error:
        if error.status != 404:
            raise
        feedback.empty(_("This conversation no longer exists"), _("Choose another one."))
        return
    if detail.unread and viewer.may_work:
        api.conversations.mark_read(conversation_id)
    with st.container(border=True, gap="small"):
        _head(api, viewer, detail)
        _earlier(detail)
        height = _HEIGHTS[is_phone()]
        asked = show_transcript(detail, key="talk", height=height, may_work=viewer.may_work)
        if viewer.may_work:
            inbox_answer.show(api, detail)
    if asked:
        _follow(api, detail, asked)


def _latest(conversation_id: uuid.UUID) -> int:
    """More of the same conversation only: another one begins with its last page."""
    whose, latest = st.session_state.get(_LATEST, (None, PAGE))
    return latest if whose == conversation_id else PAGE


def _earlier(detail: ConversationDetail) -> None:
    latest = _latest(detail.id)
    if len(detail.messages) >= latest < MOST:

        def more() -> None:
            st.session_state[_LATEST] = (detail.id, MOST)

        st.button(_("Show earlier messages"), key="earlier", type="tertiary", width="stretch", on_click=more)


def _follow(api: Api, detail: ConversationDetail, asked: Asked) -> None:
    message = next((each for each in detail.messages if each.id == asked.message), None)
    if message is None:
        return
    if asked.act == RESEND and message.delivery:
        with feedback.telling():
            api.sending.resend(detail.id, message.delivery.id)
            feedback.done(_("It is on its way again."))
            st.rerun()
    elif asked.act in (WHY, CORRECT):
        inbox_opened.open_at({WHY: names.WHY, CORRECT: names.CORRECT}[asked.act], message.id)
        st.rerun()


def _head(api: Api, viewer: Viewer, detail: ConversationDetail) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(gap=None, width="content"):
            st.markdown(f"##### {plain(detail.lead_name or _('Visitor'))}", anchors=False)
            language = words.LANGUAGE_NAMES.get(detail.language, detail.language)
            place = f" · {plain(_place(detail.page_url))}" if detail.page_url else ""
            st.caption(f"{inbox_words.channel(detail.channel)} · {language}{place}")
        if viewer.may_work:
            with st.container(horizontal=True, width="content", gap="small"):
                _charge(api, detail)
                inbox_dialogs.menu(detail)
    _clocks(detail)


def _clocks(detail: ConversationDetail) -> None:
    """Who answers and until when, how long one may write freely, whose it is."""
    tones = {ConversationStatus.HUMAN: "blue", ConversationStatus.PAUSED: "yellow", ConversationStatus.OPEN: "green"}
    with st.container(horizontal=True, gap="xsmall"):
        st.badge(inbox_words.standing(detail), color=tones.get(detail.status, "gray"))  # type: ignore[arg-type] # names of the theme
        if detail.assignee_name:
            st.badge(plain(detail.assignee_name), icon=":material/person:", color="gray")
        ends = detail.window_ends_at
        if ends and ends > formatting.now():
            soon = (ends - formatting.now()).total_seconds() < 4 * 3600
            said = _("{time} left to answer freely").format(time=inbox_words.left(ends))
            st.badge(said, icon=":material/timer:", color="orange" if soon else "gray")
        elif ends:
            st.badge(_("Window closed"), icon=":material/timer_off:", color="red")
        if detail.snoozed_until and detail.snoozed_until > formatting.now():
            said = _("Snoozed, back {when}").format(when=inbox_words.upcoming(detail.snoozed_until))
            st.badge(said, icon=":material/snooze:", color="violet")


def _place(url: str) -> str:
    """Without its scheme: a visitor chose it, so it must not become a link to click."""
    return url.partition("://")[2] or url


def _charge(api: Api, detail: ConversationDetail) -> None:
    """Take over or give back: both move the conversation for the person too."""
    if detail.status in _TAKEN and st.button(
        _("Take over"), icon=":material/front_hand:", type="primary", key="take-over"
    ):
        with feedback.telling():
            api.conversations.take_over(detail.id)
            st.toast(_("You answer now; the assistant is silent."), icon=":material/front_hand:")
            st.rerun()
    if detail.status in _GIVEN and st.button(_("Give back"), icon=":material/smart_toy:", key="give-back"):
        with feedback.telling():
            api.conversations.give_back(detail.id)
            st.toast(_("The assistant goes on."), icon=":material/smart_toy:")
            st.rerun()
