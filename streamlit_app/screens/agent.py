"""The agent that answers customers: what it knows, and how it behaves (DMA-01, FLW-10)."""

import streamlit as st

from backend.assistant.settings_schemas import Conduct
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, wishes
from streamlit_app.kit.i18n import _
from streamlit_app.screens import agent_conduct, agent_knowledge
from streamlit_app.viewer import Viewer

_ON = "agent-on"


def show(api: Api, viewer: Viewer) -> None:
    conduct = api.agent.conduct()
    _switched(api, conduct)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(_("Agent"), anchor=False, width="content")
        wishes.show(_ON, conduct.ai_on)
        st.toggle(_("Answers"), key=_ON, on_change=wishes.keep, args=(_ON,), disabled=not viewer.may_set_up)
    if conduct.ai_on:
        st.caption(_("It answers on every channel where you chose it, from what stands here and nothing else."))
    else:
        st.warning(_("The agent is off: messages that no flow answers wait for your team."), icon=":material/pause:")
    knows, behaves = st.tabs([_("What it knows"), _("How it behaves")], key="agent-tabs", on_change="rerun")
    if knows.open:
        with knows:
            agent_knowledge.show(api, viewer)
    if behaves.open:
        with behaves:
            agent_conduct.show(api, viewer, conduct)


def _switched(api: Api, conduct: Conduct) -> None:
    wanted = wishes.taken(_ON)
    if wanted is None or wanted == conduct.ai_on:
        return
    with feedback.telling():
        api.agent.behave(conduct.model_copy(update={"ai_on": wanted}))
        feedback.done(_("The agent answers again.") if wanted else _("The agent is off."))
        st.rerun()
