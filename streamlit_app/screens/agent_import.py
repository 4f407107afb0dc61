"""Many entries at once, pasted from a spreadsheet; what is wrong with a line is said beside its number."""

import streamlit as st

from backend.assistant.knowledge.enums import ItemKind
from backend.assistant.knowledge.schemas import ImportIn, ImportOut
from backend.core.language import LANGUAGES
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback, i18n, words
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens import agent_words

_MOST_SHOWN = 20


def ask(api: Api) -> None:
    @st.dialog(_("Paste lines"), width="large", on_dismiss="rerun")
    def dialog() -> None:
        st.caption(
            _("One entry a line, as copied from a spreadsheet: name, answer, price, link, other words, payment link.")
        )
        with st.form("knowledge-lines", border=False):
            left, right = st.columns(2)
            kind = left.selectbox(_("Kind"), list(ItemKind), format_func=agent_words.kind, key="lines-kind")
            language = right.selectbox(
                _("Language"),
                LANGUAGES,
                index=LANGUAGES.index(i18n.language()),
                format_func=words.LANGUAGE_NAMES.__getitem__,
                key="lines-language",
            )
            lines = st.text_area(
                _("Lines"),
                height=220,
                max_chars=200_000,
                placeholder=_("Visit and 3D project; We measure and show it in 3D; 120 €; https://www.example.com/3d"),
                key="lines-text",
            )
            sent = st.form_submit_button(
                _("Teach these lines"), type="primary", icon=":material/school:", key="lines-go"
            )
        if sent and (lines or "").strip():
            with feedback.telling():
                _tell(api.agent.teach_lines(ImportIn(language=language, kind=kind, lines=lines or "")))

    dialog()


def _tell(found: ImportOut) -> None:
    if found.created or found.updated:
        st.success(
            _("{created} new, {updated} replaced. Close this to see them.").format(
                created=found.created, updated=found.updated
            ),
            icon=":material/check_circle:",
        )
    for each in found.errors[:_MOST_SHOWN]:
        st.warning(
            _("Line {line}: {problem}.").format(line=each.line, problem=plain(each.message)),
            icon=":material/report:",
        )
    if len(found.errors) > _MOST_SHOWN:
        st.caption(_("And {count} more lines.").format(count=len(found.errors) - _MOST_SHOWN))
