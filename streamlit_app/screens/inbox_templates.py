"""An approved WhatsApp template, filled in and looked at before it is sent (F3, MSG-04)."""

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from backend.channels.account_schemas import TemplateOut
from backend.channels.enums import TemplateStatus
from backend.conversations.cost_schemas import CostIn
from backend.conversations.schemas import ConversationDetail
from streamlit_app.api.api import Api
from streamlit_app.kit import feedback
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _
from streamlit_app.screens import channel_words, cost_words, inbox_acts, inbox_opened

# "Hola {{1}}, …": what follows the first word is whom it greets.
_GREETS = re.compile(r"\W*\w+\W{1,3}\{\{\w+\}\}")
Send = Callable[[uuid.UUID, Sequence[str]], None]


@dataclass(frozen=True)
class Whom:
    """Who gets it: templates of their language come first, and their name is often the first gap."""

    language: str
    name: str
    conversation_id: uuid.UUID | None = None
    lead_id: uuid.UUID | None = None


def write(api: Api, detail: ConversationDetail) -> None:
    account_id = detail.account_id
    if account_id is None:
        return

    @st.dialog(_("Send a template"), width="medium", on_dismiss=inbox_opened.put_away)
    def ask() -> None:
        def send(template_id: uuid.UUID, variables: Sequence[str]) -> None:
            api.sending.template(detail.id, template_id, variables)
            inbox_acts.done(_("The template is on its way."))

        choose(api, account_id, Whom(detail.language, detail.lead_name or "", conversation_id=detail.id), send)

    ask()


def choose(api: Api, account_id: uuid.UUID, whom: Whom, send: Send) -> None:
    approved = [each for each in api.sending.templates(account_id) if each.status == TemplateStatus.APPROVED]
    if not approved:
        st.info(_("No approved template yet. Load them from WhatsApp under Channels."), icon=":material/description:")
        return
    approved.sort(key=lambda each: (not each.language.startswith(whom.language), each.name))
    chosen = st.selectbox(_("Template"), approved, format_func=_title, key="template-which")
    variables = _filled(chosen, whom.name)
    shown = api.sending.preview(account_id, chosen.id, variables)
    with st.container(border=True, gap="xsmall"):
        for words in (f"**{plain(shown.header)}**" if shown.header else "", plain(shown.body), plain(shown.footer)):
            if words:
                st.markdown(words)
    asked = CostIn(template_id=chosen.id, conversation_id=whom.conversation_id, lead_id=whom.lead_id)
    billed = _("WhatsApp bills it as: {category}").format(category=channel_words.category(chosen.category))
    st.caption(f"{billed} · {cost_words.estimate(api.sending.template_cost(asked))}")
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
