"""The assistant on one's own data: ask in words, say yes before anything is lost (AST-01, AST-02)."""

from typing import Final

import streamlit as st

from backend.assistant.enums import Mode, Speaker
from backend.assistant.schemas import MAX_MEMORY, MAX_TEXT, ActOut, AnswerOut, StandingOut
from streamlit_app import navigation
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.viewer import Viewer

_LAST: Final = "assistant_last"
_SAID: Final = "assistant_said"
_OFFERED: Final = 4
_FACES: Final = {Speaker.PERSON: ":material/person:", Speaker.ASSISTANT: ":material/smart_toy:"}


def show(api: Api, viewer: Viewer) -> None:
    standing = api.assistant.standing()
    _head(api, standing)
    lines = api.assistant.talk()
    if not lines:
        _welcome(standing)
    for line in lines:
        with st.chat_message(line.speaker, avatar=_FACES[line.speaker]):
            # The API makes people's words in its answers harmless; what the person wrote is shown as it is.
            st.markdown(line.text if line.speaker is Speaker.ASSISTANT else plain(line.text))
    last: AnswerOut | None = st.session_state.get(_LAST)
    if last is not None and lines:
        _after(api, last)
    said = st.chat_input(_("Ask about your leads, or tell me what to do"), max_chars=MAX_TEXT, key="assistant-input")
    said = said or st.session_state.pop(_SAID, None)
    if said:
        _say(api, said)


def _head(api: Api, standing: StandingOut) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(_("Assistant"), anchor=False, width="content")
        with st.container(horizontal=True, width="content"):
            with st.popover(_("What I can do"), icon=":material/help:", key="assistant-help", type="tertiary"):
                _commands(standing)
            if st.button(_("Memory"), icon=":material/psychology:", type="tertiary", key="assistant-memory"):
                _memory(api)
            if st.button(_("Forget the talk"), icon=":material/delete_sweep:", type="tertiary", key="assistant-forget"):
                _forget(api)
    if standing.mode is Mode.COMMANDS:
        st.caption(_("Without a language model: I understand the commands of “What I can do”, in your language."))
    else:
        st.caption(_("With a language model: each message counts in your plan."))
    if not standing.extraction_enabled:
        st.caption(f":orange[{_('Finding new businesses from here is switched off by your administrator.')}]")


def _commands(standing: StandingOut) -> None:
    st.markdown("\n".join(f"- **{plain(each.example)}**: {plain(each.what)}" for each in standing.commands))


def _welcome(standing: StandingOut) -> None:
    with st.chat_message("assistant", avatar=_FACES[Speaker.ASSISTANT]):
        st.markdown(_("Hello. Ask me about your leads, or let me note and plan things for you. For example:"))
        with st.container(horizontal=True):
            for number, each in enumerate(standing.commands[:_OFFERED]):
                if st.button(each.example, key=f"assistant-example-{number}"):
                    st.session_state[_SAID] = each.example
                    st.rerun()


def _say(api: Api, text: str) -> None:
    with st.chat_message("user", avatar=_FACES[Speaker.PERSON]):
        st.markdown(plain(text))
    with feedback.telling(), st.spinner(_("Thinking…")):
        st.session_state[_LAST] = api.assistant.say(text)
        st.rerun()


def _after(api: Api, last: AnswerOut) -> None:
    """What the last answer offers: a yes or no, and ways to what it touched."""
    asked = last.needs_confirmation
    if asked is not None:
        with st.container(border=True):
            st.markdown(f":orange[:material/help:] {plain(asked.what)}")
            with st.container(horizontal=True):
                if st.button(_("Yes, do it"), icon=":material/check:", type="primary", key="assistant-yes"):
                    with feedback.telling():
                        st.session_state.pop(_LAST)
                        st.session_state[_LAST] = api.assistant.confirm(asked.token)
                        st.rerun()
                if st.button(_("No"), icon=":material/close:", key="assistant-no"):
                    st.session_state.pop(_LAST)
                    st.rerun()
    with st.container(horizontal=True):
        for number, act in enumerate(last.acts):
            _way(act, number)


def _way(act: ActOut, number: int) -> None:
    if act.lead_id is not None and st.button(_("Open lead"), icon=":material/person:", key=f"act-lead-{number}"):
        navigation.go("leads", lead=str(act.lead_id))
    if act.task_id is not None and st.button(_("Open tasks"), icon=":material/task_alt:", key=f"act-task-{number}"):
        navigation.go("tasks")
    if act.search_id is not None and st.button(
        _("Open search"), icon=":material/travel_explore:", key=f"act-search-{number}"
    ):
        navigation.go("search", search=str(act.search_id))


def _memory(api: Api) -> None:
    text = api.assistant.memory()

    @st.dialog(_("What I know about your business"), width="large")
    def edit() -> None:
        st.caption(_("Only for you. I read it before I answer: what you sell, to whom, how you like to work."))
        written = st.text_area(
            _("Memory"), text, height=280, max_chars=MAX_MEMORY, key="memory-text", label_visibility="collapsed"
        )
        if st.button(_("Save"), type="primary", key="memory-save"):
            with feedback.telling():
                api.assistant.remember((written or "").strip())
                feedback.done(_("Saved."))
                st.rerun()

    edit()


def _forget(api: Api) -> None:
    def forget() -> None:
        api.assistant.forget()
        st.session_state.pop(_LAST, None)

    feedback.confirm(
        _("Forget this talk?"),
        _("The messages of this page go; what was done stays done, and the memory stays."),
        forget,
        label=_("Forget"),
        success=_("Forgotten."),
    )
