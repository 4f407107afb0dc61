"""Why did it say that, and what should it have said: the agent's steps, readable, and a lesson for next time."""

import streamlit as st

from backend.assistant.knowledge.schemas import LONGEST_ANSWER, LONGEST_NAME
from backend.conversations.agent_schemas import TraceStepOut
from backend.conversations.enums import MessageRole
from backend.conversations.schemas import ConversationDetail
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.kit.transport import ApiError
from streamlit_app.screens import inbox_acts, inbox_dialog_names, inbox_opened, trace_words


def explain(api: Api, detail: ConversationDetail, message_id: str) -> None:
    @st.dialog(_("Why this answer?"), width="medium", on_dismiss=inbox_opened.put_away)
    def tell() -> None:
        try:
            found = api.conversations.trace(detail.id, message_id)
        except ApiError as error:
            st.info(feedback.sentence(error))
            return
        st.markdown(f"> {plain(found.text)}")
        for number, step in enumerate(found.steps, start=1):
            _step(number, step)
        if st.button(_("Correct it"), icon=":material/school:", key="why-correct"):
            inbox_opened.open_at(inbox_dialog_names.CORRECT, message_id)
            st.rerun()

    tell()


def _step(number: int, step: TraceStepOut) -> None:
    said = trace_words.found(step)
    why = " · ".join(plain(each) for each in trace_words.why(step))
    st.markdown(
        f":gray[{number}.] **{trace_words.name(step.step)}** {trace_words.icon(step)} {said}"
        + (f"  \n:gray[{why}]" if why else "")
    )


def correct(api: Api, detail: ConversationDetail, message_id: str) -> None:
    @st.dialog(_("What should it have said?"), width="medium", on_dismiss=inbox_opened.put_away)
    def ask() -> None:
        st.caption(_("Question and answer go to your knowledge list, and the assistant answers from it at once."))
        with st.form("correction", border=False):
            question = st.text_input(
                _("When somebody asks"), _asked(detail, message_id), max_chars=LONGEST_NAME, key="correct-question"
            )
            answer = st.text_area(
                _("It should answer"), _said(detail, message_id), max_chars=LONGEST_ANSWER, key="correct-answer"
            )
            sent = st.form_submit_button(_("Teach it"), type="primary", icon=":material/school:", key="correct-agree")
        if sent and (question or "").strip() and (answer or "").strip():
            with feedback.telling():
                made = api.conversations.correct(
                    detail.id, message_id, (question or "").strip(), (answer or "").strip()
                )
                inbox_acts.done(_("Learned.") if made.created else _("Learned anew: the older answer was replaced."))
        elif sent:
            st.error(_("It needs a question and an answer."))

    ask()


def _said(detail: ConversationDetail, message_id: str) -> str:
    return next((each.text for each in detail.messages if each.id == message_id), "")


def _asked(detail: ConversationDetail, message_id: str) -> str:
    """The person's last words before it."""
    last = ""
    for each in detail.messages:
        if each.id == message_id:
            break
        if each.role is MessageRole.VISITOR:
            last = " ".join(each.text.split())
    return last[:LONGEST_NAME]
