"""A flow as a person reads it: one question after another, in the panel's language."""

from typing import Any, Final

import streamlit as st

from backend.core.language import is_language
from backend.flows.schemas import AskingBlock, ButtonsBlock, ConsentBlock, EndBlock, FlowDefinition, MessageBlock
from streamlit_app.kit import i18n
from streamlit_app.kit.formatting import plain
from streamlit_app.kit.i18n import _

_ICONS: Final = {
    "message": ":material/chat:",
    "buttons": ":material/radio_button_checked:",
    "input": ":material/text_fields:",
    "date": ":material/calendar_month:",
    "range": ":material/linear_scale:",
    "media": ":material/photo_camera:",
    "consent": ":material/verified_user:",
    "condition": ":material/call_split:",
    "set": ":material/edit_note:",
    "handoff": ":material/support_agent:",
    "jump": ":material/redo:",
    "end": ":material/flag:",
}


# Any: the flow as JSON.
def show(definition: dict[str, Any]) -> None:
    flow = FlowDefinition.model_validate(definition)
    for block in flow.blocks:
        icon = _ICONS.get(block.type, ":material/circle:")
        st.markdown(f":gray[{icon}] {_line(flow, block)} :gray-badge[{block.id}]")


def _line(flow: FlowDefinition, block: object) -> str:
    if isinstance(block, MessageBlock):
        return _said(flow, block.text)
    if isinstance(block, AskingBlock):
        optional = f" :gray[({_('optional')})]" if block.optional else ""
        return f"**{_said(flow, block.prompt)}**{optional}{_choices(flow, block)}"
    if isinstance(block, EndBlock):
        return _said(flow, block.message or {}) or _("The conversation ends")
    return f":gray[{_('A step that visitors do not see')}]"


def _choices(flow: FlowDefinition, block: AskingBlock) -> str:
    if isinstance(block, ButtonsBlock):
        return "  \n" + " ".join(f":blue-badge[{_said(flow, option.label)}]" for option in block.options)
    if isinstance(block, ConsentBlock):
        return f"  \n:gray[{_said(flow, block.text)}]"
    return ""


# Any: texts by language.
def _said(flow: FlowDefinition, texts: Any) -> str:
    language = i18n.language()
    found = texts.get(language) if is_language(language) else None
    return plain(found or texts.get(flow.default_language) or next(iter(texts.values()), ""))
