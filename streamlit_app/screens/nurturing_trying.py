"""A step as somebody would get it, and sent to a conversation of one's own."""

import uuid

import streamlit as st

from backend.channels.enums import ChannelKind
from backend.conversations.enums import Decision
from backend.nurturing.schemas import PreviewIn, PreviewOut, SequenceOut
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.kit.transport import ApiError
from streamlit_app.screens import cost_words, inbox_words, nurturing_people, nurturing_words
from streamlit_app.viewer import Viewer


def show(api: Api, viewer: Viewer, sequence: SequenceOut) -> None:
    @st.dialog(_("Try it"), width="medium")
    def dialog() -> None:
        step: int = st.segmented_control(
            _("Step"),
            range(1, len(sequence.steps) + 1),
            default=1,
            required=True,
            format_func=lambda each: nurturing_words.delay(sequence.steps[each - 1].delay_hours),
            key="try-step",
        )
        reads, sends = st.tabs([_("As a lead reads it"), _("Send it to myself")])
        with reads:
            lead_id = nurturing_people.choose_lead(api, "try-lead")
            if lead_id:
                _preview(api, sequence, step or 1, lead_id)
        with sends:
            if viewer.may_set_up:
                _send(api, sequence, step or 1)
            else:
                st.caption(_("An administrator may do this."))

    dialog()


def _preview(api: Api, sequence: SequenceOut, step: int, lead_id: uuid.UUID) -> None:
    try:
        found = api.nurturing.preview(sequence.type, PreviewIn(step=step, lead_id=lead_id))
    except ApiError as error:
        st.info(feedback.sentence(error), icon=":material/info:")
        return
    with st.container(border=True):
        for line in found.text.splitlines():
            st.markdown(plain(line))
    st.caption(plain(_about(found)))
    _verdict(found)


def _about(found: PreviewOut) -> str:
    names: dict[str, str] = dict(words.LANGUAGE_NAMES)
    parts = [names.get(found.language, found.language)]
    if found.channel:
        parts.append(inbox_words.channel(found.channel))
    if found.template:
        parts.append(_("template {name}").format(name=found.template))
    if found.cost:
        parts.append(cost_words.estimate(found.cost))
    return " · ".join(parts)


def _verdict(found: PreviewOut) -> None:
    if found.conversation_id is None:
        st.info(_("Nobody has talked with this lead yet, so there is nowhere to write."), icon=":material/info:")
    elif found.channel is ChannelKind.WEB:
        st.warning(_("They only talked on your website, and nobody can be reached there after they left."))
    elif found.decision is Decision.ALLOWED or (found.template and found.refusal is None):
        st.success(_("It would go out now."), icon=":material/check_circle:")
    elif found.refusal:
        st.warning(
            _("It would not go out now: {reason}.").format(reason=nurturing_words.refusal(found.refusal)),
            icon=":material/schedule:",
        )


def _send(api: Api, sequence: SequenceOut, step: int) -> None:
    talks = [each for each in api.conversations.list(limit=50).items if each.channel is not ChannelKind.WEB]
    if not talks:
        st.caption(_("Write to one of your channels from your own phone first: that conversation stands here then."))
        return
    named = {
        each.id: f"{each.lead_name or _('Somebody unknown')} · {inbox_words.channel(each.channel)}" for each in talks
    }
    st.caption(_("It is really sent. Choose the conversation that you have with yourself."))
    chosen = st.selectbox(
        _("My conversation"), list(named), index=None, format_func=named.__getitem__, key="try-conversation"
    )
    if chosen:
        _warn(api, sequence, step, chosen)
    if st.button(_("Send it"), icon=":material/send:", type="primary", key="try-send", disabled=not chosen) and chosen:
        with feedback.telling():
            api.nurturing.test(sequence.type, step, chosen)
            st.success(_("Sent. Look at your phone."), icon=":material/check_circle:")


def _warn(api: Api, sequence: SequenceOut, step: int, conversation_id: uuid.UUID) -> None:
    """What it will cost, where it would go to this very conversation as a template."""
    try:
        found = api.nurturing.preview(sequence.type, PreviewIn(step=step, conversation_id=conversation_id))
    except ApiError:
        return  # sending says what is wrong
    if found.cost and found.conversation_id == conversation_id:
        st.caption(plain(_about(found)))
