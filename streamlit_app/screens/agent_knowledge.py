"""What the agent knows: questions and products, and a box to ask it as a customer would (DMA-01)."""

from typing import Final

import streamlit as st

from backend.assistant.knowledge.enums import ItemKind
from backend.assistant.knowledge.schemas import ItemOut, MatchOut
from backend.core.language import LANGUAGES, Language, is_language
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, formatting, i18n, paging, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.kit.page import Page
from streamlit_app.screens import agent_entry, agent_import, agent_words
from streamlit_app.viewer import Viewer

SHOWN: Final = 50


def show(api: Api, viewer: Viewer) -> None:
    if viewer.may_work:
        _try(api)
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        q, kind, language = _filters()
        if viewer.may_work:
            with st.container(horizontal=True, width="content", gap="small"):
                if st.button(_("Paste lines"), icon=":material/content_paste:", key="knowledge-import"):
                    agent_import.ask(api)
                if st.button(_("Add"), icon=":material/add:", type="primary", key="knowledge-add"):
                    agent_entry.edit(api, None)

    def page(cursor: str | None) -> Page[ItemOut]:
        return api.agent.knowledge(q=q, kind=kind, language=language, limit=SHOWN, cursor=cursor)

    items, following = paging.load("knowledge", (q, kind, language), page)
    if not items:
        _empty(filtered=bool(q or kind or language))
    for item in items:
        _row(api, viewer, item)
    paging.more("knowledge", following)


def _try(api: Api) -> None:
    with st.container(border=True):
        st.markdown(f"##### :material/quiz: {_('Try a question')}", anchors=False)
        with st.form("knowledge-try", border=False):
            left, middle, right = st.columns([6, 2, 2], vertical_alignment="bottom")
            question = left.text_input(
                _("As a customer would write it"),
                max_chars=1_000,
                placeholder=_("how much is a visit?"),
                key="try-question",
            )
            with middle:
                language = _language(_("Language"), i18n.language(), "try-language")
            with right:
                sent = st.form_submit_button(_("Ask"), icon=":material/search:", key="try-ask", width="stretch")
        asked = (question or "").strip()
        if sent and asked:
            with feedback.telling():
                _found(api.agent.ask(asked, language).matches)


def _language(label: str, now: Language, key: str) -> Language:
    chosen: Language = st.selectbox(
        label,
        LANGUAGES,
        index=LANGUAGES.index(now),
        format_func=words.LANGUAGE_NAMES.__getitem__,
        key=key,
    )
    return chosen


def _found(matches: list[MatchOut]) -> None:
    if not matches:
        st.warning(_("It finds no answer here, so it would say so and call a person. Teach it one."))
    for number, match in enumerate(matches):
        share = min(max(match.score, 0.0), 1.0)
        icon = agent_words.ICONS[match.item.kind]
        st.markdown(f"{icon} **{plain(match.item.name)}**  \n{plain(match.item.answer)}")
        st.progress(share, _("fits {share}").format(share=formatting.percent(share)))
        if number == 0 and len(matches) > 1:
            st.caption(_("It answers with the first one. Also near:"))


def _filters() -> tuple[str, ItemKind | None, Language | None]:
    with st.container(horizontal=True, width="content", vertical_alignment="center", gap="small"):
        q = st.text_input(
            _("Search"),
            key="knowledge-q",
            icon=":material/search:",
            placeholder=_("Search"),
            label_visibility="collapsed",
            max_chars=200,
            width=220,
        )
        kind = st.segmented_control(
            _("Kind"),
            list(ItemKind),
            format_func=lambda each: f"{agent_words.ICONS[each]} {agent_words.kind(each)}",
            key="knowledge-kind",
            label_visibility="collapsed",
        )
        chosen: str = st.selectbox(
            _("Language"),
            ["", *LANGUAGES],
            format_func=lambda each: words.LANGUAGE_NAMES[each] if each else _("All languages"),
            key="knowledge-language",
            label_visibility="collapsed",
            width=180,
        )
    return (q or "").strip(), kind, chosen if is_language(chosen) else None


def _empty(*, filtered: bool) -> None:
    if filtered:
        feedback.empty(_("Nothing matches"), _("Search with other words, or show everything."))
        return
    feedback.empty(
        _("Teach it your business"),
        _("Write what people ask again and again, and what you sell with its price. It never makes up anything else."),
        icon=":material/school:",
    )


def _row(api: Api, viewer: Viewer, item: ItemOut) -> None:
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            title = f"{agent_words.ICONS[item.kind]} **{plain(item.name)}** :gray-badge[{item.language.upper()}]"
            if item.price_minor is not None and item.currency:
                title += f" :green-badge[{plain(formatting.money_minor(item.price_minor, item.currency))}]"
            if not item.active:
                title += f" :orange-badge[{_('not used')}]"
            st.markdown(title, width="content")
            if viewer.may_work:
                _tools(api, item)
        if item.answer:
            st.markdown(f":gray[{plain(item.answer)}]")
        if item.link:
            st.caption(f":material/link: {plain(item.link)}")


def _tools(api: Api, item: ItemOut) -> None:
    with st.container(horizontal=True, width="content", gap="small"):
        if st.button(_("Change"), icon=":material/edit:", type="tertiary", key=f"item-edit-{item.id}"):
            agent_entry.edit(api, item)
        if st.button(_("Delete"), icon=":material/delete:", type="tertiary", key=f"item-delete-{item.id}"):
            feedback.confirm(
                _("Delete this entry?"),
                plain(item.name),
                lambda: api.agent.forget(item.id),
                label=_("Delete"),
                success=_("The agent does not know it any more."),
            )
