"""How the agent behaves: tone, when it calls a person, when follow-ups may go out, and what else it can do."""

from typing import Any

import streamlit as st
from pydantic import ValidationError

from backend.assistant.enums import ReplyLength, SkillName, Tone
from backend.assistant.settings_schemas import MOST_WORDS, Conduct
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback
from streamlit_app.kit.i18n import _
from streamlit_app.screens import agent_words
from streamlit_app.viewer import Viewer


def show(api: Api, viewer: Viewer, conduct: Conduct) -> None:
    fixed = not viewer.may_set_up
    if fixed:
        st.info(_("You can look at everything here; an administrator makes changes."), icon=":material/visibility:")
    with st.form("conduct", border=False):
        left, right = st.columns(2, gap="medium")
        with left, st.container(border=True, height="stretch"):
            given = _voice(conduct, fixed=fixed)
        with right, st.container(border=True, height="stretch"):
            given |= _handing_over(conduct, fixed=fixed)
        left, right = st.columns(2, gap="medium")
        with left, st.container(border=True, height="stretch"):
            given |= _follow_ups(conduct, fixed=fixed)
        with right, st.container(border=True, height="stretch"):
            given |= _skills(conduct, fixed=fixed)
        sent = st.form_submit_button(_("Save"), type="primary", key="conduct-save", disabled=fixed)
    if sent:
        _save(api, conduct, given)


# Any: fields by name; the shape checks them.
def _save(api: Api, conduct: Conduct, given: dict[str, Any]) -> None:
    try:
        wanted = Conduct.model_validate(given | {"ai_on": conduct.ai_on})
    except ValidationError:
        st.error(_("A word that calls a person has 2 to 60 letters."), icon=":material/error:")
        return
    with feedback.telling():
        api.agent.behave(wanted)
        feedback.done(_("Saved. It behaves so from the next message on."))
        st.rerun()


# Any: fields by name.
def _voice(now: Conduct, *, fixed: bool) -> dict[str, Any]:
    st.markdown(f"##### :material/record_voice_over: {_('How it speaks')}", anchors=False)
    tone = st.segmented_control(
        _("Tone"),
        list(Tone),
        default=now.tone,
        required=True,
        format_func=agent_words.tone,
        key="conduct-tone",
        help="\n".join(f"- **{agent_words.tone(each)}**: {agent_words.tone_meaning(each)}" for each in Tone),
        disabled=fixed,
    )
    length = st.segmented_control(
        _("Length of its answers"),
        list(ReplyLength),
        default=now.length,
        required=True,
        format_func=agent_words.length,
        key="conduct-length",
        disabled=fixed,
    )
    emoji = st.toggle(_("Uses emoji 🙂"), now.emoji, key="conduct-emoji", disabled=fixed)
    return {"tone": tone or now.tone, "length": length or now.length, "emoji": emoji}


# Any: fields by name.
def _handing_over(now: Conduct, *, fixed: bool) -> dict[str, Any]:
    st.markdown(f"##### :material/support_agent: {_('When a person takes over')}", anchors=False)
    words = st.multiselect(
        _("Words that call a person at once"),
        now.escalation_words,
        now.escalation_words,
        accept_new_options=True,
        max_selections=MOST_WORDS,
        placeholder=_("lawyer, refund, complaint…"),
        key="conduct-words",
        disabled=fixed,
    )
    most = st.number_input(
        _("After so many messages that it did not understand"),
        1,
        10,
        now.max_no_match,
        key="conduct-no-match",
        disabled=fixed,
    )
    minutes = st.number_input(
        _("Minutes of a colleague's silence before it answers again"),
        1,
        10_080,
        now.takeover_minutes,
        key="conduct-takeover",
        disabled=fixed,
    )
    return {"escalation_words": list(words), "max_no_match": int(most), "takeover_minutes": int(minutes)}


# Any: fields by name.
def _follow_ups(now: Conduct, *, fixed: bool) -> dict[str, Any]:
    st.markdown(f"##### :material/bedtime: {_('When follow-ups rest')}", anchors=False)
    left, right = st.columns(2)
    with left:
        start = _hour(_("Not after"), now.quiet_from, "conduct-quiet-from", fixed=fixed)
    with right:
        end = _hour(_("Not before"), now.quiet_to, "conduct-quiet-to", fixed=fixed)
    st.caption(_("By the clock of whoever gets them."))
    cap = st.number_input(
        _("Follow-ups to one person in a week, at most"), 0, 50, now.weekly_cap, key="conduct-cap", disabled=fixed
    )
    return {"quiet_from": start, "quiet_to": end, "weekly_cap": int(cap)}


def _hour(label: str, now: int, key: str, *, fixed: bool) -> int:
    hour: int = st.selectbox(
        label, range(24), index=now, format_func=lambda each: f"{each:02}:00", key=key, disabled=fixed
    )
    return hour


# Any: fields by name.
def _skills(now: Conduct, *, fixed: bool) -> dict[str, Any]:
    st.markdown(f"##### :material/extension: {_('What else it can do')}", anchors=False)
    on = []
    for each in SkillName:
        if st.toggle(agent_words.skill(each), each in now.skills, key=f"conduct-skill-{each.value}", disabled=fixed):
            on.append(each)
        st.caption(agent_words.skill_meaning(each))
    return {"skills": on}
