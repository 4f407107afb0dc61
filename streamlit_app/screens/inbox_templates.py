"""An approved WhatsApp template, filled in and looked at before it is sent (F3, MSG-04)."""

import re
import uuid
from collections.abc import Callable, Sequence

import streamlit as st

from backend.channels.account_schemas import TemplateOut
from backend.channels.enums import TemplateStatus
from backend.conversations.schemas import ConversationDetail
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens import channel_words, inbox_acts, inbox_opened

# "Hola {{1}}, …": what follows the first word is whom it greets.
_GREETS = re.compile(r"\W*\w+\W{1,3}\{\{\w+\}\}")
Send = Callable[[uuid.UUID, Sequence[str]], None]


def write(api: Api, detail: ConversationDetail) -> None:
    account_id = detail.account_id
    if account_id is None:
        return

    @st.dialog(_("Send a template"), width="medium", on_dismiss=inbox_opened.put_away)
    def ask() -> None:
        def send(template_id: uuid.UUID, variables: Sequence[str]) -> None:
            api.sending.template(detail.id, template_id, variables)
            inbox_acts.done(_("The template is on its way."))

        choose(api, account_id, detail.language, detail.lead_name or "", send)

    ask()


def choose(api: Api, account_id: uuid.UUID, language: str, name: str, send: Send) -> None:
    """`language` and `name` are the person's: their templates come first, and a name is often the first gap."""
    approved = [each for each in api.sending.templates(account_id) if each.status == TemplateStatus.APPROVED]
    if not approved:
        st.info(_("No approved template yet. Load them from WhatsApp under Channels."), icon=":material/description:")
        return
    approved.sort(key=lambda each: (not each.language.startswith(language), each.name))
    chosen = st.selectbox(_("Template"), approved, format_func=_title, key="template-which")
    variables = _filled(chosen, name)
    shown = api.sending.preview(account_id, chosen.id, variables)
    with st.container(border=True, gap="xsmall"):
        for words in (f"**{plain(shown.header)}**" if shown.header else "", plain(shown.body), plain(shown.footer)):
            if words:
                st.markdown(words)
    st.caption(_("WhatsApp bills it as: {category}").format(category=channel_words.category(chosen.category)))
    if st.button(
        _("Send"),
        type="primary",
        icon=":material/send:",
        key="template-send",
        disabled=not all(map(str.strip, variables)),
    ):
        with feedback.telling():
            send(chosen.id, variables)


def _filled(template: TemplateOut, name: str) -> list[str]:
    first = name.split(" ", 1)[0] if _GREETS.match(template.body) else ""
    return [
        st.text_input(
            _("In place of {name}").format(name=f"{{{{{each}}}}}"),
            first if number == 0 else "",
            max_chars=1_024,
            key=f"template-{template.id}-{number}",
        )
        or ""
        for number, each in enumerate(template.variables)
    ]


def _title(template: TemplateOut) -> str:
    return f"{template.name.replace('_', ' ')} · {template.language}"
