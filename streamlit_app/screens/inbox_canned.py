"""Ready answers in three sets: chosen, filled in for this person, and kept by the team."""

import streamlit as st

from backend.conversations.canned_schemas import MOST_LETTERS, CannedReplyIn, CannedReplyOut, CannedReplyUpdate
from backend.conversations.enums import CannedPurpose
from backend.conversations.schemas import ConversationDetail
from backend.core.language import LANGUAGES, Language
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, i18n, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens import inbox_draft, inbox_opened, inbox_words


def choose(api: Api, detail: ConversationDetail) -> None:
    @st.dialog(_("Ready answers"), width="medium", on_dismiss=inbox_opened.put_away)
    def ask() -> None:
        chosen = st.segmented_control(
            _("Set"),
            list(CannedPurpose),
            default=_fitting(detail),
            required=True,
            format_func=inbox_words.purpose,
            key="canned-set",
            label_visibility="collapsed",
        )
        purpose = CannedPurpose(chosen or _fitting(detail))
        replies = [each for each in api.canned.list() if each.purpose is purpose]
        for each in replies:
            _offer(api, detail, each)
        if not replies:
            st.caption(_("None here yet. Write the sentences that you send again and again."))
        with st.expander(_("Write a new one"), icon=":material/add:"):
            _edit(api, purpose, None)

    ask()


def _fitting(detail: ConversationDetail) -> CannedPurpose:
    """A greeting before the first answer of a person, what follows afterwards."""
    answered = any(message.author for message in detail.messages)
    return CannedPurpose.FOLLOW_UP if answered else CannedPurpose.OPENING


def _offer(api: Api, detail: ConversationDetail, reply: CannedReplyOut) -> None:
    text = reply.texts.get(detail.language) or next(iter(reply.texts.values()), "")
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain(reply.title)}**", width="content")
            if st.button(_("Use"), icon=":material/arrow_downward:", type="primary", key=f"canned-{reply.id}"):
                with feedback.telling():
                    _use(api, detail, reply)
        st.markdown(f":gray[{plain(text)}]")
        with st.expander(_("Change"), icon=":material/edit:"):
            _edit(api, reply.purpose, reply)


def _use(api: Api, detail: ConversationDetail, reply: CannedReplyOut) -> None:
    done = api.canned.render(reply.id, detail.id)
    inbox_draft.fill(detail.id, done.text)
    inbox_opened.put_away()
    if done.missing:
        st.toast(_("Not known and left out: {names}").format(names=", ".join(done.missing)), icon=":material/info:")
    st.rerun()


def _edit(api: Api, purpose: CannedPurpose, reply: CannedReplyOut | None) -> None:
    key = f"canned-edit-{reply.id if reply else purpose}"
    with st.form(key, border=False):
        st.caption(_("Filled in for each person: {names}").format(names="`{name}` `{business}` `{agent}` `{product}`"))
        title = st.text_input(_("Title"), reply.title if reply else "", max_chars=80, key=f"{key}-title")
        texts = {each: _text(each, reply, key) for each in _mine_first()}
        saved = st.form_submit_button(_("Save"), type="primary", key=f"{key}-save")
    given = {each: text.strip() for each, text in texts.items() if text.strip()}
    if saved and title and title.strip() and given:
        with feedback.telling():
            if reply:
                api.canned.change(reply.id, CannedReplyUpdate(title=title, texts=given))
            else:
                api.canned.create(CannedReplyIn(purpose=purpose, title=title, texts=given))
            st.rerun()
    elif saved:
        st.error(_("It needs a title, and words in at least one language."))
    if reply and st.button(_("Delete"), icon=":material/delete:", type="tertiary", key=f"{key}-delete"):
        with feedback.telling():
            api.canned.delete(reply.id)
            st.rerun()


def _text(language: Language, reply: CannedReplyOut | None, key: str) -> str:
    now = reply.texts.get(language, "") if reply else ""
    name = words.LANGUAGE_NAMES[language]
    return st.text_area(name, now, max_chars=MOST_LETTERS, height=84, key=f"{key}-{language}") or ""


def _mine_first() -> list[Language]:
    return sorted(LANGUAGES, key=lambda each: each != i18n.language())
